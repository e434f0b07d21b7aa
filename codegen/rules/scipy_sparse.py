"""scipy.sparse: products, transposes and systems. No rule makes a dense matrix of a sparse one's
size: the cotangent of A @ x by A is asked for at the stored entries only, one number for each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import lengths_of
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.ops import Row, register
from codegen.ir.sparse import SPARSE, Sparse
from codegen.ir.types import (
    INT,
    Array,
    Length,
    ListFixed,
    TupleOf,
    Type,
    facts,
    fresh_length,
    is_number,
)
from codegen.rules.kinds import bilinear, linear, nondiff, pullback
from codegen.rules.language import full_like, part_of, rank_of, sum_over, transpose_of
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def sparse(x: Value) -> Sparse:
    if not isinstance(x.type, Sparse):
        raise TypeError("a sparse matrix is needed here")
    return x.type


def _is_sparse(x: Value) -> bool:
    return isinstance(x.type, Sparse)


def dtype_of(*dtypes: str | None) -> str | None:
    if any(each is None for each in dtypes):
        return None
    return str(np.result_type(*(each for each in dtypes if each)).name)


def _product_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = ins
    if _is_sparse(a):
        left, right = sparse(a), array_type(b.type)
        if right.shape is None or len(right.shape) not in (1, 2):
            raise TypeError("a sparse matrix times an array without 1 or 2 axes")
        facts().unify(left.shape[1], right.shape[0])
        return Array(dtype_of(left.dtype, right.dtype), (left.shape[0], *right.shape[1:]))
    first, second = array_type(a.type), sparse(b)
    if first.shape is None or len(first.shape) not in (1, 2):
        raise TypeError("an array without 1 or 2 axes times a sparse matrix")
    facts().unify(first.shape[-1], second.shape[0])
    return Array(dtype_of(first.dtype, second.dtype), (*first.shape[:-1], second.shape[1]))


def _at_entries(a: Value, rows: Value, columns: Value) -> Value:
    """rows @ columns.T at the stored entries of a."""
    return emit("at_entries", a, rows, columns)


def _turned(x: Value) -> Value:
    return transpose_of(x) if rank_of(x) == 2 else x


def _matmul(a: Value, b: Value) -> Value:
    return emit_op("sparse_matmul", (a, b), {"via": "operator.matmul"}).out


def _transpose(a: Value) -> Value:
    return emit("sparse_transpose", a)


def _left(g: Value, a: Value, b: Value) -> Value:
    return _at_entries(a, g, b) if _is_sparse(a) else _matmul(g, _transpose(b))


def _right(g: Value, a: Value, b: Value) -> Value:
    return _at_entries(b, _turned(a), _turned(g)) if _is_sparse(b) else _matmul(_transpose(a), g)


bilinear(
    "sparse_matmul",
    ("a", "b"),
    result=_product_type,
    transpose={"a": _left, "b": _right},
    raises=True,
    access="contraction",
    noun="product",
)


def _with(g: Value, a: Value) -> Value:
    """The matrix with a's pattern and the entries g."""
    return emit("with_data", a, g)


bilinear(
    "at_entries",
    ("a", "rows", "columns"),
    spellings="helpers.at_entries",
    result=lambda ins, attrs: Array(
        dtype_of(*(array_type(x.type).dtype for x in ins[1:])), (sparse(ins[0]).stored,)
    ),
    transpose={
        "rows": lambda g, a, rows, columns: _matmul(_with(g, a), columns),
        "columns": lambda g, a, rows, columns: _matmul(_transpose(_with(g, a)), rows),
    },
    shape_only=frozenset({"a"}),
)
linear(
    "with_data",
    ("a", "data"),
    spellings="helpers.with_data",
    result=lambda ins, attrs: replace(sparse(ins[0]), dtype=array_type(ins[1].type).dtype),
    transpose={"data": lambda g, a, data: g},
    shape_only=frozenset({"a"}),
)
linear(
    "sparse_transpose",
    ("a",),
    spellings="scipy.sparse.csr_array.T",
    result=lambda ins, attrs: sparse(ins[0]).turned,
    transpose={"a": lambda g, a: g},
    view=True,
)
linear(
    "sparse_data",
    ("a",),
    spellings="scipy.sparse.csr_array.data",
    result=lambda ins, attrs: Array(sparse(ins[0]).dtype, (sparse(ins[0]).stored,)),
    transpose={"a": lambda g, a: g},
    view=True,
)


def _sum_type(ins: Ins, attrs: Attrs) -> Type:
    return Array(sparse(ins[0]).dtype, (), scalar=True)


linear(
    "sparse_sum",
    ("a",),
    spellings="scipy.sparse.csr_array.sum",
    result=_sum_type,
    transpose={"a": lambda g, a: full_like(g, emit("sparse_data", a))},
)
linear(
    "sparse_toarray",
    ("a",),
    spellings="scipy.sparse.csr_array.toarray",
    result=lambda ins, attrs: Array(sparse(ins[0]).dtype, sparse(ins[0]).shape),
    transpose={"a": lambda g, a: emit("entries_of", g, a)},
)
linear(
    "entries_of",
    ("x", "a"),
    spellings="helpers.entries_of",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, (sparse(ins[1]).stored,)),
    transpose={"x": lambda g, x, a: emit("sparse_toarray", _with(g, a))},
    shape_only=frozenset({"a"}),
)


