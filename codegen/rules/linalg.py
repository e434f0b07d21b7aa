"""Products of vectors and matrices, norms, traces."""

from __future__ import annotations

import math
from typing import Any

from codegen.infer.elementwise import Axis, reduction
from codegen.infer.products import (
    contracted,
    diagonal_type,
    dot_type,
    inner_type,
    matmul_type,
    outer_type,
    tensordot_type,
    trace_type,
    vdot_type,
)
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import bilinear, linear, pullback
from codegen.rules.language import (
    expand,
    item,
    matmul,
    not_equal,
    outer,
    rank_of,
    reshape_like,
    sign,
    sum_over,
    swap_last,
    times,
    transpose_of,
    where,
    with_item,
    zeros_like,
)
from codegen.rules.reduce import first_extreme


def _column(g: Value) -> Value:
    """g[..., None]."""
    return item(g, Ellipsis, None)


def _row(g: Value) -> Value:
    """g[..., None, :]."""
    return item(g, Ellipsis, None, Slice())


def _matmul_left(g: Value, a: Value, b: Value) -> Value:
    left, right = rank_of(a), rank_of(b)
    if left is None or right is None:
        return emit("matmul_left", g, a, b)
    if left == right == 1:
        return times(b, g)
    if left == 1:
        return matmul(b, g) if right == 2 else unbroadcast(sum_over(b * _row(g), (right - 1,)), a)
    if right == 1:
        return outer(g, b) if left == 2 else _column(g) * b
    return unbroadcast(matmul(g, swap_last(b)), a)


def _matmul_right(g: Value, a: Value, b: Value) -> Value:
    left, right = rank_of(a), rank_of(b)
    if left is None or right is None:
        return emit("matmul_right", g, a, b)
    if left == right == 1:
        return times(a, g)
    if left == 1:
        return outer(a, g) if right == 2 else _column(a) * _row(g)
    if right == 1:
        return matmul(transpose_of(a), g) if left == 2 else unbroadcast(_column(g) * a, b)
    return unbroadcast(matmul(swap_last(a), g), b)


bilinear(
    "matmul",
    spellings="operator.matmul numpy.matmul",
    result=matmul_type,
    transpose={"a": _matmul_left, "b": _matmul_right},
    raises=True,
    access="contraction",
    noun="product",
    derivative="da = g @ b.T, db = a.T @ g",
)


def _dot_left(g: Value, a: Value, b: Value) -> Value:
    left, right = rank_of(a), rank_of(b)
    if left is None or right is None:
        return emit("dot_left", g, a, b)
    if left == 0 or right == 0:
        return unbroadcast(g * b, a)
    if left <= 2 and right <= 2:
        return _matmul_left(g, a, b)
    if right == 1:
        return _column(g) * b
    # g has a's axes but the last, then b's but the last but one
    if left == 1:
        over_g = tuple(range(right - 1))
        return emit("tensordot", b, g, axes=((*range(right - 2), right - 1), over_g))
    over_g = tuple(range(left - 1, left - 1 + right - 1))
    return emit("tensordot", g, b, axes=(over_g, (*range(right - 2), right - 1)))


def _dot_right(g: Value, a: Value, b: Value) -> Value:
    left, right = rank_of(a), rank_of(b)
    if left is None or right is None:
        return emit("dot_right", g, a, b)
    if left == 0 or right == 0:
        return unbroadcast(times(g, a), b)
    if left <= 2 and right <= 2:
        return _matmul_right(g, a, b)
    over = tuple(range(left - 1))
    if right == 1:
        return emit("tensordot", a, g, axes=(over, over))
    if left == 1:
        return item(g, Ellipsis, None, Slice()) * _column(a)
    product = emit("tensordot", a, g, axes=(over, over))  # a's last axis, then b's others
    return emit("moveaxis", product, source=0, destination=-2)


bilinear(
    "dot",
    spellings="numpy.dot numpy.ndarray.dot",
    result=dot_type,
    transpose={"a": _dot_left, "b": _dot_right},
    raises=True,
    access="contraction",
    noun="product",
)


def _flat(x: Value) -> Value:
    return x if rank_of(x) == 1 else emit("ravel", x)


bilinear(
    "outer",
    spellings="numpy.outer",
    result=outer_type,
    transpose={
        "a": lambda g, a, b: reshape_like(matmul(g, _flat(b)), a),
        "b": lambda g, a, b: reshape_like(matmul(transpose_of(g), _flat(a)), b),
    },
    access="contraction",
)
bilinear(
    "vdot",
    spellings="numpy.vdot",
    result=vdot_type,
    transpose={
        "a": lambda g, a, b: reshape_like(times(b, g), a),
        "b": lambda g, a, b: reshape_like(times(a, g), b),
    },
    access="contraction",
)


def _inner_left(g: Value, a: Value, b: Value) -> Value:
    left, right = rank_of(a), rank_of(b)
    if left is None or right is None:
        return emit("inner_left", g, a, b)
    if left == 0 or right == 0:
        return unbroadcast(g * b, a)
    if left == right == 1:
        return times(b, g)
    axes = tuple(range(left - 1, left - 1 + right - 1)), tuple(range(right - 1))
    return emit("tensordot", g, b, axes=axes) if right > 1 else _column(g) * b


