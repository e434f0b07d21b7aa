"""Statements in the order that needs the fewest variables.

A cotangent that is bound anew is bound when its old value has been read for the last time
(`dW += dh ...` before `dh = W.T @ dh`); and what is only asked for its shape is asked in its last
version, so that a version that was overwritten is not kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from codegen.emit.order import Order
from codegen.emit.syntax import INFIX
from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Index, Op, Region, Value, carries_of, reads
from codegen.ir.types import Array, Type

_FAR = 60  # no statement moves further than that: whoever reads would lose it
_SHAPES = frozenset({"len", "shape", "size", "ndim", "zeros_like"})
_OF_LAST = frozenset({"full_like", "unbroadcast", "reshape_like"})


def scheduled(graph: Graph) -> Graph:
    """The graph with its ops in that order."""
    graph = replace(graph, body=_latest(graph.body, {}))
    graph = replace(graph, body=_anew(graph.body))
    return replace(graph, body=_late(graph.body, Order(graph)))


def _anew(region: Region) -> Region:
    """A copy of which every element is overwritten by a new array is that new array. Only along
    one axis: of several, the new array may lie in memory in another order."""
    makers = {out: op for op in region.ops for out in op.outs}
    readers: dict[Value, int] = {}
    for op in region.ops:
        for value in reads(op):
            readers[value] = readers.get(value, 0) + 1
    for value in region.results:
        readers[value] = readers.get(value, 0) + 1
    gone: set[Op] = set()
    renamed: dict[Op, Op] = {}
    for op in region.ops:
        if op.name != "update" or not op.attrs.get("store") or op.attrs.get("effect"):
            continue
        copy, made = makers.get(op.ins[0]), makers.get(op.ins[1])
        if copy is None or made is None or copy.name != "copy" or "via" in copy.attrs:
            continue
        if made.name not in INFIX:
            continue
        path, t = op.attrs["path"], op.ins[1].type
        whole = len(path) == 1 and isinstance(path[0], Index) and path[0].items == (...,)
        alone = readers[copy.out] == 1 and readers[made.out] == 1 and made.out.name is None
        flat = isinstance(t, Array) and t.shape is not None and len(t.shape) == 1
        if whole and alone and flat and t == copy.out.type:
            gone |= {copy, op}
            renamed[made] = made.with_(outs=op.outs)
    ops = [renamed.get(op, op) for op in region.ops if op not in gone]
    ops = [op.with_(regions=tuple(map(_anew, op.regions))) if op.regions else op for op in ops]
    return Region(region.params, tuple(ops), region.results)


def _latest(region: Region, known: Mapping[Value, Value]) -> Region:
    latest = dict(known)
    ops = []
    for op in region.ops:
        ins = list(op.ins)
        if op.name in _SHAPES or op.name in _OF_LAST and ins:
            while ins[-1] in latest:
                ins[-1] = latest[ins[-1]]
        regions = tuple(_latest(inner, latest) for inner in op.regions)
        op = op.with_(ins=tuple(ins), regions=regions)
        if op.name in STORING and op.attrs.get("store") and isinstance(op.ins[0].type, Array):
            latest[op.ins[0]] = op.outs[0]
        if op.name == "loop":
            for init, param, result, out in carries_of(op):
                exact = _is_exact(init.type) or _is_stored_to(op.regions[0], param, result)
                if init.type == out.type and exact and init.name == out.name:
                    latest[init] = out
        ops.append(op)
    return Region(region.params, tuple(ops), region.results)


def _is_exact(t: Type) -> bool:
    """Does the type say everything about the shape?"""
    if not isinstance(t, Array) or t.scalar or t.shape is None or t.dtype is None:
        return False
    return all(length.symbol is not None or length.known is not None for length in t.shape)


def _is_stored_to(region: Region, first: Value, last: Value) -> bool:
    """Is the one the array of the other, after stores to it? Then its shape is the same, too."""
    makers = {out: op for op in region.ops for out in op.outs}
    while last is not first:
        op = makers.get(last)
        if op is None:
            return False
        if op.name in STORING and op.attrs.get("store") and isinstance(last.type, Array):
            last = op.ins[0]
            continue
        carry = [each for each in carries_of(op) if each[3] is last] if op.name == "loop" else []
        if not carry or not _is_stored_to(op.regions[0], *carry[0][1:3]):
            return False
        last = carry[0][0]
    return True


def _late(region: Region, order: Order) -> Region:
    ops = [
        op.with_(regions=tuple(_late(inner, order) for inner in op.regions)) if op.regions else op
        for op in region.ops
    ]
    read = {op: frozenset(reads(op)) for op in ops}
    readers: dict[Value, list[Op]] = {}
    for op in ops:
        for value in read[op]:
            readers.setdefault(value, []).append(op)
    place = {op: k for k, op in enumerate(ops)}
    results = set(region.results)
    for op in list(ops):
        old = _rebinds(op)
        if old is None or old in results:
            continue
        here = place[op]
        last = max((place[each] for each in readers.get(old, ())), default=here)
        if not here < last <= here + _FAR:
            continue
        between = ops[here + 1 : last + 1]
        effects = order.effects(op)
        if not any(
            op.out in read[each] or effects.conflict(order.effects(each)) for each in between
        ):
            ops.insert(last, ops.pop(here))
            place |= {each: here + k for k, each in enumerate(ops[here : last + 1])}
    return Region(region.params, tuple(ops), region.results)


def _rebinds(op: Op) -> Value | None:
    """The operand whose name the result takes."""
    if not op.backward or op.regions or len(op.outs) != 1 or op.attrs.get("store"):
        return None
    if op.out.name is None:
        return None
    return next((value for value in op.operands() if value.name == op.out.name), None)
