"""Systems, factors and functions of matrices with scipy.linalg."""

from __future__ import annotations

import numpy as np
import scipy.linalg
from scipy import linalg
from scipy.linalg import cho_factor, cho_solve, expm, lu_factor, lu_solve, solve_triangular

a = np.array([[2.0, 0.3, 0.1], [0.5, 1.7, 0.2], [0.3, 0.4, 2.2]])
b = np.array([1.0, 2.0, -0.5])


def system(a, b):
    return np.sum(scipy.linalg.solve(a, b) ** 2)


def gaussian_process(x, y, scale, noise):
    k = np.exp(-((x[:, None] - x[None, :]) ** 2) / (2 * scale**2)) + noise * np.eye(len(x))
    factor = linalg.cholesky(k, lower=True)
    alpha = solve_triangular(factor, y, lower=True, check_finite=False)
    return 0.5 * np.sum(alpha**2) + np.sum(np.log(np.diag(factor)))


def by_cho_solve(a, b):
    factor = cho_factor(a @ a.T, lower=True)
    return b @ cho_solve(factor, b)


def by_parts(a, b):
    c, low = cho_factor(a @ a.T)
    return np.sum(cho_solve((c, low), b)) + 2 * np.sum(np.log(np.diag(c)))


def by_lu(a, b):
    lu, piv = lu_factor(a[::-1])
    return np.sum(lu_solve((lu, piv), b) ** 2)


def by_factors(a):
    p, low, up = linalg.lu(a)
    return np.sum(low * up) + np.sum(p)


def flow(a, x, t):
    return np.sum(expm(a * t) @ x)


def steps(a, x):
    for _ in range(3):
        x = expm(0.1 * a) @ x
    return np.sum(x**2)


def root(a):
    return np.trace(linalg.sqrtm(a @ a.T))


def covariance(a, q):
    x = linalg.solve_continuous_lyapunov(a, q @ q.T)
    return np.trace(x)


def filtered(c, r, x):
    return np.sum((linalg.toeplitz(c, r) @ x) ** 2)


def blocks(a, b, c):
    return np.sum(linalg.block_diag(a, b, c) @ np.arange(7.0))


def log_volume(a):
    return np.log(linalg.det(a)) + np.trace(linalg.inv(a)) + linalg.norm(a)


def fitted(x, y):
    coefficients, _, rank, _ = linalg.lstsq(x, y)
    return np.sum(np.sin(coefficients)) * rank


def whole_factors(a):
    q, r = linalg.qr(a)
    return np.sum(np.abs(r) ** 3) + (q[:, :2] @ q[:, :2].T)[0, 0]


def triangle(a):
    return np.sum(linalg.qr(a, mode="r")[0] ** 3)


def economic(a):
    q, r = linalg.qr(a, mode="economic")
    return np.sum(q[0] * r[:, 0])


def vectors(a):
    w, v = linalg.eig(a)
    return np.sum(np.abs(v) ** 4) + w.real.max() + np.sum(linalg.eigvals(a).real ** 2)


def diffused(rate, u):
    ab = np.zeros((3, len(u)))
    ab[0, 1:] = -rate
    ab[1] = 1 + 2 * rate
    ab[2, :-1] = -rate
    for _ in range(3):
        u = linalg.solve_banded((1, 1), ab, u)
    return np.sum(u**2) + np.sum(linalg.solveh_banded(ab[:2], u))


def many(a, b):
    x = linalg.solve(a, b)
    factor = linalg.cholesky(a @ a.swapaxes(1, 2), lower=True)
    return np.sum(linalg.solve_triangular(factor, x[..., None], lower=True) ** 2)


tall = np.array([[1.0, 0.2], [0.4, 2.0], [-0.3, 0.7]])
CASES = [
    (fitted, (tall, b)),
    (whole_factors, (tall,)),
    (triangle, (tall,)),
    (triangle, (tall.T,)),
    (economic, (tall,)),
    (vectors, (a,)),
    (vectors, (np.array([[1.0, 2.0], [-1.0, 0.5]]),)),
    (diffused, (0.3, b)),
    (many, (np.stack([a, a.T + 1]), b)),
    (system, (a, b)),
    (gaussian_process, (np.array([0.1, 0.5, 1.2]), b, 0.7, 0.1)),
    (by_cho_solve, (a, b)),
    (by_parts, (a, b)),
    (by_lu, (a, b)),
    (by_factors, (a,)),
    (flow, (a, b, 0.3)),
    (steps, (a, b)),
    (root, (a,)),
    (covariance, (a, a + 0.1)),
    (filtered, (b, np.array([0.5, 0.3]), np.array([1.0, -2.0]))),
    (blocks, (a, b, 0.4)),
    (log_volume, (a,)),
]
