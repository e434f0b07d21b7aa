"""Lists that change while a loop runs over them: Python goes by place, and asks for the length
before every round."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NoReturn

from codegen.frontend.slots import Buffer, FixedList, Name, Ref
from codegen.frontend.tracer import Tracer
from codegen.ir.build import current
from codegen.ir.graph import Op, Value
from codegen.ir.types import ListOf

_KEEP_LENGTH = ("update", "accumulate")


def lists_run_over(t: Tracer, since: int) -> dict[Name, Value]:
    """The lists that a loop holds, by the names that it gave them, as a round begins."""
    found = {}
    for number in range(since + 1, t.held_names + 1):
        name = (t.frame, f"$held {number}")
        slot = t.state.names.get(name)
        entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
        if isinstance(entry, Buffer) and isinstance(entry.value.type, ListOf):
            found[name] = entry.value
    return found


def check_lengths(t: Tracer, before: Mapping[Name, Value]) -> None:
    """Called as the round ends."""
    for name, start in before.items():
        slot = t.state.names.get(name)
        entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
        if isinstance(entry, Buffer):
            if not _has_length_of(entry.value, start, current().ops):
                refuse_change(t)
        elif isinstance(entry, FixedList):
            refuse_change(t)


def refuse_change(t: Tracer) -> NoReturn:
    t.refuse(
        "CG036",
        "the list changes its length while a loop runs over it",
        "Loop over a copy, `for v in list(xs)`, or by place: `while k < len(xs)`.",
    )


def _has_length_of(end: Value, start: Value, ops: list[Op] | tuple[Op, ...]) -> bool:
    """Whether only items were replaced between two versions of a list."""
    makers = {out: op for op in ops for out in op.outs}
    while end is not start:
        op = makers.get(end)
        if op is None:
            return False
        if op.name == "if":
            place = op.outs.index(end)
            return all(
                _has_length_of(region.results[place], start, (*ops, *region.ops))
                for region in op.regions
            )
        if op.name == "loop":
            (body,) = op.regions
            place = op.outs.index(end) - bool(op.attrs.get("exits"))
            result = body.results[place + bool(op.attrs.get("exits"))]
            parameter = body.params[place + ("start" in op.attrs)]
            if not _has_length_of(result, parameter, body.ops):
                return False
            end = op.ins[place]
        elif op.name in _KEEP_LENGTH:
            end = op.ins[0]
        else:
            return False
    return True
