"""Recursive functions: a graph of their own, called by name. Their types are iterated."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from codegen.frontend.matching import Widths
from codegen.frontend.slots import Dict, FixedList, Function, Outside, Ref, Slot, TupleSlot
from codegen.frontend.surroundings import Callee
from codegen.frontend.tracer import Tracer
from codegen.ir.build import current
from codegen.ir.graph import Graph, Leaf, Node, Op, Value, constant
from codegen.ir.types import (
    FLOAT,
    Scalar,
    Symbol,
    Type,
    is_number,
    join,
    lengths_made_up_since_now,
)

_ATTEMPTS = 8


@dataclass
class Assumed:
    """What a function that calls itself is taken to return, while it is being traced."""

    output: Any = field(default_factory=lambda: Leaf(0))
    types: tuple[Type, ...] = (FLOAT,)
    parameters: tuple[Type, ...] = ()
    used: bool = False
    made_up: Callable[[Symbol], bool] = field(default_factory=lengths_made_up_since_now)


def call_graph(t: Tracer, f: Function, bound: dict[str, Slot]) -> Slot:
    """A `call` op of a recursive function."""
    values = [_argument(t, slot, name) for name, slot in bound.items()]
    if t.stack[0].is_same(f) and t.assumed is not None:
        assumed = t.assumed
        assumed.used = True
        widths = Widths(assumed.made_up)
        assumed.parameters = tuple(
            own if widths.fit(own, value.type) else _joined(t, own, value.type)
            for own, value in zip(assumed.parameters, values, strict=True)
        )
        hidden = [t.value(t.outside(wanted)) for wanted in t.outsides]
        result = _emit(t, t.graph_name, values + hidden, assumed.output, assumed.types)
        _freeze_shared(t, bound, result)
        return result
    types = dict(zip(bound, (value.type for value in values), strict=True))
    callee = _graph_of(t, f, types)
    hidden = [_hidden(t, wanted) for wanted in callee.outsides]
    results = tuple(result.type for result in callee.graph.body.results)
    result = _emit(t, callee.graph.name, values + hidden, callee.graph.output, results)
    _freeze_shared(t, bound, result)
    return result


def _freeze_shared(t: Tracer, bound: dict[str, Slot], result: Slot) -> None:
    """What a call that is not inlined returns may be, or share memory with, an argument."""
    returned = [part for part in t.state.parts(result) if isinstance(part, Ref)]
    given = [p for slot in bound.values() for p in t.state.parts(slot) if isinstance(p, Ref)]
    if not returned:
        return
    for part in (*returned, *given):
        why = "a recursive function may have returned an array that was passed to it"
        t.state.freeze(part.address, why)


def _hidden(t: Tracer, wanted: Outside) -> Value:
    """What the caller passes for a value that the callee reads of its surroundings."""
    for name, captured in t.captured.items():
        if captured is wanted:
            return t.value(t.state.names[name])
    return t.value(t.outside(wanted))


def _argument(t: Tracer, slot: Slot, name: str) -> Value:
    if isinstance(slot, Function):
        t.refuse("CG046", f"a function is passed to a recursive function as {name!r}")
    return t.value(slot)


def _joined(t: Tracer, own: Type, other: Type) -> Type:
    if isinstance(own, Scalar) and own.kind == "int" and is_number(other):
        return FLOAT if other != own else own
    joined = join(own, other)
    if joined is None:
        t.refuse("CG046", "a recursive call with arguments of another type")
    return joined


def _graph_of(t: Tracer, f: Function, types: dict[str, Type]) -> Callee:
    from codegen.frontend.entry import trace_function

    for callee in t.callees:
        if callee.serves(f, t.state):
            own = tuple(p.value.type for p in callee.graph.params[: len(types)])
            if own == tuple(types.values()) or all(map(is_number, types.values())):
                return callee
    callee = trace_function(f, types, t)
    t.callees.append(callee)
    return callee


def graph_name(names: set[str], f: Function) -> str:
    """A name for the graph of a function that no other graph has."""
    own = f.name if f.name != "<lambda>" else "f"
    name, number = own, 1
    while name in names:
        name, number = f"{own}_{number}", number + 1
    names.add(name)
    return name


def _emit(t: Tracer, name: str, values: list[Value], output: Any, types: tuple[Type, ...]) -> Slot:
    outs = tuple(Value(kind) for kind in types)
    current().add(Op("call", tuple(values), outs, {"callee": name}, (), current().origin))
    return _slot(t, output, outs)


def _slot(t: Tracer, tree: Any, outs: tuple[Value, ...]) -> Slot:
    if isinstance(tree, Leaf):
        return t.slot(outs[tree.index])
    if tree is None:
        return constant(None)
    assert isinstance(tree, Node)
    items = tuple(_slot(t, item, outs) for item in tree.items)
    if tree.kind == "tuple":
        return TupleSlot(items)
    entry = FixedList(items) if tree.kind == "list" else Dict(tree.keys, items)
    return t.state.allocate(entry)


def settle(assumed: Assumed, graph: Graph) -> bool:
    """Whether a recursive function returns what was assumed; else assume what it returned."""
    types = tuple(result.type for result in graph.body.results)
    own = tuple(p.value.type for p in graph.params[: len(assumed.parameters)])
    if assumed.parameters != own:
        return False
    widths = Widths(assumed.made_up)
    if graph.output == assumed.output and all(map(widths.fit, assumed.types, types)):
        return True
    assumed.output, assumed.types = graph.output, types
    return False
