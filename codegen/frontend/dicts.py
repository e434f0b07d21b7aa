"""Dicts whose keys are known before the run: their items, `|`, a key that is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, NoReturn

from codegen.frontend.slots import Dict, Ref, Slot
from codegen.frontend.throwing import is_caught
from codegen.frontend.tracer import Tracer

Items = dict[Any, Slot]


def entry_of(t: Tracer, base: Ref) -> Dict:
    entry = t.state.heap[base.address]
    assert isinstance(entry, Dict)
    return entry


def items_of(entry: Dict) -> Items:
    return dict(zip(entry.keys, entry.items, strict=True))


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
    items = items_of(mine) | items_of(theirs)
    return t.state.allocate(replace(mine, keys=tuple(items), items=tuple(items.values())))
