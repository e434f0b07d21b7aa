"""What is added to one array at slices that are shifted against each other shares a loop: all of it
goes to the places that every slice has, and what is left at the ends, to single places.

A stencil's backward part is of that kind. At each place the order of the additions stays.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from codegen.ir.build import Builder, building, emit_op
from codegen.ir.graph import Graph, Index, Op, Region, Slice, Value, reads
from codegen.ir.types import Array, Length, Symbol, facts, is_number
from codegen.optimize.kernels.extents import lengths
from codegen.optimize.kernels.rows import row_type
from codegen.optimize.kernels.views import items_of, number, rank
from codegen.optimize.rebuild import with_body

_CHEAP = frozenset({"add", "sub", "mul", "neg"})
_FARTHEST = 4  # places at an end, of which each is a statement


def aligned(graph: Graph) -> tuple[Graph, list[Length]]:
    """The graph with such slices made one, and lengths that must not be negative for it."""
    found = _Aligned(
        {symbol for p in graph.body.params for n in lengths(p) for symbol, _ in n.terms}
    )
    return with_body(graph, found.region(graph.body)), found.needed


@dataclass(frozen=True)
class _Addition:
    """base[start : length - end] += value, or -=."""

    op: Op
    start: int
    end: int


class _Aligned:
    """known: the lengths of arguments."""

    def __init__(self, known: set[Symbol]) -> None:
        self.known = known
        self.needed: list[Length] = []

    def region(self, region: Region) -> Region:
        ops = [op.with_(regions=tuple(map(self.region, op.regions))) for op in region.ops]
        readers: dict[Value, int] = {value: 1 for value in region.results}
        for op in ops:
            for value in {*reads(op)}:
                readers[value] = readers.get(value, 0) + 1
        # what several read is an array anyway: only what one reads is computed in parts
        makers = {out: op for op in ops for out in op.outs if readers.get(out) == 1}
        for chain in self._chains(ops, readers):
            first, last = (ops.index(each.op) for each in (chain[0], chain[-1]))
            others = [op for op in ops[first:last] if op not in [each.op for each in chain]]
            ops[first : last + 1] = [*others, *self._spread(chain, makers)]
        return Region(region.params, tuple(ops), region.results)

    def _chains(self, ops: list[Op], readers: Mapping[Value, int]) -> list[list[_Addition]]:
        """Additions to one array, one after the other, which nothing reads in between."""
        chains: list[list[_Addition]] = []
        for op in ops:
            addition = _addition(op)
            if addition is None or not self._is_known(op.ins[0]):
                continue
            before = chains[-1][-1].op.out if chains else None
            if op.ins[0] is before and readers[before] == 1:
                chains[-1].append(addition)
            else:
                chains.append([addition])
        return [chain for chain in chains if _differ(chain)]

    def _is_known(self, base: Value) -> bool:
        return all(symbol in self.known for symbol, _ in lengths(base)[0].terms)

    def _spread(self, chain: list[_Addition], makers: Mapping[Value, Op]) -> list[Op]:
        low, high = max(each.start for each in chain), max(each.end for each in chain)
        least = facts().resolve(lengths(chain[0].op.ins[0])[0] - low - high)
        if least not in self.needed:
            self.needed.append(least)
        base, ops = chain[0].op.ins[0], []
        for each in chain:
            builder = Builder(origin=each.op.origin, backward=each.op.backward)
            with building(builder):
                for k in range(each.start, low):
                    base = _added(each.op, base, k, _part(each.op.ins[1], k - each.start, makers))
                for k in range(-high, -each.end):
                    base = _added(each.op, base, k, _part(each.op.ins[1], k + each.end, makers))
            ops += builder.ops
        for each in chain:
            builder = Builder(origin=each.op.origin, backward=each.op.backward)
            with building(builder):
                shown = Slice(low - each.start or None, each.end - high or None)
                part = _part(each.op.ins[1], shown, makers)
                base = _added(each.op, base, Slice(low or None, -high or None), part)
            ops += builder.ops
        return [*ops[:-1], ops[-1].with_(outs=(chain[-1].op.out,))]


def _addition(op: Op) -> _Addition | None:
    """The op, if it adds an array to a slice of one axis with fixed ends."""
    if op.name != "accumulate" or not op.attrs["path"] or rank(op.ins[0]) != 1:
        return None
    items = items_of(op)
    if items is None or rank(op.ins[1]) != 1 or op.attrs.get("effect"):
        return None
    (item,) = items if len(items) == 1 else (None,)
    if not isinstance(item, Slice):
        return None
    start, stop = number(item.start, 0), number(item.stop, 0)
    if not isinstance(start, int) or not isinstance(stop, int) or start < 0 or stop > 0:
        return None
    if number(item.stop, None) == 0 or max(start, -stop) > _FARTHEST:
        return None
    length = lengths(op.ins[0])[0] - start + stop
    return _Addition(op, start, -stop) if facts().equal(length, lengths(op.ins[1])[0]) else None


def _differ(chain: list[_Addition]) -> bool:
    return len({(each.start, each.end) for each in chain}) > 1


def _added(op: Op, base: Value, place: int | Slice, part: Value) -> Value:
    attrs = {**op.attrs, "path": (Index((place,)),)}
    return emit_op("accumulate", (base, part), attrs, types=(base.type,)).out


def _part(value: Value, item: int | Slice, makers: Mapping[Value, Op]) -> Value:
    """value[item], computed from parts of what it is quickly computed from."""
    if item == Slice():
        return value
    maker = makers.get(value)
    if maker is not None and maker.name in _CHEAP and all(_fits(v, value) for v in maker.ins):
        parts = [v if is_number(v.type) else _part(v, item, makers) for v in maker.ins]
        kind = row_type(value.type) if isinstance(item, int) else parts[rank(parts[0]) == 0].type
        return emit_op(maker.name, parts, dict(maker.attrs), types=(kind,)).out
    attrs = {"path": (Index((item,)),)}
    if isinstance(item, int):
        return emit_op("getitem", (value,), attrs, types=(row_type(value.type),)).out
    assert isinstance(value.type, Array)
    length = lengths(value)[0] - number(item.start, 0) + number(item.stop, 0)
    kind = Array(value.type.dtype, (facts().resolve(length),))
    return emit_op("getitem", (value,), attrs, types=(kind,)).out


def _fits(value: Value, whole: Value) -> bool:
    """A number, or an array as long as the whole."""
    if is_number(value.type):
        return True
    return rank(value) == 1 and facts().equal(lengths(value)[0], lengths(whole)[0])
