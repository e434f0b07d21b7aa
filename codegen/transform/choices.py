"""max and min of several numbers: everything goes to the first that attains the value."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from codegen.ir.build import Builder, building, emit
from codegen.ir.graph import Op, Region, Value
from codegen.ir.types import is_number
from codegen.transform.adjoints import Adjoints
from codegen.transform.control import emit_if
from codegen.transform.cotangents import Cotangent

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

_NOTHING = Region((), (), ())


def is_choice(op: Op) -> bool:
    """Whether it is told by questions which operand got through: of two, a factor says it."""
    several = op.name in ("python_max", "python_min") and len(op.ins) > 2
    return several and all(is_number(x.type) for x in op.ins)


def reverse_choice(
    tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]
) -> None:
    """`if x == y: dx += g`, `elif ...`, for y = min(x, ...)."""
    _ask(tape, adjoints, op, op.ins, cotangents[0])


def _ask(tape: Tape, adjoints: Adjoints, op: Op, operands: Sequence[Value], g: Cotangent) -> None:
    first, *others = operands
    if not others:
        adjoints.add(first, g)
        return
    condition = emit("eq", first, op.out)
    traced = []
    for asked in ([first], others):
        builder = Builder(origin=op.origin, backward=True)
        inner = Adjoints(adjoints.active, adjoints)
        with building(builder):
            _ask(tape, inner, op, asked, g)
        traced.append((builder, inner))
    slots = list(dict.fromkeys(slot for _, inner in traced for slot in inner.own))
    choice = Op("if", (condition,), op.outs, {}, (_NOTHING, _NOTHING), op.origin)
    emit_if(tape, adjoints, choice, choice.regions, traced, slots, condition)
