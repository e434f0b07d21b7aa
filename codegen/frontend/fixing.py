"""Values of arguments that decide about the text: an axis, a key, a number of rows.

Such a value may be an argument itself or stand in one: an item of a tuple or dict, an attribute of
an object. The trace that needs it starts again with the literal in its place; the text says what it
was made for, and a call with another value gets a text of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from codegen.frontend.slots import STRUCTURES, Dict, FixedList, Object, Ref, Slot, TupleSlot
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Field, Key, Parameter, Path, Step, Value, constant
from codegen.ir.stores import follow

if TYPE_CHECKING:
    from codegen.frontend.tracer import Tracer


class Fixed(Exception):
    """The trace needs a value of an argument: it starts again for that value."""

    def __init__(self, name: str, path: Path, value: Any) -> None:
        super().__init__(name)
        self.name, self.path, self.value = name, path, value


def is_literal(real: Any) -> bool:
    return type(real) in (int, bool, str)


def note_parts(t: Tracer, name: str, slot: Slot, real: Any, path: Path = ()) -> None:
    """Remember what stands in an argument and may be written into the text. real: the argument."""
    if isinstance(slot, Value):
        found = follow(real, path)
        if not slot.is_const and is_literal(found):
            t.fixable[slot] = (name, path, found)
        return
    for step, item in _items(t, slot):
        note_parts(t, name, item, real, (*path, step))


def _items(t: Tracer, slot: Slot) -> list[tuple[Step, Slot]]:
    """What stands in a structure, and the way to it."""
    if isinstance(slot, TupleSlot):
        return [(Key(k), item) for k, item in enumerate(slot.items)]
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    match entry:
        case FixedList(items):
            return [(Key(k), item) for k, item in enumerate(items)]
        case Dict(keys, items):
            return [(Key(key), item) for key, item in zip(keys, items, strict=True)]
        case Object(_, keys, items):
            return [(Field(key), item) for key, item in zip(keys, items, strict=True)]
    return []


def with_parts(t: Tracer, parameter: Parameter, slot: Slot) -> Slot:
    """The slot of a parameter with the literals that the text is made for."""
    for path, value in parameter.parts:
        test = emit("eq", emit("getitem", parameter.value, path=path), constant(value))
        message = constant(f"generated for {text_of(parameter.name, path)}={value!r}")
        emit_op("assert", (test, message))
        slot = _put(t, slot, path, constant(value))
    return slot


def _put(t: Tracer, slot: Slot, path: Path, value: Slot) -> Slot:
    if not path:
        return value
    items = tuple(
        _put(t, item, path[1:], value) if step == path[0] else item
        for step, item in _items(t, slot)
    )
    if isinstance(slot, TupleSlot):
        return replace(slot, items=items)
    assert isinstance(slot, Ref)
    entry = t.state.heap[slot.address]
    assert isinstance(entry, STRUCTURES)
    t.state.heap[slot.address] = replace(entry, items=items)
    return slot


def text_of(name: str, path: Path) -> str:
    """How Python spells the way to a part of an argument."""
    steps = (f".{s.name}" if isinstance(s, Field) else f"[{s.key!r}]" for s in path)  # type: ignore[union-attr]
    return name + "".join(steps)
