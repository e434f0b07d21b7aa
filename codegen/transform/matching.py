"""The words that gates are recognised with: is this value that number, that function, the same
expression?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.ir.graph import Value, values_in
from codegen.ir.types import is_number

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


@dataclass(frozen=True)
class Gate:
    """The operand of a composite, and its cotangent from that of the result."""

    operand: Value
    pullback: Callable[[Value], Value]


def is_literal(value: Value, number: int) -> bool:
    return value.is_const and isinstance(value.const, int | float) and value.const == number


def operand_of(tape: Tape, value: Value, name: str) -> Value | None:
    """x, where the value is name(x)."""
    op = tape.definition(value)
    return op.ins[0] if op is not None and op.name == name and len(op.ins) == 1 else None


_PURE_DEPTH = 6  # how deep two expressions are compared


def same(tape: Tape, left: Value, right: Value, depth: int = _PURE_DEPTH) -> bool:
    """One value, or two computed by the same ops from the same values."""
    if left is right:
        return True
    if left.is_const or right.is_const:
        return (
            left.is_const and right.is_const and left.const == right.const and is_number(left.type)
        )
    a, b = tape.definition(left), tape.definition(right)
    if (
        depth == 0
        or a is None
        or b is None
        or a.name != b.name
        or a.regions
        or a.attrs.keys() != b.attrs.keys()
    ):
        return False
    if len(a.ins) != len(b.ins) or len(a.outs) != 1 or a.name in _UNREPEATABLE:
        return False
    if any(next(values_in(item), None) is not None for op in (a, b) for item in op.attrs.values()):
        return False
    if any(a.attrs[key] != b.attrs[key] for key in a.attrs):
        return False
    return all(same(tape, x, y, depth - 1) for x, y in zip(a.ins, b.ins, strict=True))


_UNREPEATABLE = frozenset({"call", "print", "loop", "if"})
