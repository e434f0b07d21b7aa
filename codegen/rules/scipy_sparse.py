"""scipy.sparse: products, transposes and systems. No rule makes a dense matrix of a sparse one's
size: the cotangent of A @ x by A is asked for at the stored entries only, one number for each.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value
from codegen.ir.ops import Row, register
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    INT,
    Array,
    Length,
    TupleOf,
    Type,
    facts,
    fresh_length,
    is_number,
)
from codegen.rules.kinds import bilinear, linear, nondiff, pullback
from codegen.rules.language import full_like, rank_of, sum_over, transpose_of

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


def at_entries(a: Value, rows: Value, columns: Value) -> Value:
    """rows @ columns.T at the stored entries of a."""
    return emit("at_entries", a, rows, columns)


def _turned(x: Value) -> Value:
    return transpose_of(x) if rank_of(x) == 2 else x


def _matmul(a: Value, b: Value) -> Value:
    return emit_op("sparse_matmul", (a, b), {"via": "operator.matmul"}).out


def transposed(a: Value) -> Value:
    return emit("sparse_transpose", a)


def _left(g: Value, a: Value, b: Value) -> Value:
    return at_entries(a, g, b) if _is_sparse(a) else _matmul(g, transposed(b))


def _right(g: Value, a: Value, b: Value) -> Value:
    return at_entries(b, _turned(a), _turned(g)) if _is_sparse(b) else _matmul(transposed(a), g)


bilinear(
    "sparse_matmul",
    ("a", "b"),
    result=_product_type,
    transpose={"a": _left, "b": _right},
    raises=True,
    access="contraction",
    noun="product",
)


bilinear(
    "at_entries",
    ("a", "rows", "columns"),
    spellings="helpers.at_entries",
    result=lambda ins, attrs: Array(
        dtype_of(*(array_type(x.type).dtype for x in ins[1:])), (sparse(ins[0]).stored,)
    ),
    transpose={
        "rows": lambda g, a, rows, columns: _matmul(with_data(a, g), columns),
        "columns": lambda g, a, rows, columns: _matmul(transposed(with_data(a, g)), rows),
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


def stored(a: Value) -> Value:
    """The stored entries, as a vector."""
    return emit("sparse_stored" if sparse(a).format == "dia" else "sparse_data", a)


def with_data(a: Value, entries: Value) -> Value:
    return emit("with_data", a, entries)


def _turned_type(ins: Ins, attrs: Attrs) -> Type:
    """Diagonals are laid out anew, of other formats the entries stay in their order."""
    turned = sparse(ins[0]).turned
    return replace(turned, stored=fresh_length()) if turned.format == "dia" else turned


def _turned_back(g: Value, y: Value, a: Value) -> Value:
    return stored(transposed(with_data(y, g))) if sparse(a).format == "dia" else g


pullback(
    "sparse_transpose",
    ("a",),
    spellings="scipy.sparse.csr_array.T",
    result=_turned_type,
    rule=_turned_back,
    view=True,
)
linear(
    "sparse_stored",
    ("a",),
    spellings="helpers.stored",
    result=lambda ins, attrs: Array(sparse(ins[0]).dtype, (sparse(ins[0]).stored,)),
    transpose={"a": lambda g, a: g},
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
    transpose={"a": lambda g, a: full_like(g, stored(a))},
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
    transpose={"x": lambda g, x, a: emit("sparse_toarray", with_data(a, g))},
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
    if isinstance(number.type, Array):
        return replace(kept, dtype=dtype_of(kept.dtype, number.type.dtype))
    return kept


def _scaled(position: int) -> Any:
    def transpose(g: Value, x: Value, y: Value) -> Value:
        mine, other = (x, y) if position == 0 else (y, x)
        if _is_sparse(mine):
            return other * g
        return sum_over(g * stored(other))

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


def _starts(ins: Ins, attrs: Attrs) -> Type:
    a = sparse(ins[0])
    return Array("int32", (a.shape[a.format == "csc"] + Length.of(1),))


for _name, _formats in {
    "indices": "csr csc",
    "indptr": "csr csc",
    "row": "coo",
    "col": "coo",
}.items():

    def _integers(ins: Ins, attrs: Attrs, name: str = _name, formats: str = _formats) -> Type:
        if sparse(ins[0]).format not in formats.split():
            raise TypeError(f"`.{name}` of a matrix of the format {sparse(ins[0]).format}")
        if name == "indptr":
            return _starts(ins, attrs)
        return Array("int32", (sparse(ins[0]).stored,))

    nondiff(
        f"sparse_{_name}",
        ("a",),
        spellings=f"scipy.sparse.csr_array.{_name}",
        result=_integers,
        shape_only=frozenset({"a"}),
    )
nondiff(
    "sparse_nonzero",
    ("a",),
    spellings="scipy.sparse.csr_array.nonzero",
    result=lambda ins, attrs: TupleOf((Array("int32", (fresh_length(),)),) * 2),
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
