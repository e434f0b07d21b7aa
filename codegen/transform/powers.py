"""Gates of exponentials and powers whose chain rule is inf/inf or 0/0: softplus, x * x**0.5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.types import Scalar
from codegen.transform.matching import Gate, is_literal, same

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

# exp(x) beyond this is as good as infinite beside 1, in float32 as well
_LARGE = 1e30


def softplus(tape: Tape, op: Op) -> Gate | None:
    """log(1 + exp(x)), log1p(exp(x)): g * exps / (1 + exps), and g where exps is infinite."""
    if len(op.ins) != 1:
        return None
    exps = _exps(tape, op.ins[0]) if op.name == "log1p" else _one_plus(tape, op.ins[0])
    if exps is None:
        return None

    def pullback(g: Value) -> Value:
        part = exps.out
        if not isinstance(part.type, Scalar):  # math.exp raises instead
            part = emit("minimum", part, _LARGE)
        return g * (part / (1 + part))

    return Gate(exps.ins[0], pullback)


def _exps(tape: Tape, value: Value) -> Op | None:
    op = tape.definition(value)
    return op if op is not None and op.name == "exp" else None


def _one_plus(tape: Tape, value: Value) -> Op | None:
    op = tape.definition(value)
    if op is None or op.name != "add":
        return None
    for one, other in (op.ins, op.ins[::-1]):
        if is_literal(one, 1):
            return _exps(tape, other)
    return None


def raised(tape: Tape, op: Op) -> Gate | None:
    """x**a * x**b with an exponent below 1: g * (a + b) * x**(a + b - 1), which is finite at 0."""
    (x, a), (y, b) = (_power(tape, value) for value in op.ins)
    if not (0 < a < 1 or 0 < b < 1) or min(a, b) <= 0 or a + b < 1 or not same(tape, x, y):
        return None
    roots = any(_is_cube_root(tape, value) for value in op.ins)  # of negative numbers as well
    if roots and 1 not in (a, b):
        return None

    def pullback(g: Value) -> Value:
        total = a + b
        if total == 1:
            return g
        power = op.ins[1] if a == 1 else op.ins[0] if b == 1 else x ** (total - 1)
        return g * (total * power)

    return Gate(x, pullback)


def _is_cube_root(tape: Tape, value: Value) -> bool:
    op = tape.definition(value)
    return op is not None and op.name == "cbrt"


_ROOTS = {"sqrt": 1 / 2, "cbrt": 1 / 3, "square": 2.0}


def _power(tape: Tape, value: Value) -> tuple[Value, float]:
    """The base and the exponent of a power; any other value is its own first power."""
    op = tape.definition(value)
    if op is not None and op.name in _ROOTS:
        return op.ins[0], _ROOTS[op.name]
    if op is not None and op.name == "pow" and op.ins[1].is_const:
        exponent = op.ins[1].const
        if isinstance(exponent, int | float):
            return op.ins[0], float(exponent)
    return value, 1.0
