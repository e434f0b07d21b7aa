"""Explicit heat conduction on a rod, in place."""

import numpy as np

WRT = ("u",)
AT = "u=f64[n],k=float,steps=int"
SIZES = {"large": (20_000, 100)}


def arguments(random, size):
    n, steps = size
    return random.normal(size=n), 0.1, steps


def heat(u, k, steps):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u * u)


def heat_value_and_grad(u, k, steps, dheat=1.0):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    out = np.sum(u * u)
    du = 2 * dheat * u
    for _ in range(steps):
        t = k * du[1:-1]
        du[2:] += t
        du[1:-1] -= 2 * t
        du[:-2] += t
    return out, du


def heat_for_numba(u, k, steps, dheat=1.0):
    n = len(u)
    u = u.copy()
    for _ in range(steps):
        left = u[0]
        for i in range(1, n - 1):
            here = u[i]
            u[i] = here + k * (u[i + 1] - 2 * here + left)
            left = here
    out = 0.0
    du = np.empty_like(u)
    for i in range(n):
        out += u[i] * u[i]
        du[i] = 2 * dheat * u[i]
    t = np.zeros_like(u)
    for _ in range(steps):
        for i in range(1, n - 1):
            t[i] = k * du[i]
        du[0] += t[1]
        for i in range(1, n - 1):
            du[i] += t[i - 1] - 2 * t[i] + t[i + 1]
        du[n - 1] += t[n - 2]
    return out, du
