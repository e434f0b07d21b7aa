"""Slices that have a name: joined where paths meet, and held by lists as their bounds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.frontend.slots import Poison, SliceSlot, Slot
from codegen.ir.build import emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.records import Record
from codegen.ir.types import NoneType, TupleOf

SLICE = Record("slice", "slice", "slice")


def bounds_of(slot: SliceSlot) -> tuple[Any, Any, Any]:
    return slot.start, slot.stop, slot.step


def joined(left: SliceSlot, right: SliceSlot, join: Callable[[Value, Value], Slot]) -> Slot:
    """The slice with the bounds of either path."""
    found: list[Any] = []
    for mine, theirs in zip(bounds_of(left), bounds_of(right), strict=True):
        if (mine is None) != (theirs is None):
            return Poison("a slice has a bound on one path only", "Write all bounds out.")
        bound = None if mine is None else join(mine, theirs)
        if isinstance(bound, Poison):
            return bound
        found.append(bound)
    return SliceSlot(*found)


def as_value(slot: SliceSlot) -> Value:
    """A slice that a list of run-time length holds: its bounds, in a tuple."""
    bounds = [constant(None) if part is None else part for part in bounds_of(slot)]
    kind = TupleOf(tuple(part.type for part in bounds), SLICE)
    return emit_op("make_tuple", bounds, types=(kind,)).out


def read(kind: TupleOf, part: Callable[[int], Slot]) -> SliceSlot:
    """The slice again. part: what stands at a place of the tuple."""
    return SliceSlot(
        *(None if isinstance(item, NoneType) else part(at) for at, item in enumerate(kind.items))
    )
