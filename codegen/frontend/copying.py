"""Copies of what a slot holds: `copy.copy`, `copy.deepcopy`, `dataclasses.asdict`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from codegen.frontend.gathering import as_list
from codegen.frontend.objects import class_of, object_attribute
from codegen.frontend.slots import (
    STRUCTURES,
    Dict,
    FixedList,
    KeySet,
    Object,
    Ref,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.tracer import Tracer
from codegen.ir.types import Array, is_mutable

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def object_as_dict(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """dataclasses.asdict(x): copies all the way down."""
    cls = class_of(t, args[0])
    if cls is None or cls.kind != "dataclass" or len(args) > 1 or kwargs:
        t.refuse("CG042", "`asdict` of this is not supported", "Build the dict.")
    return _deep(t, args[0], {}, as_dict=True)


def shallow_copy(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """copy.copy(x): a structure of its own with the same parts."""
    slot = _only(t, "copy", args, kwargs)
    if not isinstance(slot, Ref):
        return slot
    entry = t.state.heap[slot.address]
    if isinstance(entry, STRUCTURES):
        _check_own(t, slot, "__copy__")
        return t.state.allocate(replace(entry))
    if isinstance(entry, KeySet) or isinstance(t.value(slot).type, Array):
        return _deep(t, slot, {})
    return as_list(t, slot)


def deep_copy(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """copy.deepcopy(x): what stands in it twice stands in the copy twice."""
    return _deep(t, _only(t, "deepcopy", args, kwargs), {})


def _only(t: Tracer, name: str, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    if len(args) != 1 or kwargs:
        t.refuse("CG042", f"`{name}` takes one argument here")
    return args[0]


def _check_own(t: Tracer, slot: Slot, name: str) -> None:
    cls = class_of(t, slot)
    if cls is not None and (cls.refusal or cls.find(name) is not None):
        t.refuse("CG017", cls.refusal or f"the class {cls.name} defines `{name}`")


def _deep(t: Tracer, slot: Slot, made: dict[int, Slot], as_dict: bool = False) -> Slot:
    """made: the copies so far, by the cells that they are of."""
    if isinstance(slot, TupleSlot):
        return replace(slot, items=tuple(_deep(t, item, made, as_dict) for item in slot.items))
    if not isinstance(slot, Ref):
        return slot
    if as_dict or slot.address not in made:
        made[slot.address] = _deep_of_cell(t, slot, made, as_dict)
    return made[slot.address]


def _deep_of_cell(t: Tracer, slot: Ref, made: dict[int, Slot], as_dict: bool) -> Slot:
    entry = t.state.heap[slot.address]
    if isinstance(entry, KeySet):
        return t.state.allocate(entry)
    if isinstance(entry, Object) and as_dict and entry.cls.kind == "dataclass":
        names = tuple(each.name for each in entry.cls.fields if each.kept)
        parts = [object_attribute(t, slot, entry.cls, name) for name in names]
        return t.state.allocate(Dict(names, tuple(_deep(t, part, made, True) for part in parts)))
    if isinstance(entry, FixedList | Dict | Object):
        _check_own(t, slot, "__deepcopy__")
        items = tuple(_deep(t, item, made, as_dict) for item in entry.items)
        return t.state.allocate(replace(entry, items=items))
    value = t.value(slot)
    if (isinstance(entry, View) and entry.uncertain) or not isinstance(value.type, Array):
        if is_mutable(value.type):
            t.refuse("CG042", "a copy of this is not supported", "Build the copy in a loop.")
        return slot
    return t.slot(t.emit("copy", value, via="numpy.ndarray.copy"))


COPIES: dict[str, Special] = {
    "copy.copy": shallow_copy,
    "copy.deepcopy": deep_copy,
    "dataclasses.asdict": object_as_dict,
}
