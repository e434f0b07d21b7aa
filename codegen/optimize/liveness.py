"""Which values may still be read after a point of a graph.

Control flow is structured, so a point is a place in a region, and everything follows from one
table per region: the last position at which each value is read there. Nothing is iterated to a
fixed point. The loop rule is conservative: what a loop body captures is live throughout the body,
because the next round reads it again.

A position counts ops of one region; an op that holds regions reads, at its own position, all that
they capture. The results of a region are read at the position after its last op.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from codegen.ir.graph import Graph, Op, Region, Value, values_in

ENTRY = -1  # the position of what a region is given: its parameters


@dataclass(frozen=True)
class Place:
    """Where an op stands, or a value is defined: the region and the position in it."""

    region: Region
    position: int


class Liveness:
    """Liveness of every value of a graph.

    moved: the position at which an op is evaluated, where that is not its own (an op that is
        printed as part of a later statement). It must lie in the op's region, after the op.
    """

    def __init__(self, graph: Graph, moved: Mapping[Op, int] | None = None) -> None:
        self._moved = moved or {}
        self._place: dict[Op, Place] = {}  # by identity: ops are not compared
        self._owner: dict[Region, Op] = {}
        self._home: dict[Value, Place] = {}
        self._last_use: dict[Region, dict[Value, int]] = {}
        self._scan(graph.body)

    def _scan(self, region: Region) -> dict[Value, int]:
        for value in region.params:
            self._home[value] = Place(region, ENTRY)
        last_use: dict[Value, int] = {}
        self._last_use[region] = last_use
        for position, op in enumerate(region.ops):
            self._place[op] = Place(region, position)
            for value in op.outs:
                self._home[value] = Place(region, position)
            at = self._moved.get(op, position)
            self._read(last_use, op.operands(), at)
            for inner in op.regions:
                self._owner[inner] = op
                used = self._scan(inner)
                self._read(last_use, (v for v in used if self._home_region(v) is not inner), at)
        self._read(last_use, region.results, len(region.ops))
        return last_use

    @staticmethod
    def _read(last_use: dict[Value, int], values: Iterable[Value], position: int) -> None:
        for value in values:
            if not value.is_const:
                last_use[value] = max(position, last_use.get(value, ENTRY))

    def _home_region(self, value: Value) -> Region | None:
        home = self._home.get(value)
        return home.region if home else None

    def place(self, op: Op) -> Place:
        """Where the op stands."""
        return self._place[op]

    def home(self, value: Value) -> Place:
        """Where the value is defined; position -1 for a parameter of the region."""
        return self._home[value]

    def owner(self, region: Region) -> Op | None:
        """The op that holds the region; None for the body of the graph."""
        return self._owner.get(region)

    def last_use(self, value: Value, region: Region) -> int:
        """The last position in the region that reads the value, also inside an op; -1: none."""
        return self._last_use[region].get(value, ENTRY)

    def captured(self, region: Region) -> Iterator[Value]:
        """The values defined outside that the region reads, at any depth."""
        for value in self._last_use[region]:
            home = self._home[value]
            if home.region is not region:
                yield value

    def live_after(self, value: Value, op: Op) -> bool:
        """May the value be read after the op has been evaluated? (A result of the op may.)"""
        place = self._place[op]
        return self._live(value, place.region, self._moved.get(op, place.position), inside=False)

    def live_into(self, value: Value, region: Region) -> bool:
        """May the value be read by the region, by a later round of it, or after it?"""
        return self._live(value, region, ENTRY, inside=False)

    def _live(self, value: Value, region: Region, position: int, inside: bool) -> bool:
        """Live just after `position` of the region; `inside`: at a point within the op there."""
        home = self._home.get(value)
        if home is None:  # a constant
            return False
        while True:
            last = self._last_use[region].get(value, ENTRY)
            if home.region is region:
                defined = home.position < position or (home.position == position and not inside)
                return defined and last > position
            if last > position:
                return True
            owner = self._owner.get(region)
            if owner is None:
                return False
            if owner.name == "loop" and last > ENTRY:
                return True
            place = self._place[owner]
            region, position, inside = place.region, self._moved.get(owner, place.position), True


def uses(graph: Graph) -> dict[Value, int]:
    """How often each value is read: operands, attributes and results of regions, at any depth."""
    counts: dict[Value, int] = {}

    def count(values: Iterable[Value]) -> None:
        for value in values:
            if not value.is_const:
                counts[value] = counts.get(value, 0) + 1

    def scan(region: Region) -> None:
        for op in region.ops:
            count(op.ins)
            for item in op.attrs.values():
                count(values_in(item))
            for inner in op.regions:
                scan(inner)
        count(region.results)

    scan(graph.body)
    return counts
