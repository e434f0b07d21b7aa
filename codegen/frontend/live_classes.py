"""Classes that exist: what they define, read as it is when it is needed."""

from __future__ import annotations

import dataclasses
import functools
from enum import Enum
from types import FunctionType, MemberDescriptorType
from typing import Any, Protocol

from codegen.frontend.classes import Attribute, Class, Descriptor
from codegen.frontend.instances import (
    FIELDS,
    GENERATED,
    is_generated,
    is_named_tuple,
    refusal,
)
from codegen.frontend.slots import Poison, Slot

_LIBRARY = ("typing", "abc", "builtins", "enum")


class Live(Protocol):
    """What is read of the surroundings: see `environment`."""

    def own_member(self, cls: type, name: str) -> Any:
        """What a class itself defines, None where it does not; noted down as read."""

    def read(self, owner: Any, name: str) -> Slot:
        """An attribute of an owner, noted down as read."""

    def slot_of(self, found: Any, name: str) -> Slot: ...

    def method(self, function: FunctionType, owner: Class) -> Slot: ...

    def class_of(self, cls: type) -> Class: ...


def live_class(cls: type, live: Live) -> Class:
    """A class as the frontend knows it."""
    made: list[Class] = []

    def slot(member: Any) -> Slot:
        if isinstance(member, FunctionType):
            return live.method(member, made[0])
        return Poison(f"a member of the class {cls.__name__} is no plain function")

    def own(name: str) -> Slot | None:
        member = live.own_member(cls, name)
        if isinstance(member, Enum):
            return live.slot_of(member, name)
        match member:
            case None:
                return None
            case property():
                setter = None if member.fset is None else slot(member.fset)
                return Descriptor("property", slot(member.fget), setter)
            case staticmethod():
                return Descriptor("staticmethod", slot(member.__func__))
            case classmethod():
                return Descriptor("classmethod", slot(member.__func__))
            case functools.cached_property():
                return Descriptor("cached_property", slot(member.func))
            case MemberDescriptorType():
                return Descriptor("slot")
            case FunctionType() if member.__module__ in _LIBRARY:
                return None
            case FunctionType() if member.__code__.co_filename == GENERATED:
                if name in ("__init__", "__eq__", "__setattr__", "__delattr__"):
                    return None
                return Poison(f"`{name}` of {cls.__name__} is one that `dataclass` wrote")
            case FunctionType():
                return live.method(member, made[0])
        if _is_field_of_tuple(cls, name):
            return None
        if not isinstance(member, type) and hasattr(type(member), "__get__"):
            return Poison(f"`{name}` of the class {cls.__name__} is a descriptor")
        return live.read(cls, name)

    params = cls.__dict__.get("__dataclass_params__")
    found = Class(
        identity=cls,
        name=cls.__name__,
        own=own,
        bases=tuple(live.class_of(base) for base in cls.__mro__[1:] if _is_read(base)),
        kind=_kind(cls),
        fields=_fields(cls, live),
        makes_init=params is not None and is_generated(cls, "__init__"),
        makes_eq=params is not None and is_generated(cls, "__eq__"),
        frozen=params is not None and params.frozen,
        closed=not _has_dict(cls),
        refusal=refusal(cls),
    )
    made.append(found)
    return found


def _kind(cls: type) -> str:
    if is_named_tuple(cls):
        return "namedtuple"
    return "dataclass" if dataclasses.is_dataclass(cls) else "plain"


def _is_field_of_tuple(cls: type, name: str) -> bool:
    return is_named_tuple(cls) and name in getattr(cls, "_fields", ())


def _is_read(base: type) -> bool:
    return base not in (object, tuple) and base.__module__ not in _LIBRARY


def _has_dict(cls: type) -> bool:
    """Whether objects of the class may have any attribute: not so where all have `__slots__`."""
    return any("__dict__" in base.__dict__ for base in cls.__mro__)


def _fields(cls: type, live: Live) -> tuple[Attribute, ...]:
    if is_named_tuple(cls):
        defaults = getattr(cls, "_field_defaults", {})
        slots = {name: live.slot_of(item, name) for name, item in defaults.items()}
        return tuple(Attribute(name, slots.get(name)) for name in getattr(cls, "_fields", ()))
    found = []
    for field in getattr(cls, FIELDS, {}).values():
        kind = str(field._field_type)
        if kind == "_FIELD_CLASSVAR":
            continue
        given = field.default is not dataclasses.MISSING
        made = field.default_factory is not dataclasses.MISSING
        found.append(
            Attribute(
                field.name,
                default=live.read(field, "default") if given else None,
                factory=live.read(field, "default_factory") if made else None,
                taken=field.init,
                keyword=bool(field.kw_only),
                kept=kind == "_FIELD",
                compared=field.compare,
            )
        )
    return tuple(found)
