"""Samples of complex operands, alone and beside real ones."""

from __future__ import annotations

import numpy as np

from tests.rules.samples import array, empty, op

KNOWN = ("typed", "narrow")


def wave(*shape: int) -> np.ndarray:
    """Complex numbers away from zeros, poles and cuts."""
    return array(*shape) + 1j * array(*shape, low=0.3, high=1.1)[::-1]


z, m = wave(3), wave(2, 3)
x = array(3)
point = 0.6 + 0.4j

for name in "real imag conj conjugate angle abs absolute".split():
    for operand in (z, m, point, np.complex128(point), np.zeros(0, complex), x):
        op(f"numpy.{name}", operand)
    op(f"numpy.{name}", np.array(point), modes=("typed", "generic"))
op("numpy.angle", z, deg=True)
op("numpy.abs", np.zeros(0, complex))
for name in ("real", "imag", "conj", "conjugate"):
    op(f"numpy.ndarray.{name}", z) if name.startswith("conj") else None
op("builtins.abs", point)
op("builtins.complex", 0.4, 0.7)
op("builtins.complex", 0.4)
op("builtins.complex", point)
op("numpy.complex128", z, modes=KNOWN)
op("numpy.complex128", x, modes=("typed",))
op("numpy.complex64", z.astype(np.complex64), eps=1e-2, modes=("typed",))
op("numpy.ndarray.astype", x, "complex128", modes=("typed",))
for name in ("phase", "polar"):
    op(f"cmath.{name}", point)
    op(f"cmath.{name}", -point)
    op(f"cmath.{name}", 0.7)
op("cmath.rect", 0.7, 1.2)
CMATH = "exp log10 sqrt sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh"
for name in CMATH.split():
    op(f"cmath.{name}", point)
    op(f"cmath.{name}", -point)
op("cmath.log", point)
op("cmath.log", point, 1.5 + 0.5j)
op("cmath.isnan", point)
op("cmath.isfinite", point)

NUMPY = "exp exp2 expm1 log log2 log10 log1p sqrt square reciprocal sin cos tan arcsin arccos"
NUMPY += " arctan sinh cosh tanh arcsinh arccosh arctanh sinc negative positive"
for name in NUMPY.split():
    for operand in (z, -z.conj(), m, point):
        op(f"numpy.{name}", operand)
PAIRS = [(z, wave(3)[::-1]), (z, x), (x, z), (m, x), (z, 0.7), (0.7, z), (x, point), (point, x)]
PAIRS += [(wave(2, 1), array(1, 3)), (empty, np.zeros(0, complex)), (point, 0.4), (0.4, point)]
for name in ("add", "sub", "mul", "truediv", "pow"):
    for pair in PAIRS:
        op(f"operator.{name}", *pair)
for exponent in (2, 3, -1, 0.5, 0, 1, 2.5):
    op("operator.pow", z, exponent)
op("operator.pow", -x, point)
op("operator.pow", 2, z)
op("operator.pow", 2j, x, modes=KNOWN)
op("operator.pow", np.array([0j, 1 + 1j]), 2)

for name in ("sum", "mean", "prod", "var", "std", "cumsum"):
    op(f"numpy.{name}", z)
    op(f"numpy.{name}", m, axis=1)
for name in ("matmul", "dot", "inner", "vdot", "outer", "convolve", "correlate"):
    for pair in ((z, wave(3) * 1j), (z, x), (x, z)):
        op(f"numpy.{name}", *pair, modes=KNOWN)
op("numpy.matmul", m, wave(3, 2))
op("numpy.matmul", m, array(3, 2))
op("numpy.matmul", array(2, 3), wave(3, 2))
op("numpy.einsum", "ij,jk->ik", m, array(3, 2))
op("numpy.vdot", m, wave(2, 3) * 1j)
op("numpy.linalg.norm", z)
op("numpy.interp", array(4), np.array([0.0, 0.5, 1.0]), z, modes=("typed",))
op("numpy.trapezoid", z, x)
op("numpy.where", np.array([True, False, True]), z, x)
