"""The value of many European calls; the gradient of their sum."""

import math

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


def black_scholes_for_numba(S, K, T, r, sigma, dblack_scholes=1.0):
    g = dblack_scholes
    out = 0.0
    dS, dK = np.empty_like(S), np.empty_like(K)
    dsigma, dT = np.empty_like(sigma), np.empty_like(T)
    for i in range(len(S)):
        root = math.sqrt(T[i])
        s = sigma[i] * root
        drift = r + 0.5 * sigma[i] ** 2
        d1 = (math.log(S[i] / K[i]) + drift * T[i]) / s
        d2 = d1 - s
        n1 = 1 / (1 + math.exp(-1.702 * d1))
        n2 = 1 / (1 + math.exp(-1.702 * d2))
        discount = math.exp(-r * T[i])
        kd = K[i] * discount
        out += S[i] * n1 - kd * n2
        dd2 = -1.702 * g * kd * n2 * (1 - n2)
        dd1 = 1.702 * g * S[i] * n1 * (1 - n1) + dd2
        q = dd1 / s
        ds = -q * d1 - dd2
        dS[i] = q / S[i] + g * n1
        dK[i] = -q / K[i] - g * discount * n2
        dsigma[i] = q * T[i] * sigma[i] + ds * root
        dT[i] = q * drift + ds * sigma[i] / (2 * root) + g * r * kd * n2
    return out, (dS, dK, dsigma, dT)
