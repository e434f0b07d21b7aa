"""Which values of a graph may share one variable.

Two values interfere where writing the one destroys the other while it is still needed. Classes of
values that are going to share a variable are grown pair by pair, and a pair is merged only where
no two members interfere.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from codegen.ir.graph import Graph, Op, Region, Value, values_in
from codegen.ir.types import Undefined
from codegen.optimize.liveness import ENTRY, Liveness


@dataclass(frozen=True)
class Folds:
    """What emission prints as a part of another statement.

    ops: the op of each value that has no variable, because it is printed inside the expression of
    its reader.
    positions: where such an op is evaluated: the position, in its region, of the statement that
    prints it.
    """

    ops: Mapping[Value, Op] = field(default_factory=dict)
    positions: Mapping[Op, int] = field(default_factory=dict)

    def leaves(self, values: Iterable[Value]) -> Iterator[Value]:
        """The variables that printing the values reads."""
        for value in values:
            op = self.ops.get(value)
            if op is None:
                if not value.is_const:
                    yield value
                continue
            yield from self.leaves(op.operands())
            for region in op.regions:
                for inner in region.ops:
                    yield from self.leaves(inner.operands())
                yield from self.leaves(region.results)


class Intervals:
    """A first, cheap test: the stretch of the text, from first to last line, in which a value is
    alive."""

    def __init__(self, graph: Graph, folds: Folds) -> None:
        self.start: dict[Value, int] = {}
        self.end: dict[Value, int] = {}
        self._tick = 0
        self._folds = folds
        self._scan(graph.body)

    def _define(self, values: Iterable[Value]) -> None:
        for value in values:
            self.start[value] = self.end[value] = self._tick

    def _read(self, values: Iterable[Value]) -> None:
        for value in values:
            if not value.is_const:
                self.end[value] = max(self._tick, self.end.get(value, 0))

    def _scan(self, region: Region) -> dict[Value, None]:
        """Returns what the region reads, at any depth."""
        used: dict[Value, None] = {}
        self._tick += 1
        self._define(region.params)
        late: dict[int, list[Value]] = {}  # what is read where a later statement prints the op
        for position, op in enumerate(region.ops):
            self._tick += 2
            at = self._folds.positions.get(op, position)
            operands = [value for value in op.operands() if not value.is_const]
            self._read(operands)
            self._read(late.pop(position, ()))
            inner: dict[Value, None] = dict.fromkeys(operands)
            for part in op.regions:
                self._tick += 1
                inner.update(self._scan(part))
            if op.regions:
                self._tick += 1
                self._read(inner)  # a loop reads what it captures until its end
            if at != position:
                late.setdefault(at, []).extend(inner)
            used.update(inner)
            if not writes_early(op):
                self._tick += 1
            self._define(op.outs)
        self._tick += 1
        for values in late.values():
            self._read(values)
        self._read(region.results)
        used.update(dict.fromkeys(value for value in region.results if not value.is_const))
        return used


class Classes:
    """Classes of values that share a variable: a union-find whose merges are refused on
    interference."""

    def __init__(self, graph: Graph, liveness: Liveness, folds: Folds) -> None:
        self._liveness = liveness
        self._folds = folds
        self._intervals = Intervals(graph, folds)
        self._root: dict[Value, Value] = {}
        # by root, in the order of the text; and how far the intervals up to each reach
        self._members: dict[Value, list[Value]] = {}
        self._reach: dict[Value, list[int]] = {}

    def find(self, value: Value) -> Value:
        root = value
        while (parent := self._root.get(root, root)) is not root:
            root = parent
        while value is not root:
            self._root[value], value = root, self._root.get(value, value)
        return root

    def members(self, value: Value) -> list[Value]:
        """The values of a class, in the order of the text."""
        root = self.find(value)
        return self._members.get(root, [root])

    def start(self, value: Value) -> int:
        """The place of the definition in the order of the text."""
        return self._intervals.start[value]

    def unite(self, a: Value, b: Value) -> None:
        """Merge without a test: for what shares a variable by construction."""
        a, b = self.find(a), self.find(b)
        if a is b:
            return
        many, few = sorted((self._class(a), self._class(b)), key=lambda each: -len(each[0]))
        for member in few[0]:
            self._insert(member, *many)
        self._root[b] = a
        self._members.pop(b, None)
        self._reach.pop(b, None)
        self._members[a], self._reach[a] = many

    def _class(self, root: Value) -> tuple[list[Value], list[int]]:
        """The members, and how far the intervals up to each reach."""
        ends = [self._intervals.end[root]]
        return self._members.get(root, [root]), self._reach.get(root, ends)

    def _insert(self, member: Value, members: list[Value], reach: list[int]) -> None:
        place = bisect_right(members, self.start(member), key=self.start)
        end = self._intervals.end[member]
        members.insert(place, member)
        reach.insert(place, max(end, reach[place - 1]) if place else end)
        for later in range(place + 1, len(reach)):
            if reach[later] >= end:
                break
            reach[later] = end

    def merge(self, a: Value, b: Value) -> bool:
        """Let two classes share a variable, if that is right; says whether they do now."""
        if self.find(a) is self.find(b):
            return True
        if self.classes_interfere(a, b):
            return False
        self.unite(a, b)
        return True

    def classes_interfere(self, a: Value, b: Value) -> bool:
        few, many = sorted((self.find(a), self.find(b)), key=lambda root: len(self.members(root)))
        return any(
            self.interfere(mine, other)
            for mine in self.members(few)
            for other in self._overlapping(mine, many)
        )

    def _overlapping(self, value: Value, root: Value) -> Iterator[Value]:
        """The members of a class whose intervals meet that of a value."""
        start, end = self._intervals.start[value], self._intervals.end[value]
        members, reach = self._class(root)
        for k in range(bisect_right(members, end, key=self.start) - 1, -1, -1):
            if reach[k] < start:
                return
            if self._intervals.end[members[k]] >= start:
                yield members[k]

    def interfere(self, a: Value, b: Value) -> bool:
        return self._clobbers(a, b) or self._clobbers(b, a)

    def _clobbers(self, written: Value, needed: Value) -> bool:
        """Does the definition of one value destroy the other, which is needed later?"""
        home = self._liveness.home(written)
        if home.position == ENTRY:
            if self._is_empty(written, home.region):
                return False
            if self._liveness.live_into(needed, home.region):
                return True
            owner = self._liveness.owner(home.region)
            return owner is not None and self._clobbers_range(owner, written, needed)
        op = home.region.ops[home.position]
        if self._liveness.live_after(needed, op):
            return True
        if writes_early(op):
            others = [*op.ins[1:], *(v for item in op.attrs.values() for v in values_in(item))]
            return any(value is needed for value in self._folds.leaves(others))
        return False

    def _is_empty(self, carry: Value, region: Region) -> bool:
        """Does a loop begin without a value for the carry, and no round read it? Then nothing is
        written at the head of a round: only its end gives the variable a value."""
        owner = self._liveness.owner(region)
        if owner is None or owner.name != "loop" or carry in region.results:
            return False
        carries = region.params[1 if "start" in owner.attrs else 0 :]
        if carry not in carries or self._liveness.last_use(carry, region) != ENTRY:
            return False
        return isinstance(owner.ins[carries.index(carry)].type, Undefined)

    def _clobbers_range(self, loop: Op, written: Value, needed: Value) -> bool:
        """Carries are given their first values before the range of a counted loop is evaluated."""
        if "start" not in loop.attrs or written is loop.regions[0].params[0]:
            return False
        carries = loop.regions[0].params[1:]
        if needed is loop.ins[carries.index(written)]:
            return False
        bounds = [v for key in ("start", "stop", "step") for v in values_in(loop.attrs[key])]
        return any(value is needed for value in self._folds.leaves(bounds))


def writes_early(op: Op) -> bool:
    """Is the op printed as a copy and then a store, so that its variable is written before its
    operands are read?"""
    if op.name in ("update", "accumulate"):
        return bool(op.attrs["path"]) and not op.attrs.get("store")
    return op.name in ("append", "extend", "insert", "pop") and not op.attrs.get("store")


def each_region(region: Region, visit: Callable[[Op], None]) -> None:
    """Visit every op, inner regions first: what is innermost is merged first, because it runs
    most often."""
    for op in region.ops:
        for inner in op.regions:
            each_region(inner, visit)
        visit(op)
