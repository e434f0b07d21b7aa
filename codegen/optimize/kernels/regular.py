"""The regular case: axes that may broadcast are taken to be of one length, slices to lie inside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Index, Key, Op, Region, Slice, Value, carries_of, walk
from codegen.ir.types import Array, Length, facts, is_number
from codegen.optimize.kernels.extents import lengths
from codegen.optimize.kernels.fit import ELEMENTWISE, Unfit
from codegen.optimize.kernels.spelled import mask_of, spelled_out
from codegen.optimize.rebuild import with_body


def assume(graph: Graph) -> Graph:
    """The graph; recorded is which lengths its operations take to be equal."""
    ops = list(walk(graph.body))
    for op in ops:
        _assume(op)
    for op in reversed(ops):  # those inside of a loop before it
        if op.name == "loop":
            _carried(op)
    return graph


def _carried(loop: Op) -> None:
    """What has one length before a round and after it has that in all rounds."""
    for init, param, after, final in carries_of(loop):
        shapes = [lengths(value) for value in (init, param, after, final)]
        if len({len(shape) for shape in shapes}) > 1:
            continue
        for first, each, then, last in zip(*shapes, strict=True):
            if facts().equal(then, first) or facts().equal(then, each):
                facts().unify(each, first)
                facts().unify(last, first)


def regular(graph: Graph, watched: bool) -> Graph:
    """The graph for the regular case. watched: the compiler checks subscripts."""
    makers = {out: op for op in walk(graph.body) for out in op.outs}
    return with_body(graph, _region(assume(graph).body, watched, set(), makers))


def _region(
    region: Region, watched: bool, seen: set[tuple[Length, int]], makers: dict[Value, Op]
) -> Region:
    """seen: the places that are known to be there."""
    ops: list[Op] = []
    seen = set(seen)
    for op in region.ops:
        regions = tuple(_region(each, watched, seen, makers) for each in op.regions)
        op = op.with_(regions=regions)
        if not watched:
            ops += _places(op, seen)
        if op.name == "getitem" and (item := _listed(op, makers)) is not None:
            ops.append(op.with_(name="pos", ins=(item,), attrs={}))
        elif op.name == "getitem":
            builder = Builder(origin=op.origin, backward=op.backward)
            with building(builder):
                _inside(op)
            ops += [*builder.ops, op]
        else:
            ops += spelled_out(op, makers)
    return Region(region.params, tuple(ops), region.results)


def _listed(op: Op, makers: Mapping[Value, Op]) -> Value | None:
    """The number that a key takes from a list of numbers."""
    maker, path = makers.get(op.ins[0]), op.attrs["path"]
    if maker is None or maker.name != "make_list" or len(path) != 1:
        return None
    (step,) = path
    if not isinstance(step, Key) or not isinstance(step.key, int):
        return None
    item = maker.ins[step.key]
    return item if is_number(item.type) else None


def _assume(op: Op) -> None:
    """Record which lengths the op takes to be equal."""
    if op.name == "getitem":
        for _, place, start, stop in _fixed(op):
            facts().unify(lengths(op.out)[place], Length.of(stop - start))
    if op.name in ELEMENTWISE or op.name == "accumulate" and not op.attrs["path"]:
        shapes = [lengths(value) for value in op.ins]
        for shape in shapes:
            _align(lengths(op.out), shape)
    elif op.name in ("accumulate", "update"):
        _align(_selected(op), lengths(op.ins[1]))
        mask = mask_of(op)
        if mask is not None:
            for one, other in zip(lengths(mask), lengths(op.ins[0]), strict=True):
                facts().unify(one, other)
                if not facts().equal(one, other):
                    raise Unfit("axes of different lengths")
    elif op.name == "reshape":
        wide, narrow = lengths(op.ins[0]), lengths(op.out)
        if len(wide) == len(narrow) and all(map(facts().equal, wide[1:], narrow[1:])):
            facts().unify(wide[0], narrow[0])
    elif op.name == "unbroadcast":
        _align(lengths(op.out), lengths(op.ins[1]))
        _align(lengths(op.ins[0]), lengths(op.out))
    elif op.name in ("matmul", "dot"):
        left, right = (lengths(value) for value in op.ins)
        if left and right:
            facts().unify(left[-1], right[-min(2, len(right))])
    elif op.name == "vdot":
        _align(lengths(op.ins[0]), lengths(op.ins[1]))
    elif op.name == "stack":
        for value in op.ins[1:]:
            _align(lengths(op.ins[0]), lengths(value))


def _align(wide: tuple[Length, ...], shape: tuple[Length, ...]) -> None:
    """Axes from the back: equal, or one of them is 1."""
    for one, other in zip(reversed(wide), reversed(shape)):
        if facts().is_one(one) or facts().is_one(other):
            continue
        facts().unify(one, other)
        if not facts().equal(one, other):
            raise Unfit("axes of different lengths")


def _selected(op: Op) -> tuple[Length, ...]:
    """The lengths of what the path of an update selects."""
    builder = Builder()
    with building(builder):
        found = emit("getitem", op.ins[0], path=op.attrs["path"])
    return lengths(found)


def _fixed(op: Op) -> Iterator[tuple[int, int, int, int]]:
    """Slices with fixed bounds: the axis of the operand and of the result, start and stop."""
    base = op.ins[0]
    (step,) = op.attrs["path"] if len(op.attrs["path"]) == 1 else (None,)
    if not isinstance(base.type, Array) or not isinstance(step, Index):
        return
    if any(item is Ellipsis for item in step.items):
        return
    axis = place = 0
    for item in step.items:
        if isinstance(item, Slice):
            start, stop = _number(item.start, 0), _number(item.stop, None)
            if _number(item.step, 1) == 1 and start is not None and stop is not None:
                if 0 <= start < stop:
                    yield axis, place, start, stop
            place, axis = place + 1, axis + 1
        elif item is None:
            place += 1
        elif isinstance(item, Value) and isinstance(item.type, Array) and not item.type.scalar:
            return
        else:
            axis += 1


def _inside(op: Op) -> None:
    """A slice with fixed bounds has the length that they say."""
    for axis, _, _, stop in _fixed(op):
        if not (lengths(op.ins[0])[axis].known or 0) >= stop:
            emit_op("require", (emit("ge", emit("shape", op.ins[0], axis=axis), stop),))


def _places(op: Op, seen: set[tuple[Length, int]]) -> list[Op]:
    """Fixed places that an array must have."""
    builder = Builder(origin=op.origin, backward=op.backward)
    path = op.attrs.get("path", ())
    step = path[0] if len(path) == 1 else None
    if not isinstance(step, Index) or not lengths(op.ins[0]):
        return []
    items = step.items
    with building(builder):
        axis = 0
        for k, item in enumerate(items):
            if item is Ellipsis:
                rest = sum(each is not None for each in items[k + 1 :])
                axis = len(lengths(op.ins[0])) - rest
                continue
            place = None if item is None or isinstance(item, Slice) else _number(item, None)
            if place is not None:
                length = list(lengths(op.ins[0]))[axis]
                least = place + 1 if place >= 0 else -place
                if (length, least) not in seen and (length.known or 0) < least:
                    seen.add((length, least))
                    extent = emit("shape", op.ins[0], axis=axis)
                    emit_op("require", (emit("ge", extent, least),))
            axis += item is not None
    return builder.ops


def _number(item: Any, default: int | None) -> int | None:
    if item is None:
        return default
    const = item.const if isinstance(item, Value) else item
    return const if type(const) is int else None
