"""What is known before the run, as a Python object: keys of dicts, members of sets, text."""

from __future__ import annotations

from typing import Any

from codegen.frontend.slots import Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import Undefined


class _Unknown:
    def __repr__(self) -> str:
        return "UNKNOWN"


UNKNOWN = _Unknown()


def known(slot: Slot | None) -> Any:
    """The number, text or tuple of them that a slot stands for, else UNKNOWN."""
    if isinstance(slot, Value) and slot.is_const and not isinstance(slot.type, Undefined):
        return slot.const
    if isinstance(slot, TupleSlot) and slot.cls is None:
        items = tuple(known(item) for item in slot.items)
        return UNKNOWN if any(item is UNKNOWN for item in items) else items
    return UNKNOWN


def slot_of_known(found: Any) -> Slot:
    """The slot of such an object."""
    return TupleSlot(tuple(map(slot_of_known, found))) if type(found) is tuple else constant(found)


def slots_of_known(found: Any) -> tuple[Slot, ...]:
    """The slots of several: of the keys of a dict or set, or the characters of a text."""
    return tuple(map(slot_of_known, found))


def key_of(t: Tracer, slot: Slot) -> Any:
    """A key of a dict, or a member of a set."""
    found = known(slot)
    if found is not UNKNOWN:
        return found
    for part in t.state.parts(slot):
        if isinstance(part, Value):
            t.need_literal(part)
    t.refuse(
        "CG024",
        "the key of a dict is not known before the run",
        "Use a literal key, or a list or array with integer indices.",
    )
