"""What evaluating an op does beside giving a value, and in which order its operands are evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen.ir.graph import Op, Value, values_in, walk
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, ListOf, Opaque, is_mutable

FREE, READS, WRITES, RAISES, IMPURE = 0, 1, 2, 4, 8
RETURNED = "return"
_RAISING_ARITHMETIC = frozenset({"div", "floordiv", "mod", "pow"})


def effects_of(op: Op) -> int:
    """READS memory that a store may change; WRITES such memory; RAISES; IMPURE: prints, draws random numbers."""
    found = _own(op)
    for region in op.regions:
        for inner in walk(region):
            found |= _own(inner)
    return found


def _own(op: Op) -> int:
    found = FREE
    if op.attrs.get("store"):
        found |= WRITES | READS
    if op.attrs.get("effect") or op.name in ("call", "print", "raise"):
        found |= IMPURE | READS | WRITES
    row = REGISTRY.get(op.name)
    shape_only = row.shape_only if row is not None else frozenset()
    for position, value in enumerate(op.ins):
        name = row.operands[position] if row is not None and position < len(row.operands) else ""
        if name in shape_only and not isinstance(value.type, ListOf):
            continue
        if is_mutable(value.type) or isinstance(value.type, Opaque):
            found |= READS
    if any(
        isinstance(v.type, Array) and not v.type.scalar for v in op.operands() if v not in op.ins
    ):
        found |= READS
    if row is not None and row.impure:
        found |= IMPURE
    if not op.backward:  # the backward part never raises where f did not
        if row is not None and row.raises or op.name in _RAISING_ARITHMETIC:
            found |= RAISES
    return found


def conflict(first: int, second: int) -> bool:
    """Must two evaluations keep their order?"""
    if first & WRITES and second & (READS | WRITES) or first & READS and second & WRITES:
        return True
    visible = RAISES | IMPURE
    return bool(first & visible and second & visible)


def operand_slots(op: Op) -> tuple[Value, ...]:
    """The operands that may hold an expression, in the order in which the printed statement evaluates them.

    What a store writes into must be a variable, and so must what a loop starts with: it becomes one.
    """
    return tuple(_slots(op))


def _slots(op: Op) -> Iterator[Value]:
    attrs = op.attrs
    if op.name == "loop":
        for key in ("start", "stop", "step"):
            yield from values_in(attrs.get(key))
        return
    path: Any = attrs.get("path", ())
    rest = [v for key, item in attrs.items() if key != "path" for v in values_in(item)]
    if op.name == "update":
        yield from op.ins[1:]
        yield from values_in(path)
    elif op.name == "accumulate":
        if not path and not attrs.get("store"):
            yield op.ins[0]
        yield from values_in(path)
        yield from op.ins[1:]
    elif op.name in ("append", "extend", "insert", "pop"):
        yield from rest
        yield from op.ins[1:]
    else:
        yield from op.ins
        yield from values_in(path)
        yield from rest
