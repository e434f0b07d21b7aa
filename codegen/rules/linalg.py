"""Products of vectors and matrices."""

from __future__ import annotations

from codegen.infer.products import dot_type, inner_type, matmul_type, outer_type, vdot_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.rules.fitting import beside, unbroadcast
from codegen.rules.kinds import bilinear
from codegen.rules.language import (
    conj,
    item,
    matmul,
    outer,
    rank_of,
    reshape_like,
    sum_over,
    swap_last,
    times,
    transpose_of,
)


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
    spellings="operator.matmul numpy.matmul numpy.linalg.matmul",
    result=matmul_type,
    transpose={"a": _matmul_left, "b": _matmul_right},
    raises=True,
    access="contraction",
    noun="product",
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
    spellings="numpy.outer numpy.linalg.outer",
    result=outer_type,
    transpose={
        "a": lambda g, a, b: beside(reshape_like(matmul(g, _flat(b)), a), a, b),
        "b": lambda g, a, b: beside(reshape_like(matmul(transpose_of(g), _flat(a)), b), b, a),
    },
    access="contraction",
)
bilinear(
    "vdot",
    spellings="numpy.vdot",
    result=vdot_type,
    transpose={
        "a": lambda g, a, b: beside(reshape_like(conj(times(b, g)), a), a, b),
        "b": lambda g, a, b: beside(reshape_like(times(conj(a), g), b), b, a),
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
