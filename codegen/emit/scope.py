"""What the text of one function may refer to: variables, imports, helpers, other functions."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from codegen.emit.flags import Flag
from codegen.emit.syntax import UNARY, Text, literal, uses_numpy
from codegen.ir.graph import Graph, Op, Value, walk
from codegen.optimize.coalesce import Folds
from codegen.optimize.destruct import Names


@cache
def templates() -> Path:
    """The folder of templates: inside the package in a wheel, at the root of a checkout."""
    here = Path(__file__).resolve().parent.parent
    inside = here / "templates"
    return inside if inside.is_dir() else here.parent / "templates"


@cache
def helper_names() -> frozenset[str]:
    """The functions that a module may carry: no variable takes their names."""
    return frozenset(file.stem for file in (templates() / "helpers").glob("*.py"))


ALIASES = {"numpy": "np", "math": "math"}


# constants that a person does not write out
_CONSTANTS = {"pi": math.pi, "e": math.e, "inf": math.inf, "tau": math.tau}


def _constants_by_name(graph: Graph) -> dict[float, str]:
    """The constants that the user wrote by name: {3.14159...: "numpy.pi"}."""
    found: dict[float, str] = {}
    for text in {op.origin.text for op in walk(graph.body) if op.origin is not None}:
        for alias, name in re.findall(r"\b(np|numpy|math)\.(pi|e|inf|tau)\b", text):
            module = "math" if alias == "math" else "numpy"
            if module == "math" or hasattr(np, name):
                found[_CONSTANTS[name]] = min(f"{module}.{name}", found.get(_CONSTANTS[name], "z"))
    return found


@dataclass
class Needs:
    """What a module must hold so that its functions run. imports: {module: the name that it is
    bound to}."""

    imports: dict[str, str] = field(default_factory=dict)
    helpers: dict[str, None] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)  # other names of helpers


@dataclass
class Scope:
    """The names that an expression is printed with, and a record of what it needed."""

    graph: Graph
    names: Names
    folds: Folds
    needs: Needs
    flags: Mapping[Value, Flag] = field(default_factory=dict)
    others: Mapping[str, Graph] = field(default_factory=dict)  # the functions that may be called
    counting: bool = False  # loops are over numbers alone, as a compiler wants them

    def __post_init__(self) -> None:
        self._parameters = {p.name for p in self.graph.params}
        self._written = _constants_by_name(self.graph)
        self._callees = {**self.others, **{g.name: g for g in _with_callees(self.graph)}}

    def constant(self, item: Any) -> Text:
        if type(item) is float and abs(item) in self._written:
            module, name = self._written[abs(item)].split(".")
            shown = Text(f"{self.module(module)}.{name}")
            return Text(f"-{shown}", UNARY, shown) if item < 0 else shown
        if uses_numpy(item):
            self.numpy()
        return literal(item)

    def module(self, name: str) -> str:
        """The name of an imported module; another one where a parameter of the function hides
        it."""
        root = name.split(".")[0]
        alias = ALIASES.get(root, root)
        if alias in self._parameters:
            alias = f"{root}_module"
        if "." not in name or alias != root:
            self.needs.imports[f"{root} as {alias}"] = alias
        if "." in name:
            self.needs.imports[name] = root
        return alias + name[len(root) :]

    def numpy(self) -> str:
        return self.module("numpy")

    def builtin(self, name: str) -> str:
        """A builtin function, through its module where a parameter hides it."""
        return f"{self.module('builtins')}.{name}" if name in self._parameters else name

    def function(self, dotted: str) -> str:
        """A function by its dotted name: numpy.linalg.norm, math.exp, builtins.abs."""
        parts = dotted.split(".")
        if parts[0] == "helpers":
            return self.helper(parts[-1])
        if parts[0] == "builtins":
            return self.builtin(parts[-1])
        if len(parts) == 1:
            return self.builtin(dotted)
        if parts[0] == "scipy":  # scipy.stats.norm.logpdf: all but the first two are attributes
            inner = parts[1:3] in (["sparse", "linalg"], ["spatial", "distance"])
            depth = 3 if inner else 2
            return ".".join([self.module(".".join(parts[:depth])), *parts[depth:]])
        root = self.module(parts[0])
        if parts[0] not in ("numpy", "math", "operator") and len(parts) > 2:
            root = self.module(".".join(parts[:-1]))
            return f"{root}.{parts[-1]}"
        return ".".join([root, *parts[1:]])

    def helper(self, name: str) -> str:
        """A function that the module carries; under another name where a parameter hides it."""
        self.needs.helpers[name] = None
        if name not in self._parameters:
            return name
        self.needs.aliases[f"{name}_"] = name
        return f"{name}_"

    def temporary(self, stem: str) -> str:
        """A variable that no value has."""
        taken = set(self.names.of.values()) | self._parameters
        name, number = stem, 1
        while name in taken:
            name, number = f"{stem}_{number}", number + 1
        return name

    def graph_called(self, name: str) -> Graph | None:
        return self._callees.get(name)

    def callee(self, name: str) -> str:
        return name

    def arguments(self, op: Op, shown: list[Text]) -> list[str]:
        """The arguments of a call of another graph, as its signature takes them."""
        callee = self._callees.get(op.attrs["callee"])
        if callee is None:
            return [item.text for item in shown]
        found = []
        for parameter, item in zip(callee.params, shown, strict=False):
            if parameter.kind == "keyword":
                found.append(f"{parameter.name}={item}")
            elif parameter.kind == "args":
                found.append(f"*{item}")
            elif parameter.kind == "kwargs":
                found.append(f"**{item}")
            else:
                found.append(item.text)
        return found


def _with_callees(graph: Graph) -> list[Graph]:
    found = {graph.name: graph}
    pending = list(graph.callees)
    while pending:
        each = pending.pop()
        if each.name not in found:
            found[each.name] = each
            pending += each.callees
    return list(found.values())
