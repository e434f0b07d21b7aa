"""What the names around a function stand for: live objects, or a file that is never run."""

from __future__ import annotations

import ast
import builtins
import functools
import math
import operator
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Protocol

import numpy as np

from codegen.errors import UnsupportedError
from codegen.frontend.live import live_source
from codegen.frontend.reads import (
    MISSING,
    OutsideRead,
    Read,
    Reads,
    find,
    function_behind,
    is_literal,
)
from codegen.frontend.slots import Function, Named, Outside, Poison, Slot, TupleSlot, Unbound
from codegen.frontend.source import Source
from codegen.ir.graph import constant
from codegen.ir.types import Type

_LIBRARIES = ("numpy", "math", "builtins", "operator", "functools", "cmath", "contextlib", "scipy")
_SCIPY = tuple(
    f"scipy.{part}"
    for part in "special linalg signal stats ndimage integrate sparse sparse.linalg".split()
)


class Environment(Protocol):
    """Resolves the names that a function does not bind itself."""

    def lookup(self, name: str) -> Slot: ...

    def member(self, module: str, name: str) -> Slot:
        """An attribute of a module."""
        ...


def builtin(name: str) -> Slot:
    return Named(f"builtins.{name}") if hasattr(builtins, name) else Unbound()


def source_function(source: Source, environment: Environment) -> Slot:
    return Function(source, source.function, environment)


@dataclass
class _Trace:
    """What one trace has read from outside, in all the functions that it went through."""

    reads: dict[tuple[Any, str], Any] = field(default_factory=dict)
    functions: dict[FunctionType, Slot] = field(default_factory=dict)
    # (owner, name) -> the hidden parameter, and the key of its kind
    outsides: dict[tuple[Any, str], tuple[Outside, Any]] = field(default_factory=dict)


class Kinds(Protocol):
    """The types of live values, and what tells two kinds of them apart."""

    def type_of(self, value: Any, name: str) -> Type: ...

    def key_of(self, value: Any) -> Any: ...


class Live:
    """The globals and closure cells of a function that exists; numbers are read as they are now."""

    def __init__(
        self,
        function: FunctionType,
        kinds: Kinds | None = None,
        trace: _Trace | None = None,
    ) -> None:
        self._function = function
        self._kinds = kinds
        self._trace = trace or _Trace()

    def reads(self) -> Reads:
        """What the trace has read from outside, in the order in which it was found."""
        return Reads(
            tuple(Read(owner, name, value) for (owner, name), value in self._trace.reads.items()),
            tuple(
                OutsideRead(owner, name, wanted.name, key)
                for (owner, name), (wanted, key) in self._trace.outsides.items()
            ),
        )

    def lookup(self, name: str) -> Slot:
        return self._read(self._function, name)

    def member(self, module: str, name: str) -> Slot:
        if module.partition(".")[0] in _LIBRARIES:
            return Named(f"{module}.{name}")
        return self._read(sys.modules.get(module), name)

    def _read(self, owner: Any, name: str) -> Slot:
        found = find(owner, name)
        if found is MISSING:
            self._trace.reads[owner, name] = found
            return Unbound()
        if self._kinds is not None and isinstance(found, np.ndarray | list | dict | tuple):
            if not is_literal(found):
                return self._outside(owner, name, found, self._kinds)
        self._trace.reads[owner, name] = found
        return self._slot_of(found, name)

    def _outside(self, owner: Any, name: str, found: Any, kinds: Kinds) -> Slot:
        known = self._trace.outsides
        if (owner, name) not in known:
            names = {wanted.name for wanted, _ in known.values()}
            own = name if name not in names else f"{name}_{len(names)}"
            known[owner, name] = (
                Outside(own, kinds.type_of(found, name), owner),
                kinds.key_of(found),
            )
        return known[owner, name][0]

    def _slot_of(self, found: Any, name: str) -> Slot:
        if is_literal(found):
            return _literal_slot(found)
        if isinstance(found, ModuleType):
            return Named(found.__name__)
        found = function_behind(found)
        if str(getattr(found, "__module__", "")).partition(".")[0] in _LIBRARIES and callable(
            found
        ):
            return Named(_dotted(found, name))
        if isinstance(found, FunctionType):
            return self._function_slot(found)
        if isinstance(found, type(len) | np.ufunc | np.dtype):
            return Named(_dotted(found, name))
        return Poison(
            f"the global {name!r} is a {type(found).__name__}, which codegen cannot read",
            "Pass it as a parameter.",
        )

    def _function_slot(self, function: FunctionType) -> Slot:
        known = self._trace.functions
        if function not in known:
            try:
                source = live_source(function)
                known[function] = source_function(source, Live(function, self._kinds, self._trace))
            except UnsupportedError as error:
                known[function] = Poison(error.problems[0].message, error.problems[0].advice)
        return known[function]


