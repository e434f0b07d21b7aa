"""From a function to its graph: parameters become slots, the result becomes a tree of leaves."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import libcst as cst

from codegen.errors import InternalError, Problem, UnsupportedError
from codegen.frontend.assumptions import Assumed, graph_name, settle
from codegen.frontend.inlining import run_body
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Function,
    Outside,
    Poison,
    Ref,
    Slot,
    TupleSlot,
    Unbound,
)
from codegen.frontend.surroundings import Callee, Fixed, Missing, Surroundings
from codegen.frontend.tracer import RESULT, Refused, Tracer
from codegen.frontend.uses import sequence_uses, types_from_use
from codegen.infer.declared import type_of_annotation
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import MISSING, Graph, Leaf, Node, Parameter, Region, Value, constant, walk
from codegen.ir.types import (
    GENERIC,
    DictOf,
    ListFixed,
    NoneType,
    TupleOf,
    Type,
    facts,
    is_mutable,
    is_number,
    map_lengths,
)

_ATTEMPTS = 8


def trace_function(
    f: Function,
    types: Mapping[str, Type] | None,
    caller: Tracer | None = None,
    values: Mapping[str, Any] | None = None,
) -> Callee:
    """The graph of a function, and what that stands for.

    types: of its parameters, where they are known. values: likewise; one that decides about types
    (an axis) is written into the graph. caller: the trace that needs it, for a recursive function.
    Raises UnsupportedError.
    """
    values = _values(f, values or {}) if caller is None else {}
    assumed = Assumed()
    declared = _declared(f, types or {})
    assumed.parameters = tuple(declared[p.name] for p in _parameters(f))
    outsides: tuple[Outside, ...] = ()
    fixed: dict[str, Any] = {}
    surroundings = Surroundings(caller, f.frames) if caller is not None else None
    name = graph_name(caller.graph_names if caller is not None else set(), f)
    for _ in range(_ATTEMPTS):
        known = facts().remember()
        try:
            graph = _attempt(
                f,
                declared,
                assumed,
                Given(caller, outsides, values, fixed, name, surroundings, frozenset(types or ())),
            )
        except Missing as missing:
            outsides = (*outsides, missing.wanted)
            facts().restore(known)
            continue
        except Fixed as needed:
            fixed[needed.name] = values[needed.name]
            facts().restore(known)
            continue
        if not assumed.used or settle(assumed, graph):
            if graph.effects and (assumed.used or caller is not None):
                _refuse_effects(f)
            relied_on = surroundings.relied_on if surroundings is not None else {}
            return Callee(f, graph, outsides, relied_on)
        facts().restore(known)
        declared = dict(zip(declared, assumed.parameters, strict=True))
    raise InternalError(f"the types of the recursive function {f.name} do not settle")


def _refuse_effects(f: Function) -> None:
    message = f"`{f.name}` calls itself and writes to an argument"
    advice = "Write to a copy of it, and return that."
    raise UnsupportedError(Problem("CG046", message, advice, f.source.span(f.node)))


@dataclass(frozen=True)
class Given:
    """What a trace may rely on, beside types."""

    caller: Tracer | None
    outsides: tuple[Outside, ...]
    values: Mapping[str, Any]
    fixed: Mapping[str, Any]
    name: str
    surroundings: Surroundings | None
    typed: frozenset[str] = frozenset()  # parameters whose types were given


def _attempt(
    f: Function,
    declared: Mapping[str, Type],
    assumed: Assumed,
    given: Given,
) -> Graph:
    t = Tracer(replace(f, frames=()))
    t.assumed, t.outsides = assumed, given.outsides
    if given.caller is not None:
        t.graph_names = given.caller.graph_names
    t.graph_name = given.name
    t.graph_names.add(given.name)
    t.surroundings = given.surroundings
    params = tuple(
        replace(p, value=Value(declared[p.name], p.name), fixed=given.fixed.get(p.name, MISSING))
        for p in _parameters(f)
    )
    t.fixable = {p.value: p.name for p in params if p.name in given.values}
    kind = "outside" if given.caller is None else "plain"
    hidden = tuple(Parameter(Value(o.type, o.name), o.name, kind) for o in given.outsides)
    builder = Builder(tuple(p.value for p in (*params, *hidden)))
    with building(builder):
        for place, parameter in enumerate(params):
            _bind(t, place, parameter)
        for place, parameter in enumerate(hidden):
            _bind_outside(t, place, parameter)
        _guard(f, params, given.typed)
        try:
            run_body(t, f)
            t.finish()
            results, output, effects = _results(t, params)
        except Refused as refused:
            t.report(refused, f.node)
            t.finish()
            raise
        except RecursionError:
            t.report(
                Refused(
                    "CG003", "the code is nested too deeply", "Give inner parts names of their own."
                ),
                f.node,
            )
            t.finish()
            raise
    region = Region(builder.params, tuple(builder.ops), tuple(results))
    _resolve(region)
    return Graph(
        t.graph_name,
        (*params, *hidden),
        region,
        output,
        effects,
        _called(region, t.callees),
        _docstring(f.node),
    )


def _guard(f: Function, params: tuple[Parameter, ...], typed: frozenset[str]) -> None:
    """Check what was assumed of a parameter without a type that is used as lists are: the
    gradient of a list is a list."""
    uses = sequence_uses(f)
    for p in params:
        known = p.name in typed or type_of_annotation(p.annotation) is not None
        if p.value.type == GENERIC and p.name in uses and not known:
            message = constant(f"{p.name} is no number or array: say what it is with --at")
            lists: dict[str, Any] = {"lists": True} if uses[p.name] else {}
            emit_op("assert", (emit("is_numeric", p.value, **lists), message))


def _bind_outside(t: Tracer, place: int, parameter: Parameter) -> None:
    """A value of the surroundings may be read; a write to it would be seen by others."""
    root = t.state.allocate(Buffer(parameter.value))
    t.state.freeze(root.address, "it belongs to the surroundings of the function")
    slot = t.slot_at(root.address, ()) if not is_number(parameter.value.type) else parameter.value
    _borrow(t, slot)
    t.state.names[0, f"$outside {place}"] = slot


def _borrow(t: Tracer, slot: Slot) -> None:
    for part in t.state.parts(slot):
        if isinstance(part, Ref) and isinstance(t.state.heap[part.address], FixedList | Dict):
            t.state.borrowed[part.address] = ""


def _called(region: Region, callees: list[Callee]) -> tuple[Graph, ...]:
    """The graphs that the function calls; others were made for traces that were given up."""
    names = {op.attrs["callee"] for op in walk(region) if op.name == "call"}
    return tuple(callee.graph for callee in callees if callee.graph.name in names)


def _resolve(region: Region) -> None:
    """Write what is known about lengths at the end into the types."""
    for value in (*region.params, *(out for op in region.ops for out in op.outs)):
        value.type = map_lengths(value.type, facts().resolve)
    for op in region.ops:
        for inner in op.regions:
            _resolve(inner)


# ---------------------------------------------------------------- parameters


def _parameters(f: Function) -> list[Parameter]:
    params = f.node.params
    found = []

    def add(node: cst.Param, kind: str = "plain") -> None:
        default = None if node.default is None else f.source.text_of(node.default)
        annotation = (
            None if node.annotation is None else f.source.text_of(node.annotation.annotation)
        )
        name = node.name.value
        if node.default is not None and default is not None and not _is_literal(default):
            known = f.environment.lookup(default) if default.isidentifier() else None
            if not isinstance(known, Value) or not known.is_const:
                span = f.source.span(node.default)
                message = f"the default of {name!r} is not a literal"
                raise UnsupportedError(
                    Problem("CG047", message, "Write a literal, or pass the value.", span)
                )
            default = repr(known.const)
        found.append(Parameter(Value(GENERIC, name), name, kind, default, annotation))

    for node in (*params.posonly_params, *params.params):
        add(node)
    if isinstance(params.star_arg, cst.Param):
        add(params.star_arg, "args")
    for node in params.kwonly_params:
        add(node, "keyword")
    if params.star_kwarg is not None:
        add(params.star_kwarg, "kwargs")
    return found


def _values(f: Function, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of parameters that may be written into a graph: what was given, else defaults."""
    found = dict(values)
    for parameter in _parameters(f):
        if parameter.default is not None and parameter.name not in found:
            found[parameter.name] = ast.literal_eval(parameter.default)
    return {name: value for name, value in found.items() if type(value) in (int, bool, str)}


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except ValueError:
        return False
    return True


