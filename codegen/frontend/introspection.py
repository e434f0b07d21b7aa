"""Functions of Python about objects and their classes: isinstance, type, getattr, super."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codegen.frontend.attributes import attribute
from codegen.frontend.classes import Class, Descriptor, Super
from codegen.frontend.generators import is_lazy
from codegen.frontend.objects import (
    class_of,
    found_attribute,
    replaced,
    set_attribute,
    store_attribute,
)
from codegen.frontend.overloading import is_callable
from codegen.frontend.slots import Iteration, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def is_instance_of_class(t: Tracer, slot: Slot, wanted: Class) -> bool:
    """isinstance(slot, wanted) of a user's class."""
    if wanted.refusal.endswith("is abstract"):
        pass
    elif wanted.refusal:
        t.refuse("CG017", wanted.refusal, "Decide it by a flag.")
    cls = class_of(t, slot)
    return cls is not None and cls.derives(wanted)


def type_of_object(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    cls = class_of(t, args[0]) if len(args) == 1 and not kwargs else None
    if cls is None:
        t.refuse("CG041", "`type` of anything but an object of your class", "Use `isinstance`.")
    return cls


def _name(t: Tracer, slot: Slot) -> str:
    value = t.value(slot)
    if not isinstance(value.const, str):
        t.refuse("CG017", "the name of an attribute is not known before the run")
    return value.const


def get_attribute(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """getattr(x, "name"), and with a default."""
    base, name = args[0], _name(t, args[1])
    cls = class_of(t, base)
    if len(args) == 2:
        return attribute(t, base, name)
    if cls is None:
        t.refuse("CG017", "`getattr` with a default of anything but an object of your class")
    found = found_attribute(t, base, cls, name)
    return args[2] if found is None else t.usable(found, name)


def has_attribute(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    base, name = args[0], _name(t, args[1])
    if name == "__next__" and (is_lazy(t, base) or class_of(t, base) is None):
        return constant(is_lazy(t, base) or isinstance(base, Iteration))
    cls = class_of(t, base)
    if cls is None:
        t.refuse("CG017", "`hasattr` of anything but an object of your class")
    found = found_attribute(t, base, cls, name)
    if isinstance(found, Value) and found in t.state.optional:
        t.refuse("CG017", f"whether there is an attribute `{name}` depends on the path taken")
    return constant(found is not None)


def put_attribute(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    base, name, slot = args
    set_attribute(t, base, _name(t, name), slot)
    return constant(None)


def force_attribute(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """object.__setattr__(x, "name", value), as frozen dataclasses need it."""
    base, name, slot = args
    cls = class_of(t, base)
    word = _name(t, name)
    if cls is None or isinstance(base, TupleSlot) or isinstance(cls.find(word), Descriptor):
        t.refuse("CG032", "`object.__setattr__` of this is not supported")
    store_attribute(t, base, word, slot)
    return constant(None)


def super_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """super() in a method, or super(Class, self)."""
    if len(args) == 2 and isinstance(args[0], Class):
        return Super(args[0], args[1])
    owner, params = t.function.owner, t.function.node.params
    first = [*params.posonly_params, *params.params][:1]
    if args or owner is None or not first or isinstance(t.function.node, cst.Lambda):
        t.refuse("CG017", "`super()` is not in a method here")
    return Super(owner, t.read(first[0].name.value))


def replace_object(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    if len(args) != 1:
        t.refuse("CG045", "`dataclasses.replace` takes one object")
    return replaced(t, args[0], kwargs)


def fields_of(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """dataclasses.fields(x), of which the names are read."""
    cls = args[0] if isinstance(args[0], Class) else class_of(t, args[0])
    if cls is None or cls.kind != "dataclass" or cls.refusal:
        t.refuse("CG042", "`fields` of anything but a dataclass", "Write the names.")
    names = [each.name for each in cls.fields if each.kept]
    return TupleSlot(tuple(TupleSlot((constant(name),), None, ("name",)) for name in names))


def callable_(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return constant(is_callable(t, args[0]))


INTROSPECTION: dict[str, Special] = {
    "builtins.type": type_of_object,
    "builtins.getattr": get_attribute,
    "builtins.hasattr": has_attribute,
    "builtins.setattr": put_attribute,
    "builtins.super": super_of,
    "builtins.callable": callable_,
    "builtins.object.__setattr__": force_attribute,
    "dataclasses.replace": replace_object,
    "dataclasses.fields": fields_of,
}
