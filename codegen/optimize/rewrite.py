"""The engine of rewrite rows: from the operands up, every op of the backward part is offered to
its rows.

A row is a function of the op and of a `View` on what defines its operands. It returns None, or
the value that takes the place of the op's result; what it emits on the way stands where the op
stood. A row must not change the type of the result, which the engine checks.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from codegen.ir.build import Builder, building
from codegen.ir.graph import Graph, Op, Region, Value, map_values, walk
from codegen.ir.types import Array, ListOf, Scalar, Type, children, facts
from codegen.optimize.deadcode import eliminate
from codegen.optimize.rebuild import renamed, with_body

_SWEEPS = 8  # rows terminate; the bound keeps a bug from becoming an endless loop
_STEPS = 50


@dataclass(frozen=True)
class Rewrite:
    """One named row: the ops that it starts at, and the function that gives the new value."""

    name: str
    starts: tuple[str, ...]
    apply: Callable[[Op, View], Value | None]


def rewrite(graph: Graph, rows: Sequence[Rewrite]) -> Graph:
    """Apply the rows until none fits, and drop what has become dead."""
    table: dict[str, list[Rewrite]] = {}
    for row in rows:
        for name in row.starts:
            table.setdefault(name, []).append(row)
    for _ in range(_SWEEPS):
        sweep = _Sweep(graph, table)
        changed = sweep.run()
        if not sweep.applied:
            break
        graph = eliminate(changed)
    return graph


def literal(value: Value) -> int | float | None:
    """The number, where a value is a literal real number."""
    const = value.const
    return const if isinstance(const, int | float) and not isinstance(const, bool) else None


def same_type(old: Type, new: Type) -> bool:
    """Whether a value of the new type may stand where one of the old type stood."""
    if isinstance(old, Scalar) or isinstance(new, Scalar):
        return old == new or (isinstance(old, Scalar) and isinstance(new, Array) and new.scalar)
    if isinstance(old, Array) and isinstance(new, Array):
        if old.generic and new.generic:
            return old.dtype == new.dtype
        if old.dtype != new.dtype or old.scalar != new.scalar:
            return False
        if old.shape is None or new.shape is None:
            return old.shape is new.shape and old.generic == new.generic
        return len(old.shape) == len(new.shape) and all(
            facts().equal(a, b) for a, b in zip(old.shape, new.shape, strict=True)
        )
    if isinstance(old, ListOf) and isinstance(new, ListOf):
        return same_type(old.item, new.item)
    parts, others = children(old), children(new)
    if parts and type(old) is type(new) and len(parts) == len(others):
        keys = getattr(old, "keys", None) == getattr(new, "keys", None)
        return keys and all(map(same_type, parts, others))
    return old == new


class View:
    """What a row may know: the definitions of values, how often they are read, where they are
    made."""

    def __init__(self, graph: Graph) -> None:
        self.uses: dict[Value, int] = {}
        self.definition: dict[Value, tuple[Op, Region | None]] = {}
        self.region: Region | None = None  # in which the op stands that is being rewritten
        self._products: dict[frozenset[Value], Value] = {}  # of the forward part, by factors
        for value in graph.body.results:
            self._count((value,), 1)
        for op in walk(graph.body):
            self.count(op, 1)

    def count(self, op: Op, change: int) -> None:
        self._count(op.operands(), change)
        for region in op.regions:
            self._count(region.results, change)

    def define(self, op: Op) -> None:
        for value in op.outs:
            self.definition[value] = op, self.region
        if op.name == "mul" and not op.backward:
            self._products.setdefault(frozenset(op.ins), op.out)

    def forward_product(self, a: Value, b: Value) -> Value | None:
        """a * b, where the forward part computes it in this region."""
        found = self._products.get(frozenset((a, b)))
        return found if found is not None and self.definition[found][1] is self.region else None

    def _count(self, values: Iterable[Value], change: int) -> None:
        for value in values:
            self.uses[value] = self.uses.get(value, 0) + change

    def origin(self, value: Value, name: str) -> Op | None:
        """The op that defines a value, if it is that op: of the backward part, or nameless (a
        value that the user named is not taken apart)."""
        found = self.definition.get(value)
        if found is None or found[0].name != name:
            return None
        return found[0] if found[0].backward or value.name is None else None

    def inner(self, value: Value, name: str, named: bool = False) -> Op | None:
        """The backward op that defines a value for this one reader, in the same region: it may be
        absorbed. An adjoint that has a name is a statement of its own, and stays unless `named`."""
        if value.name is not None and not named:
            return None
        found = self.definition.get(value)
        if found is None or found[0].name != name or not found[0].backward:
            return None
        if found[1] is not self.region or self.uses.get(value, 0) > 1:
            return None
        return found[0]


class _Sweep:
    """One pass over the graph."""

    def __init__(self, graph: Graph, table: Mapping[str, list[Rewrite]]) -> None:
        self.graph = graph
        self.table = table
        self.view = View(graph)
        self.replaced: dict[Value, Value] = {}
        self.names: dict[Value, Value] = {}
        self.applied: list[str] = []

    def run(self) -> Graph:
        body = self.region(self.graph.body)
        return renamed(with_body(self.graph, body), self.names)

    def seen(self, value: Value) -> Value:
        while value in self.replaced:
            value = self.replaced[value]
        return value

    def region(self, region: Region) -> Region:
        outside, self.view.region = self.view.region, region
        ops: list[Op] = []
        for op in region.ops:
            self.op(self.resolved(op), ops, _STEPS)
        self.view.region = outside
        return Region(region.params, tuple(ops), tuple(map(self.seen, region.results)))

    def resolved(self, op: Op) -> Op:
        """The op with the replacements made so far."""
        if not self.replaced:
            return op
        return op.with_(
            ins=tuple(map(self.seen, op.ins)),
            attrs={key: map_values(item, self.seen) for key, item in op.attrs.items()},
        )

    def op(self, op: Op, ops: list[Op], steps: int) -> None:
        """Append the op, or what the rows make of it."""
        rows = self.table.get(op.name) if op.backward and steps and len(op.outs) == 1 else None
        if rows:
            with building(Builder(origin=op.origin, backward=True)) as builder:
                value = self.rewritten(op, rows, builder)
            if value is not None:
                self.replace(op, value, builder.ops, ops, steps - 1)
                return
        if op.regions:
            op = op.with_(regions=tuple(map(self.region, op.regions)))
        self.view.define(op)
        ops.append(op)

    def rewritten(self, op: Op, rows: Sequence[Rewrite], builder: Builder) -> Value | None:
        """What the first row that fits makes of the op."""
        for row in rows:
            value = row.apply(op, self.view)
            if value is not None and same_type(op.out.type, value.type):
                self.applied.append(row.name)
                return value
            builder.ops.clear()
        return None

    def replace(self, op: Op, value: Value, made: list[Op], ops: list[Op], steps: int) -> None:
        self.view.count(op, -1)
        for each in made:
            self.view.count(each, 1)
        if made and made[-1].outs == (value,):
            made[-1] = made[-1].with_(outs=op.outs)  # keeps the name
        else:
            self.replaced[op.out] = value
            self.view.uses[value] = self.view.uses.get(value, 0) + self.view.uses.get(op.out, 0)
            self.pass_name(op.out, value)
        for each in made:
            self.op(self.resolved(each), ops, steps)

    def pass_name(self, old: Value, new: Value) -> None:
        """A nameless result of the backward part takes the name of what it replaces."""
        found = self.view.definition.get(new)
        if old.name is None or new.name is not None or found is None or new in self.names:
            return
        if found[0].backward and found[1] is self.view.region:
            self.names[new] = Value(new.type, old.name)
