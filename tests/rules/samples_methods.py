"""Samples of the methods of ufuncs: reduce, accumulate, outer, reduceat."""

from __future__ import annotations

import numpy as np

from codegen.ir.ops import REGISTRY
from tests.rules.samples import array, cube, m, op, v, w

KNOWN = ("typed", "narrow")

for name, row in REGISTRY.items():  # every function has it
    if name.endswith("_outer") and not row.inactive:
        for spelling in row.spellings:
            second = np.array([2, 3]) if row.name == "ldexp_outer" else w
            op(spelling, v, second, modes=KNOWN)
            op(spelling, m, second, modes=KNOWN)
op("numpy.subtract.outer", array(2), cube, modes=KNOWN)
op("numpy.multiply.outer", m, 1.5, modes=KNOWN)
op("numpy.multiply.outer", 1.5, v, modes=KNOWN)
op("numpy.less.outer", v, w)
op("numpy.logical_and.reduce", m > 0.5)

NAMES = "add multiply subtract divide maximum minimum fmax fmin logaddexp logaddexp2 hypot"
for name in NAMES.split():
    for axis in (0, 1, -1):
        op(f"numpy.{name}.reduce", cube, axis=axis, modes=KNOWN)
        op(f"numpy.{name}.reduce", m, axis=axis, keepdims=True, modes=KNOWN)
        op(f"numpy.{name}.accumulate", cube, axis=axis, modes=KNOWN)
    op(f"numpy.{name}.reduce", v, modes=KNOWN)
    op(f"numpy.{name}.accumulate", v, modes=KNOWN)
    op(f"numpy.{name}.accumulate", array(1), modes=KNOWN)
for name in "add multiply maximum minimum fmax logaddexp hypot".split():
    op(f"numpy.{name}.reduce", cube, axis=(0, 2), modes=KNOWN)
    op(f"numpy.{name}.reduce", m, axis=None, modes=KNOWN)
for name in "add multiply maximum minimum".split():
    op(f"numpy.{name}.reduce", m, axis=1, initial=0.5, modes=KNOWN)
    op(f"numpy.{name}.reduce", m, initial=0.5, keepdims=True, modes=KNOWN)
op("numpy.add.reduce", m, where=m > 0.5, modes=KNOWN)
op("numpy.multiply.reduce", np.array([0.0, 2.0, 3.0]), modes=KNOWN, order=1)
op("numpy.maximum.accumulate", np.array([0.3, 0.7, 0.2, 0.9, 0.1]), modes=KNOWN)
op("numpy.minimum.accumulate", np.array([0.3, 0.7, 0.2, 0.9, 0.1]), modes=KNOWN)
op("numpy.add.reduceat", array(5), np.array([0, 3, 1]), modes=KNOWN)
op("numpy.add.reduceat", array(3, 5), np.array([0, 2]), axis=1, modes=KNOWN)
op("helpers.recurrence", array(4), array(3), modes=KNOWN)
op("helpers.recurrence", array(3, 2), array(2, 2), modes=KNOWN)
for name in ("fmod", "mod", "copysign"):
    op(f"numpy.{name}.reduce", np.array([7.3, 3.1, 2.4]), modes=KNOWN)
    op(f"numpy.{name}.reduce", np.outer([7.3, 3.1, 2.4], [1.0, 1.7]), axis=0, modes=KNOWN)
    op(f"numpy.{name}.accumulate", np.array([7.3, 3.1, 2.4]), modes=KNOWN)
for name in ("power", "arctan2"):
    op(f"numpy.{name}.accumulate", w, modes=KNOWN)
    op(f"numpy.{name}.accumulate", m + 1, axis=1, modes=KNOWN)