def _literal_slot(found: Any) -> Slot:
    return TupleSlot(tuple(map(_literal_slot, found))) if type(found) is tuple else constant(found)


def _dotted(found: Any, name: str) -> str:
    own = getattr(found, "__name__", name)
    for module in (np, math, builtins, np.linalg, operator, functools):
        if getattr(module, own, None) is found:
            return f"{module.__name__}.{own}"
    for part in _SCIPY:  # where the user has imported it, under any name
        for public in (own, getattr(found, "name", own), name):
            if getattr(sys.modules.get(part), str(public), None) is found:
                return f"{part}.{public}"
    return f"{getattr(found, '__module__', '?')}.{own}"


class Static:
    """A file's text: its imports, functions and literal constants. Nothing is executed."""

    def __init__(self, text: str, file: str) -> None:
        self._file = file
        self._lines = text.splitlines(keepends=True)
        self._tree = ast.parse(text)
        self._bound: dict[str, list[ast.stmt]] = {}
        self._collect(self._tree.body)

    def _collect(self, body: list[ast.stmt]) -> None:
        for statement in body:
            for name in _names_bound_by(statement):
                self._bound.setdefault(name, []).append(statement)
            for part in ("body", "orelse", "finalbody"):
                if isinstance(statement, ast.If | ast.Try | ast.With | ast.For | ast.While):
                    self._collect(getattr(statement, part, []))

    def lookup(self, name: str) -> Slot:
        found = self._bound.get(name)
        if not found:
            return builtin(name)
        if len(found) > 1:
            return Poison(
                f"the global {name!r} is assigned in several places",
                "Pass it as a parameter, or assign it once.",
            )
        (statement,) = found
        match statement:
            case ast.FunctionDef(decorator_list=decorators) if not all(map(_is_ours, decorators)):
                return Poison(
                    f"the function {name!r} is decorated, and decorators may change what it does",
                    "Call a function without a decorator: the plain one, under a name of its own.",
                )
            case ast.AsyncFunctionDef():
                return Poison(f"{name!r} is an async function", "Write a plain function.")
            case ast.ClassDef():
                return Poison(
                    f"{name!r} is a class, and classes are not read",
                    "Use functions, tuples, lists and dicts; raise Python's own exceptions.",
                )
            case ast.FunctionDef():
                first = min([statement.lineno, *(d.lineno for d in statement.decorator_list)])
                lines = self._lines[first - 1 : statement.end_lineno]
                return source_function(Source.from_lines(lines, self._file, name, first), self)
            case ast.Import(names=aliases):
                for alias in aliases:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        return Named(alias.name if alias.asname else name)
            case ast.ImportFrom(module=module, names=aliases, level=level):
                for alias in aliases:
                    if (alias.asname or alias.name) == name:
                        return self._imported(module or "", alias.name, level)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                try:
                    literal = ast.literal_eval(value)
                except ValueError:
                    literal = MISSING
                if is_literal(literal):
                    return _literal_slot(literal)
        return Poison(
            f"the global {name!r} is not a literal number, text or tuple of them",
            "Pass it as a parameter: the file is read here, never run.",
        )

    def member(self, module: str, name: str) -> Slot:
        if module.partition(".")[0] in _LIBRARIES:
            return Named(f"{module}.{name}")
        return self._imported(module, name, 0)

    def _imported(self, module: str, name: str, level: int) -> Slot:
        """`from module import name`: a library's name, or a function of a file nearby."""
        if not level and module.partition(".")[0] in _LIBRARIES:
            return Named(f"{module}.{name}")
        folder = Path(self._file).parent
        for _ in range(max(level - 1, 0)):
            folder = folder.parent
        bases = [folder] if level else [folder, *folder.parents, Path(os.curdir)]
        for base in bases:
            path = base.joinpath(*module.split(".")) if module else base
            for file in (path.with_suffix(".py"), path / "__init__.py"):
                if file.is_file():
                    return Static(file.read_text(), str(file)).lookup(name)
        return Named(f"{module}.{name}")


def _is_ours(decorator: ast.expr) -> bool:
    """`@backprop`, in any spelling: the function stays what it is."""
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    last = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return last == "backprop"


def _names_bound_by(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=aliases):
            return [alias.asname or alias.name.partition(".")[0] for alias in aliases]
        case ast.ImportFrom(names=aliases):
            return [alias.asname or alias.name for alias in aliases]
        case ast.Assign() | ast.AnnAssign() | ast.AugAssign() | ast.For():
            return [
                node.id
                for node in ast.walk(statement)
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
            ]
    return []
