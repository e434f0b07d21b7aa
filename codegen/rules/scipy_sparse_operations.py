"""scipy.sparse: what makes a matrix of other matrices: sums, products, other formats.

SciPy stores nothing where terms cancel. A change of the operands changes these places all the same,
so where there is something to differentiate the pattern is kept whole (transform/patterns.py); the
rules may take it that every entry of an operand has one in the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from codegen.ir.graph import Value
from codegen.ir.sparse import Sparse
from codegen.ir.types import Length, Type, facts, fresh_length
from codegen.rules.kinds import pullback
from codegen.rules.scipy_sparse import dtype_of, sparse, stored
from codegen.rules.scipy_sparse_entries import by_terms, read_entries, sum_entries

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
Rule = Callable[..., Any]


def _format(a: Sparse, b: Sparse) -> str:
    """Of a sum or a product."""
    if a.format == b.format == "dia":
        return "dia"
    return "csr" if a.format in ("coo", "dia") else a.format


def _product_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), sparse(ins[1])
    facts().unify(a.shape[1], b.shape[0])
    shape = (a.shape[0], b.shape[1])
    return Sparse(_format(a, b), dtype_of(a.dtype, b.dtype), shape, fresh_length(), a.matrix)


def _sum_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), sparse(ins[1])
    for mine, other in zip(a.shape, b.shape, strict=True):
        facts().unify(mine, other)
    return Sparse(_format(a, b), dtype_of(a.dtype, b.dtype), a.shape, fresh_length(), a.matrix)


def _multiplied_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), sparse(ins[1])
    if Length.of(1) in (*a.shape, *b.shape) and a.shape != b.shape:
        raise TypeError("`.multiply()` of sparse matrices of different shapes: use a dense vector")
    for mine, other in zip(a.shape, b.shape, strict=True):
        facts().unify(mine, other)
    dtype = dtype_of(a.dtype, b.dtype)
    return Sparse(_format(a, b), dtype, a.shape, fresh_length(), a.matrix)


def _both(name: str, result: Any, rule: Rule, whole: str, spellings: str = "") -> None:
    """Register an operation of two matrices, and the same with the whole pattern."""
    for each, spelled in ((name, spellings), (f"whole_{name}", f"helpers.{whole}")):
        pullback(each, ("a", "b"), spellings=spelled, result=result, rule=rule, raises=True)


def _sum(sign: int) -> Rule:
    def rule(g: Value, c: Value, a: Value, b: Value) -> dict[int, Value]:
        db = read_entries(g, c, b)
        return {0: read_entries(g, c, a), 1: db if sign > 0 else -db}

    return rule


def _multiplied(g: Value, c: Value, a: Value, b: Value) -> dict[int, Value]:
    """What of a matrix stands alone in its place has no part in the result."""
    return {
        0: read_entries(g * sum_entries(stored(b), b, c), c, a),
        1: read_entries(g * sum_entries(stored(a), a, c), c, b),
    }


_both("sparse_product", _product_type, by_terms, "whole_product")
_both("sparse_add", _sum_type, _sum(1), "whole_sum")
_both("sparse_sub", _sum_type, _sum(-1), "whole_difference")
_both("sparse_multiply", _multiplied_type, _multiplied, "whole_multiply")


def _converted(form: str) -> Callable[[Ins, Attrs], Type]:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        a = sparse(ins[0])
        stays = form == "coo" and a.format != "dia"
        return replace(a, format=form, stored=a.stored if stays else fresh_length())

    return infer


def _in_format(g: Value, c: Value, a: Value) -> Value:
    """As coo, the entries stay in their order."""
    if sparse(c).format == "coo" and sparse(a).format != "dia":
        return g
    return read_entries(g, c, a)


for _form in ("csr", "csc", "coo"):
    for _name, _spelled in (
        (f"sparse_to{_form}", f"scipy.sparse.csr_array.to{_form}"),
        (f"whole_sparse_to{_form}", f"helpers.whole_to{_form}"),
    ):
        pullback(_name, ("a",), spellings=_spelled, result=_converted(_form), rule=_in_format)
pullback(
    "without_duplicates",
    ("a",),
    spellings="helpers.without_duplicates",
    result=lambda ins, attrs: replace(sparse(ins[0]), stored=fresh_length()),
    rule=lambda g, c, a: read_entries(g, c, a),
)
