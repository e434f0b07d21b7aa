"""Parameters that are objects, where only the text of a file is known: what `--at` and annotations
say of their attributes."""

from __future__ import annotations

import ast
from dataclasses import replace

from codegen.errors import Problem, UnsupportedError
from codegen.frontend.classes import Class
from codegen.frontend.environment import Environment
from codegen.frontend.static_classes import whole_attributes
from codegen.infer.declared import type_of_annotation
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Field, Path, Value, constant
from codegen.ir.records import Record
from codegen.ir.types import (
    GENERIC,
    DictOf,
    ListFixed,
    ListOf,
    TupleOf,
    Type,
    children,
    record_of,
)


def annotated_objects(text: str | None, environment: Environment) -> Type | None:
    """The type that an annotation by a class of the file promises: `Layer`, `list[Layer]`."""
    if text is None:
        return None
    try:
        return _annotated(ast.parse(text.strip(), mode="eval").body, environment)
    except SyntaxError:
        return None


def _annotated(node: ast.expr, environment: Environment) -> Type | None:
    match node:
        case ast.Constant(value=str() as text):
            return annotated_objects(text, environment)
        case ast.Subscript(value=ast.Name(id="list" | "List" | "Sequence"), slice=inner):
            item = _annotated(inner, environment)
            return None if item is None else ListOf(item)
        case ast.Name(id=name):
            cls = environment.lookup(name)
            if isinstance(cls, Class) and cls.fields and not cls.refusal:
                return DictOf((), (), Record(name, "declared"))
    return None


def completed(t: Type, environment: Environment) -> Type:
    """The type with the class of every object, and the attributes that its fields declare."""
    if isinstance(t, ListOf):
        return ListOf(completed(t.item, environment))
    if isinstance(t, TupleOf | ListFixed | DictOf):
        t = replace(t, items=tuple(completed(item, environment) for item in t.items))
    record = record_of(t)
    if not isinstance(t, DictOf) or record is None or record.form != "declared":
        return t
    cls = environment.class_of_record(record)
    if not isinstance(cls, Class):
        message = f"--at: there is no class {record.name}"
        raise UnsupportedError(Problem("CG901", message, "Name a class of the file."))
    said = dict(zip(t.keys, t.items, strict=True))
    held = {
        each.name: said.get(each.name) or _of_field(each.annotation, environment)
        for each in cls.fields
        if each.kept
    } | said
    names, whole = tuple(held), whole_attributes(cls)
    if cls.kind == "namedtuple":
        made = Record(cls.name, cls.kind, cls.identity, (), whole, names)
        return TupleOf(tuple(held.values()), made)
    plain = all(each.taken and each.kept for each in cls.fields) and cls.makes_init
    remade = plain and cls.find("__post_init__") is None and len(names) == len(cls.fields)
    constants = record.constants
    made = Record(cls.name, cls.kind, cls.identity, constants, whole, names, remade)
    return DictOf(names, tuple(held.values()), made)


def _of_field(annotation: str | None, environment: Environment) -> Type:
    said = type_of_annotation(annotation) or annotated_objects(annotation, environment)
    return completed(said or GENERIC, environment)


def guard_constants(value: Value) -> None:
    """What `--at` said of text and flags decides about branches: the text must not run for other
    objects. (A live object is looked at before each call.)"""
    for path, record in _records(value.type, ()):
        for name, said in record.constants if isinstance(record.identity, str) else ():
            step = (*path, Field(name))
            test = emit("eq", emit("getitem", value, path=step), constant(said))
            emit_op("assert", (test, constant(f"generated for {name}={said!r}")))


def _records(t: Type, path: Path) -> list[tuple[Path, Record]]:
    record = record_of(t)
    found = [(path, record)] if record is not None else []
    if isinstance(t, DictOf) and record is not None:
        for key, item in zip(t.keys, children(t), strict=True):
            found += _records(item, (*path, Field(key)))
    return found
