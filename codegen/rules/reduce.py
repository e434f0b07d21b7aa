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
from codegen.ir.types import Array
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import (
    conj,
    expand,
    full_like,
    not_equal,
    rank_of,
    same_shape,
    shape_of,
    where,
    zeros_like,
)
from codegen.rules.products import product_slope

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


def masked(name: str) -> dict[str, Any]:
    """As `reducing`, with the dtype of the result and the mask of what is taken."""
    return reducing(name) | {"options": AXES | {"dtype": None, "where": True}}


def nonzero(y: Value) -> Value:
    """A denominator that is 1 where y is 0: the derivative is 0 there by convention."""
    return where(not_equal(y, 0), y, 1)


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


def mask_of(where: Value | bool) -> Value | None:
    """The mask of a reduction; None where it takes every element."""
    return where if isinstance(where, Value) and where.const is not True else None


def chosen(mask: Value | None, g: Value) -> Value:
    """g where the mask holds, 0 elsewhere."""
    return g if mask is None else where(mask, g, 0.0)


def _spread_mask(mask: Value, x: Value) -> Value:
    """The mask in the shape of x, so that it can be counted."""
    if isinstance(mask.type, Array) and isinstance(x.type, Array):
        if same_shape(mask.type, x.type):
            return mask
    return emit("logical_or", mask, zeros_like(x))


def over(axis: Axis, keepdims: bool = False) -> dict[str, Any]:
    """The attrs of a reduction over the axes: those that are no default."""
    return ({} if axis is None else {"axis": axis}) | ({"keepdims": True} if keepdims else {})


def counted(x: Value, axis: Axis, keepdims: bool, mask: Value | None) -> Value | int:
    """How many elements make one element of the result."""
    if mask is None:
        return count(x, axis)
    return emit("sum", _spread_mask(mask, x), **over(axis, keepdims))


def _sum(
    g: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Value:
    return chosen(mask_of(where), spread(g, x, axis, keepdims))


linear("sum", transpose={"x": _sum}, noun="sums", **masked("sum"))


def _mean(
    g: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Value:
    mask = mask_of(where)
    share = g / counted(x, axis, keepdims, mask)
    return chosen(mask, spread(share, x, axis, keepdims))


linear("mean", transpose={"x": _mean}, noun="means", **masked("mean"))


def _variance_slope(x: Value, axis: Axis, ddof: float, mask: Value | None) -> Value:
    """2 (x - mean) / (n - ddof), conjugate."""
    attrs = over(axis, keepdims=True) | ({} if mask is None else {"where": mask})
    centred = x - emit("mean", x, **attrs)
    n = counted(x, axis, True, mask)
    return 2 * conj(centred) / (n - ddof if ddof else n)


def _var(
    g: Value,
    y: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    ddof: float = 0,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Value:
    mask = mask_of(where)
    return chosen(mask, expand(g, x, axis, keepdims) * _variance_slope(x, axis, ddof, mask))


def _std(
    g: Value,
    y: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    ddof: float = 0,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Value:
    """var' / (2 y), and 0 where all elements are equal, as for a norm at 0."""
    share = g / (2 * nonzero(y))
    return _var(share, y, x, axis, keepdims, ddof, dtype, where)


for _name, _rule in {"var": _var, "std": _std}.items():
    _fields = masked(_name) | {
        "options": AXES | {"dtype": None, "ddof": 0, "where": True},
        "positional": ("x", "axis", "dtype", "out", "ddof", "keepdims"),
    }
    pullback(_name, rule=_rule, **_fields)


def _prod(
    g: Value,
    y: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Value:
    return masked_product_slope(g, x, axis, keepdims, dtype, mask_of(where))


def masked_product_slope(
    g: Value, x: Value, axis: Axis, keepdims: bool, dtype: str | None, mask: Value | None
) -> Value:
    """As `product_slope`, of the elements where the mask holds."""
    if mask is None:
        return product_slope(g, x, axis, keepdims, dtype)
    return chosen(mask, product_slope(g, where(mask, x, 1), axis, keepdims, dtype))


pullback("prod", rule=_prod, **masked("prod"))


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
