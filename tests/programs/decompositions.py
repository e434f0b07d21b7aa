"""numpy.linalg: decompositions, systems, inverses, of real and complex matrices and of stacks."""

from __future__ import annotations

import numpy as np


def eigh_of(a):
    w, v = np.linalg.eigh(a)
    return np.sum(w * np.arange(3.0)) + np.sum(np.abs(v) ** 2 * np.arange(9.0).reshape(3, 3))


def eigh_by_attribute(a):
    return np.sum(np.linalg.eigh(a).eigenvalues ** 2)


def eigh_upper(a):
    w, v = np.linalg.eigh(a, UPLO="U")
    return np.sum(w**2) + np.abs(v[:, 0] @ np.array([1.0, 0.5, 0.2])) ** 2


def eigenvalues_of_symmetric(a):
    return np.sum(np.linalg.eigvalsh(a) ** 3) + np.linalg.eigvalsh(a, "U")[..., -1].sum()


def spectral_function(a):
    w, v = np.linalg.eigh(a + a.T)
    return np.sum((v * np.exp(w)) @ v.T * np.arange(9.0).reshape(3, 3))


def eigenvalues(a):
    w = np.linalg.eigvals(a)
    return np.sum(w.real**2) + np.sum(np.abs(w) ** 3)


def products_of_eigenvalues(a):
    w = np.linalg.eigvals(a)
    z = w * (1 + 2j)
    return np.sum(np.abs(w) ** 3) + np.sum(z.real * z.imag)


def first_eigenvalue(a):
    w = np.linalg.eigvals(a)
    return np.abs(w[0]) + np.sum(w.real)


def eigenvectors(a):
    w, v = np.linalg.eig(a)
    return np.sum(np.abs(v) ** 2 * np.arange(9.0).reshape(3, 3)) + np.sum(np.abs(w))


def singular_values(a):
    return np.sum(np.linalg.svd(a, compute_uv=False) ** 3) + np.sum(np.linalg.svdvals(a))


def values_of_svd(a):
    return np.sum(np.linalg.svd(a).S ** 3) + np.linalg.svd(a)[1][..., 0].sum()


