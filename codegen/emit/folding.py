"""Which values are printed inside the expression of their reader.

A nameless value that is read once, in the same region, becomes a part of its reader's expression,
unless that would move a read past a write, change the order in which operations print, raise or
draw random numbers, or make the line too long. The decision is made before names are given: what
is folded needs no variable.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass, field

from codegen.emit.contexts import contexts_of
from codegen.emit.elements import growth, serves_reads_only
from codegen.emit.order import FREE, Effects, Order, operand_slots
from codegen.emit.repeats import repeated
from codegen.emit.syntax import INFIX
from codegen.ir.graph import Graph, Leaf, Node, Op, Region, Value, values_in, walk
from codegen.ir.standing import Contexts
from codegen.ir.types import ListOf
from codegen.optimize.coalesce import Folds
from codegen.optimize.liveness import uses

LINE = 88
FARTHEST = 400  # ops between a value and its reader: beyond that nobody recognises the expression
EXPRESSION_FORMS = ("ternary", "and", "or")
# statements: they have no value that an expression could hold
NO_EXPRESSION = frozenset(
    {"update", "append", "extend", "insert", "pop", "loop", "print", "assert", "raise"}
)


@dataclass
class _Tree:
    """An expression so far: what evaluating it does, how wide it is, which ops are in it."""

    effects: Effects
    width: int
    ops: set[int] = field(default_factory=set)


def fold(
    graph: Graph, hints: Mapping[Value, str], plain: Container[str] = (), width: int = LINE
) -> Folds:
    """hints: values that must be statements of their own, because they have been given names.
    plain: the functions whose call is an expression, because they return one bare value."""
    return _Folding(graph, hints, plain, width).run()


def is_expression(op: Op) -> bool:
    """Can the op be printed as an expression, as far as its own form goes?"""
    if op.name == "if":
        return op.attrs.get("form") in EXPRESSION_FORMS
    if op.name == "accumulate":
        return not op.attrs["path"] and not op.attrs.get("store")
    if op.attrs.get("store"):
        return False
    return op.name not in NO_EXPRESSION and len(op.outs) == 1


def _may_leave(op: Op) -> bool:
    """An `if` that, at the end of its block, may be printed as a way out of it: what stands around
    its branches is then printed inside them."""
    return op.name == "if" and op.attrs.get("form") not in EXPRESSION_FORMS


class _Folding:
    def __init__(
        self, graph: Graph, hints: Mapping[Value, str], plain: Container[str], width: int
    ) -> None:
        self.graph = graph
        self.plain = plain
        self.hints = hints
        self.line = width
        self.order = Order(graph)
        self.counts = uses(graph)
        self.ops: dict[Value, Op] = {}
        self.positions: dict[Op, int] = {}
        self.reader: dict[Op, Op | None] = {}
        self.trees: dict[Value, _Tree] = {}
        self.place: dict[Op, int] = {}
        self.restored = restored_once(graph, self.counts)
        # what stands around the lines that read: of an op, of the results of a region
        self.within: dict[Op, Contexts] = {}
        self.ends: dict[Region, Contexts] = {}

    def run(self) -> Folds:
        body = self.graph.body
        self._region(body, 1, ())
        returned = _returned(self.graph)
        self._operands(body, None, returned, len(body.ops), self.line - 8)
        self._settle(body)
        return repeated(self.graph, Folds(self.ops, self.positions), self.order, self._is_nameless)

    def _is_nameless(self, value: Value) -> bool:
        if value in self.restored:
            return True
        return value.name is None and value not in self.hints

    def _region(self, region: Region, depth: int, within: Contexts) -> None:
        for position, op in enumerate(region.ops):
            self.place[op] = position
            own = contexts_of(op)
            self.within[op] = within if op is region.ops[-1] and _may_leave(op) else own
            for inner in op.regions:
                self._region(inner, depth + 1, own)
                self.ends[inner] = own
            if op.name == "if" and op.attrs.get("form") in EXPRESSION_FORMS:
                for inner in op.regions:
                    self._operands(inner, None, inner.results, len(inner.ops), self.line)
                if op.attrs["form"] in ("and", "or") and self.counts.get(op.ins[0]) == 2:
                    self.counts[op.ins[0]] = 1  # printed once, read as condition and as result
            target = len(op.out.name or "result") + 3 if len(op.outs) == 1 else 8
            self._operands(region, op, operand_slots(op), position, self._limit(op, depth) - target)
            if len(op.outs) == 1:
                effects = self.order.effects(op)
                self.trees[op.out] = self._tree(op, effects, position)

    def _limit(self, op: Op, depth: int) -> int:
        limit = self.line - 4 * depth
        if op.origin is not None and not op.backward:
            return max(limit, len(op.origin.text) + 8)  # a line as long as the user's own
        return limit

    def _tree(self, op: Op, effects: Effects, position: int) -> _Tree:
        tree = _Tree(effects, self._width(op), {position})
        for value in op.operands():
            part = self.trees.get(value) if value in self.ops else None
            if part is not None:
                tree.effects |= part.effects
                tree.ops |= part.ops
        return tree

    def _operands(
        self, region: Region, op: Op | None, slots: tuple[Value, ...], position: int, limit: int
    ) -> None:
        """Decide about the operands of one reader, from the one that is evaluated last to the
        first."""
        candidates = {}
        within = self.within[op] if op is not None else self.ends.get(region, ())
        for value in slots:
            if self._candidate(value, region, position, within):
                candidates[value] = region.ops[self._position(value, region)]
        total = sum(
            self.trees[v].width if v in candidates else len(v.name or "value") for v in slots
        )
        total += 3 * len(slots) + (len(op.name) if op is not None else 4)
        while candidates and total > limit:
            widest = max(candidates, key=lambda v: self.trees[v].width)
            if self.trees[widest].width <= 12:
                break
            total -= self.trees[widest].width - 6
            del candidates[widest]
        later: set[int] = set()  # positions of ops that are evaluated after the operand at hand
        for value in reversed(slots):
            if value not in candidates or value in self.ops:
                continue
            tree = self.trees[value]
            start = self._position(value, region)
            if not self._may_move(tree.effects, region, start, position, later):
                continue
            self.ops[value] = candidates[value]
            self.reader[candidates[value]] = op
            self.positions[candidates[value]] = position
            later |= tree.ops

    def _position(self, value: Value, region: Region) -> int:
        return self._homes(region)[value]

    def _homes(self, region: Region) -> dict[Value, int]:
        cached: dict[Value, int] | None = self._home_cache.get(region)
        if cached is None:
            cached = {out: k for k, each in enumerate(region.ops) for out in each.outs}
            self._home_cache[region] = cached
        return cached

    @property
    def _home_cache(self) -> dict[Region, dict[Value, int]]:
        cache: dict[Region, dict[Value, int]] = self.__dict__.setdefault("_homes_of", {})
        return cache

    def _candidate(self, value: Value, region: Region, position: int, within: Contexts) -> bool:
        if value.is_const or value in self.ops or not self._is_nameless(value):
            return False
        if self.counts.get(value, 0) != 1:
            return False
        home = self._homes(region).get(value)
        if home is None or position - home > FARTHEST:
            return False
        op = region.ops[home]
        if not is_expression(op) or value not in self.trees or contexts_of(op) != within:
            return False
        if op.name == "call" and op.attrs["callee"] not in self.plain:
            return False
        return op.name != "if" or self._is_whole(op)

    def _is_whole(self, op: Op) -> bool:
        """Do both branches of a conditional expression fold to one expression each?"""
        return all(
            out in self.ops for region in op.regions for inner in region.ops for out in inner.outs
        ) and all(inner.outs for region in op.regions for inner in region.ops)

    def _may_move(
        self, effects: Effects, region: Region, start: int, end: int, later: set[int]
    ) -> bool:
        if effects == FREE:
            return True
        return not any(
            effects.conflict(self.order.effects(region.ops[k]))
            for k in range(start + 1, end)
            if k not in later
        )

    def _width(self, op: Op) -> int:
        parts = [self.trees[v].width if v in self.ops else len(v.name or "x_1") for v in op.ins]
        for item in op.attrs.get("path", ()):
            parts += [3, *(len(v.name or "i") for v in values_in(item))]
        if op.name == "getitem":
            return sum(parts)
        function = op.attrs.get(
            "via", "" if op.name in INFIX or op.name == "neg" else "np." + op.name
        )
        own = min(len(function), 12) + 2 if function and not function.startswith("operator.") else 3
        return sum(parts) + own + 2 * max(0, len(parts) - 2)

    def _settle(self, region: Region) -> None:
        """The position of the statement that finally prints each folded op: its reader may be
        folded too."""
        for op in reversed(region.ops):
            reader = self.reader.get(op)
            if reader is not None and reader in self.positions:
                if any(out in self.ops for out in reader.outs):
                    self.positions[op] = self.positions[reader]
            for inner in op.regions:
                self._settle(inner)


def restored_once(graph: Graph, counts: Mapping[Value, int]) -> set[Value]:
    """`hs[t]` in a backward loop, read once: no variable, although it restores one of the user's.

    Where the loop can run over the history itself, `for h in reversed(hs)` reads better.
    """
    made = {out: op for op in walk(graph.body) for out in op.outs}
    grown = growth(graph.body)
    found: set[Value] = set()
    for loop in walk(graph.body):
        if loop.name != "loop" or not loop.backward:
            continue
        over = "start" in loop.attrs and serves_reads_only(loop, made, counts, grown)
        for op in loop.regions[0].ops:
            if op.name == "getitem" and isinstance(op.ins[0].type, ListOf):
                if counts.get(op.out) == 1 and not over:
                    found.add(op.out)
    return found


def _returned(graph: Graph) -> tuple[Value, ...]:
    """The values of the returned structure, in the order in which they are printed."""
    found: list[Value] = []

    def visit(tree: object) -> None:
        if isinstance(tree, Leaf):
            found.append(graph.body.results[tree.index])
        elif isinstance(tree, Node):
            for item in tree.items:
                visit(item)

    visit(graph.output)
    return tuple(found)
