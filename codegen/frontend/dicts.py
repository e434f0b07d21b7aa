"""Dicts whose keys are known before the run: their items, `|`, a key that is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

from codegen.frontend.dispatch import apply
from codegen.frontend.slots import Dict, Ref, Slot
from codegen.frontend.throwing import is_caught
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant

Items = dict[Any, Slot]


def entry_of(t: Tracer, base: Ref) -> Dict:
    entry = t.state.heap[base.address]
    assert isinstance(entry, Dict)
    return entry


def items_of(entry: Dict) -> Items:
    return dict(zip(entry.keys, entry.items, strict=True))


def check_own(t: Tracer, base: Ref) -> None:
    """A list or dict that may be changed is ours, not the caller's, and held by no other."""
    why = t.state.borrowed.get(base.address)
    if why:
        t.refuse("CG031", why, "Build a new one and store that.")
    if why is not None:
        t.refuse(
            "CG031",
            "a list that came in as an argument is made longer or shorter",
            "Change a copy: `xs = list(xs)`.",
        )


def store_items(t: Tracer, base: Ref, items: Items) -> None:
    """The dict has other items from now on."""
    check_own(t, base)
    entry = entry_of(t, base)
    t.state.heap[base.address] = replace(entry, keys=tuple(items), items=tuple(items.values()))


def refuse_counter(t: Tracer, entry: Dict) -> None:
    if entry.kind == "Counter":
        t.refuse("CG043", "operators of a Counter are not supported", "Write a loop over its keys.")


def no_key(t: Tracer, key: Any) -> NoReturn:
    """Python raises a KeyError here."""
    if t.loops or is_caught(t, "builtins.KeyError"):
        t.end("KeyError", key)
    t.refuse(
        "CG020",
        f"the key {key!r} is not in this dict",
        "Set it before it is read; the keys of an argument are those that it has.",
    )


def joined_dicts(t: Tracer, name: str, left: Slot, right: Slot) -> Slot | None:
    """left | right of dicts; None for anything else."""
    mine, theirs = (
        t.state.heap[slot.address] if isinstance(slot, Ref) else None for slot in (left, right)
    )
    if name != "or_" or not isinstance(mine, Dict) or not isinstance(theirs, Dict):
        return None
    refuse_counter(t, mine)
    items = items_of(mine) | items_of(theirs)
    return t.state.allocate(replace(mine, keys=tuple(items), items=tuple(items.values())))


def missing(t: Tracer, base: Ref, key: Any) -> Slot:
    """base[key], where there is no such key."""
    entry = entry_of(t, base)
    if entry.kind == "Counter":
        return constant(0)
    if entry.factory is None:
        no_key(t, key)
    item = apply(t, entry.factory, [], {})
    store_items(t, base, {**items_of(entry_of(t, base)), key: item})
    return item
