"""scipy.spatial.distance: the distances of many points from many, without an array of all steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, Shape, Type, facts, fresh_length
from codegen.rules.kinds import linear, pullback
from codegen.rules.language import (
    equal,
    item,
    matmul,
    rank_of,
    sign,
    sum_over,
    transpose_of,
    where,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

_KNOWN = ("euclidean", "sqeuclidean", "cityblock", "minkowski")


def _points(x: Value) -> Array:
    t = array_type(x.type)
    if t.shape is None or len(t.shape) != 2:
        raise TypeError("distances of points in an array without two axes")
    return t


def _check(attrs: Attrs) -> None:
    metric = attrs.get("metric", "euclidean")
    if metric not in _KNOWN:
        raise TypeError(
            f"the metric {metric!r} of cdist or pdist: use {', '.join(_KNOWN)}, or write it out"
        )
    if attrs.get("p", 2) != 2 and metric != "minkowski":
        raise TypeError(f"a power p beside the metric {metric!r}")


def _between_type(ins: Ins, attrs: Attrs) -> Type:
    _check(attrs)
    a, b = map(_points, ins)
    assert a.shape is not None and b.shape is not None
    facts().unify(a.shape[1], b.shape[1])
    return Array("float64", (a.shape[0], b.shape[0]))


def _distances(
    g: Value, y: Value, a: Value, b: Value, metric: str = "euclidean", p: float = 2
) -> dict[int, Value]:
    """Squares and their roots go by products of matrices; other metrics axis by axis."""
    if metric == "minkowski" and p == 2:
        metric = "euclidean"
    if metric in ("euclidean", "sqeuclidean"):
        weights = 2 * g if metric == "sqeuclidean" else g / where(equal(y, 0), 1.0, y)
        return {0: _pulled(weights, a, b), 1: _pulled(transpose_of(weights), b, a)}
    steps = item(a, Slice(), None) - item(b, None)
    slope = sign(steps)
    if metric == "minkowski":
        slope = slope * emit("abs", steps) ** (p - 1)
        g = g * where(equal(y, 0), 1.0, y) ** (1 - p)
    each = item(g, ..., None) * slope
    return {0: sum_over(each, 1), 1: -sum_over(each, 0)}


def _pulled(weights: Value, a: Value, b: Value) -> Value:
    """The sums over j of weights[i, j] (a[i] - b[j])."""
    return item(sum_over(weights, 1), ..., None) * a - matmul(weights, b)


pullback(
    "cdist",
    ("XA", "XB"),
    options={"metric": "euclidean", "p": 2},
    positional=("XA", "XB", "metric"),
    spellings="scipy.spatial.distance.cdist",
    result=_between_type,
    rule=_distances,
    raises=True,
)


def _pairs_type(ins: Ins, attrs: Attrs) -> Type:
    _check(attrs)
    _points(ins[0])
    return Array("float64", (fresh_length(),))


def _of_pairs(g: Value, y: Value, x: Value, metric: str = "euclidean", p: float = 2) -> Value:
    """Every pair once: as the distances of all from all, of which half are counted."""
    found = _distances(emit("in_upper", g, x), emit("in_upper", y, x), x, x, metric, p)
    return found[0] + found[1]


pullback(
    "pdist",
    ("X",),
    options={"metric": "euclidean", "p": 2},
    positional=("X", "metric"),
    spellings="scipy.spatial.distance.pdist",
    result=_pairs_type,
    rule=_of_pairs,
    raises=True,
)


def _square_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None or len(t.shape) not in (1, 2):
        raise TypeError("squareform of an array without one or two axes")
    size = fresh_length()
    return Array(t.dtype, (size, size) if len(t.shape) == 1 else (size,))


def _square(g: Value, x: Value) -> Value:
    if rank_of(x) == 2:
        return emit("in_upper", g, x)
    return emit("upper_part", g + transpose_of(g))


linear(
    "squareform",
    ("X",),
    spellings="scipy.spatial.distance.squareform",
    result=_square_type,
    transpose={"X": _square},
    raises=True,
)
# The elements above the diagonal, as a vector; and such a vector as a matrix with as many rows
linear(
    "upper_part",
    ("x",),
    spellings="helpers.upper_part",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, (fresh_length(),)),
    transpose={"x": lambda g, x: emit("in_upper", g, x)},
)
linear(
    "in_upper",
    ("part", "like"),
    spellings="helpers.in_upper",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, _square_of(ins[1])),
    transpose={"part": lambda g, part, like: emit("upper_part", g)},
)


def _square_of(like: Value) -> Shape:
    shape = array_type(like.type).shape
    assert shape is not None
    return (shape[0], shape[0])
