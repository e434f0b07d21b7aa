"""Products over time: what a backward loop adds up round by round as outer products becomes one
product of matrices after it.

A loop that does `dW += np.outer(da, x[t])` keeps its `da` in the rows of an array, `das[t] = da`;
after it `dW = das.T @ x`. What is added to a bias, `db += da`, becomes `das.sum(axis=0)`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Index, Op, Region, Slice, Value, reads
from codegen.ir.integers import length_of
from codegen.ir.types import Array, ListOf, facts
from codegen.optimize.rebuild import with_body

_LENGTHS = frozenset({"shape", "len", "size"})


def batched(graph: Graph) -> Graph:
    """The graph with products moved out of backward loops, the innermost loops first."""
    makers: dict[Value, Op] = {}

    def visit(region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if op.regions:
                op = op.with_(regions=tuple(map(visit, op.regions)))
            rounds = rounds_of(op, makers) if op.name == "loop" and op.backward else None
            sums = _sums(op) if rounds is not None else []
            if rounds is not None and any(len(each.factors) == 2 for each in sums):
                ops += _Batch(op, rounds, makers).ops(sums)
            else:
                ops.append(op)
            makers.update((out, op) for out in op.outs)
        return Region(region.params, tuple(ops), region.results)

    return with_body(graph, visit(graph.body))


@dataclass(frozen=True)
class Rounds:
    """The rounds of a counted loop by rows: row 0 is that of the index `first`."""

    first: int
    count: Value | int


@dataclass(frozen=True)
class _Sum:
    """A carry that only adds up: outer(*factors), or a row alone."""

    position: int
    factors: tuple[Value, ...]
    sign: int


def _number(item: object) -> int | None:
    const = item.const if isinstance(item, Value) and item.is_const else item
    return const if type(const) is int else None


def rounds_of(loop: Op, makers: Mapping[Value, Op]) -> Rounds | None:
    """None where the number of rounds may be negative as it is written, or is not counted."""
    attrs = loop.attrs
    if attrs.get("exits") or "start" not in attrs or _number(attrs["step"]) not in (1, -1):
        return None
    down = _number(attrs["step"]) == -1
    high = attrs["start"] if down else attrs["stop"]
    low = _number(attrs["stop"] if down else attrs["start"])
    first = low + 1 if down and low is not None else low
    if low == -1 and isinstance(high, Value) and not high.is_const:  # range(n - 1, -1, -1)
        maker = makers.get(high)
        if maker is None or maker.name != "sub" or _number(maker.ins[1]) != 1:
            return None
        low, high = 0, maker.ins[0]
    if low != 0 or first is None:
        return None
    if (number := _number(high)) is not None:
        return Rounds(first, max(0, number))
    maker = makers.get(high)
    return Rounds(first, high) if maker is not None and maker.name in _LENGTHS else None


def _sums(loop: Op) -> list[_Sum]:
    """The carries that nothing reads but the line that adds to them: products of rows, and the
    rows themselves."""
    body = loop.regions[0]
    makers = {out: op for op in body.ops for out in op.outs}
    found: list[_Sum] = []
    for k, result in enumerate(body.results):
        param, add = body.params[k + 1], makers.get(result)
        if add is None or add.name != "accumulate" or add.ins[0] is not param or add.attrs["path"]:
            continue
        if _readers(body, param) != 1 or _readers(body, result) != 1:
            continue
        maker = makers.get(add.ins[1])
        factors: tuple[Value, ...] = (add.ins[1],)
        if maker is not None and maker.name == "outer" and _readers(body, maker.out) == 1:
            factors = maker.ins
        if all(map(_is_row, factors)):
            found.append(_Sum(k, factors, -1 if add.attrs.get("negative") else 1))
    rows = {value for each in found if len(each.factors) == 2 for value in each.factors}
    return [each for each in found if len(each.factors) == 2 or each.factors[0] in rows]


def _readers(body: Region, value: Value) -> int:
    return sum(value in set(reads(op)) for op in body.ops) + body.results.count(value)


def _is_row(value: Value) -> bool:
    kind = value.type
    return isinstance(kind, Array) and kind.rank == 1 and kind.dtype in ("float64", "float32")


@dataclass
class _Batch:
    """A loop that is built anew: it keeps rows instead of adding products."""

    loop: Op
    rounds: Rounds
    makers: Mapping[Value, Op]  # of what was made before the loop
    # a row -> all of them, after it, and the length of each
    stacks: dict[Value, tuple[Value, Value]] = field(default_factory=dict)
    # what keeps rows: the array before the loop, in a round, after the round, after the loop
    kept: list[tuple[Value, Value, Value, Value]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.before, self.inside, self.after = (
            Builder(origin=self.loop.origin, backward=True) for _ in range(3)
        )

    def ops(self, sums: list[_Sum]) -> list[Op]:
        for each in sums:
            self._add_up(each)
        loop, body = self.loop, self.loop.regions[0]
        gone = {each.position for each in sums}
        stay = [k for k in range(len(loop.ins)) if k not in gone]
        dead = {body.results[k] for k in gone}
        ops = [op for op in body.ops if not dead & set(op.outs)]
        region = Region(
            (body.params[0], *(body.params[k + 1] for k in stay), *(kept[1] for kept in self.kept)),
            (*ops, *self.inside.ops),
            (*(body.results[k] for k in stay), *(kept[2] for kept in self.kept)),
        )
        anew = loop.with_(
            ins=(*(loop.ins[k] for k in stay), *(kept[0] for kept in self.kept)),
            outs=(*(loop.outs[k] for k in stay), *(kept[3] for kept in self.kept)),
            regions=(region,),
        )
        return [*self.before.ops, anew, *self.after.ops]

    def _add_up(self, each: _Sum) -> None:
        """What the carry is after the loop."""
        init, final = self.loop.ins[each.position], self.loop.outs[each.position]
        zero = self.makers.get(init)
        like = zero.ins[0] if zero is not None and zero.name == "zeros_like" else init
        with building(self.before):
            widths = [emit("shape", like, axis=k) for k in range(len(each.factors))]
        stacks = [self._stack(v, n) for v, n in zip(each.factors, widths, strict=True)]
        attrs = {"path": (), "negative": True} if each.sign < 0 else {"path": ()}
        with building(self.after):
            if len(stacks) == 2:
                total = emit("matmul", emit("transpose", stacks[0]), stacks[1])
            else:
                total = emit("sum", stacks[0], axis=0)
            made = emit_op("accumulate", (init, total), attrs, types=(final.type,))
        self.after.ops[-1] = made.with_(outs=(final,))

    def _stack(self, row: Value, width: Value) -> Value:
        if row not in self.stacks:
            self.stacks[row] = self._read(row, width) or self._keep(row, width), width
        found, own = self.stacks[row]
        if facts().certainly_equal(length_of(own), length_of(width)):
            return found
        with building(self.after):  # without rounds: of any width
            return emit("reshape", found, shape=(self.rounds.count, width))

    def _read(self, row: Value, width: Value) -> Value | None:
        """The rows of an array or list that was there before the loop."""
        body = self.loop.regions[0]
        maker = next((op for op in body.ops if row in op.outs), None)
        if maker is None or maker.name != "getitem" or len(maker.attrs["path"]) != 1:
            return None
        base, (step,) = maker.ins[0], maker.attrs["path"]
        inner = {out for op in body.ops for out in op.outs} | set(body.params)
        if base in inner or not isinstance(step, Index) or len(step.items) != 1:
            return None
        offset = self._offset(step.items[0])
        if offset is None or offset < 0:
            return None
        count = self.rounds.count
        with building(self.after):
            if isinstance(base.type, Array) and base.type.shape and base.type.rank == 2:
                length = facts().equal(base.type.shape[0], length_of(count))
                part = base if offset == 0 and length else _part(base, offset, count)
                if facts().certainly_equal(base.type.shape[1], length_of(width)):
                    return part
                return emit("reshape", part, shape=(count, width))  # without rounds: of any width
            if isinstance(base.type, ListOf):
                rows = emit("array", _part(base, offset, count))
                return emit("reshape", rows, shape=(count, width))
        return None

    def _offset(self, index: object) -> int | None:
        """k, where an index is the number of the row plus k."""
        body = self.loop.regions[0]
        if index is body.params[0]:
            return self.rounds.first
        maker = next((op for op in body.ops if index in op.outs), None)
        if maker is None or maker.name not in ("add", "sub") or maker.ins[0] is not body.params[0]:
            return None
        by = _number(maker.ins[1])
        return None if by is None else self.rounds.first + (by if maker.name == "add" else -by)

    def _keep(self, row: Value, width: Value) -> Value:
        """An array that the loop fills, row by row."""
        kind = row.type
        assert isinstance(kind, Array)
        hint = f"{row.name}s" if row.name else "dparts"
        dtype = {} if kind.dtype == "float64" else {"dtype": kind.dtype}
        with building(self.before):
            init = emit("empty", shape=(self.rounds.count, width), hint=hint, **dtype)
        param, final = Value(init.type, hint), Value(init.type, hint)
        with building(self.inside):
            index: Value = self.loop.regions[0].params[0]
            number = index - self.rounds.first if self.rounds.first else index
            path = (Index((number,)),)
            result = emit_op("update", (param, row), {"path": path}, hint=hint).out
        self.kept.append((init, param, result, final))
        return final


def _part(base: Value, offset: int, count: Value | int) -> Value:
    stop = count + offset if offset else count
    return emit("getitem", base, path=(Index((Slice(offset or None, stop, None),)),))
