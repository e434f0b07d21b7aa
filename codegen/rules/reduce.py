"""Reductions over axes, and running sums.

`axis` is None, an int or a tuple of ints; a cotangent gets the lost axes back with length 1 and
is then spread over the operand's shape. A full sum stays the lazy `full_like(g, x)`, so that a
product with it keeps the number.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.infer.elementwise import Axis, array_type, normal_axes, reduction
from codegen.infer.samples import sampled
from codegen.infer.shapes import product
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Length, Type, fresh_length, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import (
    equal,
    expand,
    full_like,
    known_rank,
    not_equal,
    rank_of,
    reshape_like,
    shape_of,
    sum_over,
    where,
    with_item,
    zeros_like,
)

AXES: dict[str, Any] = {"axis": None, "keepdims": False}


def reducing(name: str, numpy_name: str = "") -> dict[str, Any]:
    """What np.sum and its kind have in common: arguments, type and spellings."""
    function = numpy_name or name
    return {
        "options": AXES,
        "positional": ("x", "axis", "dtype", "out", "keepdims"),
        "spellings": f"numpy.{function} numpy.ndarray.{function}",
        "result": reduction(name),
        "access": "reduce",
    }


def spread(g: Value, x: Value, axis: Axis, keepdims: bool) -> Value:
    """The cotangent of a sum: g for every element that was summed."""
    return full_like(expand(g, x, axis, keepdims), x)


def count(x: Value, axis: Axis) -> Value | int:
    """How many elements a reduction over the axes takes together."""
    rank = rank_of(x)
    if rank is None and axis is not None:
        axes = axis if isinstance(axis, tuple) else (axis,)
    elif rank is None:
        return emit("size", x)
    else:
        axes = normal_axes(axis, rank)
        if rank > 1 and len(axes) == rank:
            return emit("size", x)
    total: Value | int = 1
    for each in axes:
        length = emit("len", x) if rank == 1 else shape_of(x, each)
        total = length if isinstance(total, int) and total == 1 else total * length
    return total


def _sum(
    g: Value, x: Value, axis: Axis = None, keepdims: bool = False, where: Value | None = None
) -> Value:
    return _chosen(where, spread(g, x, axis, keepdims))


def _chosen(mask: Value | None, g: Value) -> Value:
    return g if mask is None else where(mask, g, 0.0)


MASKED = {"options": {**AXES, "where": True}}
linear("sum", transpose={"x": _sum}, noun="sums", **(reducing("sum") | MASKED))


def _mean(
    g: Value, x: Value, axis: Axis = None, keepdims: bool = False, where: Value | None = None
) -> Value:
    if where is None:
        return spread(g / count(x, axis), x, axis, keepdims)
    attrs: dict[str, Any] = {"keepdims": True} if keepdims else {}
    attrs |= {} if axis is None else {"axis": axis}
    counted = emit("sum", emit("logical_and", where, emit("eq", x, x)), **attrs)
    return unbroadcast(_chosen(where, spread(g / counted, x, axis, keepdims)), x)


linear("mean", transpose={"x": _mean}, noun="means", **(reducing("mean") | MASKED))


def _variance_slope(x: Value, axis: Axis, ddof: float) -> Value:
    """2 (x - mean) / (n - ddof)."""
    attrs: dict[str, Any] = {"keepdims": True}
    if axis is not None:
        attrs["axis"] = axis
    centred = x - emit("mean", x, **attrs)
    n = count(x, axis)
    return 2 * centred / (n - ddof if ddof else n)


def _var(
    g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False, ddof: float = 0
) -> Value:
    return expand(g, x, axis, keepdims) * _variance_slope(x, axis, ddof)


def _std(
    g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False, ddof: float = 0
) -> Value:
    """var' / (2 y), and 0 where all elements are equal, as for a norm at 0."""
    safe = where(not_equal(y, 0), y, 1)
    return expand(g / (2 * safe), x, axis, keepdims) * _variance_slope(x, axis, ddof)


for _name, _rule in {"var": _var, "std": _std}.items():
    _fields = reducing(_name) | {
        "options": AXES | {"ddof": 0},
        "positional": ("x", "axis", "dtype", "out", "ddof", "keepdims"),
    }
    pullback(_name, rule=_rule, **_fields)


def product_slope(g: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    """The product of the others, exact with zeros: one zero passes everything to itself, two
    leave nothing.
    """
    if is_number(x.type):
        return g
    attrs: dict[str, Any] = {} if axis is None else {"axis": axis}
    zero = equal(x, 0)
    filled = where(zero, 1, x)
    rest = emit("prod", filled, keepdims=True, **attrs)  # the product without zeros
    zeros = emit("sum", zero, keepdims=True, **attrs)
    alone = where(zero, equal(zeros, 1), equal(zeros, 0))
    return expand(g, x, axis, keepdims) * rest / filled * alone


def _prod(g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    return product_slope(g, x, axis, keepdims)


pullback("prod", rule=_prod, **reducing("prod"))


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


# Running sums and products


def scan_type(name: str) -> Callable[..., Type]:
    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        operand = array_type(ins[0].type)
        kind = sampled(name, ins[:1], f"numpy.{name}", types=(operand,))
        dtype = kind if isinstance(kind, str) else None
        if operand.shape is None:
            return (
                Array(dtype, None)
                if attrs.get("axis") is not None
                else Array(dtype, (fresh_length(),))
            )
        if not operand.shape:
            return Array(dtype, (Length.of(1),))
        if attrs.get("axis") is None and len(operand.shape) != 1:
            return Array(dtype, (product(operand.shape),))
        return Array(dtype, operand.shape)

    return infer


def _flip(x: Value, axis: int | None) -> Value:
    return emit("flip", x, axis=axis) if axis is not None else emit("flip", x)


def scanned_back(g: Value, axis: int | None) -> Value:
    """The sum from here to the end."""
    along: dict[str, Any] = {} if axis is None else {"axis": axis}
    return _flip(emit("cumsum", _flip(g, axis), **along), axis)


def _cumsum(g: Value, x: Value, axis: int | None = None) -> Value:
    return reshape_like(scanned_back(g, axis), x)


linear(
    "cumsum",
    options={"axis": None},
    positional=("x", "axis", "dtype", "out"),
    spellings="numpy.cumsum numpy.ndarray.cumsum",
    result=scan_type("cumsum"),
    transpose={"x": _cumsum},
    access="scan",
)


def _nansum(g: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    return where(emit("isnan", x), 0.0, spread(g, x, axis, keepdims))


linear("nansum", transpose={"x": _nansum}, **(reducing("nansum") | {"spellings": "numpy.nansum"}))

# Positions and truth: nothing to differentiate


def _positions(name: str) -> None:
    nondiff(
        name,
        options=AXES,
        positional=("x", "axis", "out", "keepdims"),
        spellings=f"numpy.{name} numpy.ndarray.{name}",
        result=reduction(name),
        noun="place",
        access="reduce",
    )


for _name in ("argmax", "argmin", "any", "all"):
    _positions(_name)
nondiff(
    "count_nonzero",
    options=AXES,
    positional=("x", "axis", "keepdims"),
    spellings="numpy.count_nonzero",
    result=reduction("count_nonzero"),
    access="reduce",
)
