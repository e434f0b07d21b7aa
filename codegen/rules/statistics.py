"""Weighted averages."""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import Axis, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import pullback
from codegen.rules.language import (
    expand,
    full_like,
    item,
    rank_of,
    reshape_like,
)
from codegen.rules.reduce import AXES, count, spread


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
    if ins[1].const is not None or not ins[1].is_const:
        mine, rank = rank_of(ins[1]), rank_of(ins[0])
        known = mine is not None and rank is not None and mine != rank
        if known and (mine != 1 or not isinstance(attrs.get("axis"), int)):
            raise TypeError("np.average with weights of another shape: broadcast them first")
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
