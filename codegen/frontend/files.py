"""What the names around a function stand for where its file is read and never run."""

from __future__ import annotations

import ast
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from codegen.frontend.environment import (
    LIBRARIES,
    Environment,
    builtin,
    literal_slot,
)
from codegen.frontend.reads import MISSING, is_literal
from codegen.frontend.slots import Function, Named, Partial, Poison, Slot
from codegen.frontend.source import Source
from codegen.frontend.static_classes import named_tuple, static_class
from codegen.ir.records import Record
from codegen.ir.types import Type


class Static:
    """A file's text: its imports, functions and literal constants. Nothing is executed."""

    def __init__(self, text: str, file: str, beside: dict[str, Static] | None = None) -> None:
        self._file = file
        self._lines = text.splitlines(keepends=True)
        self._tree = ast.parse(text)
        self._bound: dict[str, list[ast.stmt]] = {}
        self._classes: dict[str, Slot] = {}
        self._beside: dict[str, Static] = {} if beside is None else beside  # other files
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
            case ast.FunctionDef(decorator_list=[decorator]) if self._is_manager(decorator):
                yields = Partial(self.function_at(statement), (), ())
                return Partial(Named("contextlib.contextmanager"), (yields,), ())
            case ast.FunctionDef(decorator_list=decorators) if not all(map(_is_ours, decorators)):
                return Poison(
                    f"the function {name!r} is decorated, and decorators may change what it does",
                    "Call a function without a decorator: the plain one, under a name of its own.",
                )
            case ast.AsyncFunctionDef():
                return Poison(f"{name!r} is an async function", "Write a plain function.")
            case ast.ClassDef():
                return self._class(name, lambda: static_class(statement, self, self._place(name)))
            case ast.FunctionDef():
                return self.function_at(statement)
            case ast.Import(names=aliases):
                for alias in aliases:
                    if (alias.asname or alias.name.partition(".")[0]) == name:
                        return Named(alias.name if alias.asname else name)
            case ast.ImportFrom(module=module, names=aliases, level=level):
                for alias in aliases:
                    if (alias.asname or alias.name) == name:
                        return self._imported(module or "", alias.name, level)
            case ast.Assign(value=ast.Call() as call) if (
                made := named_tuple(name, call, self, self._place(name))
            ) is not None:
                return self._class(name, lambda: made)
            case ast.Assign(value=value) | ast.AnnAssign(value=ast.expr() as value):
                try:
                    literal = ast.literal_eval(value)
                except ValueError:
                    literal = MISSING
                if is_literal(literal):
                    return literal_slot(literal)
        return Poison(
            f"the global {name!r} is not a literal number, text or tuple of them",
            "Pass it as a parameter: the file is read here, never run.",
        )

    def _is_manager(self, decorator: ast.expr) -> bool:
        """`@contextmanager`, by the name that it has in the file."""
        match decorator:
            case ast.Name(id=name):
                found = self.lookup(name)
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                home = self.lookup(module)
                found = self.member(home.dotted, name) if isinstance(home, Named) else home
            case _:
                return False
        return found == Named("contextlib.contextmanager")

    def _place(self, name: str) -> str:
        return f"{self._file}:{name}"

    def _class(self, name: str, make: Callable[[], Slot]) -> Slot:
        if name not in self._classes:
            self._classes[name] = make()
        return self._classes[name]

    def function_at(self, node: ast.FunctionDef | ast.Lambda) -> Function:
        """A function of the file, by its node."""
        if isinstance(node, ast.Lambda):
            text = f"({ast.get_source_segment(''.join(self._lines), node)})\n"
            lines = tuple(self._lines[node.lineno - 1 : node.end_lineno])
            column = node.col_offset - 1
            source = Source(text, self._file, "<lambda>", node.lineno, column, lines)
        else:
            first = min([node.lineno, *(d.lineno for d in node.decorator_list)])
            text_lines = self._lines[first - 1 : node.end_lineno]
            source = Source.from_lines(text_lines, self._file, node.name, first)
        return Function(source, source.function, self)

    def literal(self, node: ast.expr) -> Slot:
        """The value of a default or a member of a class: a literal, or a name of the file."""
        if isinstance(node, ast.Name):
            return self.lookup(node.id)
        if isinstance(node, ast.Lambda):
            return self.function_at(node)
        try:
            found = ast.literal_eval(node)
        except ValueError:
            found = MISSING
        if is_literal(found):
            return literal_slot(found)
        return Poison(
            f"`{ast.unparse(node)}` in a class is not a literal number, text or tuple of them",
            "Pass it to `__init__`: the file is read here, never run.",
        )

    def class_of_record(self, record: Record) -> Slot:
        return self.lookup(record.name)

    def derived(
        self,
        function: Function,
        types: dict[str, Type],
        values: dict[str, Any],
        wrt: Any,
        form: str,
    ) -> Slot:
        return Poison(
            f"the gradient of {function.name!r} is taken inside another function",
            "Write it to a module with `codegen grad`, and call that; or use the decorator.",
        )

    def has_variables_of(self, other: Environment) -> bool:
        return True  # of a file: what a function closes over are the frames of the trace

    def slot_of(self, found: Any, name: str) -> Slot:
        return literal_slot(found)

    def member(self, module: str, name: str) -> Slot:
        if module.partition(".")[0] in LIBRARIES:
            return Named(f"{module}.{name}")
        return self._imported(module, name, 0)

    def _imported(self, module: str, name: str, level: int) -> Slot:
        """`from module import name`: a library's name, or a function of a file nearby."""
        if not level and module.partition(".")[0] in (*LIBRARIES, "codegen"):
            return Named(f"{module}.{name}")
        folder = Path(self._file).parent
        for _ in range(max(level - 1, 0)):
            folder = folder.parent
        bases = [folder] if level else [folder, *folder.parents, Path(os.curdir)]
        for base in bases:
            path = base.joinpath(*module.split(".")) if module else base
            for file in (path.with_suffix(".py"), path / "__init__.py"):
                if file.is_file():
                    if str(file) not in self._beside:
                        text = file.read_text()
                        self._beside[str(file)] = Static(text, str(file), self._beside)
                    return self._beside[str(file)].lookup(name)
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
