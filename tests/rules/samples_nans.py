"""Samples of reductions that leave nan out, of medians and of quantiles."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, cube, empty, m, op, v

KNOWN = ("typed", "narrow")
holes = np.array([0.3, np.nan, 0.7, 0.2, 0.55])
matrix = array(3, 4)
matrix[0, 1] = matrix[2, 0] = np.nan
solid = array(2, 3, 4)
solid[0, 1, 2] = solid[1, 2, 3] = np.nan

for name in "nansum nanmean nanprod nanvar nanstd nanmax nanmin nanmedian".split():
    op(f"numpy.{name}", holes, modes=KNOWN)
    for axis in (0, -1, (0, 1), None):
        op(f"numpy.{name}", matrix, axis=axis, modes=KNOWN)
        op(f"numpy.{name}", matrix, axis=axis, keepdims=True, modes=KNOWN)
    op(f"numpy.{name}", solid, axis=(0, 2), modes=KNOWN)
    op(f"numpy.{name}", v)
for name in "nansum nanmean nanprod nanvar nanstd".split():
    op(f"numpy.{name}", array(5), where=np.arange(5) != 2, modes=KNOWN)
    op(f"numpy.{name}", holes, dtype="float64", modes=("typed",))
op("numpy.nanvar", matrix, axis=1, ddof=1, modes=KNOWN)
op("numpy.nanstd", matrix, axis=0, ddof=1, modes=KNOWN)
op("numpy.nansum", empty)
op("numpy.nanprod", np.array([0.0, np.nan, 2.0, 3.0]), modes=KNOWN)
for name in ("nancumsum", "nancumprod"):
    op(f"numpy.{name}", holes, modes=KNOWN)
    op(f"numpy.{name}", matrix, axis=1, modes=KNOWN)
    op(f"numpy.{name}", matrix, modes=KNOWN)
for name in ("nanargmax", "nanargmin"):
    op(f"numpy.{name}", holes)

op("numpy.median", cube, axis=(0, 1), modes=KNOWN)
op("numpy.median", cube, axis=(0, 1, 2), keepdims=True, modes=KNOWN)
METHODS = "linear hazen weibull median_unbiased normal_unbiased interpolated_inverted_cdf lower"
METHODS += " higher nearest midpoint inverted_cdf averaged_inverted_cdf closest_observation"
for method in METHODS.split():
    for place in (0.03, 0.37, 0.97):
        op("numpy.quantile", array(5), place, method=method, modes=("typed",))
    op("numpy.percentile", cube, 37.0, axis=(0, -1), keepdims=True, method=method, modes=("typed",))
    op("numpy.quantile", matrix[1], np.array([0.23, 0.46]), method=method, modes=("typed",))
    op("numpy.quantile", m, np.array([0.23, 0.46]), axis=1, method=method, modes=("typed",))
    op("numpy.nanquantile", solid, 0.37, axis=1, method=method, modes=("typed",))
    op("numpy.nanpercentile", solid, 37.0, axis=(0, 2), method=method, modes=("typed",))
    op("numpy.nanquantile", solid, np.array([0.23, 0.46]), axis=-1, method=method, modes=("typed",))
op("numpy.nanpercentile", holes, 30.0, modes=KNOWN)
