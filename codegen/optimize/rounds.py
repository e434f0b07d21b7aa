"""The rounds of backward loops: over the user's own indices, `reversed(range(1, n))`; and where
the index is not read, up from 0, `for _ in range(steps)`."""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Graph, Op, Region, Value, constant, reads, substitute
from codegen.ir.types import INT
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
                op = counted(own_indices(op, makers))
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


def own_indices(op: Op, makers: dict[Value, Op]) -> Op:
    """A loop over j whose body makes i = j + 1 of it becomes one over i."""
    body = op.regions[0]
    index = body.params[0]
    shifts = [
        each
        for each in body.ops
        if each.name == "add" and index in each.ins and "via" not in each.attrs
    ]
    start, stop = op.attrs["start"], _plain(op.attrs["stop"])
    if len(shifts) != 1 or _plain(op.attrs["step"]) != -1 or not isinstance(stop, int):
        return op
    shift = shifts[0]
    by = next((_plain(v) for v in shift.ins if v is not index), None)
    maker = makers.get(start) if isinstance(start, Value) else None
    if type(by) is not int or index in shift.outs or index in body.results:
        return op
    if isinstance(_plain(start), int):
        first: Any = _plain(start) + by
    elif maker is not None and maker.name == "sub" and _plain(maker.ins[1]) == by:
        first = maker.ins[0]
    else:
        return op
    own = Value(INT, shift.out.name or index.name)
    ops = [each for each in body.ops if each is not shift]
    mapping = {shift.out: own}
    if any(index in reads(each) for each in ops):
        before = Value(INT)
        ops.insert(0, Op("sub", (own, constant(by)), (before,), {}, (), shift.origin, True))
        mapping[index] = before
    body = substitute(Region((own, *body.params[1:]), tuple(ops), body.results), mapping)
    return op.with_(regions=(body,), attrs={**op.attrs, "start": first, "stop": stop + by})


def _plain(item: Any) -> Any:
    return item.const if isinstance(item, Value) and item.is_const else item
