"""The potential energy of bodies, all pairs by broadcasting."""

import math

import numpy as np

WRT = ("x",)
AT = "x=f64[n,d],m=f64[n],eps=float"
SIZES = {"large": 600}


def arguments(random, size):
    return random.normal(size=(size, 3)), random.uniform(0.5, 1.5, size), 0.1


def nbody(x, m, eps):
    d = x[:, None, :] - x[None, :, :]
    r2 = np.sum(d * d, axis=2) + eps**2
    return -0.5 * np.sum(m[:, None] * m[None, :] / np.sqrt(r2))


def nbody_value_and_grad(x, m, eps, dnbody=1.0):
    d = x[:, None, :] - x[None, :, :]
    r2 = np.sum(d * d, axis=2) + eps**2
    root = np.sqrt(r2)
    pairs = m[:, None] * m[None, :] / root
    out = -0.5 * np.sum(pairs)
    pairs /= r2
    pairs *= 0.5 * dnbody
    d *= pairs[:, :, None]
    return out, d.sum(axis=1) - d.sum(axis=0)


def nbody_for_numba(x, m, eps, dnbody=1.0):
    n, d = x.shape
    out = 0.0
    dx = np.zeros_like(x)
    for i in range(n):
        for j in range(n):
            r2 = eps**2
            for k in range(d):
                r2 += (x[i, k] - x[j, k]) ** 2
            pair = m[i] * m[j] / math.sqrt(r2)
            out -= 0.5 * pair
            for k in range(d):
                dx[i, k] += dnbody * pair / r2 * (x[i, k] - x[j, k])
    return out, dx
