"""Operations on arrays become loops: what has the same first axis shares one, and what nobody else
needs is never an array.

The operations of a region are grouped (`groups`). The body of a group's loop holds operations on
rows, which are made loops in turn. An axis of a few known places is no loop (`unrolled`).

The graph stays pure: a store into an array that is still read is found, and copied, later on.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable

from codegen.infer.elementwise import normal_axes
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Index, Op, Region, Value, constant, reads
from codegen.ir.types import INT, Array, Length
from codegen.optimize.kernels.extents import Extents, lengths
from codegen.optimize.kernels.groups import (
    Group,
    Grouping,
    first_is_whole,
    is_scatter,
)
from codegen.optimize.kernels.rows import REDUCTIONS, reduced, removes_first, row, scatter
from codegen.optimize.kernels.slices import watched_slices
from codegen.optimize.kernels.unrolled import Unrolled
from codegen.optimize.kernels.views import WHOLE, Rows, rank
from codegen.optimize.rebuild import with_body


def in_loops(graph: Graph, needed: list[Length]) -> Graph | None:
    """The graph with loops in place of element-wise operations, sums, stores and gathers.

    needed: lengths that must not be negative; None where one is not known when a kernel begins.
    """
    extents = Extents()
    begin = extents.begin(graph.body.params)
    if not all(map(extents.has, needed)):
        return None
    builder = Builder()
    with building(builder):
        for length in needed:
            emit_op("require", (emit("ge", extents.of(length), 0),))
    begin += builder.ops
    given = frozenset(graph.body.params)
    lowering = _Lowering({op.out: op for op in begin if op.outs}, extents, given, {})
    body = graph.body
    ops, results = lowering.region(body.ops, body.results)
    return with_body(graph, Region(body.params, (*begin, *ops), results))


class _Lowering:
    """given: the arguments, which no store changes."""

    def __init__(
        self,
        makers: dict[Value, Op],
        extents: Extents,
        given: frozenset[Value],
        elements: dict[Value, list[Value]],
    ) -> None:
        self.makers = makers
        self.extents = extents
        self.given = given
        self.elements = elements
        self.left = elements  # what no region makes an array of

    def inner(self) -> _Lowering:
        return _Lowering(dict(self.makers), self.extents.inner(), self.given, self.left)

    def region(
        self, ops: Iterable[Op], results: tuple[Value, ...], written: bool = True
    ) -> tuple[list[Op], tuple[Value, ...]]:
        """The ops and the results of a region in loops. written: it is one of the function, not
        the inside of a loop that stands for an operation."""
        ops = watched_slices(tuple(ops), self.extents) if written else list(ops)
        unrolled = Unrolled(self.makers, self.extents, self.given, self.elements)
        expanded, results = unrolled.expanded(ops, results)
        self.elements, self.left = unrolled.elements, unrolled.left()
        for op in expanded:
            self.makers.update((out, op) for out in op.outs)
            self.extents.note_result(op)
        grouping = Grouping(self.makers, self.extents, self.given, self.elements, written)
        first, items = grouping.scheduled(expanded, results)
        grouping.sink(items, results)
        needed = grouping.needed(items, results)
        found: list[Op] = []
        for op in [op for op in first if op.name == "require"]:
            first.remove(op)
            found += [*_wanted(first, {*reads(op)}), op]
        for item in items:
            for op in item.ops:
                found += _wanted(first, {*grouping.reads(op)})
            if item.length is None:
                found += [self._inside(op) for op in item.ops]
            else:
                found += _Nest(self, item, needed).ops()
        return [*found, *first], results

    def _inside(self, op: Op) -> Op:
        if not op.regions:
            return op
        regions = []
        for region in op.regions:
            inner = self.inner()
            for value in region.params:
                if value.type == INT:
                    inner.extents.note(value)
            lowered, results = inner.region(region.ops, region.results)
            regions.append(Region(region.params, tuple(lowered), results))
        return op.with_(regions=tuple(regions))


def _wanted(early: list[Op], values: set[Value]) -> list[Op]:
    """Take from the early ops those that make the values, and what these read."""
    found: list[Op] = []
    for op in reversed(early):
        if op.outs and op.out in values:
            values |= {*reads(op)}
            found.insert(0, op)
    for op in found:
        early.remove(op)
    return found


class _Nest:
    """One loop under construction."""

    def __init__(self, lowering: _Lowering, item: Group, needed: set[Value]) -> None:
        self.lowering = lowering
        self.item = item
        self.needed = needed
        first = item.ops[0]
        self.before = Builder(origin=first.origin, backward=first.backward)
        self.index = Value(INT)
        self.body = Builder(origin=first.origin, backward=first.backward)
        self.made: dict[Value, Op] = {}  # what the body holds so far
        makers = ChainMap(self.made, lowering.makers)
        self.rows = Rows(makers, lowering.elements, {}, lowering.extents)
        # what is carried: before, in a round, after a round, after the loop
        self.carried: dict[Value, list[Value]] = {}

    def ops(self) -> list[Op]:
        assert self.item.length is not None
        with building(self.before):
            stop = self.lowering.extents.of(self.item.length)
        for op in self.item.ops:
            self.body.origin, self.body.backward = op.origin, op.backward
            self._op(op)
            self.made.update((out, each) for each in self.body.ops for out in each.outs)
        carried = list(self.carried.values())
        params = (self.index, *(each[1] for each in carried))
        results = tuple(each[2] for each in carried)
        inner = self.lowering.inner()
        inner.makers.update(self.made)
        ops, results = inner.region(self.body.ops, results, False)
        loop = Op(
            "loop",
            tuple(each[0] for each in carried),
            tuple(each[3] for each in carried),
            {"start": 0, "stop": stop, "step": 1},
            (Region(params, tuple(ops), results),),
            self.before.origin,
            self.before.backward,
        )
        return [*self.before.ops, loop] if carried else []

    def _op(self, op: Op) -> None:
        if is_scatter(op, self.item.ops):
            self._scatter(op)
        elif op.name in REDUCTIONS and removes_first(op):
            self._reduce(op)
        else:
            with building(self.body):
                made = row(op, self.index, self.rows)
            self.rows.rows[op.out] = made
            if op.out in self.needed:
                self._keep(op.out, made)

    def _carry(self, out: Value, init: Value) -> Value:
        param = Value(out.type, out.name)
        self.carried[out] = [init, param, param, out]
        return param

    def _scatter(self, op: Op) -> None:
        chain = next((k for k, each in self.carried.items() if each[3] is op.ins[0]), None)
        if chain is None:
            param = self._carry(op.out, op.ins[0])
        else:
            self.carried[op.out] = [*self.carried.pop(chain)[:3], op.out]
            param = self.carried[op.out][2]
        with building(self.body):
            made = scatter(op, param, self.index, self.rows)
            self.carried[op.out][2] = made
            if first_is_whole(op):
                rest = lengths(op.out)[1:]
                place = (self.index, *(WHOLE for _ in rest))
                self.rows.rows[op.out] = self.rows.read(made, place, rest)

    def _reduce(self, op: Op) -> None:
        axes = normal_axes(op.attrs.get("axis"), rank(op.ins[0]))
        rest = tuple(axis - 1 for axis in axes if axis)
        joined, begin = REDUCTIONS[op.name]
        if rank(op.out) == 0:
            param = self._carry(op.out, constant(begin))
            with building(self.body):
                part = reduced(op.name, self.rows.of(op.ins[0], self.index), rest)
                made = emit_op(joined, (param, part), {}, types=(op.out.type,), hint=op.out.name)
            self.carried[op.out][2] = made.out
            return
        with building(self.before):
            shape = tuple(self.lowering.extents.of(n) for n in lengths(op.out))
            if op.name == "sum":
                init = emit_op("zeros", (), {"shape": shape}, types=(op.out.type,)).out
            else:
                init = emit_op(
                    "full", (constant(begin),), {"shape": shape}, types=(op.out.type,)
                ).out
        param = self._carry(op.out, init)
        with building(self.body):
            part = reduced(op.name, self.rows.of(op.ins[0], self.index), rest)
            path = (Index((WHOLE,) * rank(op.out)),)
            attrs = {"path": path} | ({} if op.name == "sum" else {"joined": joined})
            made = emit_op("accumulate", (param, part), attrs, types=(op.out.type,))
        self.carried[op.out][2] = made.out

    def _keep(self, out: Value, made: Value) -> None:
        """All rows are needed: they go into an array."""
        t = out.type
        assert isinstance(t, Array)
        with building(self.before):
            shape = tuple(self.lowering.extents.of(n) for n in lengths(out))
            attrs = {"shape": shape} | ({} if t.dtype == "float64" else {"dtype": t.dtype})
            init = emit_op("empty", (), attrs, types=(t,)).out
        param = self._carry(out, init)
        with building(self.body):
            path = (Index((self.index, *(WHOLE,) * (rank(out) - 1))),)
            stored = emit_op("update", (param, made), {"path": path}, types=(t,)).out
        self.carried[out][2] = stored
