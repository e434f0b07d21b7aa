"""Sets of literals, which are known before the run: operators, comparisons, order.

Methods and displays are in `set_methods`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from codegen.frontend.slots import (
    Dict,
    Iteration,
    KeySet,
    Ref,
    Slot,
)
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant

JOINED: dict[str, Callable[[Any, Any], Any]] = {
    "or_": operator.or_, "and_": operator.and_, "sub": operator.sub, "xor": operator.xor,
    "union": operator.or_, "intersection": operator.and_, "difference": operator.sub,
    "symmetric_difference": operator.xor,
}  # fmt: skip
COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "eq": operator.eq, "ne": operator.ne, "le": operator.le, "lt": operator.lt,
    "ge": operator.ge, "gt": operator.gt, "issubset": operator.le, "issuperset": operator.ge,
    "isdisjoint": frozenset.isdisjoint,
}  # fmt: skip


def make(t: Tracer, keys: list[Any]) -> Slot:
    return t.state.allocate(KeySet(tuple(dict.fromkeys(keys))))


def entry_of(t: Tracer, slot: Slot) -> KeySet | None:
    """The keys of a set, or of `d.keys()`."""
    of_keys = isinstance(slot, Iteration) and slot.kind == "keys"
    if isinstance(slot, Iteration) and of_keys:
        slot = slot.sources[0]
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, Dict):
        return KeySet(entry.keys) if of_keys else None
    return entry if isinstance(entry, KeySet) else None


def combined(t: Tracer, name: str, left: Slot, right: Slot) -> Slot | None:
    """left | right and the like, where both are sets."""
    mine, theirs = entry_of(t, left), entry_of(t, right)
    if mine is None or theirs is None or name not in JOINED:
        return None
    return make(t, in_order(JOINED[name](set(mine.keys), set(theirs.keys)), mine, theirs))


def compared(t: Tracer, name: str, left: Slot, right: Slot) -> Value | None:
    mine, theirs = entry_of(t, left), entry_of(t, right)
    if mine is None or theirs is None or name not in COMPARED:
        return None
    return constant(COMPARED[name](frozenset(mine.keys), frozenset(theirs.keys)))


def in_order(found: set[Any], *entries: KeySet) -> list[Any]:
    return [key for entry in entries for key in entry.keys if key in found]


def replace_keys(t: Tracer, name: str, base: Ref, more: Slot) -> bool:
    """base |= more and the like, in place; False where more is no set."""
    mine, theirs = entry_of(t, base), entry_of(t, more)
    if mine is None or mine.frozen or theirs is None or name not in JOINED:
        return False
    found = JOINED[name](set(mine.keys), set(theirs.keys))
    t.state.heap[base.address] = KeySet(tuple(in_order(found, mine, theirs)))
    return True


def ordered(t: Tracer, entry: KeySet) -> tuple[Any, ...]:
    """The members in the order in which Python goes through them, where that does not hang on how
    it lays them out in memory: small integers come in order."""
    keys = entry.keys
    if len(keys) > 1 and not all(type(key) is int and 0 <= key < max(8, len(keys)) for key in keys):
        t.refuse(
            "CG052",
            "the order of the items of a set is not known before the run",
            "Go through `sorted(...)` of it, or make it a list or tuple.",
        )
    return tuple(sorted(keys)) if len(keys) > 1 else keys
