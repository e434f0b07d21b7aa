"""Samples of scipy.linalg."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, m, op

KNOWN = ("typed", "narrow")
a = array(3, 3) + 2 * np.eye(3)
b, bs = array(3), array(3, 2)
positive = a @ a.T


def linalg(name: str, *args: object, **options: object) -> None:
    op(f"scipy.linalg.{name}", *args, **({"modes": KNOWN} | options))


for right in (b, bs):
    linalg("solve", a, right)
    linalg("solve", a, right, transposed=True)
    linalg("solve", a, right, check_finite=False)
    for structure in ("gen", "sym", "pos", "upper triangular", "lower triangular", "diagonal"):
        linalg("solve", positive, right, assume_a=structure)
        linalg("solve", positive, right, lower=True, assume_a=structure)
    linalg("solve", a, right, assume_a="upper triangular", transposed=True)
    linalg("solve", a, right, assume_a="tridiagonal")
    for trans in (0, 1, "N", "T"):
        linalg("solve_triangular", a, right, trans)
        linalg("solve_triangular", a, right, trans=trans, lower=True, unit_diagonal=True)
    linalg("solve_triangular", a, right, lower=True, check_finite=False)
linalg("solve_sylvester", a, array(2, 2), bs)
linalg("solve_continuous_lyapunov", a, array(3, 3))
linalg("solve_discrete_lyapunov", a / 5, array(3, 3))
linalg("cholesky", positive)
linalg("cholesky", positive, lower=True)
linalg("inv", a)
linalg("inv", a, check_finite=False)
linalg("det", a)
linalg("norm", m)
linalg("norm", b, 1)
linalg("norm", m, axis=1)
for lower in (False, True):
    linalg("cho_factor", positive, lower, modes=("typed",))
    for right in (b, bs):
        linalg("cho_solve", (np.linalg.cholesky(positive), lower), right, modes=("typed",))
linalg("lu", a, modes=("typed",))
linalg("lu_factor", a[::-1].copy(), modes=("typed",))
swapped = np.array([[0.2, 0.4, 1.3], [2.1, 0.5, 0.3], [0.6, 1.7, 0.2]])
linalg("lu", swapped, modes=("typed",))
linalg("lu_factor", swapped, modes=("typed",))
for trans in (0, 1):
    for right in (b, bs):
        pair = (swapped, np.array([1, 2, 2], np.int32))
        linalg("lu_solve", pair, right, trans, modes=("typed",))

# Functions of a matrix, matrices of a pattern

small = array(2, 2)
linalg("expm", a / 3)
linalg("expm", small)
linalg("expm_frechet", small, array(2, 2) + 0.1, compute_expm=False)
for name in "sinm cosm tanm sinhm coshm tanhm".split():
    linalg(name, small)
linalg("logm", positive, modes=("typed",))
linalg("sqrtm", positive, modes=("typed",))
linalg("fractional_matrix_power", positive, 0.3, modes=("typed",))
linalg("toeplitz", b)
linalg("toeplitz", b, array(2))
linalg("toeplitz", array(2), r=b)
linalg("circulant", b)
linalg("block_diag", m, b, 0.4, a)
linalg("block_diag", m, m)


# As in NumPy

# LAPACK turns the signs of other eigenvectors over where an element is moved
symmetric = np.array([[2.0, 0.9], [0.9, 1.0]])
for name in ("svdvals", "pinv", "svd"):
    linalg(name, a, modes=("typed",))
linalg("svd", m, compute_uv=False, modes=("typed",))
linalg("eigh", symmetric, modes=("typed",))
linalg("eigvalsh", symmetric, modes=("typed",))
linalg("eig", swapped, inactive=(0,), modes=("typed",))
linalg("eigvals", swapped, modes=("typed",))
for matrix in (a, bs, m):
    for mode in ("full", "economic"):
        linalg(
            "qr",
            matrix,
            mode=mode,
            modes=("typed",),
            inactive=(() if mode == "economic" or matrix is a else (0,)),
        )
    linalg("qr", matrix, mode="r", modes=("typed",))
for right in (b, bs):
    linalg("lstsq", array(3, 2), right, inactive=(0, 1), modes=("typed",))

# Stacks

stack = np.stack([a, a[::-1] + np.eye(3)])
for left, right in ((stack, b), (stack, bs), (a, array(2, 3, 2)), (stack, array(2, 3, 2))):
    linalg("solve", left, right, modes=("typed",))
    linalg("solve", left, right, lower=True, assume_a="lower triangular", transposed=True)
    linalg("solve_triangular", left, right, lower=True)
    linalg("solve_triangular", left, right, "T")
linalg("solve", stack @ stack.swapaxes(1, 2), b, assume_a="pos")
linalg("cholesky", stack @ stack.swapaxes(1, 2), modes=("typed",))
linalg("cholesky", stack @ stack.swapaxes(1, 2), lower=True)
