"""What the names around a function stand for: live objects, or a file that is read and never run."""

from __future__ import annotations

import ast
import builtins
import inspect
import math
import os
from pathlib import Path
from types import FunctionType, ModuleType
from typing import Any, Protocol

from codegen.errors import CodegenError
from codegen.frontend.slots import Function, Named, Poison, Slot, Unbound
from codegen.frontend.source import Source
from codegen.ir.graph import constant

_LIBRARIES = ("numpy", "math", "builtins", "operator", "functools", "cmath")
_LITERALS = (bool, int, float, complex, str, type(None))


class Environment(Protocol):
    """Resolves the names that a function does not bind itself."""

    def lookup(self, name: str) -> Slot: ...


def builtin(name: str) -> Slot:
    return Named(f"builtins.{name}") if hasattr(builtins, name) else Unbound()


def source_function(source: Source, environment: Environment) -> Slot:
    return Function(source, source.function, environment)


class Live:
    """The globals and closure cells of a function that exists; numbers are read as they are now."""

    def __init__(self, function: FunctionType) -> None:
        self._function = function
        self._reads: dict[str, Any] = {}

    def reads(self) -> dict[str, Any]:
        """The plain values that the trace took from outside the function."""
        return dict(self._reads)

    def unchanged(self) -> bool:
        """Whether they are still what they were (an edited global means a new trace)."""
        return all(_same(self._find(name), value) for name, value in self._reads.items())

    def _find(self, name: str) -> Any:
        code = self._function.__code__
        if name in code.co_freevars and self._function.__closure__:
            cell = self._function.__closure__[code.co_freevars.index(name)]
            try:
                return cell.cell_contents
            except ValueError:
                return _MISSING
        if name in self._function.__globals__:
            return self._function.__globals__[name]
        return getattr(builtins, name, _MISSING)

    def lookup(self, name: str) -> Slot:
        found = self._find(name)
        if found is _MISSING:
            return Unbound()
        if not isinstance(found, ModuleType):
            self._reads[name] = found
        return _slot_of(found, name)


_MISSING = object()


def _same(left: Any, right: Any) -> bool:
    return left is right or (
        type(left) is type(right) and isinstance(left, _LITERALS) and repr(left) == repr(right)
    )


def _slot_of(found: Any, name: str) -> Slot:
    if type(found) in _LITERALS:
        return constant(found)
    if isinstance(found, ModuleType):
        return Named(found.__name__)
    found = (
        getattr(found, "__wrapped__", found) if hasattr(found, "__codegen_function__") else found
    )
    if isinstance(found, FunctionType):
        if (found.__module__ or "").partition(".")[0] in _LIBRARIES:
            return Named(_dotted(found, name))
        return _live_function(found)
    module = getattr(found, "__module__", None) or getattr(
        getattr(found, "__class__", None), "__module__", ""
    )
    if str(module).partition(".")[0] in _LIBRARIES:
        return Named(_dotted(found, name))
    return Poison(
        f"the global {name!r} is a {type(found).__name__}, which is not read from outside",
        "Pass it as a parameter.",
    )


def _live_function(function: FunctionType) -> Slot:
    try:
        lines, first = inspect.getsourcelines(function)
        source = Source.from_lines(
            lines, inspect.getsourcefile(function) or "?", function.__name__, first
        )
        return source_function(source, Live(function))
    except (OSError, TypeError, CodegenError, SyntaxError) as error:
        return Poison(f"the source of {function.__name__} cannot be read ({error})")


def _dotted(found: Any, name: str) -> str:
    import numpy as np

    own = getattr(found, "__name__", name)
    for module in (np, math, builtins, np.linalg):
        if getattr(module, own, None) is found:
            return f"{module.__name__}.{own}"
    return f"{getattr(found, '__module__', '?')}.{own}"


class Static:
    """A file's text: its imports, functions and literal constants. Nothing is executed."""

    def __init__(self, text: str, file: str, imports: Any = ()) -> None:
        self._file = file
        self._lines = text.splitlines(keepends=True)
        self._tree = ast.parse(text)
        self._bound: dict[str, list[ast.stmt]] = {}
        self._collect(self._tree.body)

    def reads(self) -> dict[str, Any]:
        return {}

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
                f"the global {name!r} is bound in several places", "Pass it as a parameter."
            )
        (statement,) = found
        match statement:
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
                    literal = _MISSING
                if type(literal) in _LITERALS:
                    return constant(literal)
        return Poison(f"the global {name!r} is not a literal constant", "Pass it as a parameter.")

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


def _names_bound_by(statement: ast.stmt) -> list[str]:
    match statement:
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
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
