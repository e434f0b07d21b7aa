"""`sorted`, `list.sort`, `max` and `min` with a key: what the keys say about places is computed at
run time, and the items are taken from there."""

from __future__ import annotations

from typing import Any

from codegen.frontend.dispatch import apply
from codegen.frontend.gathering import as_list, gather
from codegen.frontend.lists import check_own, store_list
from codegen.frontend.rows import emit_row
from codegen.frontend.sharing import rearranged
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Iteration,
    KeySet,
    Name,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.subscripts import locate, read_item
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import ListOf, is_number


def sorted_list(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """sorted(items, key=..., reverse=...)."""
    reverse = _flag(t, kwargs.get("reverse"))
    key = _key(kwargs.get("key"))
    (items,) = args
    items, keys = _with_keys(t, items, key)
    if keys is not None and all(each.is_const for each in keys):
        slots, words = _known(t, items, keys)
        places = sorted(range(len(words)), key=words.__getitem__, reverse=reverse)
        return t.state.allocate(FixedList(tuple(slots[place] for place in places)))
    if key is None and not _of_numbers(t, items):
        t.refuse(
            "CG042",
            "`sorted` of anything but numbers, without a key",
            "Give it one: `sorted(pairs, key=lambda pair: pair[0])`.",
        )
    if key is None:
        listed = items if isinstance(items, Ref | TupleSlot) else as_list(t, items)
        extra: dict[str, Slot] = {"reverse": constant(True)} if reverse else {}
        return emit_row(t, "python_sorted", "builtins.sorted", [listed], extra)
    held = t.held_names
    source, keys_of = _rows(t, items, key, keys)
    order = t.slot(t.emit("order_of", keys_of, **({"reverse": True} if reverse else {})))
    found = gather(t, order, lambda place: read_item(t, t.held(source), place))
    t.drop_held(held)
    return found


def extreme(t: Tracer, name: str, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """max or min with a key: the first item whose key is the largest, or the smallest."""
    key = _key(kwargs["key"])
    items = args[0] if len(args) == 1 else TupleSlot(tuple(args))
    if key is None or set(kwargs) != {"key"}:
        t.refuse("CG042", f"`{name}` with these options", "Write a loop with an `if`.")
    items, keys = _with_keys(t, items, key)
    if keys is not None and all(each.is_const for each in keys):
        slots, words = _known(t, items, keys)
        choose = max if name == "max" else min
        return slots[choose(range(len(words)), key=words.__getitem__)]
    held = t.held_names
    source, keys_of = _rows(t, items, key, keys)
    place = t.emit("place_of", keys_of, **({"largest": True} if name == "max" else {}))
    found = read_item(t, t.held(source), place)
    t.drop_held(held)
    return found


def sort_in_place(t: Tracer, base: Ref, kwargs: dict[str, Slot]) -> Slot:
    """xs.sort(key=..., reverse=...) of a list."""
    check_own(t, base)
    result = sorted_list(t, [base], kwargs)
    assert isinstance(result, Ref)
    ordered = t.state.heap[result.address]
    if isinstance(t.state.heap[base.address], FixedList) and isinstance(ordered, FixedList):
        t.state.heap[base.address] = ordered
        return constant(None)
    value = _values_of(t, result)
    if isinstance(t.state.heap[base.address], FixedList):
        t.state.heap[base.address] = Buffer(value)
        return constant(None)
    address, path = locate(t, base, None)
    root = t.state.heap[address]
    if path or not isinstance(root, Buffer) or t.is_argument(address) is not None:
        t.refuse("CG031", "a list that others hold is sorted", "Sort a copy: `sorted(xs)`.")
    rearranged(t, address)
    store_list(t, address, root, value)
    return constant(None)


def _flag(t: Tracer, slot: Slot | None) -> bool:
    value = None if slot is None else t.value(slot)
    if value is not None and not value.is_const:
        t.refuse("CG042", "`reverse` is not known before the run", "Write it out.")
    return value is not None and bool(value.const)


def _key(slot: Slot | None) -> Slot | None:
    return None if isinstance(slot, Value) and slot.is_const and slot.const is None else slot


def _rows(t: Tracer, items: Slot, key: Slot, keys: list[Value] | None) -> tuple[Name, Value]:
    """The items as a list under a hidden name, and their keys."""
    source = t.hold(as_list(t, items))
    listed = (
        gather(t, t.held(source), lambda item: apply(t, key, [item], {}))
        if keys is None
        else t.state.allocate(FixedList(tuple(keys)))
    )
    return source, _values_of(t, listed)


def _items(t: Tracer, items: Slot) -> list[Slot] | None:
    """The items, where their number is known."""
    if isinstance(items, TupleSlot):
        return list(items.items)
    entry = t.state.heap[items.address] if isinstance(items, Ref) else None
    if isinstance(entry, FixedList):
        return list(entry.items)
    return list(map(constant, entry.keys)) if isinstance(entry, Dict | KeySet) else None


def _known(t: Tracer, items: Slot, keys: list[Value]) -> tuple[list[Slot], list[Any]]:
    """The items and what their keys are."""
    return _items(t, items) or [], [key.const for key in keys]


def _with_keys(t: Tracer, items: Slot, key: Slot | None) -> tuple[Slot, list[Value] | None]:
    """The items, and their keys where these may be known before the run."""
    if isinstance(items, Iteration):
        items = as_list(t, items)
    slots = _items(t, items)
    if slots is None:
        return items, None
    parts = [slot if key is None else _part(slot) for slot in slots]
    values = [part for part in parts if isinstance(part, Value) and part.is_const]
    if len(values) < len(parts):
        return items, None
    return items, values if key is None else [t.value(apply(t, key, [s], {})) for s in slots]


def _part(slot: Slot) -> Slot:
    """Something that is known in an item, so that its key may be."""
    if isinstance(slot, TupleSlot):
        known = (item for item in slot.items if isinstance(item, Value) and item.is_const)
        return next(known, slot)
    return slot


def _of_numbers(t: Tracer, items: Slot) -> bool:
    parts = items.items if isinstance(items, TupleSlot) else ()
    entry = t.state.heap[items.address] if isinstance(items, Ref) else None
    if isinstance(entry, FixedList):
        parts = entry.items
    return not any(isinstance(part, TupleSlot | Ref) for part in parts)


def _values_of(t: Tracer, slot: Slot) -> Value:
    """A list as one value of run-time length."""
    value = t.value(slot)
    if isinstance(value.type, ListOf) and not is_number(value.type.item):
        t.refuse("CG042", "the keys are no numbers", "Let the key give a number.")
    return value
