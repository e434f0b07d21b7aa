"""Conditions, as text, that a value is of a kind and that a name stands for what it stood for."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from types import FunctionType
from typing import Any

import numpy as np

from codegen.frontend.reads import Read, find, is_literal, same
from codegen.runtime.specialise import key_of


class Names:
    """Names for the objects that a generated text uses; none is a parameter's."""

    def __init__(self, taken: Sequence[str]) -> None:
        self._prefix = "_"
        while any(name.startswith(self._prefix) for name in taken):
            self._prefix += "_"
        self.values: dict[str, Any] = {}
        self._known: dict[int, str] = {}

    def of(self, value: Any, word: str) -> str:
        """The name of an object, the same each time."""
        if id(value) not in self._known:
            found = self._known[id(value)] = self.new(word)
            self.values[found] = value
        return self._known[id(value)]

    def new(self, word: str) -> str:
        """A name for a variable."""
        found = f"{self._prefix}{word}{len(self.values)}"
        self.values[found] = None
        return found


def is_array(key: Any) -> bool:
    """Whether a key of `specialise.key_of` is that of an array, or of a scalar of NumPy."""
    return isinstance(key, tuple) and len(key) == 2 and isinstance(key[0], np.dtype)


def of_kind(place: str, key: Any, names: Names, variable: str = "") -> list[str]:
    """That `specialise.key_of` would give this key, cheapest first.

    place: an expression; variable: where it is an assignment, the name that it assigns.
    """
    variable = variable or place
    if isinstance(key, type):
        return [_is_a(place, key, names)]
    if isinstance(key, tuple) and key:
        match key:
            case (np.dtype() as dtype, None):
                return [_is_a(place, dtype.type, names)]
            case (np.dtype() as dtype, tuple() as ones):
                return [
                    _is_a(place, np.ndarray, names),
                    f"{variable}.dtype == {names.of(dtype, 'dtype')}",
                    *_of_lengths(variable, ones, names),
                ]
            case ("list", type() as item):
                if item is float:  # a sum is the fastest look at every item: an array shows in it
                    all_of_it = _is_a(f"{names.of(sum, 'sum')}({variable})", float, names)
                else:
                    types = f"{{*{names.of(map, 'map')}({names.of(type, 'type')}, {variable})}}"
                    all_of_it = f"{types} == {names.of({item}, 'kinds')}"
                return [_is_a(place, list, names), all_of_it]
            case ("tuple", *items):
                length = f"{names.of(len, 'len')}({variable}) == {len(items)}"
                tests = [_is_a(place, tuple, names), length]
                return tests + _of_items(variable, range(len(items)), items, names)
            case ("dict", tuple() as keys, *items):
                tests = [_is_a(place, dict, names), f"(*{variable},) == {names.of(keys, 'keys')}"]
                return tests + _of_items(variable, keys, items, names)
    return [f"{names.of(key_of, 'key_of')}({place}) == {names.of(key, 'key')}"]


def _is_a(place: str, kind: type, names: Names) -> str:
    return f"{names.of(type, 'type')}({place}) is {names.of(kind, kind.__name__)}"


def _of_lengths(variable: str, ones: tuple[bool, ...], names: Names) -> list[str]:
    """Of the rank, and of which axes have length 1."""
    shape = names.new("shape")  # to ask an array for it costs more than all the rest
    tests = [f"{names.of(len, 'len')}({shape} := {variable}.shape) == {len(ones)}"]
    if not any(ones):
        return [*tests, f"1 not in {shape}"] if ones else tests
    return tests + [f"{shape}[{k}] {'==' if one else '!='} 1" for k, one in enumerate(ones)]


def _of_items(variable: str, keys: Sequence[Any], items: Sequence[Any], names: Names) -> list[str]:
    tests = []
    for key, item in zip(keys, items, strict=True):
        held = names.new("item")
        tests += of_kind(f"({held} := {variable}[{names.of(key, 'key')}])", item, names, held)
    return tests


def of_read(read: Read, names: Names) -> str:
    """That the name still stands for the same: one look into the dict or the cell where it is.

    Raises what the look raises where it is not bound any more.
    """
    value = names.of(read.value, "value")
    place = _place(read, names)
    if not is_literal(read.value):
        return f"{place} is {value}"
    return f"({place} is {value} or {names.of(same, 'same')}({place}, {value}))"


def _place(read: Read, names: Names) -> str:
    owner, name = read.owner, read.name
    if isinstance(owner, FunctionType):
        surroundings = names.of(owner.__globals__, "globals")
        free = owner.__code__.co_freevars
        if name in free and owner.__closure__:
            return f"{names.of(owner.__closure__[free.index(name)], 'cell')}.cell_contents"
        if name in owner.__globals__:
            return f"{surroundings}[{name!r}]"
        if hasattr(builtins, name):
            own = names.of(vars(builtins), "builtins")
            return f"({name!r} not in {surroundings} and {own}[{name!r}])"
    return f"{names.of(find, 'find')}({names.of(owner, 'owner')}, {name!r})"
