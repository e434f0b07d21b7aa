"""Sets of literals: which keys are meant is known before the run."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import libcst as cst

from codegen.frontend.dispatch import value_of
from codegen.frontend.slots import Dict, FixedList, KeySet, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant

_JOINED: dict[str, Callable[[Any, Any], Any]] = {
    "or_": operator.or_, "and_": operator.and_, "sub": operator.sub, "xor": operator.xor,
    "union": operator.or_, "intersection": operator.and_, "difference": operator.sub,
    "symmetric_difference": operator.xor,
}  # fmt: skip
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "le": operator.le, "lt": operator.lt,
    "ge": operator.ge, "gt": operator.gt, "issubset": operator.le, "issuperset": operator.ge,
    "isdisjoint": frozenset.isdisjoint,
}  # fmt: skip


def set_display(t: Tracer, node: cst.Set) -> Slot:
    """{"a", "b"}."""
    keys = []
    for element in node.elements:
        if isinstance(element, cst.StarredElement):
            t.refuse("CG014", "`*` in a set is not supported: write the items out")
        keys.append(_literal(t, value_of(t, element.value)))
    return make(t, keys)


def make(t: Tracer, keys: list[Any]) -> Slot:
    return t.state.allocate(KeySet(tuple(dict.fromkeys(keys))))


def _literal(t: Tracer, value: Value) -> Any:
    if not value.is_const:
        t.refuse(
            "CG024",
            "what this set holds is not known before the run",
            "Use a list, or a set of literals.",
        )
    return value.const


def set_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """set(items), frozenset(items)."""
    return make(t, list(_keys(t, args[0])) if args else [])


def _keys(t: Tracer, slot: Slot) -> tuple[Any, ...]:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, Dict | KeySet):
        return entry.keys
    items: tuple[Slot, ...] | None = entry.items if isinstance(entry, FixedList) else None
    if isinstance(slot, TupleSlot):
        items = slot.items
    if isinstance(slot, Value) and isinstance(slot.const, str):
        return tuple(slot.const)
    if items is None:
        t.refuse(
            "CG024",
            "what this set holds is not known before the run",
            "Use a list, or a set of literals.",
        )
    return tuple(_literal(t, t.value(item)) for item in items)


def entry_of(t: Tracer, slot: Slot) -> KeySet | None:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    return entry if isinstance(entry, KeySet) else None


def combined(t: Tracer, name: str, left: Slot, right: Slot) -> Slot | None:
    """left | right and the like, where both are sets."""
    mine, theirs = entry_of(t, left), entry_of(t, right)
    if mine is None or theirs is None or name not in _JOINED:
        return None
    return make(t, _in_order(_JOINED[name](set(mine.keys), set(theirs.keys)), mine, theirs))


def compared(t: Tracer, name: str, left: Slot, right: Slot) -> Value | None:
    mine, theirs = entry_of(t, left), entry_of(t, right)
    if mine is None or theirs is None or name not in _COMPARED:
        return None
    return constant(_COMPARED[name](frozenset(mine.keys), frozenset(theirs.keys)))


def _in_order(found: set[Any], *entries: KeySet) -> list[Any]:
    return [key for entry in entries for key in entry.keys if key in found]


def set_method(t: Tracer, base: Ref, entry: KeySet, name: str, args: list[Slot]) -> Slot:
    if name in ("add", "discard", "remove") and len(args) == 1:
        key = _literal(t, t.value(args[0]))
        if name == "remove" and key not in entry.keys:
            t.refuse("CG020", f"the key {key!r} is not in this set", "Use `.discard`.")
        keys = [k for k in entry.keys if k != key] + [key] * (name == "add")
        t.state.heap[base.address] = KeySet(tuple(keys))
        return constant(None)
    if name == "copy":
        return t.state.allocate(entry)
    if name in (*_JOINED, "update", *_COMPARED) and len(args) == 1:
        other = KeySet(tuple(dict.fromkeys(_keys(t, args[0]))))
        if name in _COMPARED:
            mine, theirs = frozenset(entry.keys), frozenset(other.keys)
            return constant(_COMPARED[name](mine, theirs))
        join = _JOINED.get(name, operator.or_)
        keys = _in_order(join(set(entry.keys), set(other.keys)), entry, other)
        if name != "update":
            return make(t, keys)
        t.state.heap[base.address] = KeySet(tuple(dict.fromkeys(keys)))
        return constant(None)
    t.refuse("CG043", f"`.{name}()` of a set is not supported", "Use `|`, `&` and `-`.")
