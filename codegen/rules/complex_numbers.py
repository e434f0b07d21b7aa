"""Parts of complex numbers: real, imaginary, conjugate, angle.

The cotangent of z = x + iy is df/dx - i df/dy, as in JAX and autograd: df is the real part of
cotangent * dz. So the rule of a holomorphic function is the one for real numbers, and what is not
holomorphic stands here, or calls `conj` in its rule. Rules need not ask which operands are real:
`fitting.of_kind` takes the real part of a real operand's cotangent.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type, elementwise_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import COMPLEX, FLOAT, INT, Array, Scalar, TupleOf, Type
from codegen.rules.kinds import CAST, linear, pullback, scalar
from codegen.rules.language import conj, cos, equal, may_be_complex, part_of, sin, where

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

MINUS_I = -1j


def real_dtype(dtype: str | None) -> str | None:
    """The dtype of the parts of such a number."""
    return {"complex64": "float32", "complex128": "float64"}.get(dtype or "", dtype)


def _part_type(ins: Ins, attrs: Attrs) -> Type:
    t = ins[0].type
    if isinstance(t, Scalar):
        return {"complex": FLOAT, "bool": INT}.get(t.kind, t)
    if not isinstance(t, Array):
        t = array_type(t)
    return replace(t, dtype=real_dtype(t.dtype))


def _unknown(x: Value) -> bool:
    return isinstance(x.type, Array) and x.type.dtype is None


def _as_operand(g: Value, x: Value) -> Value:
    """A complex cotangent of x; where x may as well be real, that is seen to at run time."""
    return emit("unbroadcast", g, x) if _unknown(x) else g


def _imaginary(g: Value, x: Value) -> Value | None:
    if not may_be_complex(x):
        return None
    return _as_operand(MINUS_I * (emit("real", g) if _unknown(x) else g), x)


linear(
    "real",
    spellings="numpy.real numpy.ndarray.real",
    result=_part_type,
    transpose={"x": lambda g, x: _as_operand(emit("real", g) if _unknown(x) else g, x)},
    access="map",
    view=True,
)
linear(
    "imag",
    spellings="numpy.imag numpy.ndarray.imag",
    result=_part_type,
    transpose={"x": _imaginary},
    access="map",
    view=True,
)


def _conjugate_type(ins: Ins, attrs: Attrs) -> Type:
    t = ins[0].type
    if isinstance(t, Scalar) and attrs.get("via") not in ("numpy.conj", "numpy.conjugate"):
        return t
    return elementwise_type("pos", ins, {**attrs, "via": "numpy.positive"})


linear(
    "conj",
    positional=("x",),
    spellings="numpy.conj numpy.conjugate numpy.ndarray.conj numpy.ndarray.conjugate",
    result=_conjugate_type,
    transpose={"x": lambda g, x, dtype=None: conj(g) if may_be_complex(x) else g},
    access="map",
    **CAST,
)

# Angles


def _angle_type(ins: Ins, attrs: Attrs) -> Type:
    if attrs.get("via") == "cmath.phase":
        return FLOAT
    return elementwise_type("angle", ins, {"via": "numpy.angle"})


def _turned(g: Value, x: Value) -> Value | None:
    """-i g / x, and 0 at 0."""
    if not may_be_complex(x):
        return None
    size = emit("real", x * conj(x))
    return _as_operand(MINUS_I * g * conj(x) / where(equal(size, 0), 1, size), x)


def _angle(g: Value, y: Value, x: Value, deg: bool = False) -> Value | None:
    return _turned(180 / math.pi * g if deg else g, x)


scalar(
    "angle",
    _angle,
    spellings="numpy.angle cmath.phase",
    options={"deg": False},
    positional=("x", "deg"),
    result=_angle_type,
)


def _polar(g: Value, y: Value, x: Value) -> Value | None:
    radial = part_of(g, 0) * conj(x) / _nonzero(part_of(y, 0))
    turned = _turned(part_of(g, 1), x)
    return radial if turned is None else radial + turned


def _nonzero(y: Value) -> Value:
    return where(equal(y, 0), 1, y)


pullback(
    "polar",
    spellings="cmath.polar",
    result=lambda ins, attrs: TupleOf((FLOAT, FLOAT)),
    rule=_polar,
)
pullback(
    "rect",
    ("r", "phi"),
    spellings="cmath.rect",
    result=lambda ins, attrs: COMPLEX,
    rule=lambda g, z, r, phi: {
        0: emit("real", g * (cos(phi) + 1j * sin(phi))),
        1: emit("real", 1j * g * z),
    },
)

# Making complex numbers


def _complex(g: Value, z: Value, x: Value, *y: Value) -> dict[int, Value]:
    return {0: g} | ({1: 1j * g} if y else {})


pullback(
    "complex",
    ("x", "*y"),
    positional=("x", "*y"),
    spellings="builtins.complex",
    result=lambda ins, attrs: COMPLEX,
    rule=_complex,
    raises=True,
)
for _dtype in ("complex64", "complex128"):

    def _converted(ins: Ins, attrs: Attrs, dtype: str = _dtype) -> Type:
        t = array_type(ins[0].type)
        return Array(dtype, t.shape, scalar=t.shape == (), generic=t.generic)

    linear(_dtype, spellings=f"numpy.{_dtype}", result=_converted, transpose={"x": lambda g, x: g})