def _scaled_type(ins: Ins, attrs: Attrs) -> Type:
    a = next(x for x in ins if _is_sparse(x))
    (number,) = (x for x in ins if x is not a)
    if not is_number(number.type):
        raise TypeError("a sparse matrix times an array, element by element: (A.T @ x).T, or A @ x")
    kept = sparse(a)
    if kept.dtype is None or not kept.dtype.startswith("float"):
        raise TypeError("a sparse matrix of integers times a number: take A.astype(float) outside")
    return kept


def _scaled(position: int) -> Any:
    def transpose(g: Value, x: Value, y: Value) -> Value:
        mine, other = (x, y) if position == 0 else (y, x)
        if _is_sparse(mine):
            return other * g
        return sum_over(g * emit("sparse_data", other))

    return transpose


bilinear(
    "sparse_scale",
    ("x", "y"),
    result=_scaled_type,
    transpose={"x": _scaled(0), "y": _scaled(1)},
)

nondiff(
    "sparse_nnz",
    ("a",),
    spellings="scipy.sparse.csr_array.nnz",
    result=lambda ins, attrs: INT,
    shape_only=frozenset({"a"}),
)
# helpers.as_matrices(g, x): a gradient with matrices where x has some
register(
    Row(
        "as_matrices",
        ("g", "x"),
        spellings=("helpers.as_matrices",),
        result=lambda ins, attrs: ins[0].type,
        shape_only=frozenset({"x"}),
    )
)

# Matrices made of entries and their places


def _made(name: str) -> Callable[[Ins, Attrs], Type]:
    form, _, kind = name.partition("_")

    def infer(ins: Ins, attrs: Attrs) -> Type:
        parts = ins[0].type
        by_place = isinstance(parts, TupleOf) and len(parts.items) == 2
        if not isinstance(parts, TupleOf) or not (by_place or len(parts.items) == 3):
            raise TypeError(f"scipy.sparse.{name} of anything but entries and their places")
        entries = array_type(parts.items[0])
        shape = lengths_of(attrs["shape"])
        if entries.shape is None or len(entries.shape) != 1 or shape is None or len(shape) != 2:
            raise TypeError(f"scipy.sparse.{name} of entries that are no vector")
        kept = form == "coo" or not by_place
        stored = entries.shape[0] if kept else fresh_length()
        return Sparse(form, entries.dtype, shape, stored, kind == "matrix")

    return infer


def _entries(g: Value, a: Value, parts: Value, shape: Any = None) -> Value:
    """Of what is given twice, both have the cotangent of the sum."""
    assert isinstance(parts.type, TupleOf)
    if len(parts.type.items) == 2 and sparse(a).format != "coo":
        places = part_of(parts, 1)
        g = emit(
            "at_places", _with(g, a), part_of(places, 0), part_of(places, 1), part_of(parts, 0)
        )
    count = len(parts.type.items)
    return emit("make_tuple", g, *(_nothing(part_of(parts, k)) for k in range(1, count)))


def _nothing(places: Value) -> Value:
    """The cotangent of places, in their structure."""
    if isinstance(places.type, TupleOf | ListFixed):
        items = [_nothing(part_of(places, k)) for k in range(len(places.type.items))]
        if isinstance(places.type, TupleOf):
            return emit("make_tuple", *items)
        return emit_op("make_list", items, {"fixed": True}).out
    return constant(0.0) if is_number(places.type) else emit("zeros_like", places)


register(
    Row(
        "at_places",
        ("a", "rows", "columns", "like"),
        spellings=("helpers.at_places",),
        result=lambda ins, attrs: array_type(ins[3].type),
        shape_only=frozenset({"like"}),
    )
)
for _name in SPARSE:
    pullback(
        f"make_{_name}",
        ("parts",),
        options={"shape": None},
        spellings=f"scipy.sparse.{_name}",
        result=_made(_name),
        rule=_entries,
        structured=True,
        raises=True,
    )

# Systems


def _solution_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), array_type(ins[1].type)
    if b.shape is None or len(b.shape) not in (1, 2):
        raise TypeError("spsolve with a right side without 1 or 2 axes")
    facts().unify(a.shape[0], a.shape[1])
    facts().unify(a.shape[0], b.shape[0])
    if len(b.shape) == 2 and b.shape[1] == Length.of(1):
        raise TypeError("spsolve with a right side of one column, of which it makes a vector")
    return Array(float_dtype(a.dtype, b.dtype), b.shape)


def _spsolve(g: Value, x: Value, a: Value, b: Value, **options: Any) -> dict[int, Value]:
    db = emit_op("spsolve", (_transpose(a), g), options).out
    return {0: -_at_entries(a, db, x), 1: db}


pullback(
    "spsolve",
    ("a", "b"),
    options={"permc_spec": None, "use_umfpack": True},
    spellings="scipy.sparse.linalg.spsolve",
    result=_solution_type,
    rule=_spsolve,
    raises=True,
)
