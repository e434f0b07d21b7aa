"""From a function to its graph: parameters become slots, the result becomes a tree of leaves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

import libcst as cst

from codegen.errors import InternalError, Problem, UnsupportedError
from codegen.frontend.assumptions import Assumed, graph_name, settle
from codegen.frontend.closures import from_caller
from codegen.frontend.fixing import Fixed, note_parts
from codegen.frontend.inlining import run_body
from codegen.frontend.parameters import (
    bind_outside,
    bind_parameter,
    check_assumed,
    declared_types,
    literal_values,
    parameters_of,
)
from codegen.frontend.results import results_of
from codegen.frontend.slots import Function, Outside
from codegen.frontend.surroundings import Callee, Missing, Outlining, Surroundings
from codegen.frontend.tracer import Refused, Tracer
from codegen.ir.build import Builder, building
from codegen.ir.graph import MISSING, Graph, Parameter, Path, Region, Value, constant, walk
from codegen.ir.types import Type, facts, map_lengths

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
    real = values or {}
    values = literal_values(f, values or {}) if caller is None else {}
    assumed = Assumed()
    declared = declared_types(f, types or {})
    assumed.parameters = tuple(declared[p.name] for p in parameters_of(f))
    outsides: tuple[Outside, ...] = ()
    fixed: dict[tuple[str, Path], Any] = {}
    surroundings = Surroundings(caller) if caller is not None else None
    typed = frozenset(types or ())
    name = graph_name(caller.graph_names if caller is not None else set(), f)
    outlining = caller.outlining if caller is not None else Outlining()
    attempts = 0
    while attempts < _ATTEMPTS:
        known = facts().remember()
        try:
            graph = _attempt(
                f,
                declared,
                assumed,
                Given(caller, outsides, values, fixed, name, surroundings, typed, real, outlining),
            )
        except UnsupportedError:
            if caller is not None or not outlining.used:
                raise
            outlining = Outlining(allowed=False)  # what stays a call has to be of a simpler kind
            facts().restore(known)
            continue
        except Missing as missing:
            outsides = (*outsides, missing.wanted)
            facts().restore(known)
            continue
        except Fixed as needed:
            fixed[needed.name, needed.path] = needed.value
            facts().restore(known)
            continue
        if not assumed.used or settle(assumed, graph):
            if graph.effects and (assumed.used or caller is not None):
                _refuse_effects(f)
            relied_on = surroundings.relied_on if surroundings is not None else {}
            return Callee(f, graph, outsides, relied_on)
        attempts += 1
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
    fixed: Mapping[tuple[str, Path], Any]
    name: str
    surroundings: Surroundings | None
    typed: frozenset[str] = frozenset()  # parameters whose types were given
    real: Mapping[str, Any] = field(default_factory=dict)  # the arguments themselves
    outlining: Outlining = field(default_factory=Outlining)


def _attempt(
    f: Function,
    declared: Mapping[str, Type],
    assumed: Assumed,
    given: Given,
) -> Graph:
    t = Tracer(f if given.caller is None else from_caller(f))
    t.assumed, t.outsides = assumed, given.outsides
    if given.caller is not None:
        t.graph_names = given.caller.graph_names
        t.inlined, t.callees = given.caller.inlined, list(given.caller.callees)
    t.outlining = given.outlining
    t.graph_name = given.name
    t.graph_names.add(given.name)
    t.surroundings = given.surroundings
    params = tuple(
        replace(
            p,
            value=Value(declared[p.name], p.name),
            fixed=given.fixed.get((p.name, ()), MISSING),
            parts=tuple(
                (path, value)
                for (name, path), value in given.fixed.items()
                if name == p.name and path
            ),
        )
        for p in parameters_of(f)
    )
    known = given.values
    t.fixable = {p.value: (p.name, (), known[p.name]) for p in params if p.name in known}
    t.live = frozenset(p.value for p in params if p.name in given.real)
    kind = "outside" if given.caller is None else "plain"
    names = [p.name for p in params]
    for wanted in given.outsides:
        names.append(wanted.name if kind == "outside" else _apart(wanted.name, names))
    hidden = tuple(
        Parameter(Value(o.type, name), name, kind)
        for o, name in zip(given.outsides, names[len(params) :], strict=True)
    )
    builder = Builder(tuple(p.value for p in (*params, *hidden)))
    with building(builder):
        for place, parameter in enumerate(params):
            bind_parameter(t, place, parameter)
            if isinstance(known.get(parameter.name), Enum):
                t.state.names[0, parameter.name] = constant(known[parameter.name])
            if parameter.name in given.real:
                slot = t.state.names[0, parameter.name]
                note_parts(t, parameter.name, slot, given.real[parameter.name])
        t.first_arguments[0] = {p.name: t.state.names[0, p.name] for p in params}
        for place, parameter in enumerate(hidden):
            bind_outside(t, place, parameter)
        check_assumed(f, params, given.typed)
        try:
            run_body(t, f)
            t.finish()
            results, output, effects = results_of(t, params)
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


def _apart(name: str, taken: list[str]) -> str:
    """A name like this one that no other parameter has."""
    while name in taken:
        name = f"{name}_1"
    return name


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


def _docstring(node: cst.FunctionDef | cst.Lambda) -> str | None:
    return node.get_docstring() if isinstance(node, cst.FunctionDef) else None
