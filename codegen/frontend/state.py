"""The state of the abstract machine: what every name stands for, and the heap of cells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from codegen.frontend.classes import Super
from codegen.frontend.slots import (
    STRUCTURES,
    Buffer,
    Choice,
    Dict,
    Entry,
    Function,
    Iteration,
    KeySet,
    Method,
    Name,
    Partial,
    Range,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    View,
    map_slot,
)
from codegen.ir.graph import Path, Value
from codegen.ir.graph import map_values as map_in_path
from codegen.ir.types import ListOf, is_mutable

PUT = "it was put into a list; "  # how the reason begins why such an array is not written

_addresses = count(1)


def new_address() -> int:
    return next(_addresses)


@dataclass
class State:
    """The abstract machine between two statements. Copied at a branch."""

    names: dict[Name, Slot] = field(default_factory=dict)
    heap: dict[int, Entry] = field(default_factory=dict)
    frozen: dict[int, str] = field(default_factory=dict)  # root cell -> why it may not be written
    optional: set[Value] = field(default_factory=set)  # values that may be None; shared by copies
    # lists and dicts that may not be changed as they are not ours alone: the caller's (""), or what
    # a run-time list holds a copy of (why, in words); shared too
    borrowed: dict[int, str] = field(default_factory=dict)
    # where lists and dicts of the caller stand in the argument: its cell, and a path; shared too
    places: dict[int, tuple[int, Path]] = field(default_factory=dict)

    def copy(self) -> State:
        return State(
            dict(self.names),
            dict(self.heap),
            dict(self.frozen),
            self.optional,
            self.borrowed,
            self.places,
        )

    def allocate(self, entry: Entry) -> Ref:
        address = new_address()
        self.heap[address] = entry
        return Ref(address)

    def root(self, address: int) -> int:
        """The cell that owns the buffer."""
        entry = self.heap[address]
        while isinstance(entry, View):
            address = entry.base
            entry = self.heap[address]
        return address

    def place(self, address: int) -> tuple[int, Path] | None:
        """The root cell that holds a structure which was read from it, and the way to that."""
        if address not in self.places:
            return None
        base, path = self.places[address]
        entry = self.heap.get(base)
        while isinstance(entry, View):
            if entry.uncertain:
                return None
            base, path = entry.base, entry.path + path
            entry = self.heap.get(base)
        return base, path

    def chain(self, address: int) -> list[int]:
        """The view cells from this one to the cell that owns the buffer, without that."""
        links = []
        while isinstance(entry := self.heap[address], View):
            links.append(address)
            address = entry.base
        return links

    def freeze(self, address: int, why: str) -> None:
        self.frozen.setdefault(self.root(address), why)

    def put_into_list(self, address: int, advice: str) -> None:
        """A run-time list holds this from now on. What one held before stands in two places."""
        if self.frozen.get(self.root(address), "").startswith(PUT) or address in self.places:
            for place, entry in self.heap.items():
                if isinstance(entry, Buffer) and isinstance(entry.value.type, ListOf):
                    if is_mutable(entry.value.type.item):
                        self.heap[place] = replace(entry, aliased=True)
        self.freeze(address, PUT + advice)

    def sharers(self, address: int) -> int:
        """How many names and slots reach the buffer of this cell."""
        root = self.root(address)
        return sum(
            isinstance(part, Ref) and self.root(part.address) == root
            for slot in self.names.values()
            for part in self.parts(slot)
        )

    def is_fresh(self, slot: Slot, names: int = 0) -> bool:
        """Whether nothing but `names` names, through what holds it, reaches objects in a slot."""
        for part in self.parts(slot):
            if isinstance(part, Ref):
                if isinstance(self.heap[part.address], View):
                    return False
                if part.address in self.frozen or self.sharers(part.address) > names:
                    return False
        return True

    def parts(self, slot: Slot) -> Iterator[Slot]:
        """The slot and everything in the structure below it."""
        yield slot
        inner: tuple[Slot, ...] = ()
        if isinstance(slot, TupleSlot):
            inner = slot.items
        elif isinstance(slot, Iteration):
            inner = slot.sources
        elif isinstance(slot, Method):
            inner = (slot.receiver,)
        elif isinstance(slot, Choice):
            inner = (slot.then, slot.otherwise)
        elif isinstance(slot, Function):
            inner = tuple(item for _, item in slot.defaults)
        elif isinstance(slot, Partial):
            inner = (slot.function, *slot.args) + tuple(item for _, item in slot.keywords)
        elif isinstance(slot, Ref):
            entry = self.heap[slot.address]
            inner = entry.items if isinstance(entry, STRUCTURES) else ()
            if isinstance(entry, Dict) and entry.factory is not None:
                inner = (*inner, entry.factory)
        elif isinstance(slot, Super):
            inner = (slot.receiver,)
        for item in inner:
            yield from self.parts(item)

    def map_values(self, mapping: Mapping[Value, Value]) -> None:
        """Replace values everywhere in the state."""
        if not mapping:
            return

        def change(value: Any) -> Any:
            return mapping.get(value, value) if isinstance(value, Value) else value

        def in_slot(slot: Slot) -> Slot:
            if isinstance(slot, Value):
                return change(slot)  # type: ignore[no-any-return]
            if isinstance(slot, Range):
                return Range(change(slot.start), change(slot.stop), change(slot.step))
            if isinstance(slot, SliceSlot):
                return SliceSlot(change(slot.start), change(slot.stop), change(slot.step))
            if isinstance(slot, Choice):
                slot = Choice(change(slot.test), slot.then, slot.otherwise)
            return map_slot(slot, in_slot)

        self.names = {name: in_slot(slot) for name, slot in self.names.items()}
        for address, entry in self.heap.items():
            if isinstance(entry, Buffer):
                self.heap[address] = replace(entry, value=change(entry.value))
            elif isinstance(entry, View):
                path = map_in_path(entry.path, change)
                base, seen = change(entry.seen_base), change(entry.seen)
                self.heap[address] = replace(entry, path=path, seen_base=base, seen=seen)
            elif not isinstance(entry, KeySet):
                self.heap[address] = replace(entry, items=tuple(map(in_slot, entry.items)))
                if address in self.places:
                    base, path = self.places[address]
                    self.places[address] = base, map_in_path(path, change)
