"""Classes of a file that is read and never run."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from codegen.frontend.classes import Attribute, Class, Descriptor
from codegen.frontend.instances import UNREAD
from codegen.frontend.slots import Function, Named, Poison, Slot
from codegen.frontend.static_enums import static_enum

_SKIPPED_BASES = ("builtins.object", "typing.Generic", "typing.Protocol", "abc.ABC")
_OPTIONS = {"init", "repr", "eq", "order", "unsafe_hash", "frozen", "match_args", "kw_only",
            "slots", "weakref_slot"}  # fmt: skip
_WHOLE = ("int", "bool", "str")
_DESCRIPTORS = {
    "builtins.property": "property",
    "builtins.staticmethod": "staticmethod",
    "builtins.classmethod": "classmethod",
    "functools.cached_property": "cached_property",
}


class File(Protocol):
    """What is read of the file around a class: see `environment.Static`."""

    def lookup(self, name: str) -> Slot: ...

    def member(self, module: str, name: str) -> Slot: ...

    def function_at(self, node: ast.FunctionDef | ast.Lambda) -> Function: ...

    def literal(self, node: ast.expr) -> Slot: ...


@dataclass
class _Body:
    """What the statements of a class define."""

    members: dict[str, list[ast.FunctionDef]] = field(default_factory=dict)
    values: dict[str, ast.expr] = field(default_factory=dict)
    annotated: list[ast.AnnAssign] = field(default_factory=list)
    refusal: str = ""


def static_class(node: ast.ClassDef, file: File, identity: str) -> Slot:
    """A class as the frontend knows it; a Poison where it cannot be read."""
    enum = static_enum(node, [dotted(base, file) for base in node.bases])
    if enum is not None:
        return enum
    options = _dataclass_options(node, file)
    if options is None:
        return Poison(
            f"the class {node.name!r} is decorated, and decorators may change what it does",
            "Use a class without decorators but `dataclass`.",
        )
    bases, form, refusal = _bases(node, file)
    body = _body(node)
    order = linearised(bases)
    if order is None:
        return Poison(f"the bases of the class {node.name!r} have no order")
    made = bool(options is not _NO_DATACLASS)
    is_dataclass = made or any(base.kind == "dataclass" for base in order)
    kind = "namedtuple" if form == "namedtuple" else "dataclass" if is_dataclass else "plain"
    fields: dict[str, Attribute] = {}
    for base in order[::-1]:
        fields |= {each.name: each for each in base.fields}
    if made or form == "namedtuple":
        keyword = bool(options.get("kw_only"))
        fields |= {each.name: each for each in _fields(body, file, keyword)}
    slots = _slot_names(body)
    found: list[Class] = []
    cls = Class(
        identity=identity,
        name=node.name,
        own=_members(body, file, slots, found, kind),
        bases=order,
        kind=kind,
        fields=tuple(fields.values()),
        makes_init=made and options.get("init", True) and "__init__" not in body.members,
        makes_eq=made and options.get("eq", True) and "__eq__" not in body.members,
        frozen=made and bool(options.get("frozen")),
        closed=(slots is not None or bool(options.get("slots"))) and all(b.closed for b in bases),
        refusal=refusal or body.refusal or next((b.refusal for b in bases if b.refusal), ""),
    )
    found.append(cls)
    return cls


_NO_DATACLASS: dict[str, Any] = {}


def _dataclass_options(node: ast.ClassDef, file: File) -> dict[str, Any] | None:
    """The options of `@dataclass`; `_NO_DATACLASS` without it, None for another decorator."""
    if not node.decorator_list:
        return _NO_DATACLASS
    decorator, *others = node.decorator_list
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    if others or dotted(called, file) != "dataclasses.dataclass":
        return None
    given = decorator.keywords if isinstance(decorator, ast.Call) else []
    options: dict[str, Any] = {}
    for keyword in given:
        if keyword.arg not in _OPTIONS or not isinstance(keyword.value, ast.Constant):
            return None
        options[keyword.arg] = keyword.value.value
    return options


def dotted(node: ast.expr, file: File) -> str:
    """The dotted name of a library's function or class; empty for anything else."""
    if isinstance(node, ast.Name):
        found = file.lookup(node.id)
        return found.dotted if isinstance(found, Named) else ""
    if isinstance(node, ast.Attribute):
        base = dotted(node.value, file)
        found = file.member(base, node.attr) if base else Poison("")
        return found.dotted if isinstance(found, Named) else ""
    return ""


def _bases(node: ast.ClassDef, file: File) -> tuple[list[Class], str, str]:
    """The classes that a class derives from, "namedtuple" for a NamedTuple, and why it is not
    read."""
    found: list[Class] = []
    form, refusal = "", ""
    for keyword in node.keywords:
        if keyword.arg != "metaclass" or dotted(keyword.value, file) != "abc.ABCMeta":
            refusal = f"the class {node.name} has a metaclass or options of its own"
    for base in node.bases:
        plain = base.value if isinstance(base, ast.Subscript) else base
        slot = file.lookup(plain.id) if isinstance(plain, ast.Name) else None
        name = dotted(plain, file)
        if isinstance(slot, Class):
            found.append(slot)
            if slot.kind == "namedtuple":
                refusal = f"the class {node.name} derives from the named tuple {slot.name}"
        elif name == "typing.NamedTuple":
            form = "namedtuple"
        elif name not in _SKIPPED_BASES:
            refusal = f"the class {node.name} derives from {ast.unparse(base)}"
    return found, form, refusal


