"""Objects that exist: which are read, and what they hold.

This is asked at every call of a gradient, before any engine is loaded.
"""

from __future__ import annotations

import abc
import dataclasses
from collections.abc import Iterable
from enum import Enum
from types import FunctionType, MemberDescriptorType, ModuleType
from typing import Any

import numpy as np

_LIBRARIES = ("numpy", "scipy", "codegen", "functools", "operator", "math", "builtins")
_BUILTIN = (
    bool, int, float, complex, str, bytes, list, dict, set, frozenset, type, ModuleType,
    BaseException, np.ndarray, np.generic, Enum,
)  # fmt: skip
_HEAP_TYPE = 1 << 9  # a class that a `class` statement made
_LIBRARY = ("typing", "abc", "builtins")
FIELDS = "__dataclass_fields__"
_WHOLE = ("int", "bool", "str")
# what changes the meaning of attributes and of making objects
UNREAD = (
    "__getattr__", "__getattribute__", "__setattr__", "__delattr__", "__new__", "__del__",
    "__array__", "__array_function__",
)  # fmt: skip
GENERATED = "<string>"  # the file of what `dataclass` writes itself


def is_object(found: Any) -> bool:
    """Whether something is an object of a class that a `class` statement of the user's made."""
    cls = type(found)
    if not cls.__flags__ & _HEAP_TYPE or cls.__module__.partition(".")[0] in _LIBRARIES:
        return False
    return not isinstance(found, _BUILTIN) and (not isinstance(found, tuple) or is_named_tuple(cls))


def attributes_of(found: Any) -> dict[str, Any]:
    """What an object holds, by name; nothing where its class is one that is not read."""
    cls = type(found)
    if refusal(cls):
        return {}
    if is_named_tuple(cls):
        return dict(zip(cls._fields, found, strict=True))
    held = dict(getattr(found, "__dict__", {}))
    for base in cls.__mro__:
        for name, member in base.__dict__.items():
            if isinstance(member, MemberDescriptorType) and hasattr(found, name):
                held[name] = getattr(found, name)
    order = [field.name for field in dataclasses.fields(cls)] if hasattr(cls, FIELDS) else []
    first = {name: held[name] for name in order if name in held}
    return first | held


def whole_attributes(cls: type) -> frozenset[str]:
    """The attributes that are annotated as integers, flags or text: they have no gradient."""
    return frozenset(
        name
        for base in cls.__mro__[::-1]
        for name, said in base.__dict__.get("__annotations__", {}).items()
        if (said if isinstance(said, str) else getattr(said, "__name__", "")) in _WHOLE
    )


def is_remade(cls: type, held: Iterable[str]) -> bool:
    """Whether `dataclasses.replace` makes an object with these attributes as they are given."""
    fields = getattr(cls, FIELDS, {}).values()
    return (
        {field.name for field in fields} == {*held}
        and all(field.init and str(field._field_type) == "_FIELD" for field in fields)
        and not hasattr(cls, "__post_init__")
        and any(is_generated(base, "__init__") for base in _makers(cls)[:1])
        and not any(isinstance(getattr(cls, field.name, None), property) for field in fields)
    )


def _makers(cls: type) -> list[type]:
    """The classes that define `__init__`, in the order in which Python looks."""
    return [base for base in cls.__mro__ if "__init__" in base.__dict__]


def is_named_tuple(cls: type) -> bool:
    return cls.__bases__[:1] == (tuple,) and hasattr(cls, "_fields")


_REFUSALS: dict[type, str] = {}


def refusal(cls: type) -> str:
    """Why objects of the class cannot be read, empty where they can."""
    if cls not in _REFUSALS:
        _REFUSALS[cls] = _refusal(cls)
    return _REFUSALS[cls]


def _refusal(cls: type) -> str:
    metaclass = type(cls)
    if metaclass not in (type, abc.ABCMeta) and metaclass.__module__ != "typing":
        return f"the class {cls.__name__} has the metaclass {metaclass.__name__}"
    if getattr(cls, "__abstractmethods__", None):
        return f"the class {cls.__name__} is abstract"
    for base in cls.__mro__[:-1]:
        if base.__module__ in ("typing", "abc") or (base is tuple and is_named_tuple(cls)):
            continue
        if not base.__flags__ & _HEAP_TYPE:
            return f"the class {cls.__name__} derives from {base.__name__}"
        if is_named_tuple(base) and base is not cls:
            return f"the class {cls.__name__} derives from the named tuple {base.__name__}"
        for name in UNREAD:
            if name in base.__dict__ and not _is_made(base, name):
                return f"the class {cls.__name__} defines `{name}`"
    return ""


def _is_made(cls: type, name: str) -> bool:
    """Whether a member is what `dataclass` or `NamedTuple` writes."""
    if name == "__new__" and is_named_tuple(cls):
        return True
    return "__dataclass_params__" in cls.__dict__ and is_generated(cls, name)


def is_generated(cls: type, name: str) -> bool:
    member = cls.__dict__.get(name)
    return isinstance(member, FunctionType) and member.__code__.co_filename == GENERATED
