"""The programs of this folder, one call of each at a time.

A file beside this one holds plain functions and CASES, a list of tuples, the later parts optional:

    function, arguments
    wrt         positions to differentiate; default: the arguments with floats
    expected    the gradients, where differences cannot tell (ties, edges)
    keywords    keyword arguments
"""

from __future__ import annotations

import contextlib
import copy
import importlib
import inspect
import io
import pkgutil
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import tests.programs
from tests.programs.trees import has_floats, is_real

REFUSED = {  # programs that are refused on purpose, and why
    "mutation.conditional_alias_write": "which object is written depends on the path",
}


@dataclass(frozen=True)
class Case:
    """One call of one program."""

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...]
    wrt: tuple[int, ...]
    expected: tuple[Any, ...] | None = None
    keywords: dict[str, Any] = field(default_factory=dict)

    def fresh(self) -> tuple[Any, ...]:
        return copy.deepcopy(self.args)


def cases(only: str = "") -> Iterator[Case]:
    """Every case of every file, in order; only: a part of the name."""
    seen: dict[str, int] = {}
    for module in sorted(pkgutil.iter_modules(tests.programs.__path__), key=lambda m: m.name):
        if module.name.startswith("test_"):
            continue
        programs = importlib.import_module(f"tests.programs.{module.name}")
        for entry in getattr(programs, "CASES", ()):
            function, args, wrt, expected, keywords = (*entry, *(None,) * (5 - len(entry)))
            base = f"{module.name}.{function.__name__}"
            seen[base] = seen.get(base, 0) + 1
            name = base if seen[base] == 1 else f"{base}-{seen[base]}"
            if only in name:
                wrt = default_wrt(function, args) if wrt is None else wrt
                yield Case(name, function, args, wrt, expected, keywords or {})


def default_wrt(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[int, ...]:
    """The arguments that hold floats; where there is none, those that hold integers."""
    names = list(inspect.signature(function).parameters.values())
    annotated = {k for k, p in enumerate(names) if p.annotation in (int, bool, str)}
    found = tuple(k for k, a in enumerate(args) if k not in annotated and has_floats(a))
    return found or tuple(k for k, a in enumerate(args) if k not in annotated and is_real(a))


@dataclass
class Called:
    """What a call did: its result, what it printed, the warnings, the arguments afterwards."""

    value: Any
    printed: str
    warned: int
    args: tuple[Any, ...]


def call(function: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any]) -> Called:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        value = function(*args, **keywords)
    return Called(value, out.getvalue(), len(warned), args)


def variadic(function: Callable[..., Any]) -> bool:
    kinds = {p.kind for p in inspect.signature(function).parameters.values()}
    return inspect.Parameter.VAR_POSITIONAL in kinds
