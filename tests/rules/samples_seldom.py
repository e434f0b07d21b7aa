"""Samples of seldom ways to call: a broadcast of the smaller operand, keywords, untyped operands,
lists of arrays, infinite and complex numbers."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, column, cube, m, op, row, v, w
from tests.rules.samples_complex import wave
from tests.rules.samples_linalg import regular

KNOWN = ("typed", "narrow")
EXACT = ("typed",)

op("numpy.average", cube, 0, array(2), modes=KNOWN)
op("numpy.average", cube, 1, v, modes=KNOWN)
op("numpy.average", cube, 1, v, keepdims=True, modes=KNOWN)
op("numpy.average", cube, 0, cube + 1, keepdims=True, modes=KNOWN)
op("numpy.average", m, None, m + 1, keepdims=True, modes=KNOWN)
op(
    "numpy.take_along_axis",
    cube,
    np.array([[[0, 1], [2, 0]], [[1, 1], [1, 2]]]),
    axis=1,
    modes=KNOWN,
)
op("numpy.take_along_axis", cube, np.array([[[0, 1], [0, 0], [1, 1]]]), axis=0, modes=KNOWN)
op("numpy.take_along_axis", cube, np.array([[[0, 1, 1]] * 3, [[1, 1, 0]] * 3]), axis=2, modes=KNOWN)
op("numpy.roll", cube, (1, 2), axis=(0, 1))
op("numpy.roll", v, -1)
op("numpy.nanprod", np.array(0.4), modes=EXACT)
op("numpy.nanprod", np.array([0.4, np.nan, 0.7]), inactive=(0,), modes=EXACT)
for name in ("max", "min"):
    op(f"numpy.{name}", np.array(0.4), modes=("typed", "generic"))
    op(f"numpy.{name}", m, keepdims=True)
    op(f"numpy.{name}", cube, axis=-2)
op("builtins.sum", [v, w], row, modes=("fixed", "typed"))
op("builtins.sum", [v, m], 0.4, modes=("fixed",))
op("builtins.sum", [v, 0.3], modes=("fixed",))
op("builtins.sum", [0.3, 0.4], v)
op("numpy.percentile", v, 30.0, modes=KNOWN)
op("numpy.percentile", m, 30.0, axis=1, modes=KNOWN)
op("numpy.quantile", v, 1.0, inactive=(1,), modes=EXACT)
op("numpy.quantile", m, 1.0, axis=1, inactive=(1,), modes=EXACT)
for function in ("exp", "sum", "sort"):
    op(f"numpy.{function}", [v, w])
for function in ("irfft", "hfft"):
    for axis in (0, 1, 2, -2):
        op(f"numpy.fft.{function}", wave(3, 4, 3), axis=axis, modes=EXACT)
op("scipy.linalg.fractional_matrix_power", regular(), 0.3, modes=EXACT, order=1)
for a, b in (
    (regular(2), array(3)),
    (regular(2), array(3, 2)),
    (regular(), array(2, 3, 2)),
    (regular(1), array(2, 3, 2)),
):
    op("scipy.linalg.solve", a, b, modes=EXACT)
    op("scipy.linalg.solve", a, b, transposed=True, modes=EXACT)
op("scipy.special.logsumexp", row, b=m, modes=EXACT)
op("scipy.special.logsumexp", m, b=v, modes=EXACT)
op("scipy.special.logsumexp", column, b=row, modes=EXACT)
op("scipy.special.logsumexp", m, axis=-1, b=v, modes=EXACT)
op("scipy.special.logsumexp", m, axis=1, b=v, modes=EXACT)
for order in (1, 2, 3):
    for mode in ("reflect", "constant", "wrap"):
        if order == 2 or mode != "reflect":
            op(
                "scipy.ndimage.gaussian_filter1d",
                array(6),
                0.8,
                order=order,
                mode=mode,
                inactive=(1,),
                modes=EXACT,
            )
op("scipy.special.ive", 1, -v, inactive=(0,), modes=EXACT)
