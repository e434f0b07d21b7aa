"""Functions of sampled signals: convolution, interpolation, integration, polynomials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, Type, facts, fresh_length, is_complex, is_number
from codegen.rules.fitting import beside, unbroadcast
from codegen.rules.kinds import bilinear, linear, pullback
from codegen.rules.language import (
    added_at,
    conj,
    item,
    matmul,
    on_axis,
    rank_of,
    reshape_like,
    sum_over,
    where,
    zeros_like,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _common(*types: Array) -> str | None:
    if any(t.dtype is None for t in types):
        return None
    return str(np.result_type(*(t.dtype for t in types if t.dtype)).name)


def _convolved_type(full: str) -> Any:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        a, v = array_type(ins[0].type), array_type(ins[1].type)
        dtype = _common(a, v)
        if any(t.shape is not None and len(t.shape) != 1 for t in (a, v)):
            raise TypeError("a convolution of anything but two vectors")
        if attrs.get("mode", full) not in ("full", "valid", "same"):
            raise TypeError("a convolution with another mode than full, valid or same")
        if attrs.get("mode", full) == "full" and a.shape and v.shape:
            return Array(dtype, (facts().resolve(a.shape[0]) + facts().resolve(v.shape[0]) - 1,))
        return Array(dtype, (fresh_length(),))

    return infer


def _cut(h: Value, g: Value, a: Value, v: Value) -> Value:
    """The part of a full convolution that is kept."""
    length = emit("len", g)
    start = (emit("len", a) + emit("len", v) - 1 - length) // 2
    return _as(item(h, Slice(start, start + length)), g)


linear(
    "uncut",
    ("g", "a", "v"),
    spellings="helpers.uncut",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, (fresh_length(),)),
    transpose={"g": _cut},
    shape_only=frozenset({"a", "v"}),
)


def _full(g: Value, a: Value, v: Value, mode: str) -> Value:
    return g if mode == "full" else emit("uncut", g, a, v)


def _as(part: Value, x: Value) -> Value:
    """A result whose length the types cannot tell: it is x's."""
    if isinstance(part.type, Array) and isinstance(x.type, Array) and x.type.shape is not None:
        part.type = Array(part.type.dtype, x.type.shape)
    return part


def _correlated(g: Value, v: Value) -> Value:
    """np.correlate takes the conjugate of its second operand: here v itself."""
    return emit("correlate", g, conj(v))


def _correlation(g: Value, a: Value, v: Value, mode: str, of_second: bool) -> Value:
    """The cotangent of an operand of np.correlate."""
    whole = _full(g, a, v, mode)
    if of_second:
        return beside(_as(emit("flip", emit("correlate", conj(whole), a)), v), v, a)
    return beside(_as(emit("correlate", whole, emit("flip", v)), a), a, v)


def _convolution(g: Value, x: Value, other: Value) -> Value:
    """The cotangent of an operand of np.convolve, g that of the full convolution."""
    return beside(_as(_correlated(g, other), x), x, other)


bilinear(
    "convolve",
    ("a", "v"),
    options={"mode": "full"},
    positional=("a", "v", "mode"),
    spellings="numpy.convolve",
    result=_convolved_type("full"),
    transpose={
        "a": lambda g, a, v, mode="full": _convolution(_full(g, a, v, mode), a, v),
        "v": lambda g, a, v, mode="full": _convolution(_full(g, a, v, mode), v, a),
    },
    raises=True,
)
bilinear(
    "correlate",
    ("a", "v"),
    options={"mode": "valid"},
    positional=("a", "v", "mode"),
    spellings="numpy.correlate",
    result=_convolved_type("valid"),
    transpose={
        "a": lambda g, a, v, mode="valid": _correlation(g, a, v, mode, of_second=False),
        "v": lambda g, a, v, mode="valid": _correlation(g, a, v, mode, of_second=True),
    },
    raises=True,
)


def _interp(g: Value, y: Value, x: Value, xp: Value, fp: Value) -> dict[int, Value]:
    """Line by line: y = f + slope (x - left); constant outside."""
    last = emit("len", xp) - 2
    found = emit("searchsorted", xp, x) - 1
    k = emit("clip", found, 0, last)
    left, right = item(xp, k), item(xp, k + 1)
    width = right - left
    inside = emit("logical_and", x >= item(xp, 0), x <= item(xp, -1))
    slope = where(inside, (item(fp, k + 1) - item(fp, k)) / width, 0.0)
    t = emit("clip", (x - left) / width, 0.0, 1.0)
    flow = g * slope

    def ends(at_left: Value, at_right: Value, base: Value) -> Value:
        first = added_at(zeros_like(base), at_left, k, repeated=True)
        return added_at(first, at_right, k + 1, repeated=True)

    return {
        0: flow,
        1: ends(-flow * (1 - t), -flow * t, xp),
        2: ends(g * (1 - t), g * t, fp),
    }