def _declared(f: Function, types: Mapping[str, Type]) -> dict[str, Type]:
    used: Mapping[str, Type] | None = None
    found: dict[str, Type] = {}
    for parameter in _parameters(f):
        name = parameter.name
        t = types.get(name)
        if t is None and parameter.kind in ("args", "kwargs"):
            raise UnsupportedError(_unknown_rest(f, parameter))
        t = t or type_of_annotation(parameter.annotation)
        if t is None and parameter.default == "None":
            t = NoneType()
        if t is None:
            if used is None:
                used = types_from_use(f)
            t = used.get(name, GENERIC)
        found[name] = t
    return found


def _unknown_rest(f: Function, parameter: Parameter) -> Problem:
    """What `*rest` collects decides about the text: none may be assumed."""
    stars, example = ("*", "(float, float)") if parameter.kind == "args" else ("**", "{k: float}")
    return Problem(
        "CG048",
        f"what `{stars}{parameter.name}` collects is not known",
        f"Say it: --at '{parameter.name}={example}', or use the decorator, which sees the call.",
        f.source.span(f.node),
    )


def _bind(t: Tracer, place: int, parameter: Parameter) -> None:
    value = parameter.value
    kind = value.type
    if parameter.fixed is not MISSING:
        t.state.names[0, parameter.name] = constant(parameter.fixed)
        message = constant(f"generated for {parameter.name}={parameter.fixed!r}")
        test = emit("eq", value, constant(parameter.fixed))
        if isinstance(parameter.fixed, bool):
            test = value if parameter.fixed else emit("not", value)
        emit_op("assert", (test, message))
        return
    if isinstance(kind, NoneType):
        t.state.names[0, parameter.name] = constant(None)
        _only_for(parameter, "is", f"generated for {parameter.name}=None")
        return
    if parameter.default == "None":
        _only_for(parameter, "is_not", f"generated for another {parameter.name} than None")
    composite = isinstance(kind, TupleOf | ListFixed | DictOf)
    if is_number(kind) or not (is_mutable(kind) or composite):
        t.state.names[0, parameter.name] = value
        return
    root = t.state.allocate(Buffer(value))
    t.state.names[0, f"$argument {place}"] = root
    slot = t.slot_at(root.address, ())
    _borrow(t, slot)
    t.state.names[0, parameter.name] = slot


