"""Displays and methods of sets of literals."""

from __future__ import annotations

import operator
from dataclasses import replace
from typing import Any

import libcst as cst

from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.iteration import written_out
from codegen.frontend.known import UNKNOWN, known
from codegen.frontend.objects import object_attribute
from codegen.frontend.run_time_sets import become_run_time, check_whole, set_class
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
_WITH_ITERABLES = (*JOINED, *COMPARED, "update")


def set_display(t: Tracer, node: cst.Set) -> Slot:
    """{"a", "b"}."""
    keys: list[Any] = []
    for element in node.elements:
        if isinstance(element, cst.StarredElement):
            keys += keys_of(t, evaluate(t, element.value))
            continue
        slot = evaluate(t, element.value)
        if known(slot) is UNKNOWN and len(node.elements) == 1:
            return apply(t, set_class(), [TupleSlot((slot,))], {})
        keys.append(literal_of(t, slot))
    return make(t, keys)


def set_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """set(items)."""
    if not args:
        return make(t, [])
    keys = known_keys(t, args[0])
    return make(t, list(keys)) if keys is not None else apply(t, set_class(), [args[0]], {})


def frozen_set_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """frozenset(items)."""
    if args and known_keys(t, args[0]) is None:
        return apply(t, set_class(), [args[0], constant(True)], {})
    found = set_of(t, args, kwargs)
    entry = t.state.heap[found.address] if isinstance(found, Ref) else None
    return t.state.allocate(replace(entry, frozen=True)) if isinstance(entry, KeySet) else found


def literal_of(t: Tracer, slot: Slot) -> Any:
    found = known(slot)
    if found is UNKNOWN:
        t.refuse("CG024", "what this set holds is not known before the run", _ADVICE)
    return found


def keys_of(t: Tracer, slot: Slot) -> tuple[Any, ...]:
    """The members that an iterable gives."""
    keys = known_keys(t, slot)
    if keys is None:
        t.refuse("CG024", "what this set holds is not known before the run", _ADVICE)
    return keys


def known_keys(t: Tracer, slot: Slot) -> tuple[Any, ...] | None:
    """The same, None where they are not known before the run."""
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, Dict | KeySet):
        return entry.keys
    items: tuple[Slot, ...] | None = entry.items if isinstance(entry, FixedList) else None
    if isinstance(slot, TupleSlot):
        items = slot.items
    if isinstance(slot, Value) and isinstance(slot.const, str):
        return tuple(slot.const)
    if isinstance(slot, Iteration | Range):
        items = None if (written := written_out(t, slot)) is None else tuple(written)
    found = None if items is None else tuple(known(item) for item in items)
    return None if found is None or UNKNOWN in found else found


def set_method(t: Tracer, base: Ref, entry: KeySet, name: str, args: list[Slot]) -> Slot:
    if entry.frozen and name in ("add", "discard", "remove", "update", "clear"):
        t.refuse("CG043", "a frozenset is not changed", "Make it a set.")
    if name == "clear" and not args:
        t.state.heap[base.address] = KeySet(())
        return constant(None)
    given = [known_keys(t, arg) for arg in args] if name in _WITH_ITERABLES else args
    unknown = name in ("add", "discard", "remove") and known(args[0]) is UNKNOWN
    if not entry.frozen and (unknown or None in given):
        if unknown:
            check_whole(t, args[0])
        become_run_time(t, base)
        return apply(t, object_attribute(t, base, set_class(), name), args, {})
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
