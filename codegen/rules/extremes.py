"""Maxima and minima over axes: everything goes to the first element that attains them."""

from __future__ import annotations

from collections.abc import Callable

from codegen.infer.elementwise import Axis, normal_axes
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import pullback
from codegen.rules.language import (
    equal,
    expand,
    full_like,
    known_rank,
    rank_of,
    reshape_like,
    shape_of,
    sum_over,
    where,
    with_item,
    zeros_like,
)
from codegen.rules.reduce import reducing


def first_extreme(name: str) -> Callable[..., Value]:
    """max or min: everything goes to the first element that attains it, found by argmax or
    argmin.
    """

    def rule(g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
        if is_number(x.type):
            return g
        rank = rank_of(x)
        if axis is None or (rank is not None and len(normal_axes(axis, rank)) == rank):
            return _at_position(g, x, name, rank)
        if isinstance(axis, int) or len(axis) == 1:
            each = axis if isinstance(axis, int) else axis[0]
            return _along_axis(expand(g, x, each, keepdims), x, name, each)
        return _over_axes(expand(g, x, axis, keepdims), x, name, axis)

    return rule


def _at_position(g: Value, x: Value, name: str, rank: int | None) -> Value:
    g = g if is_number(g.type) else sum_over(g)  # keepdims: an array of one element
    if rank == 0:
        return full_like(g, x)
    place = emit(f"arg{name}", x)
    if rank == 1:
        return with_item(zeros_like(x), g, place)
    flat = zeros_like(emit("ravel", x))
    return reshape_like(with_item(flat, g, place), x)


def _along_axis(g: Value, x: Value, name: str, axis: int) -> Value:
    """g where a position along the axis is that of the extreme; g has the axis with length 1."""
    rank = rank_of(x)
    if rank is None and axis >= 0:
        tops = emit(f"arg{name}", x, axis=axis, keepdims=True)
        return emit("put_along", g, x, places=tops, axis=axis)
    behind = -axis - 1 if axis < 0 else known_rank(x) - axis - 1
    places = emit("arange", shape_of(x, axis if rank is None else axis % rank))
    if behind:
        places = emit("expand_dims", places, axis=tuple(range(1, behind + 1)))
    mask = equal(places, emit(f"arg{name}", x, axis=axis, keepdims=True))
    found = where(mask, g, 0.0)
    unknown = isinstance(x.type, Array) and x.type.dtype is None
    return unbroadcast(found, x) if unknown else found


def _over_axes(g: Value, x: Value, name: str, axis: tuple[int, ...]) -> Value:
    """Several axes: they are moved to the end and seen as one."""
    rank = known_rank(x)
    axes = normal_axes(axis, rank)
    kept = tuple(k for k in range(rank) if k not in axes)
    order = kept + axes
    last = emit("transpose", x, axes=order)
    rows = emit("reshape", last, shape=(*(shape_of(x, k) for k in kept), -1))
    tops = emit(
        "reshape", emit("transpose", g, axes=order), shape=(*(shape_of(x, k) for k in kept), 1)
    )
    back = reshape_like(_along_axis(tops, rows, name, -1), last)
    return emit("transpose", back, axes=tuple(order.index(k) for k in range(rank)))


def _extreme(name: str) -> None:
    fields = reducing(name)
    fields["spellings"] += f" numpy.a{name}"
    fields["positional"] = ("x", "axis", "out", "keepdims")
    pullback(name, rule=first_extreme(name), noun="tops" if name == "max" else "lows", **fields)


_extreme("max")
_extreme("min")


def _peak_to_peak(g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    high, low = first_extreme("max"), first_extreme("min")
    return high(g, y, x, axis, keepdims) - low(g, y, x, axis, keepdims)


pullback("ptp", rule=_peak_to_peak, **(reducing("ptp") | {"spellings": "numpy.ptp"}))
