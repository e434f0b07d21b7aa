"""Common subexpressions: an op of the backward part that equals an earlier pure op reads that
op's result.

Forward ops are the user's statements: they may serve, but are never merged with each other nor
changed. Where two of them compute the same, the backward part reads the first.
"""

from __future__ import annotations

from typing import Any

from codegen.ir.expressions import is_shareable, key_of
from codegen.ir.graph import Graph, Op, Region, Value, map_values
from codegen.optimize.rebuild import renamed, with_body


def merge(graph: Graph) -> Graph:
    """The graph without repeated backward ops."""
    merger = _Merger()
    body = merger.region(graph.body, {})
    return renamed(with_body(graph, body), merger.names)


class _Merger:
    def __init__(self) -> None:
        self.replaced: dict[Value, Value] = {}
        self.twins: dict[Value, Value] = {}  # of forward values without a name
        self.names: dict[Value, Value] = {}  # a nameless value takes the identity of a named twin

    def seen(self, value: Value) -> Value:
        return self.replaced.get(value, value)

    def first(self, value: Value) -> Value:
        """What the backward part reads in place of a value."""
        value = self.seen(value)
        return self.twins.get(value, value)

    def region(self, region: Region, known: dict[Any, Op]) -> Region:
        """known: the ops of the regions around; the same again afterwards."""
        own: list[Any] = []
        ops = []
        for op in region.ops:
            seen = self.first if op.backward else self.seen
            op = op.with_(
                ins=tuple(map(seen, op.ins)),
                attrs={key: map_values(item, seen) for key, item in op.attrs.items()},
                regions=tuple(self.region(inner, known) for inner in op.regions),
            )
            if is_shareable(op):
                key = key_of(op)
                twin = known.get(key)
                if twin is None:
                    known[key] = op
                    own.append(key)
                elif op.backward:
                    self.merge(op, twin)
                    continue
                elif op.out.name is None:
                    self.twins[op.out] = twin.out
            ops.append(op)
        for key in own:
            del known[key]
        return Region(region.params, tuple(ops), tuple(map(self.seen, region.results)))

    def merge(self, op: Op, twin: Op) -> None:
        self.replaced[op.out] = twin.out
        named = op.out.name is not None and twin.backward and twin.out.name is None
        if named and twin.out not in self.names:
            self.names[twin.out] = op.out
