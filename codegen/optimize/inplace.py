"""In place: the one pass that decides which ops write their operand's buffer, and where a copy
must be.

Before it, the graph is pure. After it, an op with `store=True` writes its first operand, and
`copy` ops stand where somebody else still reads the old contents. What may be written: memory
that the function made itself and that no other value read later may share. Arguments and the
seed are never written, except by the ops that stand for f's own stores (`effect=True`): those
write the argument there and then, and if an older version of it is read later, that version is
copied first. Returned gradients share memory with nothing.

`copy` with deep=True copies a container and all arrays in it, each time it meets one; else a
container's copy shares its elements, as list(x) does.
"""

from __future__ import annotations

from dataclasses import replace

from codegen.ir.core import REUSING
from codegen.ir.graph import Graph, Leaf, Node, Op, Region, Value, walk
from codegen.optimize.parts import mutable_slots
from codegen.optimize.places import Buffer, Places, fresh
from codegen.optimize.rebuild import renamed
from codegen.optimize.regions import control
from codegen.optimize.snapshots import with_snapshots
from codegen.optimize.storing import Walk
from codegen.optimize.wanted import wanted_in


def inplace(
    graph: Graph, gradients: tuple[int, ...] | None = None, any_memory: bool = False
) -> Graph:
    """The graph with stores and copies.

    gradients: the positions in body.results of what must share memory with nothing. Default: by
    the name of the function, `..._value_and_grad` (the second part of the result), `..._grad`,
    `..._backward` (all of it).
    any_memory: results may lie in dead memory of the forward part even where that reads less well.
    """
    callees = tuple(inplace(callee, any_memory=any_memory) for callee in graph.callees)
    returned = gradient_positions(graph) if gradients is None else gradients
    while True:
        wanted = wanted_in(graph)
        decided = Walk(wanted, control, graph, any_memory)
        body = _walked(graph, decided, returned)
        if not decided.snapshots:
            return _named(replace(graph, body=body, callees=callees))
        graph = with_snapshots(graph, tuple(decided.snapshots), wanted.effects)


def _named(graph: Graph) -> Graph:
    """The graph with the name of an operand for what lies in its memory and has none."""
    names: dict[Value, Value] = {}
    for op in walk(graph.body):
        if op.name in REUSING and op.attrs.get("store") and op.out.name is None:
            base = names.get(op.ins[0], op.ins[0])
            if base.name is not None:
                names[op.out] = Value(op.out.type, base.name)
    return renamed(graph, names)


def gradient_positions(graph: Graph) -> tuple[int, ...]:
    """The positions in body.results of the gradients that an emitted function returns."""
    if graph.name.endswith("_value_and_grad") and isinstance(graph.output, Node):
        return tuple(_leaves(graph.output.items[-1]))
    if graph.name.endswith(("_grad", "_backward")):
        return tuple(_leaves(graph.output))
    return ()


def _leaves(tree: object) -> list[int]:
    if isinstance(tree, Leaf):
        return [tree.index]
    return [k for item in tree.items for k in _leaves(item)] if isinstance(tree, Node) else []


def _walked(graph: Graph, walk: Walk, gradients: tuple[int, ...]) -> Region:
    memory = walk.memory
    for value in graph.body.params:
        slots = {
            slot: memory.buffer(value, slot, owned=False) for slot in mutable_slots(value.type)
        }
        memory.bind(value, fresh(value.type, slots.__getitem__))
    body = walk.region(graph.body, None)
    ops = list(body.ops)
    results = list(body.results)
    kept = [k for k in range(len(results)) if k not in gradients]
    taken = frozenset[Buffer]().union(*(walk.memory.of(results[k]).deep() for k in kept))
    for k in gradients:
        places = walk.memory.of(results[k])
        if not _separate(places, taken):
            copy = walk.copied(results[k], _last(ops, results[k]), "returned", k, deep=True)
            ops.append(copy)
            results[k] = copy.out
            places = walk.memory.of(copy.out)
        taken |= places.deep()
    return Region(body.params, tuple(ops), tuple(results))


def _separate(places: Places, taken: frozenset[Buffer]) -> bool:
    """Memory of ours, nobody else's, and no part of it met twice."""
    seen = set(taken)
    for _, buffers in places.slots():
        if any(buffer in seen or not buffer.owned for buffer in buffers):
            return False
        seen |= buffers
    return True


def _last(ops: list[Op], value: Value) -> Op:
    """The op that a returned value comes from, for the comment that its copy stands under."""
    for op in reversed(ops):
        if value in op.outs:
            return op
    return Op("copy", (value,), (value,), backward=True)
