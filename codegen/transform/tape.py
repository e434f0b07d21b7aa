"""What reverse mode knows about the forward graph, and what it asks the forward part to keep."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from codegen.errors import Problem, UnsupportedError
from codegen.infer.activity import loop_carries
from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Op, Region, Value, walk
from codegen.ir.ops import REGISTRY, row_of
from codegen.ir.types import INT, ListOf, Type
from codegen.transform.masks import uses_of
from codegen.transform.paths import Fact
from codegen.transform.shapes import Shapes
from codegen.transform.twins import twins_of
from codegen.transform.weave import Export, Kept

if TYPE_CHECKING:
    from codegen.transform.calls import Pairs


_NEAR = 60  # ops: who reads further on is not followed


@dataclass(frozen=True, eq=False)
class Mirror:
    """Which forward op a backward op reverses, and the regions (perhaps specialised) that its
    regions reverse.

    last: for a loop whose number of rounds is found at run time, the value that stands for the last
    one. exits: the op reverses the round that left the loop.
    """

    forward: Op
    regions: tuple[Region, ...]
    last: Value | None = None
    exits: bool = False


class Tape:
    """The forward graph as the backward part sees it, and what the forward part is to keep."""

    def __init__(self, graph: Graph, active: set[Value], pairs: Pairs) -> None:
        self.graph = graph
        self.pairs = pairs
        self.active = active
        self.owner: dict[Value, Op] = {}
        self.carry: dict[Value, tuple[Op, int]] = {}
        self.depth: dict[Value, int] = {}  # in how many loops a value is defined
        self.home: dict[Op, tuple[Region, int]] = {}  # where an op stands
        self.mirrors: dict[Op, Mirror] = {}
        self.synthetic: dict[Op, Op] = (
            {}
        )  # an `if` that exists for the backward part only -> its original
        self.split: set[Op] = set()  # loops of which the leaving round is reversed by itself
        self.exports: dict[Op, list[Export]] = {}
        self.kept: dict[Op, list[Kept]] = {}
        self.renamed: dict[Value, Value] = {}  # backward values that turned out to be others
        self.facts: tuple[Fact, ...] = ()  # what is known in the region that is being reversed
        self.facts_of: dict[Region, tuple[Fact, ...]] = {}
        self.replaced: dict[Op, Op] = {}  # calls that hand out a cache
        self.order: dict[Value, int] = {}  # of definition
        self._define(graph.body.params, 0)
        self._index(graph.body, 0)
        self.shapes = Shapes(self.owner, self.carry)
        self.overwritten = _overwritten(graph)
        self.uses = uses_of(graph)
        self.twins = twins_of(graph, active)
        for twin, first in self.twins.items():
            self.uses.setdefault(first, []).extend(self.uses.get(twin, ()))

    def _index(self, region: Region, depth: int) -> None:
        for place, op in enumerate(region.ops):
            self.home[op] = (region, place)
            self.owner.update((out, op) for out in op.outs)
            inner = depth + (op.name == "loop")
            for body in op.regions:
                self._define(body.params, inner)
                self._index(body, inner)
            self._define(op.outs, depth)
            if op.name == "loop":
                for k, (_, param, _, _) in enumerate(loop_carries(op)):
                    self.carry[param] = (op, k)

    def _define(self, values: tuple[Value, ...], depth: int) -> None:
        for value in values:
            self.depth[value] = depth
            self.order[value] = len(self.order)

    def lasting(self, value: Value) -> bool:
        """Defined outside of all loops, and no store is likely to write its buffer: the backward
        part may read elements of it as it may read an argument."""
        return self.depth.get(value, 0) == 0 and value not in self.overwritten

    def definition(self, value: Value) -> Op | None:
        return self.owner.get(value)

    def between(self, first: Op, last: Op) -> tuple[Op, ...] | None:
        """The ops from one to another of the same block, if it stands there, not far below."""
        (region, start), (other, stop) = self.home.get(first, (None, 0)), self.home.get(
            last, (None, 0)
        )
        if region is None or region is not other or not start < stop <= start + _NEAR:
            return None
        return region.ops[start + 1 : stop]

    def mirror(
        self, backward: Op, forward: Op, regions: tuple[Region, ...],
        last: Value | None = None, exits: bool = False,
    ) -> None:  # fmt: skip
        self.mirrors[backward] = Mirror(forward, regions, last, exits)

    @contextmanager
    def assuming(self, region: Region) -> Iterator[None]:
        """What is known in a region that a path was specialised to."""
        before = self.facts
        self.facts = (*before, *self.facts_of.get(region, ()))
        try:
            yield
        finally:
            self.facts = before

    def cache_of(self, call: Op, t: Type) -> Value:
        """What the forward part of a callee hands to its backward part."""
        if call not in self.replaced:
            cache = Value(t, "cache")
            attrs = {**call.attrs, "callee": f"{call.attrs['callee']}_forward"}
            self.replaced[call] = call.with_(attrs=attrs, outs=(*call.outs, cache))
            self.owner[cache] = call
        return self.replaced[call].outs[-1]

    def add_synthetic(self, op: Op, original: Op) -> None:
        self.synthetic[op] = original
        self.owner.update((out, op) for out in op.outs)

    def export(self, op: Op, which: int, value: Value) -> Value:
        """A result of an `if` that is this value of one of its branches."""
        for found in self.exports.setdefault(op, []):
            if found.which == which and found.value is value:
                return found.out
        export = Export(which, value, Value(value.type, value.name))
        self.exports[op].append(export)
        self.owner[export.out] = op
        return export.out

    def keep(self, loop: Op, kind: str, value: Value | None, first: Value | None = None) -> Kept:
        """Something that a loop hands out: see `weave.Kept`."""
        for found in self.kept.setdefault(loop, []):
            if found.kind == kind and found.value is value:
                return found
        t: Type = INT
        name: str | None = "rounds"
        if value is not None:
            history = kind not in ("last", "same")
            t = ListOf(value.type) if history else value.type
            name = self.history_name(value) if history else value.name
        kept = Kept(kind, value, Value(t, name), Value(t, name), first)
        self.kept[loop].append(kept)
        self.owner[kept.out] = loop
        return kept

    def history_name(self, value: Value) -> str:
        """What a list of the value is called."""
        name = value.name
        op = self.owner.get(value)
        if name is None and op is not None:
            for export in self.exports.get(op, ()):
                if export.out is value:
                    return self.history_name(export.value)
            if op.name == "getitem" and op.ins[0].name:
                return f"{op.ins[0].name}_items"
            name = (row_of(op).noun or "").removesuffix("#") or f"{op.name}_value"
        if name is None or name.endswith("s") and len(name) > 1:
            return f"{name or 'kept'}_by_round"
        return f"{name}s"


def _overwritten(graph: Graph) -> set[Value]:
    """The values whose buffers the stores of the forward part may reuse. Arguments are copied
    before."""
    found: set[Value] = set()
    ops = list(walk(graph.body))
    pending = [op.ins[0] for op in ops if op.name in STORING]
    sources: dict[Value, list[Value]] = {}
    for op in ops:
        if op.name == "if":
            for region in op.regions:
                for out, result in zip(op.outs, region.results, strict=True):
                    sources.setdefault(out, []).append(result)
        elif op.name == "loop":
            for init, param, result, out in loop_carries(op):
                sources.setdefault(out, []).extend((init, result))
                sources.setdefault(param, []).extend((init, result))
        elif REGISTRY[op.name].view and op.ins:
            for out in op.outs:
                sources.setdefault(out, []).append(op.ins[0])
    while pending:
        value = pending.pop()
        if value not in found:
            found.add(value)
            pending += sources.get(value, [])
    written = {graph.params[k].value for k, _ in graph.effects}
    return found - (set(graph.body.params) - written)


def refuse(op: Op, message: str, advice: str) -> UnsupportedError:
    """The error of an op that cannot be differentiated as it is used."""
    return UnsupportedError(
        Problem("CG072", message, advice, op.origin.span if op.origin else None)
    )
