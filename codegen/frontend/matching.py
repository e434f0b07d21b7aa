"""Whether two states are one state but for the names of values and cells: has a loop settled?"""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.bounds import bounds_of
from codegen.frontend.closures import is_twin
from codegen.frontend.slots import (
    Buffer,
    Dict,
    Entry,
    FixedList,
    Function,
    Iteration,
    KeySet,
    Method,
    Name,
    Object,
    Partial,
    Poison,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.state import State
from codegen.ir.graph import Index, Value
from codegen.ir.types import Length, Symbol, Type, facts, map_lengths


class Widths:
    """Which length of the one side stands for which of the other.

    is_loose: lengths that were made up since, and so may stand for any length, but always for one.
    """

    def __init__(self, is_loose: Callable[[Symbol], bool]) -> None:
        self.is_loose = is_loose
        self.found: dict[Symbol, Length] = {}

    def fit(self, general: Type, special: Type) -> bool:
        """Whether a parameter of type `general` can take a value of type `special`."""

        def form(t: Type) -> Type:
            return map_lengths(t, lambda length: Length())

        return form(general) == form(special) and all(
            map(self._length, lengths_of(general), lengths_of(special))
        )

    def _length(self, general: Length, special: Length) -> bool:
        symbol = general.symbol
        if symbol is None or not self.is_loose(symbol):
            return facts().equal(general, special)
        if facts().not_one(general) and not facts().not_one(special):
            return False
        return facts().equal(self.found.setdefault(symbol, special), special)


class Match:
    """A correspondence from the values and cells of one state to those of another."""

    def __init__(
        self, head: State, merged: State, params: list[Value], is_loose: Callable[[Symbol], bool]
    ) -> None:
        self.head, self.merged = head, merged
        self.params = set(params)
        self.widths = Widths(is_loose)
        self.values: dict[Value, Value] = {}
        self.cells: dict[int, int] = {}

    def run(self, *ignored: Name) -> dict[Value, Value] | None:
        """Head value -> merged value for the values that differ; None where the states differ."""
        names = {*self.head.names, *self.merged.names} - {*ignored}
        for name in names:
            mine, theirs = self.head.names.get(name), self.merged.names.get(name)
            if mine is None or theirs is None or not self.slot(mine, theirs):
                return None
        for cell, partner in self.cells.items():
            frozen = self.merged.frozen.get(self.merged.root(partner))
            if frozen is not None and self.head.root(cell) not in self.head.frozen:
                return None
        return self.values

    def slot(self, mine: Slot, theirs: Slot) -> bool:
        if isinstance(mine, Value) and isinstance(theirs, Value):
            return self.value(mine, theirs)
        if isinstance(mine, Ref) and isinstance(theirs, Ref):
            return self.cell(mine.address, theirs.address)
        if isinstance(mine, TupleSlot) and isinstance(theirs, TupleSlot):
            return mine.cls == theirs.cls and self.several(mine.items, theirs.items)
        if isinstance(mine, Partial) and isinstance(theirs, Partial):
            names = [key for key, _ in mine.keywords] == [key for key, _ in theirs.keywords]
            return (
                names
                and self.slot(mine.function, theirs.function)
                and self.several(mine.args, theirs.args)
                and all(self.slot(a, b) for (_, a), (_, b) in zip(mine.keywords, theirs.keywords))
            )
        if isinstance(mine, SliceSlot) and isinstance(theirs, SliceSlot):
            return all(
                (one is None) == (other is None) and (one is None or self.value(one, other))
                for one, other in zip(bounds_of(mine), bounds_of(theirs), strict=True)
            )
        if isinstance(mine, Poison) and isinstance(theirs, Poison):
            return True
        if isinstance(mine, Iteration) and isinstance(theirs, Iteration):
            return mine.kind == theirs.kind and self.several(mine.sources, theirs.sources)
        if isinstance(mine, Function) and isinstance(theirs, Function):
            ours = tuple(slot for _, slot in mine.defaults)
            return is_twin(mine, theirs) and self.several(
                ours, tuple(slot for _, slot in theirs.defaults)
            )
        if isinstance(mine, Method) and isinstance(theirs, Method):
            return mine.name == theirs.name and self.slot(mine.receiver, theirs.receiver)
        return type(mine) is type(theirs) and (mine is theirs or mine == theirs)

    def several(self, mine: tuple[Slot, ...], theirs: tuple[Slot, ...]) -> bool:
        return len(mine) == len(theirs) and all(map(self.slot, mine, theirs))

    def value(self, mine: Value, theirs: Value) -> bool:
        if mine is theirs:
            return True
        if mine.is_const or theirs.is_const:
            return (
                mine.is_const
                and theirs.is_const
                and type(mine.const) is type(theirs.const)
                and repr(mine.const) == repr(theirs.const)
            )
        if mine not in self.params:
            return False
        if (theirs in self.merged.optional) and mine not in self.head.optional:
            return False
        if self.values.setdefault(mine, theirs) is not theirs:
            return False
        return self.widths.fit(mine.type, theirs.type)

    def cell(self, mine: int, theirs: int) -> bool:
        if mine in self.cells:
            return self.cells[mine] == theirs
        self.cells[mine] = theirs
        return self.entry(self.head.heap[mine], self.merged.heap[theirs])

    def entry(self, mine: Entry, theirs: Entry) -> bool:
        if isinstance(mine, Buffer) and isinstance(theirs, Buffer):
            return mine.aliased >= theirs.aliased and self.value(mine.value, theirs.value)
        if isinstance(mine, View) and isinstance(theirs, View):
            if mine.uncertain or theirs.uncertain:
                return mine == theirs and self.cell(mine.base, theirs.base)
            same = mine.laid_out >= theirs.laid_out and self.path(mine.path, theirs.path)
            return same and self.cell(mine.base, theirs.base)
        if isinstance(mine, FixedList) and isinstance(theirs, FixedList):
            return self.several(mine.items, theirs.items)
        if isinstance(mine, KeySet):
            return mine == theirs
        if isinstance(mine, Dict) and isinstance(theirs, Dict):
            same = mine.kind == theirs.kind and mine.factory == theirs.factory
            return same and mine.keys == theirs.keys and self.several(mine.items, theirs.items)
        if isinstance(mine, Object) and isinstance(theirs, Object):
            same = mine.cls == theirs.cls and mine.keys == theirs.keys
            return same and self.several(mine.items, theirs.items)
        return False

    def path(self, mine: object, theirs: object) -> bool:
        if isinstance(mine, tuple) and isinstance(theirs, tuple):
            return len(mine) == len(theirs) and all(map(self.path, mine, theirs))
        if isinstance(mine, Index) and isinstance(theirs, Index):
            return self.path(mine.items, theirs.items)
        if isinstance(mine, Value) and isinstance(theirs, Value):
            return self.value(mine, theirs)
        return mine == theirs


def lengths_of(t: Type) -> list[Length]:
    """Every axis length in a type, in order."""
    found: list[Length] = []

    def note(length: Length) -> Length:
        found.append(length)
        return length

    map_lengths(t, note)
    return found
