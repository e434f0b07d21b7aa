"""Where the stored entries of one sparse matrix stand in another: what the rules of sums, products
and other formats are written with. Places are integers, without a derivative; what is read by them
is linear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import as_value, emit
from codegen.ir.graph import Index, Path, Value
from codegen.ir.types import Array, TupleOf, fresh_length
from codegen.rules.kinds import linear, nondiff
from codegen.rules.language import added_at, equal, item, part_of, shape_of, where, zeros_like
from codegen.rules.scipy_sparse import sparse, stored

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _vector(ins: Ins, owner: int) -> Array:
    return Array(array_type(ins[0].type).dtype, (sparse(ins[owner]).stored,))


def read_entries(g: Value, c: Value, a: Value, *offsets: Value) -> Value:
    """At a's stored entries, the numbers g of c's."""
    return emit("read_entries", g, c, a, *offsets)


def sum_entries(g: Value, a: Value, c: Value, *offsets: Value) -> Value:
    """At c's stored entries, the sums of the numbers g of a's."""
    return emit("sum_entries", g, a, c, *offsets)


_OFFSETS: dict[str, Any] = {"defaults": {"down": 0, "across": 0}}

linear(
    "read_entries",
    ("values", "c", "a", "down", "across"),
    spellings="helpers.read_entries",
    result=lambda ins, attrs: _vector(ins, 2),
    transpose={"values": lambda g, values, c, a, *offsets: sum_entries(g, a, c, *offsets)},
    **_OFFSETS,
)
linear(
    "sum_entries",
    ("values", "a", "c", "down", "across"),
    spellings="helpers.sum_entries",
    result=lambda ins, attrs: _vector(ins, 2),
    transpose={"values": lambda g, values, a, c, *offsets: read_entries(g, c, a, *offsets)},
    **_OFFSETS,
)
nondiff(
    "sparse_places",
    ("a",),
    spellings="helpers.places",
    result=lambda ins, attrs: TupleOf((Array("int64", (sparse(ins[0]).stored,)),) * 2),
)


def places(a: Value) -> tuple[Value, Value]:
    """The rows and the columns of the stored entries."""
    both = emit("sparse_places", a)
    return part_of(both, 0), part_of(both, 1)


def _terms_type(ins: Ins, attrs: Attrs) -> TupleOf:
    count = fresh_length()
    return TupleOf((Array("int64", (count,)),) * 3)


for _name in ("product_entries", "kron_entries"):
    nondiff(_name, ("a", "b", "c"), spellings=f"helpers.{_name}", result=_terms_type)


def by_terms(
    g: Value, c: Value, a: Value, b: Value, terms: str = "product_entries"
) -> dict[int, Value]:
    """The cotangents of the factors of c = a @ b or kron(a, b): term by term, of which there are as
    many as SciPy adds up."""
    triples = emit(terms, a, b, c)
    of_a, of_b, of_c = (part_of(triples, k) for k in range(3))
    each = item(g, of_c)
    return {
        0: _summed(each * item(stored(b), of_b), of_a, a),
        1: _summed(each * item(stored(a), of_a), of_b, b),
    }


def _summed(terms: Value, at: Value, a: Value) -> Value:
    return added_at(zeros_like(stored(a)), terms, at, repeated=True)


nondiff(
    "numbered",
    ("a",),
    spellings="helpers.numbered",
    result=lambda ins, attrs: replace(sparse(ins[0]), dtype="int64"),
)


def of_item(g: Value, a: Value, path: Path) -> Value:
    """The cotangent of a matrix of which rows and columns, or an element, were taken: these go by
    the numbers of the entries."""
    if isinstance(g.type, Array) and g.type.rank == 1:
        taken = emit("getitem", emit("numbered", a), path=path)
        return _summed(g, stored(taken) - 1, a)
    (step,) = path
    assert isinstance(step, Index)
    met = [
        equal(at, emit("mod", as_value(place), shape_of(a, axis)))
        for axis, (at, place) in enumerate(zip(places(a), step.items, strict=True))
    ]
    return where(emit("logical_and", *met), g, 0.0)
