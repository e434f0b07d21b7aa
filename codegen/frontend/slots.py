"""What a name can stand for while a function is traced, and the state of the abstract machine.

A name, and a slot of a list, tuple, dict or object, holds a Slot. Numbers and strings are graph Values. Arrays
and run-time lists live in cells of the heap, so that aliases and views of one buffer see each other's writes.
Structure that is known at generation never enters the graph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Union

import libcst as cst

from codegen.ir.graph import Path, Value

if TYPE_CHECKING:
    from codegen.frontend.environment import Environment
    from codegen.frontend.source import Source


@dataclass(frozen=True)
class Ref:
    """A reference to a mutable object: a cell of the heap."""

    address: int


@dataclass(frozen=True)
class TupleSlot:
    items: tuple[Slot, ...]


@dataclass(frozen=True, eq=False)
class Function:
    """A user function: its code, the frame that it closes over, its defaults as evaluated at the `def`."""

    source: Source
    node: cst.FunctionDef | cst.Lambda
    environment: Environment
    frames: tuple[int, ...] = ()
    defaults: tuple[tuple[str, Slot], ...] = ()
    bound: tuple[Slot, ...] = ()

    @property
    def name(self) -> str:
        return self.node.name.value if isinstance(self.node, cst.FunctionDef) else "<lambda>"


@dataclass(frozen=True)
class Named:
    """A module, or a function or constant of a library, by its dotted name: "numpy", "numpy.exp"."""

    dotted: str


@dataclass(frozen=True)
class Method:
    """A method of a value, not called yet."""

    receiver: Slot
    name: str


@dataclass(frozen=True)
class Range:
    start: Any  # Value | int
    stop: Any
    step: Any


@dataclass(frozen=True)
class Iteration:
    """A lazy iterable. kind: "enumerate", "zip", "reversed", "items", "keys", "values"."""

    kind: str
    sources: tuple[Slot, ...]
    start: Any = 0


@dataclass(frozen=True)
class SliceSlot:
    start: Any
    stop: Any
    step: Any


@dataclass(frozen=True)
class Unbound:
    pass


@dataclass(frozen=True)
class Poison:
    """Reading this is an error: why, in words; empty where the error was reported already."""

    message: str
    advice: str = ""


Slot = Union[
    Value, Ref, TupleSlot, Function, Named, Method, Range, Iteration, SliceSlot, Unbound, Poison
]


@dataclass(frozen=True)
class Buffer:
    """A root cell: an array or a run-time list, and its current value.

    aliased: elements of this list may be the same object, so writes through them are refused.
    """

    value: Value
    aliased: bool = False


@dataclass(frozen=True)
class View:
    """A view cell: a base cell and a path. `seen` is the value read when the base was `seen_base`."""

    base: int
    path: Path
    seen_base: Value | None = None
    seen: Value | None = None


@dataclass(frozen=True)
class FixedList:
    """A list whose length is known."""

    items: tuple[Slot, ...]


@dataclass(frozen=True)
class Dict:
    keys: tuple[Any, ...]
    items: tuple[Slot, ...]


Entry = Buffer | View | FixedList | Dict
Name = tuple[int, str]  # (frame, variable)

_addresses = count(1)


def new_address() -> int:
    return next(_addresses)


@dataclass
class State:
    """The abstract machine between two statements. Copied at a branch."""

    names: dict[Name, Slot] = field(default_factory=dict)
    heap: dict[int, Entry] = field(default_factory=dict)
    frozen: dict[int, str] = field(default_factory=dict)  # root cell -> why it may not be written

    def copy(self) -> State:
        return State(dict(self.names), dict(self.heap), dict(self.frozen))

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

    def freeze(self, address: int, why: str) -> None:
        self.frozen.setdefault(self.root(address), why)

    def holders(self, address: int) -> list[Name]:
        """The names that refer to this cell directly."""
        return [name for name, slot in self.names.items() if slot == Ref(address)]


def map_slot(slot: Slot, change: Callable[[Slot], Slot]) -> Slot:
    """The slot with its direct parts changed."""
    if isinstance(slot, TupleSlot):
        return TupleSlot(tuple(change(item) for item in slot.items))
    if isinstance(slot, Function):
        return replace(slot, bound=tuple(change(item) for item in slot.bound)) if slot.bound else slot
    if isinstance(slot, Method):
        return replace(slot, receiver=change(slot.receiver))
    if isinstance(slot, Iteration):
        return replace(slot, sources=tuple(change(item) for item in slot.sources))
    return slot
