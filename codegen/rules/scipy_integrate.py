"""scipy.integrate: integrals of samples."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type, normal_axes, reduced_shape
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.ops import spell
from codegen.ir.types import Array, Type, facts
from codegen.rules import signals  # noqa: F401  (whose trapezoid is SciPy's too)
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import linear, pullback
from codegen.rules.language import added_at, expand, item, known_rank, on_axis, rank_of, zeros_like
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_special import unknown

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

spell("trapezoid", "scipy.integrate.trapezoid")


def _dtype(ins: Ins) -> str | None:
    return float_dtype(*(array_type(value.type).dtype for value in ins if value.const is not None))


def _cumulative_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        raise TypeError("cumulative_trapezoid needs the number of axes of y")
    if attrs.get("initial") not in (None, 0):
        raise TypeError("cumulative_trapezoid with another initial value than 0")
    (axis,) = normal_axes(attrs.get("axis", -1), len(t.shape))
    whole = attrs.get("initial") is not None
    shape = tuple(
        n if k != axis or whole else facts().resolve(n) - 1 for k, n in enumerate(t.shape)
    )
    return Array(_dtype(ins), shape)


def _cumulative(
    g: Value,
    z: Value,
    y: Value,
    x: Value,
    dx: float = 1.0,
    axis: int = -1,
    initial: float | None = None,
) -> dict[int, Value]:
    """Every interval gives half its width to both ends, in each later sum."""
    if initial is not None:
        g = item(g, *on_axis(axis, Slice(1, None)))
    later = emit("flip", emit("cumsum", emit("flip", g, axis=axis), axis=axis), axis=axis)
    lower, upper = on_axis(axis, Slice(None, -1)), on_axis(axis, Slice(1, None))
    if x.const is None:
        half = later * (dx / 2)
        return {0: _at_ends(zeros_like(y), half, half, axis)}
    places = x
    if rank_of(x) == 1 and known_rank(y) > 1:
        others = tuple(k for k in range(known_rank(y)) if k != axis % known_rank(y))
        places = emit("expand_dims", x, axis=others[0] if len(others) == 1 else others)
    half = later * emit("diff", places, axis=axis) / 2
    height = later * (item(y, *upper) + item(y, *lower)) / 2
    step = unbroadcast(height, emit("diff", places, axis=axis))
    flow = _at_ends(zeros_like(places), -step, step, axis)
    return {
        0: _at_ends(zeros_like(y), half, half, axis),
        1: flow if places is x else emit("reshape_like", flow, x),
    }


def _at_ends(base: Value, low: Value, high: Value, axis: int) -> Value:
    """To the lower and to the upper end of every interval."""
    base = added_at(base, low, *on_axis(axis, Slice(None, -1)))
    return added_at(base, high, *on_axis(axis, Slice(1, None)))


pullback(
    "cumulative_trapezoid",
    ("y", "x"),
    options={"dx": 1.0, "axis": -1, "initial": None},
    positional=("y", "x", "dx", "axis", "initial"),
    defaults={"x": None},
    spellings="scipy.integrate.cumulative_trapezoid",
    result=_cumulative_type,
    rule=_cumulative,
    raises=True,
    access="scan",
)


def _simpson_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        raise TypeError("simpson needs the number of axes of y")
    shape = reduced_shape(t.shape, attrs.get("axis", -1), False)
    dtype = _dtype(ins)  # of float32 samples, their number decides
    return Array(None if dtype == "float32" else dtype, shape, scalar=not shape)


linear(
    "simpson_weights",
    ("y", "x"),
    options={"dx": 1.0, "axis": -1},
    spellings="helpers.simpson_weights",
    result=lambda ins, attrs: replace(array_type(ins[0].type), dtype="float64"),
    transpose={"x": unknown("simpson", "x", "scipy.integrate")},
    shape_only=frozenset({"y"}),
)


def _simpson(g: Value, y: Value, x: Value, dx: float = 1.0, axis: int = -1) -> Value:
    if rank_of(x) not in (0, 1) and x.const is not None:
        raise TypeError("simpson with an x of several axes: one axis at a time")
    options: dict[str, Any] = {k: v for k, v in (("dx", dx), ("axis", axis)) if v not in (1.0, -1)}
    return expand(g, y, axis, False) * emit("simpson_weights", y, x, **options)


linear(
    "simpson",
    ("y", "x"),
    options={"dx": 1.0, "axis": -1},
    positional=("y", "x", "dx", "axis"),
    defaults={"x": None},
    spellings="scipy.integrate.simpson",
    result=_simpson_type,
    transpose={"y": _simpson, "x": unknown("simpson", "x", "scipy.integrate")},
    raises=True,
    access="reduce",
)
