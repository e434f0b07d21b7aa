"""Arrays and lists that a run-time list holds: their other names, and what a change does to those.

A run-time list is one value of the graph. An array that is put into it has two names from then on:
its own and its place in the list. Each may be read; a write through one makes the other unreadable.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.frontend.cells import HELD, read_cell, slot_value
from codegen.frontend.slots import (
    STRUCTURES,
    Buffer,
    Entry,
    Poison,
    Ref,
    Slot,
    View,
)
from codegen.frontend.state import PUT, State
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Index, Path, Slice, Value
from codegen.ir.types import ListOf, is_mutable


def written(t: Tracer, address: int, path: Path, whole: bool) -> None:
    """Called before a store at a path of a cell. whole: what stands at the path is replaced."""
    entry = t.state.heap[address]
    kind = entry.value.type if isinstance(entry, Buffer) else None
    depth, outer = 0, kind
    while depth < len(path) and isinstance(kind, ListOf):
        step = path[depth]
        sliced = isinstance(step, Index) and isinstance(step.items[0], Slice)
        kind = kind if sliced else kind.item
        depth += 1
    if depth == 0 or kind is None or not isinstance(outer, ListOf) or not _mutable(outer.item):
        return
    if whole and depth == len(path):
        if _mutable(kind):
            rearranged(t, address, depth=depth)
        if depth == 1:
            return
    check_single(t, entry)
    forget_other_names(t)


def check_single(t: Tracer, entry: Entry) -> None:
    """Refused where what a list holds may stand elsewhere, too."""
    if isinstance(entry, Buffer) and entry.aliased:
        t.refuse(
            "CG030",
            "this may not be written: several places of the list, or several lists, may hold it",
            "Put copies into the list.",
        )


def _mutable(kind: object) -> bool:
    return not isinstance(kind, Value) and is_mutable(kind)  # type: ignore[arg-type]


def forget_other_names(t: Tracer, structures: bool = False) -> None:
    """What was put into a list is changed there: its other names are read no more. structures: only
    of objects and dicts."""
    state = t.state
    for name, slot in list(state.names.items()):
        stale = [
            part
            for part in state.parts(slot)
            if isinstance(part, Ref)
            if _is_elsewhere(state, part) or (not structures and _was_put(state, part))
        ]
        if not stale:
            continue
        if slot is not stale[0] or name[1].startswith("$argument"):
            t.refuse(
                "CG030",
                "what is in a list is changed that has another name",
                "Put a copy into the list.",
            )
        state.names[name] = Poison(
            f"{name[1].split()[0]} is another name of what is in a list, which was changed there",
            "Put a copy into the list.",
        )


def _was_put(state: State, ref: Ref) -> bool:
    return state.frozen.get(state.root(ref.address), "").startswith((PUT, "whether"))


def _is_elsewhere(state: State, ref: Ref) -> bool:
    """Whether a list holds an object or dict, in a place that is not known."""
    held = state.borrowed.get(ref.address) == HELD and ref.address not in state.places
    return held and isinstance(state.heap[ref.address], STRUCTURES)


def rearranged(t: Tracer, address: int, appended: bool = False, depth: int = 1) -> bool:
    """The places of a list change: what was read from it by its place is that object still.
    True where there is such a name. depth: in lists of lists, how deep the places are."""
    state, found = t.state, False
    reachable = {
        part.address
        for slot in [*state.names.values(), *t.pending]
        for part in state.parts(slot)
        if isinstance(part, Ref) and part.address in state.heap
    }
    for view in reachable:
        entry = state.heap[view]
        place = state.place(view)
        if place is not None and place[0] == address and len(place[1]) >= depth:
            state.places.pop(view)  # where it stands now is not known
        if not isinstance(entry, View) or state.root(view) != address:
            continue
        chain, length = entry, len(entry.path)
        while chain.base != address:
            below = state.heap[chain.base]
            assert isinstance(below, View)
            chain = below
            length += len(chain.path)
        if length < depth:
            continue
        if appended and _stays(chain.path[0]):
            continue
        state.heap[view] = Buffer(read_cell(t.side(), view))
        state.frozen[view] = PUT + "take a copy of it"
        found = True
    return found


def _stays(step: object) -> bool:
    """Whether a place is counted from the front, so that it stays where it is when the list
    grows."""
    if not isinstance(step, Index):
        return False
    return isinstance(step.items[0], int) and step.items[0] >= 0


def share(t: Tracer, *slots: Slot) -> None:
    """These lists hold the same objects: neither changes them."""
    for slot in slots:
        if not isinstance(slot, Ref):
            continue
        root = t.state.root(slot.address)
        entry = t.state.heap[root]
        if isinstance(entry, Buffer) and isinstance(entry.value.type, ListOf):
            if is_mutable(entry.value.type.item):
                t.state.heap[root] = replace(entry, aliased=True)


def list_item(t: Tracer, slot: Slot) -> Value:
    """A value that is put into a run-time list: what it refers to may no longer be written."""
    try:
        return slot_value(t.side(), slot)
    except TypeError as error:
        t.refuse("CG012", str(error), "Put numbers, arrays or lists of them into a list.")


def effect(t: Tracer, address: int) -> dict[str, Any]:
    return {"effect": True} if t.is_argument(address) is not None else {}
