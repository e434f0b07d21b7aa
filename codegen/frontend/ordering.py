"""`sorted`, `list.sort`, `max` and `min` with a key: what the keys say about places is computed at
run time, and the items are taken from there."""

from __future__ import annotations

from typing import Any

from codegen.frontend.dicts import check_own
from codegen.frontend.dispatch import apply
from codegen.frontend.gathering import as_list, gather
from codegen.frontend.generators import is_lazy
from codegen.frontend.iteration import written_out
from codegen.frontend.known import UNKNOWN, known, slots_of_known
from codegen.frontend.lists import store_list
from codegen.frontend.rows import emit_row
from codegen.frontend.run_time_sets import is_run_time_set, members_of_set
from codegen.frontend.sets import ordered
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
from codegen.ir.types import ListOf, Str, TupleOf, Type, is_number


def sorted_list(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """sorted(items, key=..., reverse=...)."""
    reverse = _flag(t, kwargs.get("reverse"))
    key = _key(kwargs.get("key"))
    (items,) = args
    if key is None:
        items = run_time_members(t, items)
    items, keys = _with_keys(t, items, key)
    words = _known_keys(keys)
    if words is not None:
        slots = _items(t, items, key is not None) or []
        places = sorted(range(len(words)), key=words.__getitem__, reverse=reverse)
        return t.state.allocate(FixedList(tuple(slots[place] for place in places)))
    if key is None and _of_numbers(t, items):
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
    """max or min with a key: the first item whose key is the largest, or the smallest. Of tuples
    without a key, they are their own."""
    key = _key(kwargs.get("key"))
    items = args[0] if len(args) == 1 else TupleSlot(tuple(args))
    if not set(kwargs) <= {"key"}:
        t.refuse("CG042", f"`{name}` with these options", "Write a loop with an `if`.")
    items, keys = _with_keys(t, items, key)
    words = _known_keys(keys)
    if words is not None:
        slots = _items(t, items, key is not None) or []
        choose = max if name == "max" else min
        if not words:
            t.refuse("CG042", f"`{name}` of nothing", "Give it a default.")
        return slots[choose(range(len(words)), key=words.__getitem__)]
    held = t.held_names
    source, keys_of = _rows(t, items, key, keys)
    place = t.emit("place_of", keys_of, **({"largest": True} if name == "max" else {}))
    found = read_item(t, t.held(source), place)
    t.drop_held(held)
    return found


def run_time_members(t: Tracer, items: Slot) -> Slot:
    """The list behind a set, where its order does not matter."""
    return (members_of_set(t, items) or items) if is_run_time_set(t, items) else items


def has_tuples(t: Tracer, items: Slot) -> bool:
    """Whether the items are tuples, which Python compares part by part."""
    slots = _items(t, items, False)
    if slots is not None:
        return any(isinstance(slot, TupleSlot) for slot in slots)
    kind = t.value(items).type if isinstance(items, Ref) else None
    return isinstance(kind, ListOf) and isinstance(kind.item, TupleOf)


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


def _rows(t: Tracer, items: Slot, key: Slot | None, keys: list[Slot] | None) -> tuple[Name, Value]:
    """The items as a list under a hidden name, and their keys."""
    source = t.hold(as_list(t, items))
    if keys is not None:
        listed: Slot = t.state.allocate(FixedList(tuple(keys)))
    elif key is None:
        listed = t.held(source)
    else:
        listed = gather(t, t.held(source), lambda item: apply(t, key, [item], {}))
    return source, _values_of(t, listed)


def _items(t: Tracer, items: Slot, by_key: bool) -> list[Slot] | None:
    """The items, where their number is known. by_key: their order tells where keys are equal."""
    if isinstance(items, TupleSlot):
        return list(items.items)
    entry = t.state.heap[items.address] if isinstance(items, Ref) else None
    if isinstance(entry, FixedList):
        return list(entry.items)
    if isinstance(entry, KeySet):
        return list(slots_of_known(ordered(t, entry) if by_key else entry.keys))
    return list(slots_of_known(entry.keys)) if isinstance(entry, Dict) else None


def _known_keys(keys: list[Slot] | None) -> list[Any] | None:
    """The keys, where the order is known before the run: it is where they differ in what comes
    first in them."""
    if keys is None:
        return None
    found = [known(key) for key in keys]
    if UNKNOWN in found and all(isinstance(key, TupleSlot) and key.items for key in keys):
        found = [known(key.items[0]) for key in keys if isinstance(key, TupleSlot)]
        if len({repr(each) for each in found}) < len(found):
            return None
    if UNKNOWN in found:
        return None
    try:
        sorted(found)
    except TypeError:
        return None
    return found


def _with_keys(t: Tracer, items: Slot, key: Slot | None) -> tuple[Slot, list[Slot] | None]:
    """The items, and their keys where these may be known before the run."""
    if is_lazy(t, items):
        items = as_list(t, items)
    if isinstance(items, Iteration):
        written = written_out(t, items)
        items = as_list(t, items) if written is None else TupleSlot(tuple(written))
    if isinstance(items, Value) and isinstance(items.const, str):
        items = TupleSlot(slots_of_known(items.const))
    slots = _items(t, items, key is not None)
    if slots is None or key is None:
        return items, slots
    if not all(known(_part(slot)) is not UNKNOWN for slot in slots):
        return items, None
    return items, [apply(t, key, [slot], {}) for slot in slots]


def _part(slot: Slot) -> Slot:
    """Something that is known in an item, so that its key may be."""
    if isinstance(slot, TupleSlot):
        return next((item for item in slot.items if known(item) is not UNKNOWN), slot)
    return slot


def _of_numbers(t: Tracer, items: Slot) -> bool:
    return not has_tuples(t, items)


def _values_of(t: Tracer, slot: Slot) -> Value:
    """A list as one value of run-time length."""
    value = t.value(slot)
    if isinstance(value.type, ListOf) and not _is_compared(value.type.item):
        t.refuse(
            "CG042",
            "`sorted`, `max` or `min` of what is not compared as a number",
            "Give it a key that is one: `sorted(pairs, key=lambda pair: pair[0])`.",
        )
    return value


def _is_compared(kind: Type) -> bool:
    """Numbers and text, and tuples of them."""
    if isinstance(kind, TupleOf):
        return all(map(_is_compared, kind.items))
    return is_number(kind) or isinstance(kind, Str)
