"""What no round of a backward loop changes is computed before the loop: `half = dt / 2`.

Only what is cheap and can neither raise nor warn, since the loop may have no round at all: sums,
products and negations of Python numbers, quotients by a literal, negations and comparisons of
arrays; and only of what is bound where the loop has no round.
"""

from __future__ import annotations

from collections import defaultdict

from codegen.infer.activity import loop_carries
from codegen.ir.graph import UNDEFINED, Graph, Op, Region, Value, walk
from codegen.ir.types import Scalar
from codegen.optimize.rebuild import with_body

_OF_NUMBERS = frozenset({"add", "sub", "mul", "neg"})
_OF_ARRAYS = frozenset({"neg", "lt", "le", "gt", "ge"})


def hoisted(graph: Graph) -> Graph:
    """The graph with such ops in front of the loops, innermost loops first."""
    return with_body(graph, _visit(graph.body, _unbound(graph.body)))


def _unbound(body: Region) -> set[Value]:
    """The values that some path does not define."""
    becomes: dict[Value, list[Value]] = defaultdict(list)
    pending: list[Value] = []

    def flow(source: Value, *targets: Value) -> None:
        if source.const is UNDEFINED:
            pending.extend(targets)
        else:
            becomes[source] += targets

    for op in walk(body):
        if op.name == "if":
            for region in op.regions:
                for result, out in zip(region.results, op.outs, strict=True):
                    flow(result, out)
        elif op.name == "loop":
            for init, param, result, out in loop_carries(op):
                flow(init, param, out)
                flow(result, param, out)
    found: set[Value] = set()
    while pending:
        value = pending.pop()
        if value not in found:
            found.add(value)
            pending += becomes[value]
    return found


def _visit(region: Region, unbound: set[Value]) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        if op.regions:
            op = op.with_(regions=tuple(_visit(each, unbound) for each in op.regions))
        if op.name == "loop" and op.backward:
            before, op = _split(op, unbound)
            ops += before
        ops.append(op)
    return Region(region.params, tuple(ops), region.results)


def _split(loop: Op, unbound: set[Value]) -> tuple[list[Op], Op]:
    """What goes before the loop, and the loop without it."""
    (body,) = loop.regions
    inside = unbound.union(body.params)
    before: list[Op] = []
    stay: list[Op] = []
    for op in body.ops:
        if _may_move(op) and not inside & set(op.operands()):
            before.append(op.with_(origin=loop.origin))
        else:
            stay.append(op)
            inside.update(op.outs)
    if not before:
        return [], loop
    return before, loop.with_(regions=(Region(body.params, tuple(stay), body.results),))


def _may_move(op: Op) -> bool:
    if not op.backward or op.regions or len(op.outs) != 1:
        return False
    if all(_is_python_number(value) for value in (*op.ins, op.out)):
        if op.name == "div":
            return bool(op.ins[1].is_const and op.ins[1].const)
        return op.name in _OF_NUMBERS
    return op.name in _OF_ARRAYS


def _is_python_number(value: Value) -> bool:
    return isinstance(value.type, Scalar) and value.type.kind in ("int", "float")
