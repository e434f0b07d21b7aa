"""Parameters: what is known of them before the trace, and the slots that they start as."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from enum import Enum
from typing import Any

import libcst as cst

from codegen.errors import Problem, UnsupportedError
from codegen.frontend.declared_objects import annotated_objects, completed, guard_constants
from codegen.frontend.fixing import with_parts
from codegen.frontend.slots import STRUCTURES, Buffer, Function, Object, Ref, Slot
from codegen.frontend.tracer import Tracer
from codegen.frontend.uses import sequence_uses, types_from_use
from codegen.infer.declared import type_of_annotation
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import MISSING, Parameter, Value, constant
from codegen.ir.types import (
    GENERIC,
    DictOf,
    ListFixed,
    NoneType,
    TupleOf,
    Type,
    is_mutable,
    is_number,
)

SURROUNDINGS = "it belongs to the surroundings of the function"


def check_assumed(f: Function, params: tuple[Parameter, ...], typed: frozenset[str]) -> None:
    """Check what was assumed of a parameter without a type that is used as lists are: the
    gradient of a list is a list."""
    uses = sequence_uses(f)
    for p in params:
        known = p.name in typed or type_of_annotation(p.annotation) is not None
        if p.value.type == GENERIC and p.name in uses and not known:
            message = constant(f"{p.name} is no number or array: say what it is with --at")
            lists: dict[str, Any] = {"lists": True} if uses[p.name] else {}
            emit_op("assert", (emit("is_numeric", p.value, **lists), message))


def bind_outside(t: Tracer, place: int, parameter: Parameter) -> None:
    """A value of the surroundings may be read; a write to it would be seen by others."""
    root = t.state.allocate(Buffer(parameter.value))
    t.state.freeze(root.address, SURROUNDINGS)
    slot = t.slot_at(root.address, ()) if not is_number(parameter.value.type) else parameter.value
    _borrow(t, slot, SURROUNDINGS)
    t.state.names[0, f"$outside {place}"] = slot


def _remember_objects(t: Tracer, slot: Slot) -> None:
    """The objects of the caller: what f sets in them is set at the end."""
    for part in t.state.parts(slot):
        entry = t.state.heap[part.address] if isinstance(part, Ref) else None
        if isinstance(entry, Object):
            assert isinstance(part, Ref)
            name = (0, f"$object {len(t.given_objects)}")
            t.state.names[name] = part
            t.given_objects[name] = (*t.state.places[part.address], entry)


def _borrow(t: Tracer, slot: Slot, why: str = "") -> None:
    for part in t.state.parts(slot):
        if isinstance(part, Ref) and isinstance(t.state.heap[part.address], STRUCTURES):
            entry = t.state.heap[part.address]
            t.state.borrowed[part.address] = why if isinstance(entry, Object) else ""


def parameters_of(f: Function) -> list[Parameter]:
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


def literal_values(f: Function, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of parameters that may be written into a graph: what was given, else defaults."""
    found = dict(values)
    for parameter in parameters_of(f):
        if parameter.default is not None and parameter.name not in found:
            found[parameter.name] = ast.literal_eval(parameter.default)
    kinds = (int, bool, str)
    return {
        name: value
        for name, value in found.items()
        if type(value) in kinds or isinstance(value, Enum)
    }


def _is_literal(text: str) -> bool:
    try:
        ast.literal_eval(text)
    except ValueError:
        return False
    return True


def declared_types(f: Function, types: Mapping[str, Type]) -> dict[str, Type]:
    used: Mapping[str, Type] | None = None
    found: dict[str, Type] = {}
    for parameter in parameters_of(f):
        name = parameter.name
        t = types.get(name)
        if t is None and parameter.kind in ("args", "kwargs"):
            raise UnsupportedError(_unknown_rest(f, parameter))
        t = t or type_of_annotation(parameter.annotation)
        t = annotated_objects(parameter.annotation, f.environment) if t is None else t
        if t is None and parameter.default == "None":
            t = NoneType()
        if t is None:
            if used is None:
                used = types_from_use(f)
            t = used.get(name, GENERIC)
        found[name] = completed(t, f.environment)
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


def bind_parameter(t: Tracer, place: int, parameter: Parameter) -> None:
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
    guard_constants(value)
    root = t.state.allocate(Buffer(value))
    t.state.names[0, f"$argument {place}"] = root
    slot = with_parts(t, parameter, t.slot_at(root.address, ()))
    _borrow(t, slot)
    _remember_objects(t, slot)
    t.state.names[0, parameter.name] = slot


def _only_for(parameter: Parameter, test: str, message: str) -> None:
    """What is None decides about branches: the text must not run for the other case."""
    emit_op("assert", (emit(test, parameter.value, constant(None)), constant(message)))
