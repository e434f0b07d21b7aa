"""What f computes twice: `d2 = d1 - sigma * root` after `d1 = a / (sigma * root)`.

f does as it is written; in the backward part the second is the first, so that their cotangents are
added up before the chain rule goes on, once.
"""

from __future__ import annotations

from codegen.ir.expressions import is_shareable, key_of
from codegen.ir.graph import Graph, Region, Value


def twins_of(graph: Graph, active: set[Value]) -> dict[Value, Value]:
    """For a nameless value the one that was computed before it, in the same block, by the same op
    of the same operands. Of active values: another first one would not hand the cotangent on."""
    found: dict[Value, Value] = {}
    _collect(graph.body, active, found)
    return found


def _collect(region: Region, active: set[Value], found: dict[Value, Value]) -> None:
    known: dict[object, Value] = {}
    for op in region.ops:
        for inner in op.regions:
            _collect(inner, active, found)
        if is_shareable(op) and op.out in active:
            first = known.setdefault(key_of(op, lambda value: found.get(value, value)), op.out)
            if first is not op.out and op.out.name is None:
                found[op.out] = first
