"""Products of NumPy in all their forms, norms of every order."""

from __future__ import annotations

import numpy as np


def trace_by_einsum(a):
    return np.einsum("ii->", a) ** 2


def diagonal_by_einsum(a, v):
    return np.einsum("ii,i->i", a, v) + np.einsum("ii->i", a) ** 2


def ellipsis(a, b):
    return np.einsum("...ij,...jk->...ik", a, b)


def ellipsis_sum(a):
    return np.einsum("...i", a).sum() + np.einsum("i...->...", a)[0] ** 2


def implicit(a, b):
    return np.einsum("ij,jk", a, b) + np.einsum("ji", a @ b)


def by_lists(a, b):
    return np.einsum(a, [0, 1], b, [1, 2], [0, 2], optimize=True)


def three(a, b, v):
    return np.einsum("ij,jk,k->i", a, b, v, optimize="greedy")


def repeated_beside(a, b):
    return np.einsum("iij,jk->ik", a, b)


def traces(a):
    return np.trace(a, offset=1) * np.trace(a, 0, 1, 0) + np.linalg.trace(a, offset=-1)


def traces_of_stack(a):
    return np.trace(a, axis1=2, axis2=0) ** 2 + np.trace(a, -1, 1, 2)[0]


def vectors(a, b):
    return np.vecdot(a, b).sum() ** 2 + np.linalg.vecdot(a, b, axis=-1).sum()


def matrix_vector(a, v):
    return np.sum(np.matvec(a, v) ** 2) + np.sum(np.vecmat(v, a) ** 3)


def complex_vectors(a, b):
    return np.abs(np.vecdot(a, b)) + np.sum(np.abs(np.vecmat(a, np.outer(a, b))))


def kron(a, b):
    k = np.kron(a, b)
    return np.sum(k**2 * np.arange(k.size).reshape(k.shape))


def cross(a, b):
    return np.sum(np.cross(a, b) ** 2)


def cross_axes(a, b):
    return np.sum(np.cross(a, b, axisa=0, axisb=1, axisc=0)[0] ** 3)


def powers(a):
    return np.sum(np.linalg.matrix_power(a, 5) ** 2) + np.sum(np.linalg.matrix_power(a, -3))


def chain(a, b, v):
    return np.linalg.multi_dot([a, b, v]).sum() + np.linalg.multi_dot([v, a @ b, v]) ** 2


def tensor_equation(a, b):
    return np.sum(np.linalg.tensorsolve(a, b) ** 2)


def tensor_inverse(a):
    return np.sum(np.linalg.tensorinv(a, ind=1) ** 2)


def vector_norms(x):
    return (
        np.linalg.norm(x, 1)
        + np.linalg.norm(x, 3) ** 2
        + np.linalg.norm(x, np.inf) * np.linalg.norm(x, -np.inf)
        + np.linalg.norm(x, 0.5)
        + np.linalg.norm(x, -2)
        + np.linalg.norm(x, 0)
        + np.linalg.vector_norm(x, ord=1)
    )


def matrix_norms(a):
    return (
        np.linalg.norm(a, "nuc")
        + np.linalg.norm(a, 2) ** 2
        + np.linalg.norm(a, -2)
        + np.linalg.norm(a, "fro") ** 3
        + np.linalg.norm(a, 1) * np.linalg.norm(a, -1)
        + np.linalg.norm(a, np.inf) * np.linalg.norm(a, -np.inf)
        + np.linalg.matrix_norm(a)
        + np.linalg.matrix_norm(a, ord="nuc")
    )


def norms_of_stack(a):
    return (
        np.linalg.norm(a, "nuc", axis=(0, 2)).sum()
        + np.sum(np.linalg.norm(a, 2, axis=(2, 1), keepdims=True) ** 2)
        + np.sum(np.linalg.norm(a, 1, axis=(0, 1)) ** 2)
        + np.sum(np.linalg.norm(a, -np.inf, axis=(1, 2), keepdims=True) ** 2)
        + np.sum(np.linalg.norm(a, axis=1) * np.linalg.norm(a, ord=3, axis=-2))
    )


def conditions(a):
    return (
        np.linalg.cond(a)
        + np.linalg.cond(a, -2)
        + np.linalg.cond(a, 1)
        + np.linalg.cond(a, "fro")
        + np.linalg.cond(a, np.inf)
    )


def smooth_at_zero(x):
    return np.linalg.norm(x) ** 2 + np.exp(-np.linalg.norm(x) ** 2) + np.linalg.norm(x, "nuc") ** 2


R = np.random.default_rng(1)
A, B, V = R.normal(size=(3, 3)), R.normal(size=(3, 3)), R.normal(size=3)
T = R.normal(size=(2, 3, 4))
Z = V + 1j * np.array([0.3, -0.8, 1.4])
M = A + 1j * B


def diagonal_stretched(a, x):
    return np.einsum("ii,i", a, x) ** 2


CASES = [
    (diagonal_stretched, (np.array([[1.5]]), np.array([0.5, -1.0, 2.0]))),
    *((trace_by_einsum, (x,)) for x in (A, A.astype(np.float32))),
    (diagonal_by_einsum, (A, V)),
    (ellipsis, (A, B)),
    (ellipsis, (R.normal(size=(2, 1, 3, 4)), R.normal(size=(5, 4, 2)))),
    (ellipsis_sum, (T,)),
    (implicit, (A, B)),
    (by_lists, (A, B)),
    (three, (A, B, V)),
    (repeated_beside, (R.normal(size=(3, 3, 2)), R.normal(size=(2, 3)))),
    (traces, (A,)),
    (traces, (A[:2].copy(),)),
    (traces_of_stack, (T,)),
    (vectors, (A, B)),
    (vectors, (A, V)),
    (matrix_vector, (A, V)),
    (matrix_vector, (R.normal(size=(2, 3, 3)), B[:2].copy())),
    (matrix_vector, (A, R.normal(size=(2, 3)))),
    (complex_vectors, (Z, Z * 1j + V)),
    (complex_vectors, (V, Z)),
    *((kron, (x, y)) for x in (V, A, T, np.array(2.5)) for y in (V, A[:2].copy())),
    (cross, (V, V[::-1].copy())),
    (cross, (A, V)),
    (cross_axes, (R.normal(size=(3, 2)), R.normal(size=(2, 3)))),
    (powers, (A,)),
    (powers, (R.normal(size=(2, 3, 3)),)),
    (chain, (A, B, V)),
    (tensor_equation, (R.normal(size=(2, 3, 6)), R.normal(size=(2, 3)))),
    (tensor_inverse, (R.normal(size=(6, 2, 3)),)),
    (vector_norms, (V,)),
    (vector_norms, (Z,)),
    *((matrix_norms, (x,)) for x in (A, M, T[0])),
    (norms_of_stack, (T,)),
    (norms_of_stack, (T + 1j * T[::-1],)),
    (conditions, (A,)),
    (conditions, (M,)),
    (smooth_at_zero, (np.zeros((2, 2)),), None, (np.zeros((2, 2)),)),
]
