"""Averages, medians and quantiles."""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import Axis, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import linear, pullback
from codegen.rules.language import (
    added_at,
    equal,
    expand,
    full_like,
    item,
    rank_of,
    reshape_like,
    shape_of,
    sum_over,
    where,
    zeros_like,
)
from codegen.rules.reduce import AXES, count, reducing, spread


def _nanmean(g: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    attrs: dict[str, Any] = {"keepdims": True} if keepdims else {}
    attrs |= {} if axis is None else {"axis": axis}
    missing = emit("isnan", x)
    count = emit("sum", emit("logical_not", missing), **attrs)
    return where(missing, 0.0, unbroadcast(spread(g / count, x, axis, keepdims), x))


linear(
    "nanmean", transpose={"x": _nanmean}, **(reducing("nanmean") | {"spellings": "numpy.nanmean"})
)


def _aligned(weights: Value, x: Value, axis: Axis) -> Value:
    """Weights as they multiply x: those of one axis get axes of length 1 behind it."""
    mine, rank = rank_of(weights), rank_of(x)
    if mine is None or rank is None:
        raise TypeError("np.average with weights of unknown rank: annotate the parameters")
    if mine == rank:
        return weights
    if mine != 1 or not isinstance(axis, int):
        raise TypeError("np.average with weights of another shape: broadcast them first")
    behind = rank - 1 - axis % rank
    return item(weights, Slice(), *(None,) * behind) if behind else weights


def _average(
    g: Value, y: Value, x: Value, weights: Value, axis: Axis = None, keepdims: bool = False
) -> dict[int, Value]:
    """y = sum(w x) / sum(w): dx = g w / sum(w), dw = g (x - y) / sum(w)."""
    if weights.const is None:
        return {0: spread(g / count(x, axis), x, axis, keepdims)}
    factors = _aligned(weights, x, axis)
    over: dict[str, Any] = {} if axis is None else {"axis": axis}
    if rank_of(weights) == rank_of(x):
        total = emit("sum", factors, **over)
        share = (
            expand(g / total, x, axis, keepdims)
            if not keepdims
            else g / expand(total, x, axis, False)
        )
    else:
        share = expand(g, x, axis, keepdims) / emit("sum", weights)
    means = expand(y, x, axis, keepdims)
    slope = unbroadcast(share * (x - means), factors)
    return {0: full_like(share * factors, x), 1: reshape_like(slope, weights)}


def _average_type(ins: tuple[Value, ...], attrs: Any) -> Any:
    return reduction("average")(ins, attrs)


pullback(
    "average",
    ("x", "weights"),
    options=AXES,
    positional=("x", "axis", "weights", "returned", "keepdims"),
    spellings="numpy.average",
    result=_average_type,
    rule=_average,
    access="reduce",
)


def _at_ranks(g: Value, x: Value, axis: Axis, keepdims: bool, parts: Any) -> Value:
    """The cotangent of a mixture of order statistics. parts(n): pairs of a rank and its share of
    g, for n elements along the axis."""
    if isinstance(axis, tuple):
        raise TypeError("a median over several axes: reshape the array first")
    if axis is not None and rank_of(x) != 1:
        ranks = emit("argsort", emit("argsort", x, axis=axis), axis=axis)
        wide = expand(g, x, axis, keepdims)
        (low, below), (high, above) = parts(shape_of(x, axis))
        first = where(equal(ranks, low), wide * below, 0.0)
        return first + where(equal(ranks, high), wide * above, 0.0)
    flat = x if rank_of(x) == 1 else emit("ravel", x)
    order = emit("argsort", flat)
    total = zeros_like(flat)
    number = sum_over(g) if keepdims else g
    for rank, share in parts(emit("size", x)):
        total = added_at(total, number * share, item(order, rank))
    return reshape_like(total, x)


def _median(g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    """To the middle element, or half to each of the two."""

    def parts(n: Value) -> list[tuple[Value, float]]:
        return [((n - 1) // 2, 0.5), (n // 2, 0.5)]

    return _at_ranks(g, x, axis, keepdims, parts)


pullback(
    "median",
    rule=_median,
    **(
        reducing("median")
        | {
            "spellings": "numpy.median",
            "positional": ("x", "axis", "out", "overwrite_input", "keepdims"),
        }
    ),
)


def _quantile(scale: float) -> Any:
    def rule(
        g: Value, y: Value, x: Value, q: float, axis: Axis = None, keepdims: bool = False
    ) -> Value:
        """Between the two elements around position q (n - 1)."""

        def parts(n: Value) -> list[tuple[Value, Value]]:
            place = (q / scale) * (n - 1)
            low = emit("int", emit("floor", place))
            return [(low, 1 - (place - low)), (emit("python_min", low + 1, n - 1), place - low)]

        return _at_ranks(g, x, axis, keepdims, parts)

    return rule


def _quantile_type(ins: tuple[Value, ...], attrs: Any) -> Any:
    if not isinstance(attrs.get("q"), int | float):
        raise TypeError("np.quantile of several quantiles: one at a time")
    return reduction("median")(ins, {**attrs, "via": "numpy.median"})


for _name, _scale in {"quantile": 1.0, "percentile": 100.0}.items():
    pullback(
        _name,
        options={"q": None, **AXES},
        positional=("x", "q", "axis", "out", "overwrite_input", "method", "keepdims"),
        spellings=f"numpy.{_name}",
        result=_quantile_type,
        rule=_quantile(_scale),
        access="reduce",
    )
