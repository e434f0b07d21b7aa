"""scipy.sparse: element-wise with dense arrays and numbers; sums over axes, diagonals."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.sparse import Sparse
from codegen.ir.types import Array, Length, Type, facts, fresh_length, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import pullback
from codegen.rules.language import (
    added_at,
    equal,
    full_like,
    item,
    shape_of,
    sum_over,
    where,
    zeros_like,
)
from codegen.rules.scipy_sparse import dtype_of, sparse, stored
from codegen.rules.scipy_sparse_entries import places, read_entries, sum_entries

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
Rule = Callable[..., Any]


def _apart(ins: Ins) -> tuple[Sparse, Array]:
    """The types of the sparse and of the dense operand."""
    a, other = ins if isinstance(ins[0].type, Sparse) else ins[::-1]
    return sparse(a), array_type(other.type)


def _beside_type(ins: Ins, attrs: Attrs) -> Type:
    """A matrix times or divided by an array that is broadcast to it: of format coo."""
    own, theirs = _apart(ins)
    if theirs.shape is None or not 0 < len(theirs.shape) < 3:
        raise TypeError("a sparse matrix times an array without 1 or 2 axes, element by element")
    one = Length.of(1)
    for mine, length in zip(own.shape[::-1], theirs.shape[::-1], strict=False):
        if length == one != mine:
            continue
        if mine == one != length:
            raise TypeError("a sparse matrix that is broadcast to the shape of an array")
        facts().unify(mine, length)
    return replace(own, format="coo", dtype=dtype_of(own.dtype, theirs.dtype))


def _index(y: Value, a: Value) -> tuple[Any, ...]:
    """Where the elements of an array stand that meet the stored entries."""
    rows, columns = places(a)
    shape = array_type(y.type).shape
    assert shape is not None
    pairs = zip(shape[::-1], (columns, rows), strict=False)
    return tuple([0 if length == Length.of(1) else at for length, at in pairs][::-1])


def _read(y: Value, a: Value) -> Value:
    index = _index(y, a)
    return item(y, *index)


def _beside(divided: bool) -> Rule:
    """The result has its entries in an order of its own, one for what stands twice in a place."""

    def rule(g: Value, c: Value, x: Value, y: Value) -> dict[int, Value]:
        (a, b), place = ((x, y), 0) if isinstance(x.type, Sparse) else ((y, x), 1)
        met = _read(b, c)
        each = g / met if divided else g * met
        steep = -each * stored(c) if divided else g * sum_entries(stored(a), a, c)
        into = added_at(zeros_like(b), steep, *_index(b, c), repeated=True)
        return {place: read_entries(each, c, a), 1 - place: into}

    return rule


pullback(
    "sparse_times",
    ("x", "y"),
    spellings="scipy.sparse.csr_array.multiply",
    result=_beside_type,
    rule=_beside(False),
    raises=True,
)
pullback("sparse_over", ("x", "y"), result=_beside_type, rule=_beside(True), raises=True)


def _over_number_type(ins: Ins, attrs: Attrs) -> Type:
    a, number = sparse(ins[0]), ins[1]
    if not is_number(number.type):
        raise TypeError("a sparse matrix divided by something that is no number")
    if a.dtype is None or not a.dtype.startswith("float"):
        raise TypeError("a sparse matrix of integers divided by a number: A.astype(float) outside")
    return replace(a, dtype="float64")  # which SciPy makes of float32, too


pullback(
    "sparse_divide",
    ("a", "s"),
    result=_over_number_type,
    rule=lambda g, c, a, s: {0: g / s, 1: -sum_over(g * stored(c)) / s},
)


def _dense_type(ins: Ins, attrs: Attrs) -> Type:
    a, other = _apart(ins)
    if a.matrix:
        raise TypeError("a sparse matrix plus a dense one, an np.matrix: A.toarray() + B")
    if other.shape is None or len(other.shape) != 2 or Length.of(1) in a.shape:
        raise TypeError("a sparse array plus an array that is no matrix: A.toarray() + b")
    for mine, length in zip(a.shape, other.shape, strict=True):
        if length != Length.of(1):
            facts().unify(mine, length)
    return Array(dtype_of(a.dtype, other.dtype), a.shape)


def _dense_sum(sign: int) -> Rule:
    def rule(g: Value, c: Value, x: Value, y: Value) -> dict[int, Value]:
        signed = g if sign > 0 else -g
        first, second = (
            read_dense(each, x) if isinstance(x.type, Sparse) else unbroadcast(each, x)
            for each, x in ((g, x), (signed, y))
        )
        return {0: first, 1: second}

    return rule


def read_dense(g: Value, a: Value) -> Value:
    return item(g, *places(a))


pullback("sparse_add_dense", ("x", "y"), result=_dense_type, rule=_dense_sum(1), raises=True)
pullback("sparse_sub_dense", ("x", "y"), result=_dense_type, rule=_dense_sum(-1), raises=True)

# What is read of a matrix


def _along_type(ins: Ins, attrs: Attrs) -> Type:
    a = sparse(ins[0])
    if a.matrix:
        raise TypeError("`.sum(axis)` of a sparse matrix is an np.matrix: use csr_array")
    if attrs["axis"] not in (0, 1, -1, -2):
        raise TypeError("`.sum(axis)` of a sparse array: an axis of 0 or 1")
    return Array(a.dtype, (a.shape[1 - attrs["axis"] % 2],))


def _along(g: Value, y: Value, a: Value, axis: int) -> Value:
    rows, columns = places(a)
    return item(g, columns if axis % 2 == 0 else rows)


pullback(
    "sparse_sum_along",
    ("a",),
    options={"axis": None},
    result=_along_type,
    rule=_along,
)


def _mean_type(ins: Ins, attrs: Attrs) -> Type:
    a = sparse(ins[0])
    floating = a.dtype is None or a.dtype.startswith(("float", "complex"))
    return Array(a.dtype if floating else "float64", (), scalar=True)


pullback(
    "sparse_mean",
    ("a",),
    spellings="scipy.sparse.csr_array.mean",
    result=_mean_type,
    rule=lambda g, y, a: full_like(g / (shape_of(a, 0) * shape_of(a, 1)), stored(a)),
)


def _diagonal_type(ins: Ins, attrs: Attrs) -> Type:
    a = sparse(ins[0])
    square = facts().equal(*a.shape) and attrs.get("k", 0) == 0
    return Array(a.dtype, (a.shape[0] if square else fresh_length(),))


def _diagonal(g: Value, y: Value, a: Value, k: int = 0) -> Value:
    rows, columns = places(a)
    at = rows if k >= 0 else columns
    if k or not facts().equal(*sparse(a).shape):
        at = emit("minimum", at, shape_of(g, 0) - 1)
    steps = columns - rows
    return where(equal(steps, k), item(g, at), 0.0)


pullback(
    "sparse_diagonal",
    ("a",),
    options={"k": 0},
    spellings="scipy.sparse.csr_array.diagonal",
    result=_diagonal_type,
    rule=_diagonal,
)
