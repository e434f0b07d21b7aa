"""Lengths are read from the arguments: `len(y)` instead of the `len` of a temporary that has y's
length.

A shape that only the backward part reads would otherwise keep a temporary of the forward part
alive, and give it a name. Lengths are compared as they stand in the types; `n-2`, which stands
for max(n-2, 0), is left alone.
"""

from __future__ import annotations

from collections.abc import Callable

from codegen.ir.build import Builder, building, emit
from codegen.ir.graph import Graph, Op, Region, Value, defined_in, substitute_op, walk
from codegen.ir.types import Array, Length
from codegen.optimize.rebuild import with_body

Sources = dict[Length, tuple[Value, int]]


def read_arguments(graph: Graph) -> Graph:
    """The graph with lengths and shapes of nameless forward values read from arguments."""
    arguments = _steady_arguments(graph)
    sources: Sources = _read_by_user(graph, dict(arguments))
    for value, t in arguments:
        for axis, length in enumerate(t.shape or ()):
            if length.symbol is not None:
                sources.setdefault(length, (value, axis))
    named = _named_lengths(graph)
    if not sources and not named:
        return graph
    producers = {out: op for op in walk(graph.body) for out in op.outs}

    def nameless(value: Value) -> bool:
        maker = producers.get(value)
        return maker is not None and value.name is None

    def reads_length(op: Op) -> list[Op]:
        """Lengths that the forward part took of an array are taken anew, of an argument."""
        made: list[Op] = []
        taken: dict[Value, Value] = {}
        for value in dict.fromkeys(op.operands() if op.backward else ()):
            maker = producers.get(value)
            length = _measured(maker) if maker is not None and not maker.backward else None
            if maker is None or length is None or value.name is not None:
                continue
            if length in named:
                taken[value] = named[length]
            elif length in sources and maker.ins[0] is not sources[length][0]:
                fresh = maker.with_(outs=(Value(value.type),), origin=op.origin)
                made += _length(fresh, *sources[length])
                taken[value] = fresh.out
        return [*made, substitute_op(op, taken) if taken else op]

    def change(op: Op) -> list[Op]:
        *made, op = reads_length(op)
        return [*made, *from_argument(op)]

    def from_argument(op: Op) -> list[Op]:
        if not op.backward or not op.ins or not nameless(op.ins[-1]):
            return [op]
        t = op.ins[-1].type
        if not isinstance(t, Array) or not t.shape:
            return [op]
        if op.name in ("zeros_like", "full_like", "size"):
            twin = next((value for value, other in arguments if _interchangeable(t, other)), None)
            return [op.with_(ins=(*op.ins[:-1], twin))] if twin is not None else [op]
        axis = op.attrs.get("axis") if op.name == "shape" else 0
        if op.name not in ("len", "shape") or not isinstance(axis, int):
            return [op]
        found = sources.get(t.shape[axis])
        return [op] if found is None else _length(op, *found)

    return with_body(graph, _mapped(graph.body, change))


def _measured(op: Op) -> Length | None:
    """The length that the op gives, where it has a symbol."""
    axis = op.attrs.get("axis") if op.name == "shape" else 0
    if op.name not in ("len", "shape") or not isinstance(axis, int):
        return None
    t = op.ins[0].type
    if not isinstance(t, Array) or not t.shape or t.shape[axis].symbol is None:
        return None
    return t.shape[axis]


def _named_lengths(graph: Graph) -> dict[Length, Value]:
    """The lengths that the user gave names, once and for all: `n = len(x)`."""
    names = [value.name for value in defined_in(graph.body)]
    found: dict[Length, Value] = {}
    for op in graph.body.ops:
        length = _measured(op) if not op.backward else None
        if length is not None and op.out.name is not None and names.count(op.out.name) == 1:
            found.setdefault(length, op.out)
    return found


def _read_by_user(graph: Graph, arguments: dict[Value, Array]) -> Sources:
    """The lengths that f itself reads from an argument: `len(y)`."""
    found: Sources = {}
    for op in walk(graph.body):
        length = _measured(op) if not op.backward else None
        if length is not None and op.ins[0] in arguments:
            axis = op.attrs.get("axis", 0) if op.name == "shape" else 0
            found.setdefault(length, (op.ins[0], axis))
    return found


def _length(op: Op, source: Value, axis: int) -> list[Op]:
    with building(Builder(origin=op.origin, backward=True)) as builder:
        if axis:
            emit("shape", source, axis=axis)
        else:
            emit("len", source)
    return [builder.ops[0].with_(outs=op.outs)]


def _interchangeable(t: Array, other: Array) -> bool:
    """The same dtype and shape, by lengths that are plain symbols or numbers."""
    exact = all(n.symbol is not None or n.known is not None for n in t.shape or ())
    return exact and not t.scalar and (t.dtype, t.shape) == (other.dtype, other.shape)


def _steady_arguments(graph: Graph) -> list[tuple[Value, Array]]:
    """The array parameters whose name the function never binds again, nor writes to."""
    names = [value.name for value in defined_in(graph.body)]
    written = {position for position, _ in graph.effects}
    return [
        (p.value, p.value.type)
        for k, p in enumerate(graph.params)
        if isinstance(p.value.type, Array)
        and p.value.type.shape
        and not p.value.type.scalar
        and names.count(p.value.name) == 1
        and k not in written
    ]


def _mapped(region: Region, change: Callable[[Op], list[Op]]) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        inner = tuple(_mapped(each, change) for each in op.regions)
        ops += change(op.with_(regions=inner) if inner else op)
    return Region(region.params, tuple(ops), region.results)