def linearised(bases: list[Class]) -> tuple[Class, ...] | None:
    """The order in which Python asks the classes after the class itself (C3); None without one."""
    pending = [list(base.order) for base in bases] + [list(bases)]
    order: list[Class] = []
    while pending := [line for line in pending if line]:
        for line in pending:
            if not any(line[0] in other[1:] for other in pending):
                break
        else:
            return None
        order.append(first := line[0])
        pending = [[each for each in other if each != first] for other in pending]
    return tuple(order)


def _body(node: ast.ClassDef) -> _Body:
    body = _Body()
    for statement in node.body:
        match statement:
            case ast.FunctionDef(name=name):
                body.members.setdefault(name, []).append(statement)
                if name in (*UNREAD, "__init_subclass__"):
                    body.refusal = f"the class {node.name} defines `{name}`"
            case ast.AnnAssign(target=ast.Name()):
                body.annotated.append(statement)
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                body.values[name] = value
            case ast.Pass() | ast.Expr(value=ast.Constant()):
                pass
            case _:
                line = statement.lineno
                body.refusal = f"the class {node.name} holds a statement that is not read ({line})"
    return body


def _members(
    body: _Body, file: File, slots: tuple[str, ...] | None, made: list[Class], kind: str
) -> Callable[[str], Slot | None]:
    cache: dict[str, Slot | None] = {}
    given = {each.target.id: each for each in body.annotated if isinstance(each.target, ast.Name)}

    def own(name: str) -> Slot | None:
        if name not in cache:
            cache[name] = find(name)
        return cache[name]

    def method(node: ast.FunctionDef) -> Slot:
        return replace(file.function_at(node), owner=made[0])

    def find(name: str) -> Slot | None:
        if name in body.members:
            return _member(body.members[name], file, method)
        if name in body.values:
            return file.literal(body.values[name])
        if slots is not None and name in slots:
            return Descriptor("slot")
        if name in given and kind != "namedtuple":
            value = given[name].value
            if value is None or (isinstance(value, ast.Call) and kind == "dataclass"):
                return None
            return file.literal(value)
        return None

    return own


def _member(
    nodes: list[ast.FunctionDef], file: File, method: Callable[[ast.FunctionDef], Slot]
) -> Slot:
    found: Slot = Poison("")
    for node in nodes:
        if not node.decorator_list:
            found = method(node)
            continue
        decorator, *others = node.decorator_list
        kind = _DESCRIPTORS.get(dotted(decorator, file))
        setter = isinstance(decorator, ast.Attribute) and decorator.attr == "setter"
        if kind is not None and not others:
            found = Descriptor(kind, method(node))
        elif setter and not others and isinstance(found, Descriptor):
            found = Descriptor(found.kind, found.function, method(node))
        else:
            found = Poison(
                f"the method {node.name!r} is decorated, and decorators may change what it does",
                "Call a method without a decorator.",
            )
    return found


def _slot_names(body: _Body) -> tuple[str, ...] | None:
    if "__slots__" not in body.values:
        return None
    try:
        names = ast.literal_eval(body.values["__slots__"])
    except ValueError:
        return ()
    return (names,) if isinstance(names, str) else tuple(names)


def _fields(body: _Body, file: File, keyword: bool) -> list[Attribute]:
    found = []
    for node in body.annotated:
        assert isinstance(node.target, ast.Name)
        annotation = ast.unparse(node.annotation)
        word = annotation.partition("[")[0].rpartition(".")[2]
        if word == "KW_ONLY":
            keyword = True
        elif word != "ClassVar":
            attribute = Attribute(
                node.target.id, keyword=keyword, kept=word != "InitVar", annotation=annotation
            )
            found.append(_with_default(attribute, node.value, file))
    return found


def _with_default(attribute: Attribute, value: ast.expr | None, file: File) -> Attribute:
    if value is None:
        return attribute
    if not isinstance(value, ast.Call) or dotted(value.func, file) != "dataclasses.field":
        return replace(attribute, default=file.literal(value))
    for keyword in value.keywords:
        flag = isinstance(keyword.value, ast.Constant) and bool(keyword.value.value)
        match keyword.arg:
            case "default":
                attribute = replace(attribute, default=file.literal(keyword.value))
            case "default_factory":
                attribute = replace(attribute, factory=_factory(keyword.value, file))
            case "init":
                attribute = replace(attribute, taken=flag)
            case "kw_only":
                attribute = replace(attribute, keyword=flag)
            case "compare":
                attribute = replace(attribute, compared=flag)
    return attribute


def _factory(node: ast.expr, file: File) -> Slot:
    if isinstance(node, ast.Name):
        return file.lookup(node.id)
    if isinstance(node, ast.Lambda):
        return file.function_at(node)
    name = dotted(node, file)
    return Named(name) if name else Poison("a default_factory that is no function of the file")


def named_tuple(name: str, value: ast.Call, file: File, identity: str) -> Class | None:
    """`Point = namedtuple("Point", "x y")`."""
    if dotted(value.func, file) != "collections.namedtuple" or value.keywords:
        return None
    try:
        _, names = (ast.literal_eval(argument) for argument in value.args)
    except ValueError:
        return None
    words = names.replace(",", " ").split() if isinstance(names, str) else names
    fields = tuple(map(Attribute, words))
    return Class(identity, name, lambda _: None, kind="namedtuple", fields=fields)


def whole_attributes(cls: Class) -> frozenset[str]:
    """The attributes that are annotated as integers, flags or text."""
    return frozenset(each.name for each in cls.fields if each.annotation in _WHOLE)
