"""Loops of a few rounds over whole arrays are written out: what one round adds to an array, and
what the next one does, then share a loop over its elements.
"""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Graph, Op, Region, Value, carries_of, constant, reads, substitute, walk
from codegen.ir.types import Array, ListOf
from codegen.optimize.kernels.fit import ELEMENTWISE
from codegen.optimize.rebuild import copied, with_body

_ROUNDS = 4
_OPS = 200  # that one loop may become: a compiler takes its time


def written_out(graph: Graph) -> Graph:
    """The graph without loops of a few rounds, where arrays are what they work on."""
    return with_body(graph, _region(graph.body))


def _region(region: Region) -> Region:
    ops: list[Op] = []
    same: dict[Value, Value] = {}  # what the results of loops are now
    for op in region.ops:
        op = op.with_(regions=tuple(map(_region, op.regions)))
        if _is_short(op):
            ops += _rounds(op, same)
        else:
            ops.append(op)

    def last(value: Value) -> Value:
        while value in same:
            value = same[value]
        return value

    again = Region(region.params, tuple(ops), region.results)
    return substitute(again, {value: last(value) for value in same}) if same else again


def _is_short(op: Op) -> bool:
    indices = _indices(op) if op.name == "loop" and "start" in op.attrs else None
    if indices is None or op.attrs.get("exits") or len(indices) > _ROUNDS:
        return False
    inside = list(walk(op.regions[0]))
    if len(inside) * len(indices) > _OPS or any(each.regions for each in inside):
        return False
    if any(isinstance(value.type, ListOf) for each in inside for value in reads(each)):
        return False  # a history has a loop that fills it
    return any(
        each.name in ELEMENTWISE and isinstance(each.out.type, Array) and each.out.type.shape
        for each in inside
    )


def _indices(op: Op) -> range | None:
    """The indices of the rounds, where they are known."""
    found: list[int] = []
    for item in (op.attrs[key] for key in ("start", "stop", "step")):
        known = item.const if isinstance(item, Value) and item.is_const else item
        if type(known) is not int:
            return None
        found.append(known)
    return range(*found)


def _rounds(op: Op, same: dict[Value, Value]) -> list[Op]:
    """The rounds, one after the other."""
    (body,) = op.regions
    carries = list(carries_of(op))
    values: tuple[Any, ...] = tuple(init for init, _, _, _ in carries)
    found: list[Op] = []
    for number in _indices(op) or ():
        again = copied(body, {})
        given = zip(again.params, (constant(number), *values), strict=True)
        again = substitute(again, dict(given))
        found += again.ops
        values = again.results
    same.update((out, value) for (_, _, _, out), value in zip(carries, values, strict=True))
    return found
