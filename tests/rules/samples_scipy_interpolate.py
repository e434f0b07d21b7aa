"""Samples of what splines are read by."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, op

X, T = np.array([0.0, 0.7, 1.5, 2.6, 4.0]), np.array([0.35, 1.6, 2.2, 3.7])
for kind in ("CubicSpline", "make_interp_spline"):
    for name in ("spline_of", "spline_weights"):
        for options in ({}, {"nu": 1}):
            op(f"helpers.{name}", kind, X, array(5), T, **options, inactive=(1,), modes=("typed",))
    op("helpers.spline_of", kind, X, array(5, 2), T, inactive=(1,), modes=("typed",))
op("helpers.spline_of", "CubicSpline", X, array(5), 0.4, inactive=(1,), modes=("typed",))
