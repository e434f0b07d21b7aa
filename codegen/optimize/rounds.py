"""A backward loop that does not read its index counts up from 0: `for _ in range(steps)`."""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Graph, Op, Region, Value, reads
from codegen.optimize.rebuild import with_body


def plain_rounds(graph: Graph) -> Graph:
    """range(n - 1, -1, -1) becomes range(n) where the rounds do not read the index."""
    makers: dict[Value, Op] = {}

    def visit(region: Region) -> Region:
        ops = []
        for op in region.ops:
            makers.update((out, op) for out in op.outs)
            if op.regions:
                op = op.with_(regions=tuple(map(visit, op.regions)))
            if op.name == "loop" and op.backward and "start" in op.attrs:
                op = counted(op)
            ops.append(op)
        return Region(region.params, tuple(ops), region.results)

    def counted(op: Op) -> Op:
        body = op.regions[0]
        index = body.params[0]
        if index in body.results or any(index in reads(each) for each in body.ops):
            return op
        if (_plain(op.attrs["stop"]), _plain(op.attrs["step"])) != (-1, -1):
            return op
        start = op.attrs["start"]
        rounds: Any = None
        if isinstance(_plain(start), int):
            rounds = _plain(start) + 1
        elif isinstance(start, Value) and start in makers:
            maker = makers[start]
            if maker.name == "sub" and maker.ins[1].is_const and maker.ins[1].const == 1:
                rounds = maker.ins[0]
        if rounds is None:
            return op
        if isinstance(rounds, Value) and rounds.is_const:
            rounds = rounds.const
        return op.with_(attrs={**op.attrs, "start": 0, "stop": rounds, "step": 1})

    return with_body(graph, visit(graph.body))


def _plain(item: Any) -> Any:
    return item.const if isinstance(item, Value) and item.is_const else item
