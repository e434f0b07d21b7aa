"""scipy.sparse: what makes a matrix of other matrices: products, sums, other formats.

Entries that cancel are dropped, those of one place are added: the stored entries of the result say
nothing of those of the operands. So these take matrices that are held fixed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.ir.graph import Op, Value
from codegen.ir.ops import Infer, Row, register
from codegen.ir.sparse import Sparse
from codegen.ir.types import Type, facts, fresh_length
from codegen.rules.scipy_sparse import dtype_of, sparse

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _held(
    name: str, operands: tuple[str, ...], result: Infer, why: str, spelling: str = ""
) -> None:
    def pull(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        raise TypeError(why)

    spellings = (spelling,) if spelling else ()
    register(Row(name, operands, spellings=spellings, result=result, pullback=pull, raises=True))


def _format(a: Sparse, b: Sparse) -> str:
    if a.matrix is not b.matrix:
        raise TypeError("a sparse matrix beside a sparse array: make them of one kind")
    return "csr" if a.format == "coo" else a.format


def _product_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), sparse(ins[1])
    facts().unify(a.shape[1], b.shape[0])
    shape = (a.shape[0], b.shape[1])
    return Sparse(_format(a, b), dtype_of(a.dtype, b.dtype), shape, fresh_length(), a.matrix)


def _sum_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), sparse(ins[1])
    for mine, other in zip(a.shape, b.shape, strict=True):
        facts().unify(mine, other)
    dtype = dtype_of(a.dtype, b.dtype)
    return Sparse(_format(a, b), dtype, a.shape, fresh_length(), a.matrix)


_held(
    "sparse_product",
    ("a", "b"),
    _product_type,
    "the gradient of the product of two sparse matrices by their entries: A @ (B @ x)",
)
for _name in ("add", "sub"):
    _held(
        f"sparse_{_name}",
        ("a", "b"),
        _sum_type,
        "the gradient of a sum of sparse matrices by their entries: A @ x + B @ x",
    )


def _converted(form: str) -> Infer:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        return replace(sparse(ins[0]), format=form, stored=fresh_length())

    return infer


for _form in ("csr", "csc", "coo"):
    _held(
        f"sparse_to{_form}",
        ("a",),
        _converted(_form),
        f"the gradient of `.to{_form}()` by the stored entries: pass the matrix in this format",
        f"scipy.sparse.csr_array.to{_form}",
    )
