"""Lengths behind run-time integers: `n = x.shape[0]; np.zeros(n - 1)` has x's first length less
one.

The table belongs to the facts of a trace. A value that nothing is known about gets a symbol of
its own, so that two arrays made with the same `n` have equal lengths.
"""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Op, Value
from codegen.ir.sparse import Sparse
from codegen.ir.suppositions import suppose_divisible
from codegen.ir.types import (
    Array,
    Facts,
    Length,
    ListFixed,
    TupleOf,
    facts,
    fresh_length,
)

_KEY = "_lengths"


def _table() -> dict[Value, Length]:
    known: Facts = facts()
    table: dict[Value, Length] | None = getattr(known, _KEY, None)
    if table is None:
        table = {}
        setattr(known, _KEY, table)
    return table


def length_of(item: int | Value) -> Length:
    """The length that an int, or a run-time integer, stands for."""
    if isinstance(item, Value):
        if isinstance(item.const, int):
            return Length.of(int(item.const))
        return _table().setdefault(item, fresh_length())
    return Length.of(item)


def declare_length(value: Value, length: Length) -> None:
    """Record that an integer value is the length of an axis."""
    _table()[value] = length


def note(op: Op) -> None:
    """Record what the result of an op says about lengths: called for every op that is built."""
    found = _length_after(op)
    if found is not None:
        declare_length(op.out, found)


def _length_after(op: Op) -> Length | None:
    if op.name in ("shape", "len", "size"):
        return _length_read(op.ins[0], op)
    if op.name in ("add", "sub") and _is_integer(op):
        left, right = (length_of(value) for value in op.ins)
        return left + right if op.name == "add" else left - right
    if op.name == "floordiv" and _is_integer(op) and isinstance(op.ins[1].const, int):
        return _quotient(length_of(op.ins[0]), int(op.ins[1].const))
    if op.name == "mul" and _is_integer(op):
        for one, other in (op.ins, op.ins[::-1]):
            if isinstance(one.const, int):
                return length_of(other) * int(one.const)
    return None


def _quotient(length: Length, divisor: int) -> Length | None:
    """length // divisor, where it leaves no rest."""
    known = facts()
    suppose_divisible(length, divisor)
    found = known.resolve(length)
    if divisor < 1 or found.constant % divisor or any(c % divisor for _, c in found.terms):
        return None
    terms = tuple((symbol, c // divisor) for symbol, c in found.terms)
    return Length(terms, found.constant // divisor)


def _is_integer(op: Op) -> bool:
    return all(getattr(value.type, "kind", None) == "int" for value in op.ins)


def _length_read(base: Value, op: Op) -> Length | None:
    t: Any = base.type
    if isinstance(t, TupleOf | ListFixed):
        return Length.of(len(t.items)) if op.name == "len" else None
    if not isinstance(t, Array | Sparse) or t.shape is None or not t.shape:
        return None
    if op.name == "len":
        return t.shape[0]
    if op.name == "size":
        return t.shape[0] if len(t.shape) == 1 else None
    axis = op.attrs.get("axis")
    return t.shape[axis] if isinstance(axis, int) and -len(t.shape) <= axis < len(t.shape) else None