def _interp_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    dtype = "complex128" if is_complex(array_type(ins[2].type)) else "float64"
    return Array(dtype, t.shape, scalar=t.shape == (), generic=t.generic)


pullback(
    "interp",
    ("x", "xp", "fp"),
    spellings="numpy.interp",
    result=_interp_type,
    rule=_interp,
    raises=True,
)


def _trapezoid_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if attrs.get("axis", -1) != -1:
        raise TypeError("np.trapezoid along another axis than the last: swap the axes first")
    known = [array_type(value.type).dtype for value in ins if value.const is not None]
    dtype = None if None in known else np.result_type(*(d for d in known if d), np.float16).name
    if t.shape is None:
        return Array(dtype, None, generic=True)
    return Array(dtype, t.shape[:-1], scalar=len(t.shape) == 1)


def _trapezoid(
    g: Value, z: Value, y: Value, x: Value, dx: float = 1.0, axis: int = -1
) -> dict[int, Value]:
    """Every interval gives half its width to both ends."""
    upper, lower = on_axis(-1, Slice(1, None)), on_axis(-1, Slice(None, -1))
    wide = g if is_number(g.type) else emit("expand_dims", g, axis=-1)
    if x.const is None:
        return {0: _at_ends(zeros_like(y), wide * (dx / 2), wide * (dx / 2))}
    half = wide * emit("diff", x) / 2
    found = {0: _at_ends(zeros_like(y), half, half)}
    height = wide * (item(y, *upper) + item(y, *lower)) / 2
    step = unbroadcast(height, emit("diff", x))
    found[1] = _at_ends(zeros_like(x), -step, step)
    return found


def _at_ends(base: Value, low: Value, high: Value) -> Value:
    """To the lower and to the upper end of every interval."""
    base = added_at(base, low, *on_axis(-1, Slice(None, -1)))
    return added_at(base, high, *on_axis(-1, Slice(1, None)))


pullback(
    "trapezoid",
    ("y", "x"),
    options={"dx": 1.0, "axis": -1},
    positional=("y", "x", "dx", "axis"),
    spellings="numpy.trapezoid" + (" numpy.trapz" if hasattr(np, "trapz") else ""),
    result=_trapezoid_type,
    rule=_trapezoid,
    raises=True,
)


def _gradient_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if any(not is_number(each.type) for each in ins[1:]) or len(ins) > 2:
        raise TypeError("np.gradient with coordinates: give it one spacing")
    if t.shape is None or (len(t.shape) != 1 and not isinstance(attrs.get("axis"), int)):
        raise TypeError("np.gradient along all axes, or of unknown rank: name one axis")
    inexact = (t.dtype or "").startswith(("float", "complex"))
    dtype = t.dtype if inexact else t.dtype and "float64"
    return Array(dtype, t.shape)


def _gradient(
    g: Value, y: Value, x: Value, *spacing: Value, axis: int | None = None
) -> dict[int, Value]:
    """Central differences, and one-sided ones at the ends."""
    step: Value | float = spacing[0] if spacing else 1.0
    scaled = g / step if spacing else g
    along = 0 if axis is None else axis

    def part(start: int | None, stop: int | None) -> tuple[Any, ...]:
        return on_axis(along, Slice(start, stop))

    inner = item(scaled, *part(1, -1)) / 2
    first, last = item(scaled, *part(None, 1)), item(scaled, *part(-1, None))
    dx = added_at(zeros_like(x), inner, *part(2, None))
    dx = added_at(dx, -inner, *part(None, -2))
    dx = added_at(added_at(dx, first, *part(1, 2)), -first, *part(None, 1))
    dx = added_at(added_at(dx, last, *part(-1, None)), -last, *part(-2, -1))
    found = {0: dx}
    if spacing:
        found[1] = -sum_over(g * y) / spacing[0]
    return found


pullback(
    "gradient",
    ("x", "*spacing"),
    options={"axis": None},
    positional=("x", "*spacing"),
    spellings="numpy.gradient",
    result=_gradient_type,
    rule=_gradient,
    raises=True,
)


def _polyval_type(ins: Ins, attrs: Attrs) -> Type:
    p, x = array_type(ins[0].type), array_type(ins[1].type)
    return Array(_common(p, x), x.shape, scalar=x.shape == (), generic=x.generic)


def _polyval(g: Value, y: Value, p: Value, x: Value) -> dict[int, Value]:
    """y = sum of p[k] x^(n - 1 - k)."""
    n = emit("len", p)
    lower = item(p, Slice(None, -1)) * emit("arange", n - 1, 0, -1)
    powers = emit("arange", n - 1, -1, -1)
    if rank_of(x) == 0:
        slope = g * x**powers
    else:
        slope = matmul(emit("ravel", g), item(emit("ravel", x), Slice(), None) ** powers)
    return {0: reshape_like(slope, p), 1: g * emit("polyval", lower, x)}


pullback(
    "polyval",
    ("p", "x"),
    spellings="numpy.polyval",
    result=_polyval_type,
    rule=_polyval,
    raises=True,
)
