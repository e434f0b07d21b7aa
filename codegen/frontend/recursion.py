"""Calls of user functions: inlined; a call of a graph by name where they are recursive, or called
often when much is inlined already."""

from __future__ import annotations

from typing import Any

from codegen.frontend.closures import recurs
from codegen.frontend.entry import trace_function
from codegen.frontend.generators import generator
from codegen.frontend.inlining import bound_arguments, inline
from codegen.frontend.matching import Widths
from codegen.frontend.objects import objects_in
from codegen.frontend.output import library_op
from codegen.frontend.run_time_sets import members_of_set
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Function,
    Outside,
    Ref,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.surroundings import Callee, Recursion
from codegen.frontend.tracer import Tracer
from codegen.ir.build import current
from codegen.ir.graph import Leaf, Node, Op, Value, constant
from codegen.ir.joins import join
from codegen.ir.ops import REGISTRY
from codegen.ir.types import FLOAT, Array, Scalar, Type, is_number

_DEPTH = 60  # functions inlined into each other


def call_function(t: Tracer, f: Function, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """The result of a user function."""
    if _is_helper(f):
        return library_op(t, f.name, f"helpers.{f.name}", args, kwargs)
    if f.library and f.name == "members":
        return members_of_set(t, args[0]) or args[0]
    if f.is_generator:
        return generator(t, f, bound_arguments(t, f, args, kwargs))
    if any(recurs(f, g) for g in t.stack):
        if _descends(t, f, args, kwargs):
            if len(t.stack) <= _DEPTH:
                return inline(t, f, bound_arguments(t, f, args, kwargs))
            if recurs(t.stack[0], f):
                t.give_up(
                    "CG044",
                    f"`{f.name}` calls itself with other objects, too often",
                    "Write it as a loop.",
                )
        if recurs(t.stack[0], f):
            return call_graph(t, f, bound_arguments(t, f, args, kwargs))
        raise Recursion(f)
    if len(t.stack) > _DEPTH:
        t.refuse("CG044", "calls of functions are nested too deeply")
    bound = bound_arguments(t, f, args, kwargs)
    if _is_plain(t, f, bound) and t.outlining.wanted(f, t.inlined):
        return call_graph(t, f, bound)
    frame, stack = t.frame, len(t.stack)
    state, problems, done, pending = (
        t.state.copy(),
        dict(t.problems),
        len(current().ops),
        len(t.pending),
    )
    try:
        return inline(t, f, bound)
    except Recursion as recursion:
        if not recurs(f, recursion.function):
            raise
        # nothing of what was inlined so far remains: the call is made as a whole
        t.state, t.problems, t.frame = state, problems, frame
        del t.stack[stack:], t.frames[stack:], current().ops[done:], t.pending[pending:]
        return call_graph(t, f, bound)


def _is_helper(f: Function) -> bool:
    """Whether a function of an emitted text stands for an op, whose derivative is known."""
    row = REGISTRY.get(f.name) if f.source.file.startswith("<codegen ") else None
    known = row is not None and (row.inactive or row.pullback is not None)
    return row is not None and known and f"helpers.{f.name}" in row.spellings


def _is_plain(t: Tracer, f: Function, bound: dict[str, Slot]) -> bool:
    """Whether a call may stay one: of numbers and arrays, by position."""
    in_order = not (f.library or f.defaults or f.node.params.kwonly_params)
    return in_order and all(_is_numeric(t, slot) for slot in bound.values())


def _is_numeric(t: Tracer, slot: Slot) -> bool:
    """A number or an array."""
    if isinstance(slot, Ref) and isinstance(t.state.heap[slot.address], Buffer | View):
        slot = t.value(slot)
    return isinstance(slot, Value) and isinstance(slot.type, Scalar | Array)


def _descends(t: Tracer, f: Function, args: list[Slot], kwargs: dict[str, Slot]) -> bool:
    """Whether a function that calls itself has gone on to other objects than it was called with:
    to the children of a node. It ends where the structure ends, so it is inlined."""
    frame = next(frame for g, frame in zip(t.stack[::-1], t.frames[::-1]) if recurs(f, g))
    mine = (t.first_arguments.get(frame) or {}).values()
    before = objects_in(t, mine)
    return bool(before) and objects_in(t, (*args, *kwargs.values())) != before


def call_graph(t: Tracer, f: Function, bound: dict[str, Slot]) -> Slot:
    """A `call` op of a recursive function."""
    values = [_argument(t, slot, name) for name, slot in bound.items()]
    if recurs(t.stack[0], f) and t.assumed is not None:
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
        why = "a function that is not written out may have returned an array that was passed to it"
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
    for callee in t.callees:
        if callee.serves(f, t.state):
            own = tuple(p.value.type for p in callee.graph.params[: len(types)])
            if own == tuple(types.values()) or all(map(is_number, types.values())):
                return callee
    callee = trace_function(f, types, t)
    t.callees.append(callee)
    return callee


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
