"""What a value may be: infinite or nan, or never negative."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.ir.graph import Value

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

# What may be infinite where it does not count, so that 0 times it is nan
_UNBOUNDED = frozenset(
    "log log2 log10 log1p exp exp2 expm1 sinh cosh tan reciprocal arcsin arccos arctanh arccosh "
    "lgamma gamma".split()
)


def may_be_wild(tape: Tape, value: Value, depth: int) -> bool:
    """Whether a finite operand may make the value infinite or nan."""
    op = tape.definition(value)
    if op is None or depth == 0:
        return False
    if op.name in _UNBOUNDED or op.name == "sqrt" and not _not_negative(tape, op.ins[0], depth):
        return True
    if op.name == "div" and not op.ins[1].is_const:
        return True
    if op.name == "pow":
        exponent = op.ins[1].const if op.ins[1].is_const else None
        if not isinstance(exponent, int | float) or exponent < 0:
            return True
        if exponent != int(exponent) and not _not_negative(tape, op.ins[0], depth):
            return True
        return may_be_wild(tape, op.ins[0], depth - 1)
    if op.name in ("neg", "pos", "add", "sub", "mul", "div", "abs", "square", "sqrt"):
        return any(may_be_wild(tape, x, depth - 1) for x in op.ins)
    return False


def _not_negative(tape: Tape, value: Value, depth: int) -> bool:
    """Whether no operand makes the value negative."""
    if isinstance(value.const, int | float):
        return value.const >= 0
    op = tape.definition(value)
    if op is None or depth == 0:
        return False
    if op.name in ("abs", "square", "exp", "sqrt", "norm", "cosh", "var", "std"):
        return True
    if op.name == "pow" and isinstance(op.ins[1].const, int) and op.ins[1].const % 2 == 0:
        return True
    if op.name == "mul" and op.ins[0] is op.ins[1]:
        return True
    if op.name in ("maximum", "fmax", "python_max"):
        return any(_not_negative(tape, x, depth - 1) for x in op.ins)
    if op.name in ("add", "mul", "div", "sum", "mean"):
        return all(_not_negative(tape, x, depth - 1) for x in op.ins)
    return False


def is_positive(tape: Tape, value: Value, depth: int) -> bool:
    """Whether the value lies above 0 by what the function adds to it: `sqrt(variance + 1e-5)`."""
    if isinstance(value.const, int | float):
        return value.const > 0
    op = tape.definition(value)
    if op is None or depth == 0:
        return False
    if op.name == "add":
        return any(
            is_positive(tape, a, depth - 1) and _not_negative(tape, b, depth - 1)
            for a, b in (op.ins, op.ins[::-1])
        )
    if op.name in ("maximum", "fmax", "python_max"):
        return any(is_positive(tape, x, depth - 1) for x in op.ins)
    return False
