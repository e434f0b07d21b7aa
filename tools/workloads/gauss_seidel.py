"""Gauss-Seidel sweeps for Poisson's equation on a grid, element by element."""

import numpy as np

WRT = ("u", "f")
AT = "u=f64[n,m],f=f64[n,m],sweeps=int"
SIZES = {"large": (40, 10)}


def arguments(random, size):
    n, sweeps = size
    return random.normal(size=(n, n)), random.normal(size=(n, n)), sweeps


def gauss_seidel(u, f, sweeps):
    u = u.copy()
    n, m = u.shape
    for _ in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                u[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - f[i, j])
    return np.sum(u * u)


def gauss_seidel_value_and_grad(u, f, sweeps, dgauss_seidel=1.0):
    u = u.copy()
    n, m = u.shape
    for _ in range(sweeps):
        for i in range(1, n - 1):
            for j in range(1, m - 1):
                u[i, j] = 0.25 * (u[i - 1, j] + u[i + 1, j] + u[i, j - 1] + u[i, j + 1] - f[i, j])
    out = np.sum(u * u)
    du = 2 * dgauss_seidel * u
    df = np.zeros_like(f)
    for _ in range(sweeps):
        for i in range(n - 2, 0, -1):
            for j in range(m - 2, 0, -1):
                g = 0.25 * du[i, j]
                du[i, j] = 0.0
                du[i - 1, j] += g
                du[i + 1, j] += g
                du[i, j - 1] += g
                du[i, j + 1] += g
                df[i, j] -= g
    return out, (du, df)


gauss_seidel_for_numba = gauss_seidel_value_and_grad  # loops over elements as they are
