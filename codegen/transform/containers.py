"""The adjoints of what builds, joins and changes containers."""

from __future__ import annotations

from typing import Any

from codegen.ir.build import Builder, building, current, emit, emit_op
from codegen.ir.graph import Index, Op, Slice, Value
from codegen.ir.results import tangent_type
from codegen.ir.types import INT, ListFixed, ListOf, Type
from codegen.transform.adjoints import Adjoints, build
from codegen.transform.cotangents import Cotangent, Parts, keys_of, part_of, whole
from codegen.transform.tape import Tape, refuse


def _items(g: Cotangent, key: Any) -> Cotangent:
    return g.items.get(key) if isinstance(g, Parts) else part_of(g, key) if g is not None else None


def make(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    keys = keys_of(op.out.type) or tuple(range(len(op.ins)))
    for key, item in zip(keys, op.ins, strict=True):
        if item in adjoints.active:
            adjoints.add(item, _items(cotangents[0], key))


def _known(t: Type) -> int | None:
    """The number of items of a sequence of known length."""
    return None if isinstance(t, ListOf) else len(keys_of(t) or ())


def _range_of(g: Cotangent, start: int, stop: int) -> Cotangent:
    return Parts({k - start: _items(g, k) for k in range(start, stop)})


def append(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, item), (g,) = op.ins, cotangents
    if g is None:
        return
    count = _known(base.type)
    if count is not None:
        adjoints.add(base, _range_of(g, 0, count))
        adjoints.add(item, _items(g, count))
        return
    rest, last = emit_op("pop", (whole(g, op.out.type),), hint=_hint(g)).outs
    last.name = None
    adjoints.add(item, last)
    adjoints.add(base, rest)


def _hint(g: Cotangent) -> str | None:
    return g.name if isinstance(g, Value) else None


def pop(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base,), (rest, item) = op.ins, cotangents
    if rest is None and item is None:
        return
    count, at = _known(base.type), op.attrs.get("index", -1)
    if count is not None:
        position = at % count
        parts = {k: _items(rest, k if k < position else k - 1) for k in range(count)}
        adjoints.add(base, Parts({**parts, position: item}))
        return
    shorter = build(op.outs[0], rest)
    value = build(op.outs[1], item)
    if at == -1:
        adjoints.add(base, emit("append", shorter, value, hint=_hint(rest)))
        return
    index = at if isinstance(at, int) and at >= 0 else emit("mod", at, emit("len", base))
    adjoints.add(base, emit("insert", shorter, value, index=index, hint=_hint(rest)))


def insert(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, item), (g,) = op.ins, cotangents
    if g is None:
        return
    at = op.attrs["index"]
    at = at.const if isinstance(at, Value) and at.is_const else at
    if not isinstance(at, int):
        raise refuse(op, "`insert` at a position that is computed", "Insert at 0, or append.")
    longer = whole(g, op.out.type)
    place: Value | int = at
    if at:  # Python takes the nearest place that there is
        before = emit("sub", emit("len", longer), 1)
        place = (
            emit("python_min", before, at)
            if at > 0
            else emit("python_max", emit("add", before, at), 0)
        )
    rest, own = emit_op("pop", (longer,), {"index": place}).outs
    adjoints.add(item, own)
    adjoints.add(base, rest)


def extend(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    (base, more), (g,) = op.ins, cotangents
    if g is None:
        return
    left, right = _known(base.type), _known(more.type)
    if left is not None and right is not None:
        adjoints.add(base, _range_of(g, 0, left))
        adjoints.add(more, _range_of(g, left, left + right))
        return
    g = whole(g, op.out.type)
    count = left if left is not None else emit("len", base)
    adjoints.add(base, emit("getitem", g, path=(Index((Slice(None, count),)),)))
    adjoints.add(more, emit("getitem", g, path=(Index((Slice(count, None),)),)))


def list_repeat(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    """The sum over the copies: a loop over them."""
    (base,), (g,) = op.ins, cotangents
    if g is None:
        return
    times, count = op.attrs["times"], _known(base.type)
    if count is not None and isinstance(op.out.type, ListFixed):
        for k in range(max(times, 0)):
            adjoints.add(base, _range_of(g, k * count, (k + 1) * count))
        return
    g = whole(g, op.out.type)
    length = emit("len", base)
    listed = ListOf(op.out.type.item) if isinstance(op.out.type, ListOf) else op.out.type
    start = emit("zeros_like", base)
    if count is not None:  # a list of known length as one that is not
        start = emit("make_list", *(part_of(start, k) for k in range(count)))
    index, total = Value(INT), Value(tangent_type(listed))
    builder = Builder((index, total), current().origin, backward=True)
    with building(builder):
        first = emit("mul", index, length)
        copy = emit("getitem", g, path=(Index((Slice(first, emit("add", first, length)),)),))
        after = emit("accumulate", total, copy, path=())
    attrs = {"start": 0, "stop": times, "step": 1}
    regions = (builder.region((after,)),)
    types = (total.type,)
    adjoints.add(base, emit_op("loop", (start,), attrs, types=types, regions=regions).out)