def _only_for(parameter: Parameter, test: str, message: str) -> None:
    """What is None decides about branches: the text must not run for the other case."""
    emit_op("assert", (emit(test, parameter.value, constant(None)), constant(message)))


# ---------------------------------------------------------------- results


def _results(
    t: Tracer, params: tuple[Parameter, ...]
) -> tuple[list[Value], Any, tuple[tuple[int, int], ...]]:
    results: list[Value] = []
    slot = t.state.names.get((0, RESULT), Unbound())
    if isinstance(slot, Unbound):
        t.refuse("CG061", f"`{t.function.name}` never returns", "Return a number or an array.")
    output = _tree(t, slot, results)
    effects = []
    for place, parameter in enumerate(params):
        argument = t.state.names.get((0, f"$argument {place}"))
        if isinstance(argument, Ref):
            entry = t.state.heap[argument.address]
            if isinstance(entry, Buffer) and entry.value is not parameter.value:
                effects.append((place, len(results)))
                results.append(entry.value)
    return results, output, tuple(effects)


def _tree(t: Tracer, slot: Slot, results: list[Value]) -> Any:
    if isinstance(slot, Poison):
        t.refuse("CG062", f"the result: {slot.message}", slot.advice)
    if isinstance(slot, TupleSlot):
        return Node("tuple", tuple(_tree(t, item, results) for item in slot.items))
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return Node("list", tuple(_tree(t, item, results) for item in entry.items))
        if isinstance(entry, Dict):
            items = tuple(_tree(t, item, results) for item in entry.items)
            return Node("dict", items, entry.keys)
    value = t.value(slot)
    if value.is_const and value.const is None:
        return None
    if value in t.state.optional and not is_number(value.type):
        t.refuse("CG062", "the result is None on one path", "Return a number on every path.")
    results.append(value)
    return Leaf(len(results) - 1)


def _docstring(node: cst.FunctionDef | cst.Lambda) -> str | None:
    return node.get_docstring() if isinstance(node, cst.FunctionDef) else None
