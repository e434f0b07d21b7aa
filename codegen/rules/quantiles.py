"""Medians, quantiles and percentiles, and those that leave nan out.

All but the discrete ones are a mixture of two order statistics: (1 - t) s[low] + t s[high], where
s is the sorted array. A cotangent goes to where these two elements came from. The methods are those
of Hyndman and Fan, Sample Quantiles in Statistical Packages (1996), as NumPy names them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from codegen.infer.elementwise import Axis, array_type, normal_axes, reduced_shape, reduction
from codegen.infer.samples import sampled
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.ops import VARIANTS
from codegen.ir.types import Array, Type, is_number
from codegen.rules.extremes import as_rows, first_hit, first_hits, one_axis
from codegen.rules.kinds import pullback
from codegen.rules.language import (
    added_at,
    equal,
    expand,
    item,
    rank_of,
    reshape_like,
    shape_of,
    sum_over,
    where,
    zeros_like,
)
from codegen.rules.reduce import AXES, reducing

# alpha + beta decides how the place of a quantile depends on q: q (n + 1 - alpha - beta) + alpha -
# 1
_PLOTTING: Mapping[str, float] = {
    "interpolated_inverted_cdf": 0.0,
    "hazen": 0.5,
    "weibull": 0.0,
    "median_unbiased": 1 / 3,
    "normal_unbiased": 3 / 8,
}
_DISCRETE = frozenset({"inverted_cdf", "closest_observation", "lower", "higher", "nearest"})
_HALVES = frozenset({"averaged_inverted_cdf", "midpoint"})  # a mixture whose t is 0, 0.5 or 1


@dataclass(frozen=True)
class Mixture:
    """(1 - t) s[low] + t s[high]; slope: how fast the place moves with q (0: not at all)."""

    low: Value
    high: Value
    t: Value | float
    slope: Value | float = 0.0


# From the number of elements and the axes of length 1 that q gets behind its own
Mix = Callable[[Value, int], Mixture]


def _middle(n: Value, behind: int) -> Mixture:
    return Mixture((n - 1) // 2, n // 2, 0.5)


def _mixture(q: Value, scale: float, method: str) -> Mix:
    def mix(n: Value, behind: int) -> Mixture:
        part = item(q, Slice(), *(None,) * behind) if behind else q
        part = part if scale == 1 else part / scale
        slope: Value | float
        if method in _PLOTTING:
            alpha = _PLOTTING[method]
            rest = (0.0 if method == "interpolated_inverted_cdf" else 1.0) - 2 * alpha
            slope = n + rest if rest else n
            place = part * slope + (alpha - 1)
        elif method == "averaged_inverted_cdf":
            slope, place = 0.0, part * n - 1
        else:
            slope = n - 1
            place = part * slope
        if method == "midpoint":
            place, slope = 0.5 * (emit("floor", place) + emit("ceil", place)), 0.0
        below = emit("floor", place)
        t = place - below
        if method == "midpoint":
            t = where(equal(t, 0), 0.0, 0.5)
        if method == "averaged_inverted_cdf":
            t = where(equal(t, 0), 0.5, 1.0)
        low = _whole(below)
        if method == "linear":  # never outside
            return Mixture(low, _least(low + 1, n - 1), t, slope)
        low, high = (_most(_least(each, n - 1), 0) for each in (low, low + 1))
        if not isinstance(slope, float):
            t = where(equal(low, high), 0.0, t)  # at an end nothing moves
        return Mixture(low, high, t, slope)

    return mix


def _whole(x: Value) -> Value:
    return emit("int", x) if is_number(x.type) else emit("astype", x, dtype="int64")


def _least(x: Value, y: Value) -> Value:
    numbers = is_number(x.type) and is_number(y.type)
    return emit("python_min" if numbers else "minimum", x, y)


def _most(x: Value, y: int) -> Value:
    return emit("python_max" if is_number(x.type) else "maximum", x, y)


def _routed(
    g: Value,
    x: Value,
    q: Value | None,
    axis: Axis,
    keepdims: bool,
    mix: Mix,
    scale: float,
    skips: bool,
) -> dict[int, Value]:
    """The cotangents of x and q. skips: nan counts for nothing."""
    several = q is not None and rank_of(q) != 0
    moves = q is not None and not q.is_const
    rank = rank_of(x)
    axis = one_axis(axis, rank)
    if axis is None or rank == 1:
        flat = x if rank == 1 else emit("ravel", x)
        number = emit("ravel", g) if several else g if is_number(g.type) else sum_over(g)
        found, dq = _from_vector(number, flat, mix, skips, several, moves)
        found = reshape_like(found, x)
    else:
        if several:
            if not isinstance(axis, int) or rank is None:
                raise TypeError("several quantiles over several axes: one at a time")
            axis %= rank
            wide = g if keepdims else emit("expand_dims", g, axis=axis + 1)
        else:
            wide = expand(g, x, axis, keepdims)
        if isinstance(axis, int):
            found, dq = _along(wide, x, axis, mix, skips, several, moves)
        else:
            slopes: list[Value | None] = []

            def along(rows: Value, parts: list[Value]) -> Value:
                dx, slope = _along(parts[0], rows, -1, mix, skips, False, moves)
                slopes.append(slope)
                return dx

            found, dq = as_rows(x, axis, [wide], along), slopes[0]
    if skips:
        found = where(emit("isnan", x), 0.0, found)
    if dq is None or q is None:
        return {0: found}
    return {0: found, 1: dq / scale if scale != 1 else dq}


def _from_vector(
    g: Value, x: Value, mix: Mix, skips: bool, several: bool, moves: bool
) -> tuple[Value, Value | None]:
    order = emit("argsort", x)
    n = emit("sum", emit("logical_not", emit("isnan", x))) if skips else emit("size", x)
    found = mix(n, 0)
    dx = zeros_like(x)
    for rank, share in ((found.low, 1 - found.t), (found.high, found.t)):
        dx = added_at(dx, g * share, item(order, rank), repeated=several)
    if not moves:
        return dx, None
    step = item(x, item(order, found.high)) - item(x, item(order, found.low))
    return dx, g * (step * found.slope)


def _along(
    g: Value, x: Value, axis: int, mix: Mix, skips: bool, several: bool, moves: bool
) -> tuple[Value, Value | None]:
    """Along an axis that g has with length 1; several: g has an axis of quantiles in front."""
    ranks = emit("argsort", emit("argsort", x, axis=axis), axis=axis)
    n = shape_of(x, axis)
    if skips:
        n = emit("sum", emit("logical_not", emit("isnan", x)), axis=axis, keepdims=True)
    found = mix(n, rank_of(x) or 0 if several else 0)
    low, high = equal(ranks, found.low), equal(ranks, found.high)
    dx = where(low, g * (1 - found.t), 0.0) + where(high, g * found.t, 0.0)
    if several:
        dx = sum_over(dx, 0)
    if not moves:
        return dx, None
    finite = where(emit("isnan", x), 0.0, x) if skips else x
    each: int = axis + 1 if several else axis
    above = emit("sum", where(high, finite, 0.0), axis=each, keepdims=True)
    step = above - emit("sum", where(low, finite, 0.0), axis=each, keepdims=True)
    flow = g * step * found.slope
    if not several:
        return dx, sum_over(flow)
    return dx, sum_over(flow, tuple(range(1, 1 + (rank_of(x) or 0))))


def _median(skips: bool) -> Callable[..., dict[int, Value]]:
    def rule(
        g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False
    ) -> dict[int, Value]:
        """To the middle element, or half to each of the two."""
        return _routed(g, x, None, axis, keepdims, _middle, 1, skips)

    return rule


for _name, _skips in {"median": False, "nanmedian": True}.items():
    pullback(
        _name,
        rule=_median(_skips),
        **(
            reducing(_name)
            | {
                "spellings": f"numpy.{_name}",
                "positional": ("x", "axis", "out", "overwrite_input", "keepdims"),
            }
        ),
    )


def _quantile(scale: float, skips: bool) -> Callable[..., dict[int, Value]]:
    def rule(
        g: Value,
        y: Value,
        x: Value,
        q: Value,
        axis: Axis = None,
        keepdims: bool = False,
        method: str = "linear",
    ) -> dict[int, Value]:
        """Between the two elements around the place of q."""
        if method in _DISCRETE:  # an element itself
            return _element(g, y, x, q, axis, keepdims)
        return _routed(g, x, q, axis, keepdims, _mixture(q, scale, method), scale, skips)

    return rule


def _quantile_type(name: str) -> Callable[..., Type]:
    plain = reduction("median")

    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        x, q = array_type(ins[0].type), array_type(ins[1].type)
        method = attrs.get("method", "linear")
        if method not in _PLOTTING and method not in _DISCRETE | _HALVES | {"linear"}:
            raise TypeError(f"np.{name} with the method {method!r}")
        rest = {k: v for k, v in attrs.items() if k not in ("method", "via")}
        single = plain(ins, {**rest, "via": "numpy.median"})
        kind = sampled(
            name, ins, f"numpy.{name}", types=(x, ins[1].type if not q.shape else q), method=method
        )
        dtype = kind if isinstance(kind, str) else None
        if q.shape == ():
            return Array(dtype, single.shape, single.scalar, single.generic)
        if q.shape is None or len(q.shape) > 1 or x.shape is None:
            raise TypeError(f"np.{name} by more than a vector of quantiles, or of unknown rank")
        shape = reduced_shape(x.shape, attrs.get("axis"), attrs.get("keepdims", False))
        normal_axes(attrs.get("axis"), len(x.shape))
        return Array(dtype, (*q.shape, *shape))

    return infer


_POSITIONAL = ("x", "q", "axis", "out", "overwrite_input", "method", "keepdims")


def _weighted_type(name: str) -> Callable[..., Type]:
    plain = _quantile_type(name)

    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        if attrs.get("method", "linear") != "inverted_cdf":
            raise TypeError(f"np.{name} with weights and another method than inverted_cdf")
        found = plain(ins[:2], attrs)
        assert isinstance(found, Array)
        return replace(found, scalar=False)  # NumPy leaves an array without axes

    return infer


def _of_weights(
    g: Value,
    y: Value,
    x: Value,
    q: Value,
    weights: Value,
    axis: Axis = None,
    keepdims: bool = False,
    method: str = "linear",
) -> dict[int, Value]:
    """An element itself: which one does not move with small changes of the weights."""
    return _element(g, y, x, q, axis, keepdims)


def _element(
    g: Value, y: Value, x: Value, q: Value, axis: Axis, keepdims: bool
) -> dict[int, Value]:
    if rank_of(q) == 0:
        return {0: first_hit(g, x, y, axis, keepdims)}
    return {0: first_hits(g, x, y, axis, keepdims)}


for _name, _scale in {"quantile": 1.0, "percentile": 100.0}.items():
    for _prefix in ("", "nan"):
        pullback(
            _prefix + _name,
            ("x", "q"),
            options={**AXES, "method": "linear"},
            positional=_POSITIONAL,
            spellings=f"numpy.{_prefix}{_name}",
            result=_quantile_type(_prefix + _name),
            rule=_quantile(_scale, bool(_prefix)),
            access="reduce",
            raises=True,
        )
        pullback(
            f"{_prefix}{_name}_weighted",
            ("x", "q", "weights"),
            options={**AXES, "method": "linear"},
            positional=(*_POSITIONAL, "weights"),
            result=_weighted_type(_prefix + _name),
            rule=_of_weights,
            access="reduce",
            raises=True,
        )
        VARIANTS[_prefix + _name, "weights"] = f"{_prefix}{_name}_weighted"
