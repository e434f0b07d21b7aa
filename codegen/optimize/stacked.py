"""Rows that a backward loop keeps are filled where they are kept: `das[t, :n] = ...` instead of
`da = np.zeros_like(b); da[:n] = ...; das[t] = da`.

The array that keeps them starts as zeros, since every round fills its own row.
"""

from __future__ import annotations

from collections.abc import Mapping

from codegen.ir.build import Builder, building, emit
from codegen.ir.graph import (
    Graph,
    Index,
    Op,
    Region,
    Slice,
    Value,
    carries_of,
    reads,
    substitute_op,
)
from codegen.ir.types import is_number
from codegen.optimize.rebuild import with_body


def rows_in_place(graph: Graph) -> Graph:
    """The graph whose backward loops fill the rows that they keep."""

    def visit(region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if op.regions:
                op = op.with_(regions=tuple(map(visit, op.regions)))
            if op.name == "loop" and op.backward and "start" in op.attrs:
                op = _filled(op, ops)
            ops.append(op)
        return Region(region.params, tuple(ops), region.results)

    return with_body(graph, visit(graph.body))


def _filled(loop: Op, before: list[Op]) -> Op:
    """The loop with every array that it fills row by row taken apart; the ops before it make
    zeros."""
    for init, param, result, _ in tuple(carries_of(loop)):
        body = loop.regions[0]
        readers = _readers(body)
        store = next((op for op in body.ops if result in op.outs), None)
        if store is None or store.name != "update":
            continue
        if store.ins[0] is not param or readers.get(param) != 1:
            continue
        home = next((k for k in reversed(range(len(before))) if init in before[k].outs), None)
        if home is None or before[home].name not in ("empty", "zeros"):
            continue
        number = _row_number(store, body)
        chain = _chain(store.ins[1], body, readers) if number is not None else []
        if number is None or not chain:
            continue
        before[home] = before[home].with_(name="zeros")
        loop = loop.with_(regions=(_rebased(body, store, chain, number),))
    return loop


def _readers(body: Region) -> dict[Value, int]:
    found: dict[Value, int] = {}
    for op in body.ops:
        for value in reads(op):
            found[value] = found.get(value, 0) + 1
    for value in body.results:
        found[value] = found.get(value, 0) + 1
    return found


def _row_number(store: Op, body: Region) -> tuple[Value, Op | None] | None:
    """The index of the row, which every round has for itself: the loop's own, or that plus a
    constant, and the op that makes it."""
    path = store.attrs["path"]
    if len(path) != 1 or not isinstance(path[0], Index) or len(path[0].items) != 1:
        return None
    (item,) = path[0].items
    index = body.params[0]
    if item is index:
        return index, None
    maker = next((op for op in body.ops if item in op.outs), None)
    if maker is None or maker.name not in ("add", "sub") or maker.ins[0] is not index:
        return None
    return (maker.out, maker) if maker.ins[1].is_const else None


def _chain(row: Value, body: Region, readers: Mapping[Value, int]) -> list[Op]:
    """The ops that fill the row, from the zeros on; none where it is not filled by parts."""
    makers = {out: op for op in body.ops for out in op.outs}
    found: list[Op] = []
    value = row
    while True:
        maker = makers.get(value)
        if maker is None or not maker.backward or value is not row and readers[value] != 1:
            return []
        found.append(maker)
        if maker.name == "zeros_like":
            return found[::-1] if len(found) > 1 else []
        if maker.name not in ("update", "accumulate") or not _is_part(maker):
            return []
        value = maker.ins[0]


def _is_part(op: Op) -> bool:
    """A store at slices and single indices, which may follow another index."""
    path = op.attrs["path"]
    if len(path) != 1 or not isinstance(path[0], Index) or op.attrs.get("repeated"):
        return False
    return all(
        isinstance(item, Slice | int) or (isinstance(item, Value) and is_number(item.type))
        for item in path[0].items
    )


def _rebased(body: Region, store: Op, chain: list[Op], number: tuple[Value, Op | None]) -> Region:
    """The body that fills the rows themselves; who reads the row reads it there."""
    index, maker = number
    row, base = store.ins[1], store.ins[0]
    ops: list[Op] = [maker] if maker is not None else []
    mapping: dict[Value, Value] = {}
    for op in body.ops:
        if op is maker or op is chain[0] or op is store:
            continue
        op = substitute_op(op, mapping)
        if any(op.outs == each.outs for each in chain):
            items = op.attrs["path"][0].items
            last = op.outs == chain[-1].outs
            out = store.out if last else Value(base.type, base.name)
            attrs = {**op.attrs, "path": (Index((index, *items)),)}
            mapping[op.out] = out
            ops.append(op.with_(ins=(base, op.ins[1]), outs=(out,), attrs=attrs))
            base = out
            if last:
                with building(Builder(origin=op.origin, backward=True)) as builder:
                    shown = emit("getitem", base, path=(Index((index,)),), hint=row.name)
                mapping[row] = shown
                ops += builder.ops
        else:
            ops.append(op)
    results = tuple(mapping.get(value, value) for value in body.results)
    return Region(body.params, tuple(ops), results)