def thin_svd(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return (
        np.sum(np.abs(u) ** 2 * np.arange(u.shape[-1]))
        + np.sum(s**3)
        + np.sum(np.abs(vh[..., 0, :]) ** 2 * np.arange(vh.shape[-1]))
    )


def left_vectors(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return np.sum(np.abs(u) ** 2 * np.arange(u.size).reshape(u.shape))


def right_vectors(a):
    vh = np.linalg.svd(a, full_matrices=False).Vh
    return np.sum(np.abs(vh) ** 2 * np.arange(vh.size).reshape(vh.shape))


def full_svd(a):
    u, s, vh = np.linalg.svd(a)
    k = len(s)
    return np.sum(u[:, :k] ** 2 * np.arange(k)) + np.sum(vh[:k] ** 2 * np.arange(len(vh)))


def space_of_completion(a):
    u, s, vh = np.linalg.svd(a)
    null = u[:, len(s) :]
    return np.sum(null @ null.T * np.arange(16.0).reshape(4, 4))


def low_rank(a):
    u, s, vh = np.linalg.svd(a, full_matrices=False)
    return np.sum((u[:, :2] * s[:2] @ vh[:2, :]) ** 3)


def nearest_rotation(a):
    u, _, vh = np.linalg.svd(a)
    return np.sum((u @ vh) * np.arange(9.0).reshape(3, 3))


def hermitian_values(a):
    return np.sum(np.linalg.svd(a, compute_uv=False, hermitian=True) ** 3)


def qr_of(a):
    q, r = np.linalg.qr(a)
    return np.sum(np.abs(q) ** 2 * np.arange(q.size).reshape(q.shape)) + np.sum(
        (r * np.arange(r.size).reshape(r.shape)).real
    )


def only_r(a):
    return np.sum(np.abs(np.linalg.qr(a, mode="r")) ** 3)


def only_q(a):
    return np.sum(np.abs(np.linalg.qr(a).Q) ** 4)


def complete_qr(a):
    q, r = np.linalg.qr(a, "complete")
    k = min(a.shape)
    return np.sum(q[:, :k] ** 2 * np.arange(k)) + np.sum(r[:k] ** 3)


def cholesky(a):
    root = np.linalg.cholesky(a @ a.conj().swapaxes(-1, -2) + np.eye(a.shape[-2]))
    return np.sum(np.abs(root * np.arange(root.size).reshape(root.shape)))


def cholesky_of_triangle(a):
    return np.sum(np.abs(np.linalg.cholesky(a)) ** 3)


def upper_cholesky(a):
    return np.sum(np.abs(np.linalg.cholesky(a, upper=True)) ** 3)


def solve(a, b):
    return np.sum(np.abs(np.linalg.solve(a, b)) ** 2)


def inverse(a):
    return np.sum(np.abs(np.linalg.inv(a)) ** 2)


def determinants(a):
    sign, logdet = np.linalg.slogdet(a)
    return np.sum(np.abs(np.linalg.det(a)) ** 2) + np.sum(logdet) + np.sum(np.real(sign))


def determinant(a):
    return np.linalg.det(a)


def pseudo_inverse(a):
    return np.sum(np.abs(np.linalg.pinv(a)) ** 3)


def hermitian_inverse(a):
    return np.sum(np.abs(np.linalg.pinv(a, hermitian=True)) ** 3)


def least_squares(a, b):
    x = np.linalg.lstsq(a, b, rcond=None)[0]
    return np.sum(np.abs(x) ** 3)


def residuals(a, b):
    x, rest, rank, values = np.linalg.lstsq(a, b, rcond=None)
    return np.sum(rest) + np.sum(np.abs(x) ** 2) + rank


def rank(a):
    return np.sum(a) * np.linalg.matrix_rank(a)


R = np.random.default_rng(0)
A = R.normal(size=(3, 3))
C = A + 1j * R.normal(size=(3, 3))
B = R.normal(size=(2, 3, 3))
TALL, WIDE = R.normal(size=(4, 2)), R.normal(size=(2, 4))
CTALL = TALL + 1j * R.normal(size=(4, 2))
CWIDE = WIDE + 1j * R.normal(size=(2, 4))
S = A @ A.T + np.eye(3)
H = C @ C.conj().T + np.eye(3)
V, W = R.normal(size=3), R.normal(size=(3, 2))
T = np.array([[0.5, 1.0], [1.0, 0.7], [-0.2, 1.0]])


def determinant_and_logarithm(a):
    return np.linalg.det(a), np.linalg.slogdet(a)[1]


CASES = [
    *((f, (x,)) for f in (eigh_of, eigh_by_attribute, eigh_upper) for x in (A, C)),
    (eigh_of, (B,)),
    (eigh_of, (A.astype(np.float32),)),
    *((eigenvalues_of_symmetric, (x,)) for x in (A, C, B, np.eye(3)[:1, :1].copy())),
    (spectral_function, (A,)),
    *(
        (f, (x,))
        for f in (eigenvalues, products_of_eigenvalues, eigenvectors)
        for x in (A, C, B, S)
    ),
    *((first_eigenvalue, (x,)) for x in (A, C, S)),
    *((singular_values, (x,)) for x in (A, C, B, TALL, WIDE, CTALL)),
    *((values_of_svd, (x,)) for x in (A, C, B, TALL, WIDE)),
    *((thin_svd, (x,)) for x in (A, C, B, TALL, WIDE, CTALL, CWIDE)),
    *((left_vectors, (x,)) for x in (A, C, B, TALL, CTALL)),
    *((right_vectors, (x,)) for x in (A, C, B, WIDE, CWIDE)),
    *((full_svd, (x,)) for x in (A, TALL, WIDE)),
    (space_of_completion, (TALL,)),
    (low_rank, (A,)),
    (nearest_rotation, (A,)),
    (hermitian_values, (A,)),
    (hermitian_values, (C,)),
    *((qr_of, (x,)) for x in (A, C, B, TALL, WIDE, CTALL, CWIDE)),
    *((f, (x,)) for f in (only_r, only_q) for x in (A, C, TALL, WIDE)),
    *((complete_qr, (x,)) for x in (A, TALL, WIDE)),
    *((cholesky, (x,)) for x in (A, C, B, WIDE)),
    *((f, (x,)) for f in (cholesky_of_triangle, upper_cholesky) for x in (S, H)),
    *((solve, (a, b)) for a in (A, C, B) for b in (V, W, B)),
    (solve, (A, V + 1j * V[::-1])),
    *((inverse, (x,)) for x in (A, C, B)),
    *((determinants, (x,)) for x in (A, C, B)),
    (determinant, (np.array([[1.0, 2.0], [2.0, 4.0]]),), None, (np.array([[4.0, -2], [-2, 1]]),)),
    *((pseudo_inverse, (x,)) for x in (A, C, B, TALL, WIDE, CTALL)),
    (hermitian_inverse, (S,)),
    (hermitian_inverse, (H,)),
    *((least_squares, (a, b)) for a in (A, T) for b in (V, W)),
    (least_squares, (WIDE, V[:2].copy())),
    (least_squares, (C, V)),
    *((residuals, (T, b)) for b in (V, W)),
    (rank, (A,)),
    (determinant_and_logarithm, (np.zeros((0, 0)),)),
    (determinant_and_logarithm, (np.array([[2.0, 1.0], [0.5, 3.0]], np.float32),)),
]
