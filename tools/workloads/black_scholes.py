"""The value of many European calls; the gradient of their sum."""

import numpy as np

WRT = ("S", "K", "sigma", "T")
AT = "S=f64[n],K=f64[n],T=f64[n],r=float,sigma=f64[n]"
SIZES = {"large": 200_000}


def arguments(random, size):
    S, K = random.uniform(50, 150, size), random.uniform(50, 150, size)
    return S, K, random.uniform(0.2, 2, size), 0.05, random.uniform(0.1, 0.5, size)


def black_scholes(S, K, T, r, sigma):
    root = np.sqrt(T)
    d1 = (np.log(S / K) + (r + 0.5 * sigma**2) * T) / (sigma * root)
    d2 = d1 - sigma * root
    # a logistic form of the normal distribution function
    n1 = 1 / (1 + np.exp(-1.702 * d1))
    n2 = 1 / (1 + np.exp(-1.702 * d2))
    return np.sum(S * n1 - K * np.exp(-r * T) * n2)


def black_scholes_value_and_grad(S, K, T, r, sigma, dblack_scholes=1.0):
    g = dblack_scholes
    root = np.sqrt(T)
    s = sigma * root
    drift = r + 0.5 * sigma**2
    d1 = (np.log(S / K) + drift * T) / s
    d2 = d1 - s
    n1 = 1 / (1 + np.exp(-1.702 * d1))
    n2 = 1 / (1 + np.exp(-1.702 * d2))
    discount = np.exp(-r * T)
    kd = K * discount
    out = np.sum(S * n1 - kd * n2)

    dd2 = (-1.702 * g) * kd * n2 * (1 - n2)
    dd1 = (1.702 * g) * S * n1 * (1 - n1)
    dd1 += dd2
    q = dd1 / s
    ds = -q * d1
    ds -= dd2
    dS = q / S
    dS += g * n1
    dK = -q / K
    dK -= g * discount * n2
    dsigma = q * T
    dsigma *= sigma
    dsigma += ds * root
    dT = q * drift
    dT += ds * sigma / (2 * root)
    dT += (g * r) * kd * n2
    return out, (dS, dK, dsigma, dT)
