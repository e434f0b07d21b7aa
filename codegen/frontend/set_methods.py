"""Displays and methods of sets of literals."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import libcst as cst

from codegen.frontend.dispatch import evaluate
from codegen.frontend.iteration import written_out
from codegen.frontend.known import UNKNOWN, known
from codegen.frontend.sets import COMPARED, JOINED, in_order, make
from codegen.frontend.slots import (
    Dict,
    FixedList,
    Iteration,
    KeySet,
    Range,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant

_ADVICE = "Use a list, or a set of literals."


def set_display(t: Tracer, node: cst.Set) -> Slot:
    """{"a", "b"}."""
    keys: list[Any] = []
    for element in node.elements:
        if isinstance(element, cst.StarredElement):
            keys += keys_of(t, evaluate(t, element.value))
        else:
            keys.append(literal_of(t, evaluate(t, element.value)))
    return make(t, keys)


def set_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """set(items)."""
    return make(t, list(keys_of(t, args[0])) if args else [])


def frozen_set_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """frozenset(items)."""
    found = t.state.heap[_address(set_of(t, args, kwargs))]
    assert isinstance(found, KeySet)
    return t.state.allocate(replace(found, frozen=True))


def _address(slot: Slot) -> int:
    assert isinstance(slot, Ref)
    return slot.address


def literal_of(t: Tracer, slot: Slot) -> Any:
    found = known(slot)
    if found is UNKNOWN:
        t.refuse("CG024", "what this set holds is not known before the run", _ADVICE)
    return found


def keys_of(t: Tracer, slot: Slot) -> tuple[Any, ...]:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, Dict | KeySet):
        return entry.keys
    items: tuple[Slot, ...] | None = entry.items if isinstance(entry, FixedList) else None
    if isinstance(slot, TupleSlot):
        items = slot.items
    if isinstance(slot, Value) and isinstance(slot.const, str):
        return tuple(slot.const)
    if isinstance(slot, Iteration | Range):
        items = None if (found := written_out(t, slot)) is None else tuple(found)
    if items is None:
        t.refuse("CG024", "what this set holds is not known before the run", _ADVICE)
    return tuple(literal_of(t, item) for item in items)


def set_method(t: Tracer, base: Ref, entry: KeySet, name: str, args: list[Slot]) -> Slot:
    if entry.frozen and name in ("add", "discard", "remove", "update", "clear"):
        t.refuse("CG043", "a frozenset is not changed", "Make it a set.")
    if name == "clear" and not args:
        t.state.heap[base.address] = KeySet(())
        return constant(None)
    if name in ("add", "discard", "remove") and len(args) == 1:
        key = literal_of(t, args[0])
        if name == "remove" and key not in entry.keys:
            t.refuse("CG020", f"the key {key!r} is not in this set", "Use `.discard`.")
        keys = list(entry.keys)
        if name == "add" and key not in keys:
            keys.append(key)
        elif name != "add":
            keys = [k for k in keys if k != key]
        t.state.heap[base.address] = KeySet(tuple(keys))
        return constant(None)
    if name == "copy":
        return t.state.allocate(entry)
    if name in (*JOINED, "update", *COMPARED) and len(args) == 1:
        other = KeySet(tuple(dict.fromkeys(keys_of(t, args[0]))))
        if name in COMPARED:
            mine, theirs = frozenset(entry.keys), frozenset(other.keys)
            return constant(COMPARED[name](mine, theirs))
        join = JOINED.get(name, operator.or_)
        keys = in_order(join(set(entry.keys), set(other.keys)), entry, other)
        if name != "update":
            return make(t, keys)
        t.state.heap[base.address] = KeySet(tuple(dict.fromkeys(keys)))
        return constant(None)
    t.refuse("CG043", f"`.{name}()` of a set is not supported", "Use `|`, `&` and `-`.")
