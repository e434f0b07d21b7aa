"""Samples of products of stacks, chains, powers, traces and norms of every order."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, op
from tests.rules.samples_complex import wave
from tests.rules.samples_linalg import regular

KNOWN = ("typed", "narrow")

v, m, square = array(3), array(2, 3), regular()
for pair in ((v, array(3) * 2), (m, v), (wave(3), wave(3) * 1j), (wave(3), v)):
    op("numpy.vecdot", *pair, modes=KNOWN)
op("numpy.matvec", m, v, modes=KNOWN)
op("numpy.matvec", array(2, 2, 3), m, modes=KNOWN)
op("numpy.vecmat", v, square, modes=KNOWN)
op("numpy.vecmat", wave(3), wave(3, 2), modes=KNOWN)
for name, pair in (
    ("vecdot", (v, m)),
    ("matvec", (array(2, 2, 3), v)),
    ("vecmat", (v, array(2, 3, 2))),
    ("vecmat", (m, square)),
    ("inner", (0.4, m)),
    ("inner", (m, 0.4)),
    ("inner", (v, m)),
    ("dot", (array(2, 2, 3), v)),
):
    op(f"numpy.{name}", *pair, modes=KNOWN)
for n in (0, 1, 2, 3, 6, 8, 11, -1, -2):
    op("numpy.linalg.matrix_power", square, n, modes=KNOWN)
op("numpy.linalg.tensorsolve", array(2, 3, 6) + np.eye(6).reshape(2, 3, 6), m, modes=KNOWN)
op("numpy.linalg.tensorinv", array(6, 2, 3) + np.eye(6).reshape(6, 2, 3), ind=1, modes=KNOWN)
op("numpy.linalg.multi_dot", [m, square, array(3, 2)], modes=("fixed",))
op("numpy.linalg.tensorinv", array(2, 3, 6) + np.eye(6).reshape(2, 3, 6), ind=2, modes=KNOWN)
op("numpy.diag", square, -1, modes=KNOWN)
for offset in (0, 1, -1):
    op("numpy.trace", square, offset, modes=KNOWN)
    op("numpy.linalg.trace", array(2, 3, 4), offset=offset, modes=KNOWN)
op("numpy.trace", array(2, 3, 4), 0, 2, 0, modes=KNOWN)
for form in ("ii->", "ii->i", "ij->ji", "...i->...", "ii"):
    op("numpy.einsum", form, square, modes=KNOWN)
op("numpy.einsum", "...j,kj->...k", array(2, 2, 3), m, modes=KNOWN)
op("numpy.cross", array(3, 2), m, axisa=0, axisc=0, modes=KNOWN)
op("numpy.linalg.cross", m, v, modes=KNOWN)
op("numpy.cross", array(3, 2), v, axisa=0, modes=KNOWN)
op("numpy.cross", array(3, 1), m, axisa=0, modes=KNOWN)
op("numpy.cross", m, array(3, 1), axisb=0, modes=KNOWN)
op("numpy.cross", array(3, 2), array(3, 2) * m.T, axis=0, modes=KNOWN)
for pair in ((v, m), (m, v), (m, array(2, 2)), (array(2, 1, 3), m)):
    op("numpy.kron", *pair, modes=KNOWN)

for order in (1, 2, 3, 0.5, -1, np.inf, -np.inf, 0):
    op("numpy.linalg.norm", v, ord=order, modes=KNOWN)
    op("numpy.linalg.vector_norm", m, ord=order, axis=1, modes=("typed",))
for order in ("fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf):
    op("numpy.linalg.norm", square, ord=order, modes=("typed",))
    op("numpy.linalg.norm", array(2, 3, 4), ord=order, axis=(0, 2), modes=("typed",))
    op("numpy.linalg.matrix_norm", array(2, 3, 4), ord=order, keepdims=True, modes=("typed",))
for order in (None, 2, -2, 1, "fro", np.inf):
    op("numpy.linalg.cond", square, p=order, modes=("typed",))
for order in (2, "nuc"):  # a matrix of rank 1: only the singular values that are not 0 count
    op("numpy.linalg.norm", np.outer(v, v[:2]), ord=order, modes=("typed",), order=1)
