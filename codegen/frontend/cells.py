"""Cells and structure as values of the graph."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from codegen.frontend import bounds
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    KeySet,
    Method,
    Named,
    Object,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.state import State
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.joins import join
from codegen.ir.types import DictOf, ListOf, NoneType, TupleOf, Type, Undefined

HELD = "a dict, list or object is changed that a list of run-time length holds"
TYPES = "whether this is a view of another array depends on types that are not known"
LAYOUT = "whether this shares memory with another array depends on how that lies in memory"


@dataclass
class Side:
    """One of the two states, and the builder at its end (structure may have to become a value)."""

    state: State
    builder: Builder


def read_cell(side: Side, address: int) -> Value:
    """The current value of a cell; a list of known length becomes a run-time list."""
    entry = side.state.heap[address]
    if isinstance(entry, Buffer):
        return entry.value
    with building(side.builder):
        if isinstance(entry, View):
            base = read_cell(side, entry.base)
            if entry.seen is not None and entry.seen_base is base:
                return entry.seen
            if entry.uncertain:
                layout = entry.uncertain == LAYOUT
                advice = "write .copy() behind it" if layout else "annotate the parameter"
                raise TypeError(f"{entry.uncertain}, and that was changed: {advice}")
            value = emit("getitem", base, path=entry.path)
            side.state.heap[address] = replace(entry, seen_base=base, seen=value)
            return value
        if isinstance(entry, FixedList):
            roots = [part for part in side.state.parts(TupleSlot(entry.items)) if _is_ref(part)]
            names = side.state.sharers(address)
            fresh = len(set(roots)) == len(roots) and all(
                side.state.is_fresh(item, names) for item in entry.items
            )
            value = run_time_list(side, entry)
            side.state.heap[address] = Buffer(value, aliased=not fresh)
            return value
    what = "an object" if isinstance(entry, Object) else "a dict"
    what = "a set" if isinstance(entry, KeySet) else what
    raise TypeError(f"{what} cannot be used as one value here")


def _is_ref(slot: Slot) -> bool:
    return isinstance(slot, Ref)


def run_time_list(side: Side, entry: FixedList) -> Value:
    """The list as one graph value. TypeError where its elements have no common type."""
    items: list[Value] = []
    for slot in entry.items:
        items.append(slot_value(side, slot))
    item_type: Type = Undefined()
    for item in items:
        joined = join(item_type, item.type)
        if joined is None:
            raise TypeError("a list of different things is indexed or grown at run time")
        item_type = joined
    with building(side.builder):
        return emit_op("make_list", items, types=(ListOf(item_type),)).out


def slot_value(side: Side, slot: Slot) -> Value:
    """A slot as one graph value; an array that is put into a run-time container is frozen."""
    if isinstance(slot, Value):
        return _of_member(slot) if isinstance(slot.const, Enum) else slot
    if isinstance(slot, Ref):
        entry = side.state.heap[slot.address]
        if isinstance(entry, Dict):
            if entry.kind != "dict":
                raise TypeError(f"a {entry.kind} is used as one value: make it a dict")
            side.state.borrowed.setdefault(slot.address, HELD)
            side.state.put_into_list(slot.address, "append a copy")
            items = [slot_value(side, item) for item in entry.items]
            with building(side.builder):
                return emit("make_dict", *items, keys=entry.keys)
        if isinstance(entry, Object):
            return _object_value(side, slot.address, entry)
        value = read_cell(side, slot.address)
        side.state.put_into_list(slot.address, "append a copy")
        return value
    if isinstance(slot, SliceSlot):
        with building(side.builder):
            return bounds.as_value(slot)
    if isinstance(slot, TupleSlot):
        items = [slot_value(side, item) for item in slot.items]
        with building(side.builder):
            if slot.cls is None:
                return emit("make_tuple", *items)
            types = TupleOf(tuple(item.type for item in items), slot.cls.record("namedtuple"))
            return emit_op("make_tuple", items, types=(types,)).out
    raise TypeError(_no_value(slot))


def _of_member(slot: Value) -> Value:
    """A member of an enum whose members are numbers or text."""
    if isinstance(slot.const, Enum) and isinstance(slot.const, int | float | str):
        return constant(slot.const.value)
    raise TypeError("a member of an enum is used as a value: write `.value`")


def _object_value(side: Side, address: int, entry: Object) -> Value:
    """An object that a run-time container holds: a dict of its attributes, changed no more."""
    side.state.borrowed.setdefault(address, HELD)
    side.state.put_into_list(address, "append a copy")
    items = [slot_value(side, item) for item in entry.items]
    kind = DictOf(entry.keys, tuple(item.type for item in items), entry.cls.record("dict"))
    with building(side.builder):
        return emit_op("make_dict", items, {"keys": entry.keys}, types=(kind,)).out


def _no_value(slot: Slot) -> str:
    if isinstance(slot, Method):
        return (
            f"the attribute `{slot.name}` is not read from here: "
            "pass what it holds as a parameter, in a dict or tuple"
        )
    if isinstance(slot, Named):
        return f"`{slot.dotted}` is used as a number: pass it as a parameter"
    return "a function or iterator is used as a number: call it, or loop over it"


def join_optional(left: Type, right: Type) -> Type | None:
    """None or T is a T that may not be there: the join of states notes it."""
    if isinstance(left, NoneType):
        return right
    return left if isinstance(right, NoneType) else join(left, right)


def equal_constants(left: Value, right: Value) -> bool:
    return type(left.const) is type(right.const) and repr(left.const) == repr(right.const)
