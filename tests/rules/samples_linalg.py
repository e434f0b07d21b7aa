"""Samples of numpy.linalg: square, tall and wide matrices, stacks of them, complex ones where the
loss need not know the phase of a vector."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, op
from tests.rules.samples_complex import wave

KNOWN = ("typed", "narrow")
EXACT = ("typed",)


def regular(*batch: int, size: int = 3) -> np.ndarray:
    """Matrices with distinct eigenvalues, far from singular."""
    return array(*batch, size, size) + np.diag(np.arange(1.0, size + 1.0))


def definite(*batch: int, size: int = 3) -> np.ndarray:
    a = array(*batch, size, size)
    return a @ np.swapaxes(a, -1, -2) + np.diag(np.arange(1.0, size + 1.0))


one, stack, none = np.array([[1.5]]), regular(2), np.zeros((0, 3, 3))
turned = regular() + 1j * array(3, 3)[::-1]
hermitian = turned @ turned.conj().T + np.diag([1.0, 2.0, 3.0])
tall, wide = array(4, 2), array(2, 4)
ctall = wave(4, 2)

for a in (regular(), stack, one, none):
    for name in ("eigh", "eigvalsh", "svdvals", "inv", "det", "slogdet", "pinv"):
        op(f"numpy.linalg.{name}", a, modes=EXACT if a is none else KNOWN)
    op("numpy.linalg.qr", a, modes=KNOWN)
    op("numpy.linalg.cholesky", definite() if a is not stack else definite(2), modes=KNOWN)
for name in ("inv", "det", "slogdet", "eigvalsh", "svdvals"):
    op(f"numpy.linalg.{name}", regular())
    op(f"numpy.linalg.{name}", turned, modes=KNOWN)
op("numpy.linalg.eigh", regular(), UPLO="U", modes=KNOWN)
op("numpy.linalg.eigvalsh", regular(), UPLO="U", modes=KNOWN)
op("numpy.linalg.eigvals", turned, modes=KNOWN)
# a loss of random parts of these knows phases, or reads what is refused: see tests/programs
op("numpy.linalg.eig", turned, inactive=(0,), modes=EXACT)
op("numpy.linalg.lstsq", tall, array(4), rcond=None, inactive=(0, 1), modes=EXACT)
for a in (regular(), stack, tall, wide, array(2, 3, 2)):
    op("numpy.linalg.svd", a, full_matrices=False, modes=EXACT)
    op("numpy.linalg.svd", a, compute_uv=False, modes=KNOWN)
    op("numpy.linalg.svdvals", a, modes=KNOWN)
    op("numpy.linalg.qr", a, modes=EXACT)
    op("numpy.linalg.qr", a, mode="r", modes=EXACT)
    op("numpy.linalg.pinv", a, modes=EXACT)
op("numpy.linalg.svd", regular(), modes=EXACT)
op("numpy.linalg.svd", ctall, compute_uv=False, modes=EXACT)
op("numpy.linalg.svd", definite(), compute_uv=False, hermitian=True, modes=EXACT)
op("numpy.linalg.svd", definite(), hermitian=True, modes=EXACT)
op("numpy.linalg.qr", ctall, modes=EXACT)
op("numpy.linalg.qr", regular(), mode="complete", modes=EXACT)
op("numpy.linalg.pinv", ctall, modes=EXACT)
op("numpy.linalg.pinv", tall, rcond=1e-3, modes=EXACT)
op("numpy.linalg.pinv", definite(), hermitian=True, modes=EXACT)
# of which the lower triangle is read, whatever the other holds
op("numpy.linalg.pinv", definite() + np.triu(definite(), 1), hermitian=True, modes=EXACT)
op("numpy.linalg.cholesky", hermitian, modes=EXACT)
op("numpy.linalg.cholesky", definite(), upper=True, modes=EXACT)
op("numpy.linalg.cholesky", hermitian, upper=True, modes=EXACT)
op("numpy.linalg.matrix_rank", tall)
op("numpy.linalg.matrix_rank", stack, modes=KNOWN)
for a in (regular(), stack, one):
    size = a.shape[-1]
    for b in (array(size), array(size, 2), array(2, size, 2)):
        op("numpy.linalg.solve", a, b, modes=KNOWN)
op("numpy.linalg.solve", turned, array(3), modes=KNOWN)
op("numpy.linalg.solve", regular(), wave(3, 2), modes=KNOWN)