def _inner_right(g: Value, a: Value, b: Value) -> Value:
    left, right = rank_of(a), rank_of(b)
    if left is None or right is None:
        return emit("inner_right", g, a, b)
    if left == 0 or right == 0:
        return unbroadcast(times(g, a), b)
    if left == right == 1:
        return times(a, g)
    axes = tuple(range(left - 1)), tuple(range(left - 1))
    return emit("tensordot", g, a, axes=axes) if left > 1 else _column(g) * a


bilinear(
    "inner",
    spellings="numpy.inner",
    result=inner_type,
    transpose={"a": _inner_left, "b": _inner_right},
    raises=True,
    access="contraction",
)


def _trace(g: Value, x: Value) -> Value:
    eye = emit("eye", emit("shape", x, axis=0), emit("shape", x, axis=1))
    if rank_of(x) == 2:
        return times(eye, g)
    return reshape_like(emit("outer", eye, g), x)


linear(
    "trace",
    positional=("x", "offset", "axis1", "axis2"),
    spellings="numpy.trace numpy.ndarray.trace",
    result=trace_type,
    transpose={"x": _trace},
    raises=True,
)


def _diag(g: Value, x: Value, k: int = 0) -> Value:
    attrs: dict[str, Any] = {"k": k} if k else {}
    rank = rank_of(x)
    if rank == 1:  # np.diag of a matrix is a view that may not be written
        return emit("copy", emit("diag", g, **attrs))
    if rank is None:
        return emit("diag_back", g, x, **attrs)
    rows = emit("arange", emit("len", g))
    down, right = (rows + max(-k, 0)) if k < 0 else rows, (rows + k) if k > 0 else rows
    return with_item(zeros_like(x), g, down, right)


linear(
    "diag",
    options={"k": 0},
    spellings="numpy.diag",
    result=diagonal_type,
    transpose={"x": _diag},
    view=True,  # of a matrix
)


def _norm(
    g: Value, y: Value, x: Value, ord: Any = None, axis: Axis = None, keepdims: bool = False
) -> Value:
    """x / |x|, and 0 at 0."""
    wide, top = expand(g, x, axis, keepdims), expand(y, x, axis, keepdims)
    if ord == 1:
        return wide * sign(x)
    if ord == math.inf:
        largest = first_extreme("max")(g, y, emit("abs", x), axis, keepdims)
        routed: Value = largest * sign(x)
        return routed
    if ord not in (None, 2, "fro"):
        ratio = emit("abs", x) / where(not_equal(top, 0), top, 1)
        slope: Value = wide * sign(x) * ratio ** (ord - 1)
        return slope
    return wide * x / where(not_equal(top, 0), top, 1)


def _norm_type(ins: tuple[Value, ...], attrs: Any) -> Any:
    ord_, rank = attrs.get("ord"), rank_of(ins[0])
    axis = attrs.get("axis")
    over = rank if axis is None else (len(axis) if isinstance(axis, tuple) else 1)
    if ord_ is None or (ord_ == "fro" and over in (2, None)):
        return reduction("norm")(ins, {"via": "numpy.linalg.norm", **attrs})
    if isinstance(ord_, str) or ord_ < 1 or over != 1:
        raise TypeError("np.linalg.norm with this ord: write the sum")
    return reduction("norm")(ins, {"via": "numpy.linalg.norm", **attrs})


pullback(
    "norm",
    options={"ord": None, "axis": None, "keepdims": False},
    spellings="numpy.linalg.norm",
    result=_norm_type,
    rule=_norm,
    access="reduce",
)


def _tensordot(position: int) -> Any:
    def part(g: Value, a: Value, b: Value, axes: Any = 2) -> Value:
        ranks = rank_of(a), rank_of(b)
        if ranks[0] is None or ranks[1] is None:
            raise TypeError("np.tensordot of arrays of unknown rank: annotate the parameters")
        over = contracted(axes, ranks[0], ranks[1])
        mine, other = over[position], over[1 - position]
        x, y = (a, b) if position == 0 else (b, a)
        free_x = [k for k in range(ranks[position] or 0) if k not in mine]
        free_y = [k for k in range(ranks[1 - position] or 0) if k not in other]
        first = len(free_x) if position == 0 else 0
        where_y = tuple(range(first, first + len(free_y)))
        if rank_of(g) == 0:
            product = times(y, g)
        else:
            product = emit("tensordot", g, y, axes=(where_y, tuple(free_y)))
        # its axes: x's free ones, then y's contracted ones in y's order, which are x's contracted
        # ones
        labels = free_x + [mine[other.index(k)] for k in sorted(other)]
        order = tuple(labels.index(k) for k in range(len(labels)))
        return product if order == tuple(range(len(order))) else transpose_of(product, order)

    return part


bilinear(
    "tensordot",
    options={"axes": 2},
    spellings="numpy.tensordot",
    result=tensordot_type,
    transpose={"a": _tensordot(0), "b": _tensordot(1)},
    raises=True,
    access="contraction",
)
