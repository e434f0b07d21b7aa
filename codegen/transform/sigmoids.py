"""The sigmoid s = 1 / (1 + exp(-x)) and its logarithms, with their textbook derivatives.

d s / dx = (1 - s) * s, d log(s) / dx = 1 - s, d log(1 - s) / dx = -s: of the cross-entropy
y * log(s) + (1 - y) * log(1 - s) they leave y - s (`optimize/complements`), where the chain rule
would divide by s and by 1 - s, which may be 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.ir.graph import Op, Value
from codegen.transform.matching import Gate, is_literal, operand_of, same

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


@dataclass(frozen=True)
class _Sigmoid:
    """s and its operand. falls: s is 1 / (1 + exp(x))."""

    s: Value
    x: Value
    falls: bool = False

    def along(self, g: Value) -> Value:
        """g with the sign of the slope."""
        return -g if self.falls else g


def sigmoid(tape: Tape, op: Op) -> Gate | None:
    """g * (1 - s) * s."""
    found = _sigmoid_of(tape, op)
    if found is None or op.name == "expit":
        return None
    return Gate(found.x, lambda g: found.along(g) * (1 - found.s) * found.s)


def logarithm(tape: Tape, op: Op) -> Gate | None:
    """log(s): g * (1 - s). log(1 - s), log1p(-s): -g * s."""
    if len(op.ins) != 1:  # to another base
        return None
    (operand,) = op.ins
    if op.name == "log" and (found := _sigmoid_at(tape, operand)) is not None:
        return Gate(found.x, lambda g: found.along(g) * (1 - found.s))
    rest = _taken_from_one(tape, operand) if op.name == "log" else operand_of(tape, operand, "neg")
    whole = _sigmoid_at(tape, rest) if rest is not None else None
    return None if whole is None else Gate(whole.x, lambda g: -whole.along(g) * whole.s)


def _taken_from_one(tape: Tape, value: Value) -> Value | None:
    """s, where the value is 1 - s."""
    op = tape.definition(value)
    return op.ins[1] if op is not None and op.name == "sub" and is_literal(op.ins[0], 1) else None


def _sigmoid_at(tape: Tape, value: Value) -> _Sigmoid | None:
    op = tape.definition(value)
    return None if op is None else _sigmoid_of(tape, op)


def _sigmoid_of(tape: Tape, op: Op) -> _Sigmoid | None:
    """1 / (1 + exp(-x)), (1 + exp(-x))**-1, exp(x) / (1 + exp(x)), expit(x)."""
    if op.name == "expit":
        return _Sigmoid(op.out, op.ins[0])
    if op.name == "div":
        above, below = op.ins
    elif op.name == "pow" and is_literal(op.ins[1], -1) or op.name == "reciprocal":
        above, below = None, op.ins[0]
    else:
        return None
    exps = _one_plus_exp(tape, below)
    if exps is None:
        return None
    power = exps.ins[0]
    if above is None or is_literal(above, 1):
        negated = operand_of(tape, power, "neg")
        return _Sigmoid(op.out, power, True) if negated is None else _Sigmoid(op.out, negated)
    return _Sigmoid(op.out, power) if same(tape, above, exps.out) else None


def _one_plus_exp(tape: Tape, value: Value) -> Op | None:
    """The exp in 1 + exp(...) or exp(...) + 1."""
    op = tape.definition(value)
    if op is None or op.name != "add":
        return None
    for one, other in (op.ins, op.ins[::-1]):
        exps = tape.definition(other)
        if is_literal(one, 1) and exps is not None and exps.name == "exp":
            return exps
    return None
