"""Samples of keywords: dtypes of joined arrays, axes of turns, diagonals beside the main one."""

from __future__ import annotations

import numpy as np

from tests.rules.applied import Named
from tests.rules.samples import array, column, cube, m, op, v, w

KNOWN = ("typed", "narrow")

op("numpy.concatenate", [v, w], dtype="float64", modes=("typed", "fixed"))
op("numpy.concatenate", [m, column], axis=1, dtype="float64", modes=("typed", "fixed"))
op("numpy.stack", [v, w], axis=1, dtype="float64", modes=("typed", "fixed"))
op("numpy.hstack", [v, w], dtype="float64", modes=("typed", "fixed"))
op("numpy.vstack", [v, w], dtype="float64", modes=("typed", "fixed"))
op("numpy.rot90", cube, axes=(1, 2), modes=KNOWN)
op("numpy.rot90", cube, 3, (0, 2), modes=KNOWN)
op("numpy.rot90", cube, k=2, axes=(2, 1), modes=KNOWN)
for offset in (-1, 0, 1):
    op("numpy.diagonal", m, offset)
    op("numpy.linalg.diagonal", cube, offset=offset, modes=KNOWN)
    op("numpy.diagonal", cube, offset, 2, 0, modes=KNOWN)
op("numpy.ndarray.diagonal", cube, axis1=1, axis2=-1, modes=KNOWN)
op("numpy.linalg.diagonal", m)
op("numpy.linalg.tensordot", m, array(3, 2), axes=1)
op("numpy.linalg.tensordot", m, m, axes=((0, 1), (0, 1)), modes=KNOWN)
op("numpy.power", w, v, dtype="float64", modes=("typed",))
op("numpy.conj", v, dtype="complex128", modes=("typed",))
op("numpy.clip", m, 0.3, 0.7, dtype="float64", modes=("typed",))
op("numpy.take_along_axis", m, np.array([[0, 2, 2], [1, 1, 0]]), modes=KNOWN)
op("numpy.unique", v)
op("numpy.unique", np.array([[0.3, 0.7], [0.5, 0.3]]), modes=KNOWN, inactive=(0,))
op("numpy.unique", m, equal_nan=False)
op("numpy.unique", np.zeros(0))
for name, q in (("quantile", 0.3), ("percentile", 30.0)):
    for prefix in ("", "nan"):
        weighted = {"method": "inverted_cdf", "modes": KNOWN}
        op(f"numpy.{prefix}{name}", v, q, weights=Named(w), **weighted)
        op(f"numpy.{prefix}{name}", m, q, axis=1, weights=Named(m + 1), **weighted)
        op(f"numpy.{prefix}{name}", m, q, axis=0, keepdims=True, weights=Named(m + 1), **weighted)
