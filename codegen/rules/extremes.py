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
        if is_number(x.type) or axis == ():
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
    return as_rows(x, axis, [g], lambda rows, parts: _along_axis(parts[0], rows, name, -1))


def as_rows(
    x: Value,
    axis: Axis,
    wide: list[Value],
    rule: Callable[[Value, list[Value]], Value],
) -> Value:
    """rule(rows, parts) with the axes as one last axis, undone for its result. wide: arrays that
    have the axes with length 1; parts: the same, with one last axis of length 1."""
    rank = known_rank(x)
    axes = normal_axes(axis, rank)
    kept = tuple(k for k in range(rank) if k not in axes)
    order = kept + axes
    last = emit("transpose", x, axes=order)
    lengths = tuple(shape_of(x, k) for k in kept)
    total = emit("size", x) if not kept else _product([shape_of(x, k) for k in axes])
    rows = emit("reshape", last, shape=(*lengths, total))
    parts = [
        emit("reshape", emit("transpose", each, axes=order), shape=(*lengths, 1)) for each in wide
    ]
    back = reshape_like(rule(rows, parts), last)
    return emit("transpose", back, axes=tuple(order.index(k) for k in range(rank)))


def _product(lengths: list[Value]) -> Value:
    """The product of lengths: the length of several axes seen as one, 0 included."""
    total = lengths[0]
    for each in lengths[1:]:
        total = total * each
    return total


def one_axis(axis: Axis, rank: int | None) -> Axis:
    """None for all axes, an int for one."""
    if isinstance(axis, tuple) and rank is not None and len(axis) == rank:
        return None
    return axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis


def first_hit(g: Value, x: Value, y: Value, axis: Axis, keepdims: bool) -> Value:
    """g where x is the first along the axes that equals y; nothing where none does, as where
    all are nan. The axes may be empty."""
    if is_number(x.type):
        return where(equal(x, y), g, 0.0)
    rank = rank_of(x)
    axis = one_axis(axis, rank)
    if axis is None or rank == 1:
        number, top = (each if is_number(each.type) else sum_over(each) for each in (g, y))
        flat = x if rank == 1 else emit("ravel", x)
        return reshape_like(_first(number, flat, top, 0), x)
    wide, tops = (expand(each, x, axis, keepdims) for each in (g, y))
    if isinstance(axis, int):
        return _first(wide, x, tops, axis)
    return as_rows(x, axis, [wide, tops], lambda rows, parts: _first(parts[0], rows, parts[1], -1))


def first_hits(g: Value, x: Value, y: Value, axis: Axis, keepdims: bool) -> Value:
    """As first_hit, for several y: g and y have an axis of them in front."""
    axis = one_axis(axis, rank_of(x))
    if axis is None:
        wide = emit("expand_dims", emit("ravel", x), axis=0)
        number, tops = (emit("expand_dims", emit("ravel", each), axis=1) for each in (g, y))
        return reshape_like(sum_over(_first(number, wide, tops, 1), 0), x)
    if not isinstance(axis, int):
        raise TypeError("several quantiles over several axes: one at a time")
    axis = 1 + axis % known_rank(x)
    if not keepdims:
        g, y = (emit("expand_dims", each, axis=axis) for each in (g, y))
    return sum_over(_first(g, emit("expand_dims", x, axis=0), y, axis), 0)


def _first(g: Value, x: Value, y: Value, axis: int) -> Value:
    hits = equal(x, y)
    first = emit("logical_and", hits, equal(emit("cumsum", hits, axis=axis), 1))
    return where(first, full_like(g, x) if is_number(g.type) else g, 0.0)


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
