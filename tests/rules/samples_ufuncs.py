"""Samples of the rarer ufuncs of NumPy, and of their `dtype=`."""

from __future__ import annotations

import numpy as np

from tests.rules.applied import Static
from tests.rules.samples import array, column, empty, m, op, row, v, w

KNOWN = ("typed", "narrow")
INTEGERS = np.array([2, 3, 1])

for x in (v, m, 0.4, np.zeros((2, 0))):
    for name in "i0 positive negative spacing signbit fabs conjugate".split():
        op(f"numpy.{name}", x)
op("numpy.i0", np.array([0.0, -2.5, 5.0]), modes=("typed",))
op("helpers.bessel_i1", np.array([0.0, -2.5, 3.0]), modes=("typed",))
for pair in ((v, w), (m, row), (0.4, column), (column, row), (empty, empty)):
    for name in "nextafter heaviside float_power pow copysign fmin fmax true_divide".split():
        op(f"numpy.{name}", *pair)
for name in ("exp", "sqrt", "tanh", "negative", "log1p"):
    op(f"numpy.{name}", v, dtype="float64", modes=("typed",))
    op(f"numpy.{name}", INTEGERS, dtype="float64", modes=("typed",))
for name in ("add", "subtract", "multiply", "divide", "maximum", "hypot"):
    op(f"numpy.{name}", v, w, dtype="float64", modes=("typed",))
    op(f"numpy.{name}", m, INTEGERS, dtype="float64", modes=("typed",))
op("numpy.nan_to_num", v, nan=2.0, posinf=5.0, neginf=-5.0)
op("numpy.nan_to_num", np.array([0.5, np.nan]), modes=("typed",))
op("numpy.fmax", np.array([np.nan, 0.5, 0.3]), np.array([0.5, np.nan, 0.4]), modes=KNOWN)
op("numpy.fmin", np.array([np.nan, 0.5, 0.3]), np.array([0.5, np.nan, 0.4]), modes=KNOWN)
op("numpy.ldexp", v, 3)
op("numpy.ldexp", m, INTEGERS)
op("numpy.bitwise_count", INTEGERS)
op("math.frexp", 12.3)
op("math.nextafter", 0.4, 0.7)
op("numpy.fmod", 5 * array(3) - 2, w)
op("numpy.remainder", 5 * array(3) - 2, w)
op("numpy.logaddexp", np.array([-np.inf, 0.4]), 0.3, modes=("typed",), inactive=(0,))
for exponent in (0.5, 2.0, 3.0, -1.0, -0.5, 1.0, 0.0):  # literals of the source
    op("operator.pow", w, Static(exponent))
    op("operator.pow", 1.3, Static(exponent))
for base in (2.0, 0.5):
    op("operator.pow", Static(base), v)
op("operator.truediv", Static(1.0), w)
op("numpy.divmod", 5 * m, row, modes=("typed",))
op("numpy.divmod", 5 * row, m, modes=("typed",))
op("numpy.divmod", 5.3, w, modes=("typed",))
op("numpy.copysign", v - 0.5, w - 1.5)
op("numpy.heaviside", np.array([0.0, 1.0, -1.0]), v, inactive=(0,))
op("helpers.log_of_base", w, v, inactive=(1,), modes=KNOWN)
