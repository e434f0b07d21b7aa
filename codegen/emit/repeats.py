"""Which values are written again wherever they are read, instead of being named.

A person names what costs something. A length, an element at a plain index, a view, a comparison
of two numbers are written a second time where the backward part needs them again: no variable
has to be kept for them. That is right only while nothing that they read is written or bound
anew, and reads well only where what they read is at hand anyway.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from codegen.emit.order import Effects, Order
from codegen.ir.graph import (
    Field,
    Graph,
    Index,
    Key,
    Op,
    Region,
    Slice,
    Value,
    ViewOp,
    values_in,
    walk,
)
from codegen.ir.types import INT, Array, Scalar, is_number
from codegen.optimize.coalesce import Folds

LENGTHS = frozenset({"len", "shape", "size", "ndim"})
_COMPARISONS = frozenset({"lt", "le", "gt", "ge", "eq", "ne", "is", "is_not"})
_FAR = 100  # what is read so many statements later has a name
_READS = 3  # a value that is read more often is worth a name

Nameless = Callable[[Value], bool]


def repeated(graph: Graph, folds: Folds, order: Order, nameless: Nameless) -> Folds:
    """The folds, with the values that are written wherever they are read."""
    repeats = _Repeats(graph, folds, order, nameless)
    repeats.region(graph.body)
    return Folds(repeats.ops, repeats.positions)


class _Repeats:
    def __init__(self, graph: Graph, folds: Folds, order: Order, nameless: Nameless) -> None:
        self.ops = dict(folds.ops)
        self.positions = dict(folds.positions)
        self.order = order
        self.nameless = nameless
        self.params = {p.value for p in graph.params}
        self.saved = {op.ins[1] for op in walk(graph.body) if op.name == "append"}
        self.codes = {
            op.outs[0] for op in walk(graph.body) if op.name == "loop" and op.attrs.get("exits")
        }
        self.written = {graph.params[effect].value for effect, _ in graph.effects}

    def region(self, region: Region) -> None:
        readers = self._readers(region)
        last: dict[Value, int] = {}
        for value, places in readers.items():
            last[value] = max(position for position, _, _ in places)
        for start, op in enumerate(region.ops):
            for inner in op.regions:
                self.region(inner)
            if len(op.outs) == 1 and op.out in readers and op.out not in self.ops:
                self._consider(op, start, region, readers[op.out], last)

    def _readers(self, region: Region) -> dict[Value, list[tuple[int, bool, bool]]]:
        """For each value: (position of the statement, read inside a region of it, inside a
        loop)."""
        found: dict[Value, list[tuple[int, bool, bool]]] = {}

        def read(values: Iterator[Value] | list[Value], *place: int | bool) -> None:
            for value in values:
                found.setdefault(value, []).append(place)  # type: ignore[arg-type]

        for position, op in enumerate(region.ops):
            at = self.positions.get(op, position)
            read(list(op.operands()), at, False, False)
            for inner in op.regions:
                for value in _read_in(inner):
                    read([value], at, True, op.name == "loop" or _in_loop(value, inner))
        read(list(region.results), len(region.ops), False, False)
        return found

    def _consider(
        self,
        op: Op,
        start: int,
        region: Region,
        places: list[tuple[int, bool, bool]],
        last: Mapping[Value, int],
    ) -> None:
        if not self.nameless(op.out) or not self._plain(op):
            return
        if op.name not in LENGTHS and len(places) > _READS:
            return
        if op.out in self.saved:
            return
        end = max(position for position, _, _ in places)
        nested = any(inside for position, inside, _ in places if position == end)
        looped = any(within for _, _, within in places)
        if looped and op.name in ("getitem", "transpose"):
            return
        first = min(position for position, _, _ in places)
        hidden = all(inside for position, inside, _ in places if position == first)
        lengths = [self.ops[value] for value in op.operands() if value in self.ops]
        effects = self.order.effects(op)
        for each in lengths:
            effects |= self.order.effects(each)
        if (effects.visible or effects.indexing) and not self._first_may_wait(
            effects, region, start, first, hidden
        ):
            return
        quiet = replace(effects, visible=False, indexing=False)
        stop = end + 1 if nested else end
        if stop - start > _FAR:
            return
        if any(quiet.conflict(self.order.effects(each)) for each in region.ops[start + 1 : stop]):
            return
        bound = self._bound(region, start, stop)
        read = [v for each in (op, *lengths) for v in each.operands() if v not in self.ops]
        if not all(self._at_hand(value, end, last, region, bound) for value in read):
            return
        self.ops[op.out] = op
        self.positions[op] = end + 1 if nested else end
        for each in lengths:
            self.positions[each] = max(self.positions[each], self.positions[op])

    def _first_may_wait(
        self, effects: Effects, region: Region, start: int, first: int, hidden: bool
    ) -> bool:
        """An expression that may raise is evaluated where it stood, as seen from outside."""
        if hidden:
            return False
        between = region.ops[start + 1 : first]
        return not any(effects.conflict(self.order.effects(each)) for each in between)

    def _bound(self, region: Region, start: int, stop: int) -> set[Value | str | None]:
        """What is given a value on the way, and its name."""
        found: set[Value | str | None] = set()
        for op in walk(Region((), region.ops[start + 1 : stop], ())):
            for value in (*op.outs, *(p for inner in op.regions for p in inner.params)):
                found |= {value, value.name}
        return found

    def _at_hand(
        self,
        value: Value,
        end: int,
        last: Mapping[Value, int],
        region: Region,
        bound: set[Value | str | None],
    ) -> bool:
        """Is the variable kept until then anyway?"""
        if value.is_const or value in self.codes or last.get(value, -1) > end:
            return True
        if value.name is None or value.name in bound or value in self.written:
            return False
        if value in region.params and value not in self.params:
            carries = region.params[len(region.params) - len(region.results) :]
            if value in carries:
                return region.results[carries.index(value)] not in bound
        return True

    def _plain(self, op: Op) -> bool:
        """Is it an expression of variables and literals, and cheap?"""
        inner = [self.ops[value] for value in op.operands() if value in self.ops]
        if not all(each.name in LENGTHS or _is_part(each) for each in inner):
            return False
        if op.name in LENGTHS:
            return "axis" not in op.attrs or not isinstance(op.attrs["axis"], Value)
        if op.name in ("add", "sub") and op.out.type == INT:
            return any(value.is_const for value in op.ins)
        if op.name in _COMPARISONS:
            return all(_is_cheap(value) for value in op.ins)
        if op.name == "transpose":
            return "axes" not in op.attrs
        if op.name != "getitem":
            return False
        if _is_part(op):
            return True
        if len(op.attrs["path"]) != 1:
            return False
        (step,) = op.attrs["path"]
        if isinstance(step, ViewOp):
            return step.op == "transpose" and not step.attrs
        if not isinstance(step, Index):
            return False
        if is_number(op.out.type):
            return True
        return isinstance(op.ins[0].type, Array) and all(
            isinstance(item, Slice | int | type(None) | type(...))
            and all(value.is_const for value in values_in(item))
            for item in step.items
        )


def _is_part(op: Op) -> bool:
    """A part of something of known structure: params["W"]."""
    return op.name == "getitem" and all(isinstance(step, Key | Field) for step in op.attrs["path"])


def _is_cheap(value: Value) -> bool:
    if isinstance(value.type, Array):
        return value.type.scalar
    return isinstance(value.type, Scalar) or value.is_const


def _read_in(region: Region) -> set[Value]:
    found = set(region.results)
    for op in region.ops:
        found.update(op.operands())
        for inner in op.regions:
            found |= _read_in(inner)
    return found


def _in_loop(value: Value, region: Region) -> bool:
    return any(
        op.name == "loop"
        and any(value in _read_in(inner) for inner in op.regions)
        or any(_in_loop(value, inner) for inner in op.regions)
        for op in region.ops
    )
