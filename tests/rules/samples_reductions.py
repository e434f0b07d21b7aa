"""Samples of reductions and scans: dtypes, masks, initial values, tuples of axes."""

from __future__ import annotations

import numpy as np

from tests.rules.applied import Named
from tests.rules.samples import array, cube, empty, m, op, v

KNOWN = ("typed", "narrow")
MASK = np.array([True, False, True])
ROWS = np.array([[True], [True]])
CUBE_MASK = np.array([[[True, False], [False, True], [True, True]]] * 2)

for name in ("sum", "mean", "prod", "var", "std"):
    op(f"numpy.{name}", v, dtype="float64", modes=("typed",))
    op(f"numpy.{name}", cube, axis=(0, 2), dtype="float64", modes=("typed",))
    op(f"numpy.{name}", v, where=MASK)
    op(f"numpy.{name}", m, axis=1, where=MASK, modes=KNOWN)
    op(f"numpy.{name}", m, axis=0, where=ROWS, keepdims=True, modes=KNOWN)
    op(f"numpy.{name}", cube, axis=(0, -2), where=CUBE_MASK, modes=KNOWN)
for name in ("var", "std"):
    op(f"numpy.{name}", m, axis=1, ddof=1, where=np.array([[True, True, True]]), modes=KNOWN)
for name in ("sum", "prod", "max", "min"):
    op(f"numpy.{name}", v, initial=0.5, modes=KNOWN)
    op(f"numpy.{name}", empty, initial=0.5, modes=KNOWN)
    op(f"numpy.{name}", np.zeros((0, 3)), axis=0, initial=0.5, modes=KNOWN)
    for axis in (0, -2, (0, 2), None):
        op(f"numpy.{name}", cube, axis=axis, initial=0.5, modes=KNOWN)
        op(f"numpy.{name}", cube, axis=axis, initial=0.5, keepdims=True, modes=KNOWN)
    op(f"numpy.{name}", m, axis=1, initial=0.5, where=MASK, modes=KNOWN)
    op(f"numpy.{name}", m, axis=(), modes=KNOWN)
for name in ("sum", "prod", "max", "min"):
    for start in (0.1, 0.5, 0.95):
        op(f"numpy.{name}", v, initial=Named(start), modes=KNOWN)
        op(f"numpy.{name}", cube, axis=(0, 2), initial=Named(start), modes=KNOWN)
        op(f"numpy.{name}", m, axis=1, initial=Named(start), where=MASK, modes=KNOWN)
for name in ("cumsum", "cumprod"):
    op(f"numpy.{name}", v, dtype="float64", modes=("typed",))
    op(f"numpy.{name}", cube, axis=-2, modes=KNOWN)
    op(f"numpy.{name}", array(1, 3), axis=0, modes=KNOWN)
    op(f"numpy.{name}", np.array(0.5), modes=KNOWN)
for name in ("max", "min"):
    op(f"numpy.{name}", np.array(0.4), modes=("typed",))
    op(f"numpy.{name}", cube, axis=-2, modes=KNOWN)
    op(f"numpy.nan{name}", 0.4, modes=KNOWN)
    op(f"numpy.nan{name}", m, keepdims=True, modes=KNOWN)

# At exact zeros the second derivative of a product is exact, too
for zeros in ([0.0, 2.0, 3.0], [0.0, 0.0, 3.0], [1.5, 0.0, 0.0, 2.0], [0.0]):
    op("math.prod", zeros)
    for product in ("numpy.prod", "numpy.nanprod", "numpy.multiply.reduce"):
        op(product, np.array(zeros))
for axis in (0, 1, (0, 1), None):
    op("numpy.prod", np.array([[0.0, 2.0, 3.0], [1.5, 0.0, 0.0]]), axis=axis, modes=("typed",))
