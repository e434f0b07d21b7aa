"""What a function reads of its surroundings: globals, closure cells, attributes of modules.

This is looked at before every call of a gradient, and before any engine is loaded: nothing but
NumPy is imported here.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, EnumMeta
from types import FunctionType
from typing import Any

MISSING = object()  # what a name stands for that is not bound

_LITERALS = (bool, int, float, complex, str, type(None))


@dataclass(frozen=True)
class Read:
    """A name that decided about what was generated. owner: a function, a module, a class, or the
    field of a dataclass."""

    owner: Any
    name: str
    value: Any

    def unchanged(self) -> bool:
        return same(find(self.owner, self.name), self.value)


@dataclass(frozen=True)
class OutsideRead:
    """An array or a list that is read at every call. parameter: its name in the emitted text; key:
    of its kind."""

    owner: Any
    name: str
    parameter: str
    key: Any

    def value(self) -> Any:
        return find(self.owner, self.name)


@dataclass(frozen=True)
class Reads:
    """All that one generation has read from outside, in all the functions that it went through.

    A function stands before what is read for it.
    """

    names: tuple[Read, ...] = ()
    outside: tuple[OutsideRead, ...] = ()

    def unchanged(self, key_of: Callable[[Any], Any]) -> bool:
        """Whether everything still is what it was (an edited global means a new trace)."""
        return all(read.unchanged() for read in self.names) and all(
            key_of(read.value()) == read.key for read in self.outside
        )

    def values(self) -> dict[str, Any]:
        """The arrays and lists from outside as they are now, by their names in the text."""
        return {read.parameter: read.value() for read in self.outside}


def find(owner: Any, name: str) -> Any:
    """The object behind a name: of a function's surroundings, or of a module."""
    if isinstance(owner, EnumMeta) and name in owner.__members__:
        return owner.__members__[name]
    if isinstance(owner, type):  # what the class itself defines
        return owner.__dict__.get(name, MISSING)
    if not isinstance(owner, FunctionType):
        return getattr(owner, name, MISSING)
    code = owner.__code__
    if name in code.co_freevars and owner.__closure__:
        cell = owner.__closure__[code.co_freevars.index(name)]
        try:
            return cell.cell_contents
        except ValueError:
            return MISSING
    if name in owner.__globals__:
        return owner.__globals__[name]
    return getattr(builtins, name, MISSING)


def is_literal(found: Any) -> bool:
    """A number, text or None, a member of an enum, or a tuple of them: read as it is, not at every
    call."""
    if isinstance(found, Enum):
        return is_literal(found.value)
    return type(found) in _LITERALS or (type(found) is tuple and all(map(is_literal, found)))


def same(left: Any, right: Any) -> bool:
    """One object, or literals with one spelling (1, 1.0 and True differ, as 0.0 and -0.0 do)."""
    return left is right or (
        type(left) is type(right) and is_literal(left) and repr(left) == repr(right)
    )


def function_behind(found: Any) -> Any:
    """The function of a `backprop` object; anything else as it is."""
    made = hasattr(found, "__codegen_function__") and not isinstance(found, type)
    return found.__wrapped__ if made else found
