"""What is added to zeros in a place of its own round by round is stored: `dw[i] = ds * x[i]` in
place of `dw[i] += ds * x[i]`.

The place must hold the index of every loop around it, each counted and never negative, and all
that the loop adds must have this index at this position: then no round comes to the place of
another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.ir.build import Builder, building
from codegen.ir.graph import Graph, Index, Op, Region, Slice, Value, carries_of, reads
from codegen.ir.types import Array, ListOf, Type, is_number
from codegen.optimize.rebuild import with_body

Makers = Mapping[Value, Op]
Carry = tuple[Value, Value, Value, Value]  # as of carries_of
Around = tuple[Op, tuple[Op, ...]]  # a loop, and all that adds to the carry in it

_ZEROS = frozenset({"zeros", "zeros_like"})


def first_writes(graph: Graph) -> Graph:
    """The graph with such additions as stores."""
    makers: dict[Value, Op] = {}

    def visit(region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            op = op.with_(regions=tuple(map(visit, op.regions)))
            if op.name == "loop" and op.backward:
                for k, (init, *_) in enumerate(carries_of(op)):
                    maker = makers.get(init)
                    if maker is not None and maker.name in _ZEROS and _has_slots(init.type):
                        op = _stored(op, list(carries_of(op))[k], (), {}) or op
            makers.update((out, op) for out in op.outs)
            ops.append(op)
        return Region(region.params, tuple(ops), region.results)

    return with_body(graph, visit(graph.body))


def _has_slots(t: Type) -> bool:
    """An array, or a list of numbers: an array in a list would be shared, not copied."""
    return isinstance(t, Array) and not t.scalar or isinstance(t, ListOf) and is_number(t.item)


def _stored(loop: Op, carry: Carry, loops: tuple[Around, ...], makers: Makers) -> Op | None:
    """The loop, within those around it, with the carry's first addition of a round as a store."""
    _, param, result, _ = carry
    additions = _additions(loop.regions[0], param, result)
    if _lowest(loop) is None or additions is None:
        return None
    body = _filled(loop.regions[0], param, result, (*loops, (loop, additions)), makers)
    return loop.with_(regions=(body,)) if body is not None else None


def _additions(region: Region, base: Value, result: Value) -> tuple[Op, ...] | None:
    """All that is added to `base` until it is `result`, also within; None: something else is
    done."""
    own = {out: op for op in region.ops for out in op.outs}
    found: list[Op] = []
    while result is not base:
        op = own.get(result)
        before = _before(op, result, base) if op is not None else None
        if op is None or before is None:
            return None
        inner: list[tuple[Op, ...] | None] = [(op,)]
        if op.name == "loop":
            _, param, end, _ = next(each for each in carries_of(op) if each[3] is result)
            inner = [_additions(op.regions[0], param, end)]
        elif op.name == "if":
            at = op.outs.index(result)
            inner = [_additions(branch, base, branch.results[at]) for branch in op.regions]
        for each in inner:
            if each is None:
                return None
            found += each
        result = before
    return tuple(found)


def _filled(
    region: Region, base: Value, result: Value, loops: tuple[Around, ...], makers: Makers
) -> Region | None:
    """The region that makes `result` of `base`, whose slot of the round is still zero."""
    if result is base:
        return region
    own = {out: op for op in region.ops for out in op.outs}
    chain: list[tuple[Op, Value]] = []
    value = result
    while value is not base:
        op = own.get(value)
        before = _before(op, value, base) if op is not None else None
        if op is None or before is None or _readers(region, value) != 1:
            return None
        chain.insert(0, (op, value))
        value = before
    first, out = chain[0]
    if _readers(region, base) != 1:
        return None
    new = _first(first, base, out, loops, {**makers, **own})
    if new is None:
        return None
    ops = [each for op in region.ops for each in (new if op is first else [op])]
    return Region(region.params, tuple(ops), region.results)


def _before(op: Op, value: Value, base: Value) -> Value | None:
    """What the op makes the value of: the version before it."""
    if op.name == "accumulate":
        return op.ins[0]
    if op.name == "loop":
        return next((init for init, _, _, final in carries_of(op) if final is value), None)
    return base if op.name == "if" and base in set(reads(op)) else None


def _first(
    op: Op, base: Value, out: Value, loops: tuple[Around, ...], makers: Makers
) -> list[Op] | None:
    """The op that writes to the slot first, storing."""
    if op.name == "loop":
        carry = next(each for each in carries_of(op) if each[3] is out)
        inner = _stored(op, carry, loops, makers)
        return [inner] if inner is not None else None
    if op.name == "if":
        at = op.outs.index(out)
        branches = [
            _filled(branch, base, branch.results[at], loops, makers) for branch in op.regions
        ]
        known = tuple(branch for branch in branches if branch is not None)
        return [op.with_(regions=known)] if len(known) == len(branches) else None
    if op.attrs.get("repeated") or not _own_place(op, loops, makers):
        return None
    value = op.ins[1]
    if not (is_number(value.type) or isinstance(base.type, Array) and _known(value.type)):
        return None
    with building(Builder(origin=op.origin, backward=True)) as builder:
        stored = -value if op.attrs.get("negative") else value
    attrs = {"path": op.attrs["path"]}
    return [*builder.ops, op.with_(name="update", ins=(base, stored), attrs=attrs)]


def _known(t: Type) -> bool:
    return isinstance(t, Array) and t.shape is not None and not t.generic


def _own_place(op: Op, loops: tuple[Around, ...], makers: Makers) -> bool:
    """Whether no two rounds of the loops write to one place."""
    items = _items(op)
    return all(
        any(
            _is_index(item, loop, makers) and all(_stands_at(k, item, each) for each in additions)
            for k, item in enumerate(items)
        )
        for loop, additions in loops
    )


def _items(op: Op) -> tuple[Any, ...]:
    """What stands in the one subscript of a path."""
    path = op.attrs["path"]
    return path[0].items if len(path) == 1 and isinstance(path[0], Index) else ()


def _stands_at(k: int, item: object, op: Op) -> bool:
    """Whether the op adds to places that have the item as index of axis k."""
    items = _items(op)
    one_axis_each = all(isinstance(each, int | Slice | Value) for each in items[:k])
    numbers = all(is_number(each.type) for each in items[:k] if isinstance(each, Value))
    return len(items) > k and items[k] is item and one_axis_each and numbers


def _is_index(item: object, loop: Op, makers: Makers) -> bool:
    """The loop's index, or that plus a number, and never negative."""
    index, lowest = loop.regions[0].params[0], _lowest(loop)
    if item is index:
        return lowest is not None and lowest >= 0
    maker = makers.get(item) if isinstance(item, Value) else None
    if maker is None or maker.name not in ("add", "sub") or maker.ins[0] is not index:
        return False
    by = _number(maker.ins[1])
    if by is None or lowest is None:
        return False
    return lowest + (by if maker.name == "add" else -by) >= 0


def _lowest(loop: Op) -> int | None:
    """The lowest index that a round may have; None where the loop does not count."""
    step = _number(loop.attrs.get("step"))
    if "start" not in loop.attrs or not step:
        return None
    if step > 0:
        return _number(loop.attrs["start"])
    stop = _number(loop.attrs["stop"])
    return stop + 1 if stop is not None else None


def _number(item: object) -> int | None:
    const = item.const if isinstance(item, Value) and item.is_const else item
    return const if type(const) is int else None


def _readers(region: Region, value: Value) -> int:
    return sum(value in set(reads(op)) for op in region.ops) + region.results.count(value)
