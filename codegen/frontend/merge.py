"""Joining two states of the abstract machine: after an `if`, and around a loop.

What must agree is how the live names are partitioned into cells, not which cells: agreeing classes
become fresh cells. Where the partition differs, every cell concerned is frozen: it may be read and
not written.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from codegen.frontend import bounds
from codegen.frontend.cells import Side, equal_constants, join_optional, read_cell
from codegen.frontend.choices import may_choose
from codegen.frontend.classes import Class
from codegen.frontend.closures import closes_over_path, is_twin
from codegen.frontend.run_time_sets import grown
from codegen.frontend.slots import (
    STRUCTURES,
    Buffer,
    Choice,
    Dict,
    Entry,
    FixedList,
    Function,
    Iteration,
    KeySet,
    Method,
    Named,
    Object,
    Partial,
    Poison,
    Range,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    Unbound,
    View,
    map_slot,
)
from codegen.frontend.state import State, new_address
from codegen.ir.build import as_value
from codegen.ir.graph import Index, Value, undefined
from codegen.ir.types import INT, ListOf

ALIASED = "one object or another stands behind this name, depending on the path taken"
_CALLABLE = (Function, Named, Choice, Partial)


@dataclass
class Merge:
    """The joined state; for each value that differs, (left, right, joined)."""

    left: Side
    right: Side
    state: State = field(default_factory=State)
    pairs: list[tuple[Value, Value, Value]] = field(default_factory=list)
    _values: dict[tuple[Value, Value], Value] = field(default_factory=dict)
    _cells: dict[tuple[int, int], int] = field(default_factory=dict)
    _spoiled: dict[tuple[int, int], Poison] = field(default_factory=dict)
    _blurred: list[tuple[int, int]] = field(default_factory=list)  # a view on one side only
    test: Value | None = None  # what decides between the two, where one value does

    def run(self) -> Merge:
        left, right = self.left.state, self.right.state
        self.state.optional, self.state.borrowed = left.optional, left.borrowed
        self.state.places = left.places
        for name in {**left.names, **right.names}:
            hint = name[1] if name[1].isidentifier() else None
            self.state.names[name] = self.slot(
                left.names.get(name, Unbound()), right.names.get(name, Unbound()), hint
            )
        self._keep_temporaries()
        for side, position in ((left, 0), (right, 1)):
            for address, why in side.frozen.items():
                for key, merged in self._cells.items():
                    if merged not in self.state.heap or not key[position]:
                        continue
                    if side.root(key[position]) == address:
                        self.state.frozen.setdefault(self.state.root(merged), why)
        self._freeze_what_differs()
        return self

    def _keep_temporaries(self) -> None:
        """Cells that no name reaches, but an expression that is being evaluated may."""
        mine, theirs = self.left.state.heap, self.right.state.heap
        for address, entry in mine.items():
            if address not in self.state.heap:
                other = theirs.get(address)
                if other is entry or other == entry:  # most are one object: that is quick to see
                    self.state.heap[address] = entry

    def _freeze_what_differs(self) -> None:
        for mine, theirs in self._blurred:
            mine = self.left.state.root(mine) if mine else -1
            theirs = self.right.state.root(theirs) if theirs else -1
            for (one, other), merged in self._cells.items():
                if merged in self.state.heap and (
                    (one and self.left.state.root(one) == mine)
                    or (other and self.right.state.root(other) == theirs)
                ):
                    self.state.freeze(merged, ALIASED)
        roots = [
            (
                self.left.state.root(one) if one else 0,
                self.right.state.root(other) if other else 0,
                merged,
            )
            for (one, other), merged in self._cells.items()
        ]
        pairs = {(mine, theirs) for mine, theirs, _ in roots if mine and theirs}
        on_left, on_right = Counter(mine for mine, _ in pairs), Counter(other for _, other in pairs)
        if len(on_left) == len(on_right) == len(pairs):
            return  # each goes with one of the other side
        for mine, theirs, merged in roots:
            if merged in self.state.heap and (on_left[mine] > 1 or on_right[theirs] > 1):
                self.state.freeze(merged, ALIASED)

    def slot(self, left: Slot, right: Slot, hint: str | None = None) -> Slot:
        if isinstance(left, Value) and isinstance(right, Value):
            return self.value(left, right, hint)
        if isinstance(left, Ref) and isinstance(right, Ref):
            return self.cell(left, right, hint)
        if isinstance(left, Unbound) or isinstance(right, Unbound):
            return self._half(left, right, hint)
        if isinstance(left, TupleSlot) and isinstance(right, TupleSlot):
            if len(left.items) == len(right.items) and left.cls == right.cls:
                return TupleSlot(tuple(map(self.slot, left.items, right.items)), left.cls)
        elif isinstance(left, Iteration) and isinstance(right, Iteration):
            if left.kind == right.kind and len(left.sources) == len(right.sources):
                sources = tuple(map(self.slot, left.sources, right.sources))
                bad = (slot for slot in sources if isinstance(slot, Poison))
                return next(bad, Iteration(left.kind, sources))
        elif left == right and not isinstance(left, Method):
            return left
        elif isinstance(left, SliceSlot) and isinstance(right, SliceSlot):
            return bounds.joined(left, right, lambda mine, theirs: self.value(mine, theirs, None))
        elif isinstance(left, Function) and isinstance(right, Function) and is_twin(left, right):
            return self._function(left, right)
        elif isinstance(left, Partial) and isinstance(right, Partial):
            joined = self._partial(left, right)
            if joined is not None:
                return joined
        if isinstance(left, Poison) or isinstance(right, Poison):
            return left if isinstance(left, Poison) else right
        both = isinstance(left, _CALLABLE) and isinstance(right, _CALLABLE)
        if self.test is not None and both and may_choose(left, right):
            return Choice(self.test, self._on_path(left, True), self._on_path(right, False))
        if isinstance(left, Range | Iteration | Method) or isinstance(left, Ref | Value):
            mixed = self._number_or_array(left, right, hint)
            if mixed is not None:
                return mixed
        return Poison(
            f"{hint or 'this'} is one kind of thing on one path and another kind on the other",
            "Let both paths give a number, or both an array, or both a list of one length.",
        )

    def _function(self, left: Function, right: Function) -> Slot:
        """One definition with the defaults of either path."""
        pairs = zip(left.defaults, right.defaults, strict=True)
        defaults = tuple((name, self.slot(one, other)) for (name, one), (_, other) in pairs)
        bad = (slot for _, slot in defaults if isinstance(slot, Poison))
        return next(bad, replace(left, defaults=defaults))

    def _partial(self, left: Partial, right: Partial) -> Partial | None:
        """One function with other arguments given on either path."""
        mine, theirs = dict(left.keywords), dict(right.keywords)
        if len(left.args) != len(right.args) or tuple(mine) != tuple(theirs):
            return None
        function = self.slot(left.function, right.function)
        args = tuple(map(self.slot, left.args, right.args))
        named = {key: self.slot(mine[key], theirs[key]) for key in mine}
        if any(isinstance(slot, Poison) for slot in (function, *args, *named.values())):
            return None
        return Partial(function, args, tuple(named.items()))

    def _on_path(self, function: Slot, on_left: bool) -> Slot:
        """A function of one path, to be called where that was taken: what it was given there is
        carried on."""
        if isinstance(function, Value | Ref):
            return self._half_item(function, on_left)
        if isinstance(function, Choice):
            test = self._half_item(function.test, on_left)
            function = Choice(test, function.then, function.otherwise)
        return map_slot(function, lambda part: self._on_path(part, on_left))

    def _number_or_array(self, left: Slot, right: Slot, hint: str | None) -> Slot | None:
        """A number on one path and an array on the other (`s = 0.0`, later `s = s + x`)."""
        if not isinstance(left, Value | Ref) or not isinstance(right, Value | Ref):
            return None
        values = []
        for slot, side in ((left, self.left), (right, self.right)):
            if isinstance(slot, Ref):
                entry = side.state.heap[slot.address]
                if isinstance(entry, STRUCTURES):
                    return None
                values.append(read_cell(side, slot.address))
            else:
                values.append(slot)
        joined = self.value(values[0], values[1], hint)
        if not isinstance(joined, Value):
            return joined
        if isinstance(joined.type, ListOf):
            return None
        key = (
            left.address if isinstance(left, Ref) else 0,
            right.address if isinstance(right, Ref) else 0,
        )
        address = self._cells.setdefault(key, new_address())
        self.state.heap[address] = Buffer(joined)
        for one, side in zip(key, (self.left, self.right), strict=True):
            if one and side.state.sharers(one) > 1:
                self._blurred.append(key)
        return Ref(address)

    def _half(self, left: Slot, right: Slot, hint: str | None) -> Slot:
        """Bound on one path only: reading it elsewhere is Python's own error."""
        bound = right if isinstance(left, Unbound) else left
        if isinstance(bound, Unbound):
            return bound
        on_left = bound is left
        if isinstance(bound, Value):
            pair = (bound, undefined()) if on_left else (undefined(), bound)
            return self.value(*pair, hint)
        if isinstance(bound, Ref):
            side = self.left if on_left else self.right
            entry = side.state.heap[bound.address]
            if isinstance(entry, Buffer) and side.state.sharers(bound.address) == 1:
                pair = (entry.value, undefined()) if on_left else (undefined(), entry.value)
                joined = self.value(*pair, hint)
                key = (bound.address, 0) if on_left else (0, bound.address)
                address = self._cells.setdefault(key, new_address())
                self.state.heap[address] = Buffer(joined, entry.aliased)  # type: ignore[arg-type]
                return Ref(address)
            if isinstance(entry, STRUCTURES) and side.state.sharers(bound.address) == 1:
                half = tuple(self._half_item(item, on_left) for item in entry.items)
                ref = self.state.allocate(replace(entry, items=half))
                if bound.address in self.state.borrowed:
                    self.state.borrowed[ref.address] = self.state.borrowed[bound.address]
                return ref
            return Poison(
                f"{hint or 'this'} is bound on one path only, to memory that has another name",
                "Bind it on both paths, or to a copy.",
            )
        if isinstance(bound, TupleSlot):
            halves = tuple(self._half_item(item, on_left) for item in bound.items)
            return replace(bound, items=halves)
        if isinstance(bound, Class):
            return bound
        sides = (self.left.state, self.right.state)[:: 1 if on_left else -1]
        if isinstance(bound, _CALLABLE) and not closes_over_path(bound, *sides):
            return self._on_path(bound, on_left)
        return Poison(f"{hint or 'this'} is bound on one path only", "Bind it on both paths.")

    def _half_item(self, item: Slot, on_left: bool) -> Slot:
        return self._half(item, Unbound(), None) if on_left else self._half(Unbound(), item, None)

    def value(self, left: Value, right: Value, hint: str | None) -> Slot:
        if left is right:
            return left
        if left.is_const and right.is_const and equal_constants(left, right):
            return left
        if (left, right) in self._values:
            return self._values[left, right]
        if isinstance(left.const, Enum) or isinstance(right.const, Enum):
            what = f"{hint or 'this'} is one member of an enum or another, depending on the path"
            return Poison(what, "Use a number or a text, or decide in one place.")
        optional = self.left.state.optional
        joined = join_optional(left.type, right.type)
        if joined is None:
            return Poison(
                f"{hint or 'this'} has one type on one path and another on the other",
                "Give it one type on both paths: start with a value of the later type.",
            )
        unlike = left.name is not None and right.name is not None and left.name != right.name
        out = Value(joined, hint or (None if unlike else left.name or right.name))
        if left.const is None or right.const is None or left in optional or right in optional:
            optional.add(out)
        self._values[left, right] = out
        self.pairs.append((left, right, out))
        return out

    def cell(self, left: Ref, right: Ref, hint: str | None) -> Slot:
        key = (left.address, right.address)
        if key in self._spoiled:
            return self._spoiled[key]
        if key in self._cells:
            return Ref(self._cells[key])
        merged = left.address if left.address == right.address else new_address()
        self._cells[key] = merged
        for one in key:
            if one in self.state.borrowed:
                self.state.borrowed.setdefault(merged, self.state.borrowed[one])
        mine = self.left.state.heap[left.address]
        theirs = self.right.state.heap[right.address]
        entry = self._entry(merged, mine, theirs, left, right, hint)
        if isinstance(entry, Poison):
            self._spoiled[key] = entry  # for every other name of it too
            return entry
        self.state.heap[merged] = entry
        return Ref(merged)

    def _entry(
        self, merged: int, mine: Entry, theirs: Entry, left: Ref, right: Ref, hint: str | None
    ) -> Entry | Poison:
        if mine is theirs and isinstance(mine, Buffer):
            return mine
        if (
            isinstance(mine, View)
            and isinstance(theirs, View)
            and (why := mine.uncertain or theirs.uncertain)
        ):
            base = self.cell(Ref(mine.base), Ref(theirs.base), None)
            entry = self.state.heap.get(base.address) if isinstance(base, Ref) else None
            if mine == theirs and isinstance(entry, Buffer) and entry.value is mine.seen_base:
                assert isinstance(base, Ref)
                return replace(mine, base=base.address)
            return Poison(why, "Take a copy of it, or read it again where it is needed.")
        if isinstance(mine, View) and isinstance(theirs, View):
            path = self._path(mine.path, theirs.path)
            if path is not None:
                base = self.cell(Ref(mine.base), Ref(theirs.base), None)
                if isinstance(base, Ref):
                    laid_out = mine.laid_out or theirs.laid_out
                    return View(base.address, path, laid_out=laid_out)
        if isinstance(mine, FixedList) and isinstance(theirs, FixedList):
            if len(mine.items) == len(theirs.items):
                return FixedList(tuple(map(self.slot, mine.items, theirs.items)))
        if mine == theirs and isinstance(mine, KeySet):
            return mine
        mine, theirs = grown(self.left.state, mine), grown(self.right.state, theirs)
        if isinstance(mine, Dict) and isinstance(theirs, Dict):
            same = mine.kind == theirs.kind and mine.factory == theirs.factory
            if mine.keys == theirs.keys and same:
                return replace(mine, items=tuple(map(self.slot, mine.items, theirs.items)))
            return Poison(
                "a dict has other keys on one path than on the other",
                "Set the same keys on both paths.",
            )
        if isinstance(mine, Object) or isinstance(theirs, Object):
            return self._object(mine, theirs, given=merged in self.state.borrowed)
        try:
            values = (read_cell(self.left, left.address), read_cell(self.right, right.address))
        except TypeError as error:
            return Poison(str(error), "Build it from values of one type.")
        joined = self.value(*values, hint)
        if not isinstance(joined, Value):
            return joined if isinstance(joined, Poison) else Poison("no common type")
        entry = Buffer(
            joined,
            self._is_aliased(left.address, right.address),
        )
        if isinstance(mine, View) or isinstance(theirs, View):
            self._blurred.append((left.address, right.address))
        return entry

    def _object(self, mine: Entry, theirs: Entry, given: bool) -> Entry | Poison:
        """Attributes that only one path has set can be read where they are set."""
        if not isinstance(mine, Object) or not isinstance(theirs, Object) or mine.cls != theirs.cls:
            return Poison(
                "this is an object of one class on one path and another thing on the other",
                "Call what differs on each path, or let both paths give objects of one class.",
            )
        keys = tuple({**dict.fromkeys(mine.keys), **dict.fromkeys(theirs.keys)})
        missing = Poison("this attribute is set on one path only", "Set it on every path.")
        absent = missing if given else Unbound()
        items = tuple(
            self.slot(mine.get(key) or absent, theirs.get(key) or absent, key) for key in keys
        )
        return Object(mine.cls, keys, items)

    def _is_aliased(self, left: int, right: int) -> bool:
        entries = (self.left.state.heap[left], self.right.state.heap[right])
        return any(isinstance(one, Buffer) and one.aliased for one in entries)

    def _path(self, left: Any, right: Any) -> Any:
        """One path for two of one form: the indices in it may be run-time values that differ."""
        if isinstance(left, tuple) and isinstance(right, tuple) and len(left) == len(right):
            items = tuple(map(self._path, left, right))
            known = zip(items, left, strict=True)
            return None if any(i is None and mine is not None for i, mine in known) else items
        if isinstance(left, Index) and isinstance(right, Index):
            inner = self._path(left.items, right.items)
            return None if inner is None else Index(inner)
        if left == right and not isinstance(left, Value):
            return left
        if isinstance(left, int | Value) and isinstance(right, int | Value):
            joined = self.value(as_value(left), as_value(right), None)
            return joined if isinstance(joined, Value) and joined.type == INT else None
        return None
