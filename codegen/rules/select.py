"""Choosing elements: where, clip, take, sort."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type, elementwise_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.joins import join
from codegen.ir.types import Array, Scalar, Type, fresh_length, is_number
from codegen.rules.kinds import CAST, nondiff, pullback, scalar
from codegen.rules.language import (
    added_at,
    item,
    known_rank,
    on_axis,
    rank_of,
    reshape_like,
    shape_of,
    where,
    with_item,
    zeros_like,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _where_type(ins: Ins, attrs: Attrs) -> Type:
    """np.where gives an array; a rule's choice between numbers stays a number (a conditional
    expression).
    """
    if "via" not in attrs and is_number(ins[0].type) and all(rank_of(x) == 0 for x in ins[1:]):
        left, right = ins[1].type, ins[2].type
        if isinstance(left, Scalar) and isinstance(right, Scalar):
            return join(left, right) or left
        return elementwise_type("add", ins[1:], {})
    found = elementwise_type("where", ins, {"via": "numpy.where"})
    assert isinstance(found, Array)
    return Array(found.dtype, found.shape, generic=found.generic)


scalar(
    "where",
    None,
    lambda g, z, c, x, y: where(c, g, 0.0),
    lambda g, z, c, x, y: where(c, 0.0, g),
    operands=("condition", "x", "y"),
    spellings="numpy.where",
    result=_where_type,
)


def _is_none(x: Value) -> bool:
    return x.const is None


def _clip_inside(g: Value, y: Value, x: Value, low: Value, high: Value) -> Value:
    """1 strictly inside, 0 at and beyond the bounds."""
    if _is_none(low):
        return g if _is_none(high) else g * (x < high)
    if _is_none(high):
        return g * (x > low)
    return g * emit("logical_and", x > low, x < high)


def _clip_low(g: Value, y: Value, x: Value, low: Value, high: Value) -> Value | None:
    if _is_none(low):
        return None
    below = x < low
    return g * (below if _is_none(high) else emit("logical_and", below, low < high))


def _clip_high(g: Value, y: Value, x: Value, low: Value, high: Value) -> Value | None:
    if _is_none(high):
        return None
    above = x > high
    return g * (above if _is_none(low) else emit("logical_or", above, low >= high))


def _clip_type(ins: Ins, attrs: Attrs) -> Type:
    options = {"via": "numpy.maximum"} | ({"dtype": dtype} if (dtype := attrs.get("dtype")) else {})
    found: Type = elementwise_type("maximum", ins[:1] * 2, options)
    for bound in ins[1:]:
        if not _is_none(bound):
            found = elementwise_type("maximum", (Value(found), bound), options)
    return found


scalar(
    "clip",
    _clip_inside,
    _clip_low,
    _clip_high,
    operands=("x", "a_min", "a_max"),
    positional=("x", "a_min", "a_max"),
    spellings="numpy.clip numpy.ndarray.clip",
    result=_clip_type,
    **CAST,
)


def _take_type(ins: Ins, attrs: Attrs) -> Type:
    t, index = array_type(ins[0].type), array_type(attrs["indices"].type)
    axis = attrs.get("axis")
    if t.shape is None or index.shape is None:
        return Array(t.dtype, None, generic=True)
    if axis is None:
        return Array(t.dtype, index.shape, scalar=not index.shape)
    axis %= len(t.shape)
    shape = (*t.shape[:axis], *index.shape, *t.shape[axis + 1 :])
    return Array(t.dtype, shape, scalar=not shape)


def _take(g: Value, y: Value, x: Value, indices: Value, axis: int | None = None) -> Value:
    if axis is None:
        flat = zeros_like(emit("ravel", x))
        return reshape_like(added_at(flat, g, indices, repeated=True), x)
    return added_at(zeros_like(x), g, *on_axis(axis, indices), repeated=True)


pullback(
    "take",
    options={"indices": None, "axis": None},
    spellings="numpy.take numpy.ndarray.take",
    result=_take_type,
    rule=_take,
    raises=True,
    access="gather",
)


def _sorted_type(ins: Ins, attrs: Attrs) -> Type:
    if attrs.get("axis", -1) is None:
        raise TypeError("sorting with axis=None: ravel the array first")
    t = array_type(ins[0].type)
    return Array(t.dtype, t.shape)


def _sort(g: Value, y: Value, x: Value, axis: int | None = -1, kind: str | None = None) -> Value:
    """Every cotangent goes back to where its element came from, of equal elements to any."""
    rank = x.type.rank if isinstance(x.type, Array) else None
    if rank != 1 or axis is None:
        order = emit("argsort", x, axis=axis)
        back = emit("argsort", order, axis=axis)
        if axis is None:
            raise TypeError("np.sort with axis=None: ravel the array first")
        return emit("take_along_axis", g, indices=back, axis=axis)
    return with_item(zeros_like(x), g, emit("argsort", x))


pullback(
    "sort",
    options={"axis": -1, "kind": None},
    spellings="numpy.sort",
    result=_sorted_type,
    rule=_sort,
)


def _partition(g: Value, y: Value, x: Value, kth: Any = None, axis: int | None = -1) -> Value:
    """x and y hold the same elements: the k-th smallest of the one is that of the other."""
    if axis is None:
        raise TypeError("np.partition with axis=None: ravel the array first")
    ordered = emit("take_along_axis", g, indices=emit("argsort", y, axis=axis), axis=axis)
    back = emit("argsort", emit("argsort", x, axis=axis), axis=axis)
    return emit("take_along_axis", ordered, indices=back, axis=axis)


pullback(
    "partition",
    options={"kth": None, "axis": -1},
    spellings="numpy.partition",
    result=_sorted_type,
    rule=_partition,
    raises=True,
)


def _order_type(ins: Ins, attrs: Attrs) -> Type:
    return Array("int64", array_type(ins[0].type).shape)


nondiff(
    "argsort",
    options={"axis": -1, "kind": None, "stable": None},
    positional=("x", "axis", "kind"),
    spellings="numpy.argsort numpy.ndarray.argsort",
    result=_order_type,
    noun="order",
)


def _along_type(ins: Ins, attrs: Attrs) -> Type:
    t, index = array_type(ins[0].type), array_type(attrs["indices"].type)
    if attrs.get("axis", -1) is None:
        raise TypeError("np.take_along_axis without an axis: ravel the array first")
    return Array(t.dtype, index.shape)


def _take_along(g: Value, y: Value, x: Value, indices: Value, axis: int = -1) -> Value:
    """Every element is counted where it was taken from: the grid of indices, written out."""
    rank = known_rank(x)
    axis %= rank
    grid = []
    for each in range(rank):
        places = indices if each == axis else emit("arange", shape_of(indices, each))
        behind = rank - each - 1
        if each != axis and behind:
            places = emit("expand_dims", places, axis=tuple(range(1, behind + 1)))
        grid.append(places)
    return added_at(zeros_like(x), g, *grid, repeated=True)


pullback(
    "take_along_axis",
    options={"indices": None, "axis": -1},
    spellings="numpy.take_along_axis",
    result=_along_type,
    rule=_take_along,
    raises=True,
    access="gather",
)


def _places(ins: Ins, attrs: Attrs) -> Type:
    return Array("int64", (fresh_length(),))


def _partitioned_order(ins: Ins, attrs: Attrs) -> Type:
    if attrs.get("axis", -1) is None:
        raise TypeError("np.argpartition with axis=None: ravel the array first")
    return _order_type(ins, attrs)


nondiff(
    "argpartition",
    options={"kth": None, "axis": -1},
    spellings="numpy.argpartition numpy.ndarray.argpartition",
    result=_partitioned_order,
    noun="order",
    raises=True,
)


def _unique(g: Value, y: Value, x: Value, equal_nan: bool = True) -> Value:
    """Of equal elements the first counts: where it stands in the sorted array."""
    flat = emit("ravel", x)
    order = emit("argsort", flat, kind="stable")
    first = item(order, emit("searchsorted", item(flat, order), y))
    return reshape_like(added_at(zeros_like(flat), g, first), x)


pullback(
    "unique",
    options={"equal_nan": True},
    positional=("x",),
    spellings="numpy.unique",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, (fresh_length(),)),
    rule=_unique,
    access="gather",
)
nondiff("flatnonzero", spellings="numpy.flatnonzero", result=_places)
nondiff(
    "searchsorted",
    ("x", "v"),
    options={"side": "left"},
    positional=("x", "v", "side"),
    spellings="numpy.searchsorted numpy.ndarray.searchsorted",
    result=lambda ins, attrs: Array(
        "int64", array_type(ins[1].type).shape, scalar=is_number(ins[1].type)
    ),
)
