"""Copies of old versions: a value that is read after its memory has been written is copied
where it is made."""

from __future__ import annotations

from dataclasses import replace

from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Op, Region, Value, substitute_op
from codegen.ir.types import children
from codegen.optimize.wanted import outs, results


def with_snapshots(graph: Graph, values: tuple[Value, ...], effects: set[Value]) -> Graph:
    """The graph with a copy after the definition of each value, read in its place by everyone.

    Only what carries an argument's memory on (see `Wanted.effects`) keeps to the value itself.
    """
    copies = {value: Value(value.type, value.name) for value in values}
    through = {k for _, k in graph.effects}
    return replace(graph, body=_Rewrite(copies, effects).region(graph.body, through))


def _copy(value: Value, out: Value, op: Op | None = None) -> Op:
    attrs = {"deep": True} if children(value.type) else {}
    return Op(
        "copy", (value,), (out,), attrs, (), op.origin if op else None, bool(op and op.backward)
    )


class _Rewrite:
    def __init__(self, copies: dict[Value, Value], effects: set[Value]) -> None:
        self.copies = copies
        self.effects = effects

    def region(self, region: Region, through: set[int]) -> Region:
        """through: the positions of results that carry an argument's memory on."""
        ops = [_copy(v, self.copies[v]) for v in region.params if v in self.copies]
        for op in region.ops:
            ops.append(self.op(op))
            ops.extend(_copy(v, self.copies[v], op) for v in op.outs if v in self.copies)
        kept = [
            value if k in through else self.copies.get(value, value)
            for k, value in enumerate(region.results)
        ]
        return Region(region.params, tuple(ops), tuple(kept))

    def op(self, op: Op) -> Op:
        changed = substitute_op(op.with_(regions=()), self.copies)
        kept = list(changed.ins)
        if op.name in STORING and (op.attrs.get("effect") or op.outs[0] in self.effects):
            kept[0] = op.ins[0]
        through: set[int] = set()
        if op.name == "if":
            through = {k for k, out in enumerate(op.outs) if out in self.effects}
        elif op.name == "loop":
            skipped = len(op.outs) - len(outs(op))
            for k, value in enumerate(outs(op)):
                body = op.regions[0].params[len(op.regions[0].params) - len(results(op)) + k]
                if value in self.effects or body in self.effects:
                    kept[k] = op.ins[k]
                    through.add(k + skipped)
        return changed.with_(
            ins=tuple(kept), regions=tuple(self.region(region, through) for region in op.regions)
        )
