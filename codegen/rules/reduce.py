"""Reductions over axes: sums, means, variances, products.

`axis` is None, an int or a tuple of ints; a cotangent gets the lost axes back with length 1 and
is then spread over the operand's shape. A full sum stays the lazy `full_like(g, x)`, so that a
product with it keeps the number.
"""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import Axis, normal_axes, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import equal, expand, full_like, not_equal, rank_of, shape_of, where

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
