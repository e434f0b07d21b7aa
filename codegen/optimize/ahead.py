"""Slopes ahead of a backward loop: what its rounds compute of kept rows alone is computed once, for
all rounds, before it.

An LSTM's backward loop fills the rows of `das` by `das[t, :n] = dc * g * (1 - i) * i`. The last
three factors are rows of what the forward part kept; so `das[:, :n] = gs * (1 - is_1) * is_1`
stands before the loop, and `das[t, :n] *= dc` in it: a step of a recurrence on small arrays is
spent on calls of NumPy, and this needs half as many.

Done where the loop fills such an array for products over time (`batching`): its rows are no longer
than those of the weights. Elsewhere an array of all rounds might be large.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import (
    Graph,
    Index,
    Op,
    Origin,
    Path,
    Region,
    Slice,
    Value,
    carries_of,
    reads,
    substitute,
)
from codegen.ir.integers import length_of
from codegen.ir.types import INT, Array, Length, ListOf, facts, is_number
from codegen.optimize.batching import Rounds, rounds_of
from codegen.optimize.deadcode import eliminate
from codegen.optimize.disjoint import disjoint
from codegen.optimize.rebuild import with_body

_ELEMENTWISE = frozenset(
    "add sub mul div neg pow square exp expm1 log log1p sqrt sin cos tanh sinh cosh".split()
)


def slopes_ahead(graph: Graph) -> Graph:
    """The graph with such slopes before the loops."""
    makers: dict[Value, Op] = {}

    def visit(region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if op.regions:
                op = op.with_(regions=tuple(map(visit, op.regions)))
            made = [op]
            if op.name == "loop" and op.backward:
                rounds = rounds_of(op, makers)
                if rounds is not None and rounds.first == 0:
                    made = _Ahead(op, rounds, makers, graph).ops()
            makers.update((out, each) for each in made for out in each.outs)
            ops += made
        return Region(region.params, tuple(ops), region.results)

    return eliminate(with_body(graph, visit(graph.body)))


@dataclass
class _Filled:
    """An array that every round fills one row of, part by part."""

    position: int
    stores: list[Op]  # in order


@dataclass
class _Ahead:
    loop: Op
    rounds: Rounds
    makers: dict[Value, Op]  # of what was made before the loop
    graph: Graph
    known: set[Value] = field(default_factory=set)  # in every round: follow from kept rows alone
    all_rounds: dict[Value, Value] = field(default_factory=dict)
    before: list[Op] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.body = self.loop.regions[0]
        self.index = self.body.params[0]
        self.inner = {out: op for op in self.body.ops for out in op.outs}
        self.counts: dict[Value, int] = {}
        for value in (*(v for op in self.body.ops for v in reads(op)), *self.body.results):
            self.counts[value] = self.counts.get(value, 0) + 1

    def ops(self) -> list[Op]:
        filled = [f for f in map(self._filled, range(len(self.loop.ins))) if f is not None]
        if not filled:
            return [self.loop]
        for op in self.body.ops:
            if self._is_row(op) or self._follows(op):
                self.known.add(op.out)
        rebuilt: dict[Op, list[Op]] = {}
        inits = list(self.loop.ins)
        for each in filled:
            for store in each.stores:
                rebuilt |= self._stored(each, store, inits)
        absorbed = {store.ins[1] for store in rebuilt}
        for op in self.body.ops:
            if op.name == "mul" and op.backward and op.out not in absorbed | self.known:
                if not self._is_part_of_product(op):
                    rebuilt |= self._multiplied(op)
        if not rebuilt:
            return [self.loop]
        ops = self._in_order(rebuilt)
        renamed: dict[Value, Value] = {}
        for op, made in rebuilt.items():
            if not made:  # the row's part is there already
                renamed[op.out] = renamed.get(op.ins[0], op.ins[0])
        region = substitute(Region(self.body.params, tuple(ops), self.body.results), renamed)
        return [*self.before, self.loop.with_(ins=tuple(inits), regions=(region,))]

    def _in_order(self, rebuilt: dict[Op, list[Op]]) -> list[Op]:
        """The ops of a round. Stores stand where what they multiply by is there: it may be
        overwritten afterwards."""
        ops: list[Op] = []
        there = set(self.body.params)
        waiting = [op for op in rebuilt if op.name == "update"]
        for op in self.body.ops:
            if op not in rebuilt or op.name != "update":
                ops += rebuilt.get(op, [op])
                there.update(op.outs)
            for store in tuple(waiting):
                needed = {v for each in rebuilt[store] for v in reads(each) if v in self.inner}
                if needed <= there | {v for each in rebuilt[store] for v in each.outs}:
                    ops += rebuilt[store]
                    there.update(store.outs)
                    waiting.remove(store)
        return ops

    # -- what is known of all rounds before the loop

    def _is_row(self, op: Op) -> bool:
        """A row of an array, or an item of a list, that the loop only reads, one for each round."""
        if op.name != "getitem" or not op.backward or not _is_vector(op.out):
            return False
        base, path = op.ins[0], op.attrs["path"]
        if base in self.inner or base in self.body.params or self._offset(path) is None:
            return False
        if isinstance(base.type, ListOf):
            return self._width(op.out) is not None
        return isinstance(base.type, Array) and base.type.rank == 2

    def _offset(self, path: Path) -> int | None:
        """k, where an index is the number of the round plus k."""
        step = path[0] if len(path) == 1 else None
        if not isinstance(step, Index) or len(step.items) != 1:
            return None
        (item,) = step.items
        if item is self.index:
            return 0
        maker = self.inner.get(item) if isinstance(item, Value) else None
        if maker is None or maker.name != "add" or maker.ins[0] is not self.index:
            return None
        by = maker.ins[1].const
        return by if type(by) is int and by >= 0 else None

    def _follows(self, op: Op) -> bool:
        """An element-wise operation on such rows, of one length, and numbers from outside."""
        if op.name not in _ELEMENTWISE or not op.backward or not _is_vector(op.out):
            return False
        if any(isinstance(item, Value) for item in op.attrs.values()):
            return False
        arrays = [value for value in op.ins if value in self.known]
        numbers = [value for value in op.ins if value not in self.known]
        return (
            bool(arrays)
            and all(_are_alike(value, op.out) for value in arrays)
            and all(is_number(v.type) and self._is_outside(v) for v in numbers)
        )

    def _is_outside(self, value: Value) -> bool:
        return value not in self.inner and value not in self.body.params

    def _width(self, row: Value) -> Op | None:
        """The op that reads the length of the row: the one behind a name of f, else of an
        argument."""
        assert isinstance(row.type, Array) and row.type.shape
        wanted: Length = row.type.shape[0]
        for op in self.graph.body.ops:
            named = op.name in ("len", "shape") and op.out.name is not None and not op.backward
            if named and facts().certainly_equal(length_of(op.out), wanted):
                return op
        for parameter in self.graph.params:
            kind = parameter.value.type
            if isinstance(kind, Array) and not kind.generic:
                for axis, length in enumerate(kind.shape or ()):
                    if facts().certainly_equal(length, wanted):
                        return Op("shape", (parameter.value,), (Value(INT),), {"axis": axis})
        return None

    def _of_all(self, value: Value, origin: Origin | None) -> Value:
        """The values of all rounds, one below the other."""
        if value not in self.known:
            return value
        if value not in self.all_rounds:
            op = self.inner[value]
            ins = [] if op.name == "getitem" else [self._of_all(v, origin) for v in op.ins]
            with building(Builder(origin=origin, backward=True)) as builder:
                if op.name == "getitem":
                    found = self._rows(op)
                else:
                    attrs = {key: item for key, item in op.attrs.items() if key != "via"}
                    found = emit_op(op.name, ins, attrs).out
            self.before += builder.ops
            self.all_rounds[value] = found
        return self.all_rounds[value]

    def _rows(self, op: Op) -> Value:
        base, count = op.ins[0], self.rounds.count
        offset = self._offset(op.attrs["path"])
        assert offset is not None
        if isinstance(base.type, Array) and base.type.shape and not offset:
            if facts().certainly_equal(base.type.shape[0], length_of(count)):
                return base
        stop = count + offset if offset else count
        part = emit("getitem", base, path=(Index((Slice(offset or None, stop, None),)),))
        if isinstance(base.type, Array):
            return part
        found = self._width(op.out)
        assert found is not None
        named = found.out.name is not None
        width = found.out if named else emit("shape", found.ins[0], axis=found.attrs["axis"])
        return emit("reshape", emit("array", part), shape=(count, width))

    # -- products

    def _factors(self, value: Value, root: bool = True) -> Iterator[Value]:
        """The factors of a product, nested products that only it reads taken apart."""
        op = self.inner.get(value)
        product = op is not None and op.name == "mul" and op.backward and value not in self.known
        if op is None or not product or not (root or self._is_part_of_product(op)):
            yield value
            return
        for part in op.ins:
            yield from self._factors(part, False)

    def _is_part_of_product(self, op: Op) -> bool:
        """Whether the product is nothing but a factor of one other product of its type."""
        if op.name != "mul" or self.counts.get(op.out) != 1:
            return False
        reader = next((each for each in self.body.ops if op.out in each.ins), None)
        return (
            reader is not None
            and reader.name == "mul"
            and reader.backward
            and reader.out not in self.known
            and _are_alike(reader.out, op.out)
        )

    def _split(self, value: Value) -> tuple[list[Value], list[Value]] | None:
        """The factors that are known ahead, and the others; None where that saves nothing."""
        if not _is_vector(value):
            return None
        factors = list(self._factors(value))
        ahead = [v for v in factors if v in self.known and _are_alike(v, value)]
        rest = [v for v in factors if v not in ahead]
        work = len(ahead) - 1 + sum(self.inner[v].name != "getitem" for v in ahead)
        return (ahead, rest) if ahead and work > 0 else None

    def _product(self, values: list[Value], origin: Origin | None) -> Value:
        found = self._of_all(values[0], origin)
        for value in values[1:]:
            factor = self._of_all(value, origin)
            with building(Builder(origin=origin, backward=True)) as builder:
                found = found * factor
            self.before += builder.ops
        return found

    def _multiplied(self, op: Op) -> dict[Op, list[Op]]:
        """A product with one row for all factors that are known ahead."""
        found = self._split(op.out)
        if found is None or not found[1]:
            return {}
        ahead, rest = found
        rows = self._product(ahead, op.origin)
        last_made = self.before[-1]
        if last_made.outs == (rows,) and rows.name is None:  # it will be read row by row
            rows = Value(rows.type, "slopes")
            self.before[-1] = last_made.with_(outs=(rows,))
            self.all_rounds |= {
                v: rows for v, all_ in self.all_rounds.items() if all_ in last_made.outs
            }
        with building(Builder(origin=op.origin, backward=True)) as builder:
            product = rest[0]
            for value in rest[1:]:
                product = product * value
            row = emit("getitem", rows, path=(Index((self.index,)),))
            last = emit_op("mul", (product, row), types=(op.out.type,))
        return {op: [*builder.ops[:-1], last.with_(outs=op.outs)]}

    # -- rows that the loop fills

    def _filled(self, position: int) -> _Filled | None:
        init, param, result, _ = tuple(carries_of(self.loop))[position]
        made = self.makers.get(init)
        if made is None or made.name not in ("zeros", "empty") or self.counts.get(param) != 1:
            return None
        stores: list[Op] = []
        value = result
        while value is not param:
            op = self.inner.get(value)
            if op is None or op.name != "update" or not op.backward or self._part(op) is None:
                return None
            if value is not result and self.counts.get(value) != 1:
                return None
            stores.insert(0, op)
            value = op.ins[0]
        return _Filled(position, stores) if stores and isinstance(init.type, Array) else None

    def _part(self, store: Op) -> tuple[Slice, ...] | None:
        """What follows the number of the round in the path of a store."""
        path = store.attrs["path"]
        if len(path) != 1 or not isinstance(path[0], Index) or path[0].items[:1] != (self.index,):
            return None
        rest = path[0].items[1:]
        bounds = [b for s in rest if isinstance(s, Slice) for b in (s.start, s.stop, s.step)]
        known = all(not isinstance(b, Value) or self._is_outside(b) for b in bounds)
        return rest if known and all(isinstance(item, Slice) for item in rest) else None

    def _stored(self, filled: _Filled, store: Op, inits: list[Value]) -> dict[Op, list[Op]]:
        """The part of the array holds the slopes before the loop, and is multiplied in it."""
        value, part = store.ins[1], self._part(store)
        found = self._split(value)
        if found is None or part is None or self.counts.get(value) != 1:
            return {}
        others = [self._part(other) for other in filled.stores if other is not store]
        if not all(rest and disjoint((Index(part),), (Index(rest),)) for rest in others):
            return {}
        ahead, factors = found
        rows = self._product(ahead, store.origin)
        with building(Builder(origin=store.origin, backward=True)) as builder:
            init = inits[filled.position]
            path = {"path": (Index((Slice(), *part)),)}
            inits[filled.position] = emit_op("update", (init, rows), path, hint=init.name).out
        self.before += builder.ops
        if not factors:
            return {store: []}
        with building(Builder(origin=store.origin, backward=True)) as builder:
            scale = factors[0]
            for factor in factors[1:]:
                scale = scale * factor
            there = emit("getitem", store.ins[0], path=store.attrs["path"])
            scaled = emit_op("mul", (there, scale), types=(value.type,)).out
        return {store: [*builder.ops, store.with_(ins=(store.ins[0], scaled))]}


def _is_vector(value: Value) -> bool:
    kind = value.type
    return isinstance(kind, Array) and kind.dtype == "float64" and kind.rank == 1


def _are_alike(one: Value, other: Value) -> bool:
    """Whether both are vectors of one length, certainly."""
    shapes = [v.type.shape for v in (one, other) if isinstance(v.type, Array) and _is_vector(v)]
    return len(shapes) == 2 and all(map(facts().certainly_equal, *(s or () for s in shapes)))
