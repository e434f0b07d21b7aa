"""What a name can stand for while a function is traced; the state that holds it is in `state`.

A name, and a slot of a list, tuple, dict or object, holds a Slot. Numbers and strings are graph
Values. Arrays and run-time lists live in cells of the heap, so that aliases and views of one buffer
see each other's writes. Structure that is known at generation never enters the graph.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import libcst as cst

from codegen.frontend.classes import Class, Descriptor, Super
from codegen.frontend.targets import names_outside, names_written, yields
from codegen.ir.graph import Path, Value

if TYPE_CHECKING:
    from codegen.frontend.environment import Environment
    from codegen.frontend.source import Source
    from codegen.ir.types import Type


@dataclass(frozen=True)
class Ref:
    """A reference to a mutable object: a cell of the heap."""

    address: int


@dataclass(frozen=True)
class TupleSlot:
    """cls: the class of a named tuple; names: of the items of a result of NumPy, which may be read
    as attributes too."""

    items: tuple[Slot, ...]
    cls: Class | None = None
    names: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Function:
    """A user function: its code, the frames that it closes over, its defaults as evaluated at the
    `def`.

    outer: in the graph of a recursive function, the frames of the trace that calls it, then of the
    trace that calls that.
    """

    source: Source
    node: cst.FunctionDef | cst.Lambda
    environment: Environment
    frames: tuple[int, ...] = ()
    outer: tuple[tuple[int, ...], ...] = ()
    defaults: tuple[tuple[str, Slot], ...] = ()
    owner: Class | None = None  # the class whose body it stands in
    library: bool = False  # of `definitions`: its lines count as the line of the call
    standard: str = ""  # its dotted name in the standard library: likewise

    @cached_property
    def outside(self) -> frozenset[str]:
        """The names that it declares `nonlocal`."""
        return names_outside(self.node)

    @cached_property
    def written(self) -> frozenset[str]:
        """The names of what it writes in place, by its text."""
        return names_written(self.node)

    @cached_property
    def is_generator(self) -> bool:
        """Whether a call of it gives a generator: there is a `yield` in its own text."""
        return isinstance(self.node, cst.FunctionDef) and yields(self.node)

    @property
    def name(self) -> str:
        return self.node.name.value if isinstance(self.node, cst.FunctionDef) else "<lambda>"


@dataclass(frozen=True)
class Named:
    """A module, function or constant of a library, by its dotted name: "numpy", "numpy.exp"."""

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
    """A lazy iterable. kind: "enumerate" (with its first number as the second source), "zip",
    "zip strict", "reversed", "items", "keys", "values"."""

    kind: str
    sources: tuple[Slot, ...]


@dataclass(frozen=True)
class SliceSlot:
    start: Any
    stop: Any
    step: Any


@dataclass(frozen=True)
class Choice:
    """One function or another, depending on a test that was made."""

    test: Any  # Value
    then: Slot
    otherwise: Slot


@dataclass(frozen=True)
class Partial:
    """functools.partial: a callable with some arguments given."""

    function: Slot
    args: tuple[Slot, ...]
    keywords: tuple[tuple[str, Slot], ...]


@dataclass(frozen=True, eq=False)
class Outside:
    """An array or list of the surroundings that is read when f is called: a hidden parameter.

    owner: what holds it, a function or a module; None for a variable of an enclosing function.
    """

    name: str
    type: Type
    owner: Any = None


@dataclass(frozen=True)
class Unbound:
    pass


@dataclass(frozen=True)
class Poison:
    """Reading this is an error: why, in words; empty where the error was reported already."""

    message: str
    advice: str = ""


Slot = (
    Value
    | Ref
    | TupleSlot
    | Function
    | Named
    | Method
    | Range
    | Iteration
    | SliceSlot
    | Choice
    | Partial
    | Outside
    | Class
    | Descriptor
    | Super
    | Unbound
    | Poison
)


@dataclass(frozen=True)
class Buffer:
    """A root cell: an array or a run-time list, and its current value.

    aliased: elements of this list may be the same object, so writes through them are refused.
    """

    value: Value
    aliased: bool = False


@dataclass(frozen=True)
class View:
    """A view cell: a base cell and a path. `seen`: the value read when the base was `seen_base`.

    uncertain: why this may be a view or a value of its own, in words (`x[i]` of unknown rank): it
    is not written, and not read once its base has changed.
    laid_out: a view if the base lies in memory in order (`x.reshape(-1)`): this is asserted before
    the first store that the one would see of the other.
    """

    base: int
    path: Path
    seen_base: Value | None = None
    seen: Value | None = None
    uncertain: str = ""
    laid_out: bool = False


@dataclass(frozen=True)
class FixedList:
    """A list whose length is known."""

    items: tuple[Slot, ...]


@dataclass(frozen=True)
class Dict:
    """factory: what a defaultdict calls for a key that is missing; a Counter has none, and gives 0.
    kind: its class, "dict" or one that derives from it."""

    keys: tuple[Any, ...]
    items: tuple[Slot, ...]
    factory: Slot | None = None
    kind: str = "dict"


@dataclass(frozen=True)
class Object:
    """An object of a class of the user's, and its attributes."""

    cls: Class
    keys: tuple[str, ...]
    items: tuple[Slot, ...]

    def get(self, name: str) -> Slot | None:
        return self.items[self.keys.index(name)] if name in self.keys else None

    def with_(self, name: str, slot: Slot) -> Object:
        """With an attribute that is set."""
        items = {**dict(zip(self.keys, self.items, strict=True)), name: slot}
        return Object(self.cls, tuple(items), tuple(items.values()))


STRUCTURES = (FixedList, Dict, Object)


@dataclass(frozen=True)
class KeySet:
    """A set of literals, in the order in which they were put in. frozen: a frozenset."""

    keys: tuple[Any, ...]
    frozen: bool = False


Entry = Buffer | View | FixedList | Dict | Object | KeySet
Name = tuple[int, str]  # (frame, variable)


def map_slot(slot: Slot, change: Callable[[Slot], Slot]) -> Slot:
    """The slot with its direct parts changed."""
    if isinstance(slot, TupleSlot):
        return replace(slot, items=tuple(change(item) for item in slot.items))
    if isinstance(slot, Method | Super):
        return replace(slot, receiver=change(slot.receiver))
    if isinstance(slot, Iteration):
        return replace(slot, sources=tuple(change(item) for item in slot.sources))
    if isinstance(slot, Choice):
        return Choice(slot.test, change(slot.then), change(slot.otherwise))
    if isinstance(slot, Function) and slot.defaults:
        defaults = tuple((name, change(item)) for name, item in slot.defaults)
        same = all(new is old for (_, new), (_, old) in zip(defaults, slot.defaults, strict=True))
        return slot if same else replace(slot, defaults=defaults)
    if isinstance(slot, Partial):
        keywords = tuple((key, change(item)) for key, item in slot.keywords)
        return Partial(change(slot.function), tuple(map(change, slot.args)), keywords)
    return slot
