"""Histories that are read as a whole lie in an array from the start: `hs = np.empty((len(x), n))`
and `hs[t] = h` instead of a list that `np.array(hs)` copies.

A list of small arrays takes more memory for its items' headers than for their numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import (
    Graph,
    Index,
    Op,
    Origin,
    Region,
    Slice,
    Value,
    defined_in,
    reads,
    substitute_op,
    walk,
)
from codegen.ir.types import Array, facts
from codegen.optimize.batching import rounds_of
from codegen.optimize.rebuild import with_body
from codegen.optimize.rewrite import same_type

_LENGTHS = frozenset({"shape", "len"})


def in_arrays(graph: Graph) -> Graph:
    """The graph with such lists as arrays that the forward loop fills row by row."""

    def visit(region: Region) -> Region:
        ops = tuple(op.with_(regions=tuple(map(visit, op.regions))) for op in region.ops)
        region = Region(region.params, ops, region.results)
        for whole in [op for op in ops if op.name == "reshape" and op.backward]:
            found = _history(region, whole)
            if found is not None:
                region = _Conversion(region, found).region()
        return region

    return with_body(graph, visit(graph.body))


@dataclass(frozen=True)
class _History:
    """A list that a forward loop appends one array to in every round.

    first: what it holds before the loop, if anything; widths: the lengths of the axes of an item.
    """

    loop: Op
    position: int  # among what the loop carries
    made: Op
    appended: Op
    count: Value | int
    widths: tuple[Value | int, ...]

    @property
    def first(self) -> Value | None:
        return self.made.ins[0] if self.made.ins else None

    @property
    def final(self) -> Value:
        return self.loop.outs[self.position]


def _history(region: Region, whole: Op) -> _History | None:
    """The list behind np.array(history[a:b]).reshape(count, width), where an array serves all who
    read it."""
    makers = {out: op for op in region.ops for out in op.outs}
    array = makers.get(whole.ins[0])
    part = makers.get(array.ins[0]) if array is not None and array.name == "array" else None
    loop = makers.get(part.ins[0]) if part is not None and part.name == "getitem" else None
    if part is None or loop is None or loop.name != "loop" or loop.backward:
        return None
    rounds = rounds_of(loop, makers)
    if rounds is None or rounds.first != 0 or loop.attrs["step"] not in (1,):
        return None
    position = loop.outs.index(part.ins[0])
    body = loop.regions[0]
    made = makers.get(loop.ins[position])
    param, result = body.params[position + 1], body.results[position]
    appended = next((op for op in body.ops if result in op.outs), None)
    if made is None or made.name != "make_list" or len(made.ins) > 1 or appended is None:
        return None
    if appended.name != "append" or appended.ins[0] is not param:
        return None
    if _count(region.ops, made.out) != 1 or _count(body.ops, param) != 1:
        return None
    items = [appended.ins[1].type, *(value.type for value in made.ins)]
    if result in set().union(*map(reads, body.ops)) or body.results.count(result) != 1:
        return None
    if not all(_is_row(t) and same_type(t, items[0]) for t in items):
        return None
    widths = tuple(whole.attrs["shape"][1:]) if isinstance(whole.attrs["shape"], tuple) else ()
    assert isinstance(items[0], Array)
    if len(widths) != items[0].rank or loop.outs[position] in region.results:
        return None
    before = _values_before(region, loop)
    for width in widths:
        maker = makers.get(width) if isinstance(width, Value) else None
        known = not isinstance(width, Value) or width.is_const or width in before
        if not known and (
            maker is None or maker.name not in _LENGTHS or maker.ins[0] not in before
        ):
            return None
    users = [op for op in walk(region) if loop.outs[position] in op.operands()]
    if not all(op.name == "getitem" and _is_item_or_part(op, makers, region) for op in users):
        return None
    return _History(loop, position, made, appended, rounds.count, widths)


def _is_row(t: object) -> bool:
    return isinstance(t, Array) and t.dtype in ("float64", "float32") and bool(t.shape)


def _origin(history: _History) -> Origin | None:
    """The line that makes what is kept: of what the loop carries, that which makes the next."""
    body, row = history.loop.regions[0], history.appended.ins[1]
    if row in body.params:
        row = body.results[body.params.index(row) - 1]
    return next((op.origin for op in body.ops if row in op.outs), history.appended.origin)


def _is_shaped(new: Value, old: Value) -> bool:
    shapes = [v.type.shape for v in (new, old) if isinstance(v.type, Array) and v.type.shape]
    return len(shapes) == 2 and all(map(facts().certainly_equal, *shapes))


def _count(ops: tuple[Op, ...], value: Value) -> int:
    return sum(value in set(reads(op)) for op in ops)


def _values_before(region: Region, loop: Op) -> set[Value]:
    """What is there when the loop begins, the arguments of the function among it."""
    found = set(region.params)
    for op in region.ops:
        if op is loop:
            break
        found.update(op.outs)
    inside = defined_in(region)
    for op in region.ops:  # what the region takes from around it
        found.update(value for value in reads(op) if value not in inside)
    return found


def _is_item_or_part(op: Op, makers: dict[Value, Op], region: Region) -> bool:
    """One item, or a slice of which np.array makes an array."""
    path = op.attrs["path"]
    if len(path) != 1 or not isinstance(path[0], Index) or len(path[0].items) != 1:
        return False
    if not isinstance(path[0].items[0], Slice):
        return True
    readers = [each for each in walk(region) if op.out in each.operands()]
    return all(each.name == "array" and each.backward for each in readers)


class _Conversion:
    """The region with one list as an array."""

    def __init__(self, region: Region, history: _History) -> None:
        self._region = region
        self._history = history
        self._array = history.final
        self._replaced: dict[Value, Value] = {}

    def region(self) -> Region:
        history = self._history
        ops: list[Op] = []
        for op in self._region.ops:
            if op is history.made:
                continue
            if op is history.loop:
                ops += self._loop()
            else:
                ops += self._reader(op)
        results = tuple(self._replaced.get(value, value) for value in self._region.results)
        return Region(self._region.params, tuple(ops), results)

    def _loop(self) -> list[Op]:
        history, loop, place = self._history, self._history.loop, self._history.position
        body, name = loop.regions[0], history.made.out.name
        item = history.appended.ins[1].type
        assert isinstance(item, Array)
        makers = {out: op for op in self._region.ops for out in op.outs}
        more = history.first is not None
        with building(Builder(origin=loop.origin)) as before:
            there = _values_before(self._region, loop)
            widths = [
                (
                    emit(makers[w].name, makers[w].ins[0], **makers[w].attrs)
                    if isinstance(w, Value) and not w.is_const and w not in there
                    else w
                )
                for w in history.widths
            ]
            count = history.count + 1 if more else history.count
            if history.first is not None:  # without rounds: of any width
                widths = [emit("shape", history.first, axis=k) for k in range(len(widths))]
            dtype = {} if item.dtype == "float64" else {"dtype": item.dtype}
            init = emit("empty", shape=(count, *widths), hint=name, **dtype)
            if history.first is not None:
                path = {"path": (Index((0,)),)}
                init = emit_op("update", (init, history.first), path, hint=name).out
        param, final = Value(init.type, name), Value(init.type, history.final.name)
        with building(Builder(origin=_origin(history))) as inside:
            index = body.params[0] + 1 if more else body.params[0]
            path = {"path": (Index((index,)),)}
            result = emit_op("update", (param, history.appended.ins[1]), path, hint=name).out
        ops = [op for op in body.ops if op is not history.appended]
        row = history.appended.ins[1]  # it is kept where it is made
        made = next((k + 1 for k, op in enumerate(ops) if row in op.outs), 0)
        ops[made:made] = inside.ops

        def put(values: tuple[Value, ...], at: int, value: Value) -> tuple[Value, ...]:
            return (*values[:at], value, *values[at + 1 :])

        region = Region(
            put(body.params, place + 1, param), tuple(ops), put(body.results, place, result)
        )
        self._array = final
        self._replaced[history.final] = final
        changed = loop.with_(
            ins=put(loop.ins, place, init), outs=put(loop.outs, place, final), regions=(region,)
        )
        return [*before.ops, changed]

    def _reader(self, op: Op) -> list[Op]:
        """An op after the loop: slices are arrays, copies and reshapes of them are left out."""
        source = op.ins[0] if op.ins else None
        if op.name == "getitem" and source is self._history.final:
            (step,) = op.attrs["path"]
            (item,) = step.items
            if isinstance(item, Slice):
                if self._is_all(item):
                    self._replaced[op.out] = self._array
                    return []
                with building(Builder(origin=op.origin, backward=op.backward)) as builder:
                    self._replaced[op.out] = emit("getitem", self._array, path=op.attrs["path"])
                return builder.ops
        if source in self._replaced and source is not self._history.final:
            array = self._replaced[source]
            if op.name == "array" or op.name == "reshape" and _is_shaped(op.out, array):
                self._replaced[op.out] = array
                return []
        return [substitute_op(op, self._replaced)]

    def _is_all(self, item: Slice) -> bool:
        return (
            self._history.first is None
            and item.start is None
            and item.stop is self._history.count
            and item.step is None
        )
