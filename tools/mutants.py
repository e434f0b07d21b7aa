"""The mutants of the rules: functions under codegen/rules with one expression that is wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

Node = ast.expr


@dataclass(frozen=True)
class Place:
    """An expression: the field of its parent that holds it, and where, if that is a list."""

    parent: ast.AST
    field: str
    position: int | None

    def put(self, node: Node) -> None:
        if self.position is None:
            setattr(self.parent, self.field, node)
        else:
            getattr(self.parent, self.field)[self.position] = node


@dataclass(frozen=True)
class Mutant:
    """path: of the rule; function: its name; module: all of its file, which a compiler reads for
    what is imported; node: the right expression, changed: the wrong one."""

    path: Path
    function: str
    module: ast.Module
    place: Place
    node: Node
    changed: Node

    @property
    def name(self) -> str:
        before, after = ast.unparse(self.node), ast.unparse(self.changed)
        return f"{self.path.name} {self.function}: {before} -> {after}"

    def codes(self) -> dict[CodeType, CodeType]:
        """The code objects that differ, each with what it becomes."""
        right = _compiled(self.module, self.path)
        # the wrong expression holds the right one's parts, so that it is put in and taken out
        self.place.put(ast.fix_missing_locations(ast.copy_location(self.changed, self.node)))
        try:
            wrong = list(_nested(compile(self.module, str(self.path), "exec", dont_inherit=True)))
        finally:
            self.place.put(self.node)
        if len(wrong) != len(right):
            raise ValueError(f"{self.name}: the mutant has another structure")
        # the first is the module itself, which has run
        return {a: b for a, b in zip(right[1:], wrong[1:], strict=True) if a != b}


@cache
def _compiled(module: ast.Module, path: Path) -> list[CodeType]:
    return list(_nested(compile(module, str(path), "exec", dont_inherit=True)))


def mutants_of(path: Path) -> Iterator[Mutant]:
    module = ast.parse(path.read_text("utf-8"))
    for function, place, node in list(_sites(module)):
        right = ast.dump(node)
        for changed in changes(node):
            if ast.dump(changed) == right:  # as a @ a
                continue
            yield Mutant(path, function, module, place, node, changed)


@contextmanager
def living(
    codes: dict[CodeType, CodeType], functions: dict[CodeType, list[FunctionType]]
) -> Iterator[None]:
    """The functions of the loaded modules are the mutant's."""
    changed = [(f, old) for old in codes for f in functions.get(old, ())]
    if not changed:
        raise LookupError(f"no function runs {list(codes)}: it was compiled in another way")
    for f, old in changed:
        f.__code__ = codes[old]
    try:
        yield
    finally:
        for f, old in changed:
            f.__code__ = old


def changes(node: Node) -> Iterator[Node]:
    """The wrong expressions in place of a right one. All names stay in use: a function keeps what
    it captures."""
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            yield ast.BinOp(left, ast.Sub() if isinstance(sign, ast.Add) else ast.Add(), right)
        case ast.BinOp(left, ast.Mult(), right):
            yield _first(left, right)
            yield _first(right, left)
        case ast.BinOp(left, ast.Div(), right):
            yield _first(left, right)
            yield ast.BinOp(right, ast.Div(), left)
        case ast.BinOp(left, ast.Pow() | ast.MatMult() as power, right):
            yield ast.BinOp(right, power, left)
        case ast.UnaryOp(ast.USub(), ast.Constant()):
            return
        case ast.UnaryOp(ast.USub(), operand):
            yield operand
        case ast.Compare(left, [ast.Lt() | ast.Gt() | ast.LtE() | ast.GtE()], [right]):
            if not isinstance(right, ast.Constant):
                yield ast.Compare(right, node.ops, [left])
        case ast.Call(ast.Name("unbroadcast" | "sum_over" | "full_like"), [g, *rest]):
            yield _first(g, *rest)
        case ast.Call(ast.Name("matmul" | "outer"), [a, b]):
            yield ast.Call(node.func, [b, a], node.keywords)
        case ast.Call(ast.Name("times" | "scaled"), [a, b]):
            yield _first(a, b)
            yield _first(b, a)
        case ast.Call(ast.Name("where"), [condition, a, b]):
            yield ast.Call(node.func, [condition, b, a], node.keywords)
        case ast.Call(ast.Name("emit"), [ast.Constant(str(name)) as op, a, b]):
            if name not in COMMUTE:
                yield ast.Call(node.func, [op, b, a], node.keywords)
        case ast.Lambda(ast.arguments(args=[ast.arg("g" | "h"), *_]), body):
            if not _nothing(body) and not isinstance(body, ast.Dict):
                yield ast.Lambda(node.args, ast.UnaryOp(ast.USub(), body))


COMMUTE = frozenset("hypot add mul logical_and logical_or maximum minimum eq ne vdot".split())


def _first(chosen: Node, *rest: Node) -> Node:
    whole = ast.Tuple([chosen, *rest], ast.Load())
    return ast.Subscript(whole, ast.Constant(0), ast.Load())


def _nothing(body: Node) -> bool:
    return isinstance(body, ast.Constant | ast.IfExp | ast.UnaryOp)


def _makes_values(function: ast.AST) -> bool:
    """A rule, or a part of one: it says so by its arguments or its annotation."""
    if isinstance(function, ast.Lambda):
        return bool(function.args.args) and function.args.args[0].arg in ("g", "h")
    if not isinstance(function, ast.FunctionDef):
        return False
    returns = ast.unparse(function.returns) if function.returns else ""
    first = function.args.args[0].arg if function.args.args else ""
    return first in ("g", "h") or "Value" in returns or returns == "Mixture"


def _sites(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Place, Node]]:
    """Every expression of a rule, with the name of the function that it is in."""
    name = _name_of(tree, inside)
    for place, child in _children(tree):
        within = _name_of(child, name)
        if within and isinstance(child, ast.expr):
            yield within, place, child
        yield from _sites(child, name)


def _name_of(node: ast.AST, inside: str) -> str:
    if _makes_values(node):
        return getattr(node, "name", inside or f"lambda:{ast.unparse(node)[:40]}")
    return "" if isinstance(node, ast.FunctionDef) else inside


def _children(tree: ast.AST) -> Iterator[tuple[Place, ast.AST]]:
    for field, held in ast.iter_fields(tree):
        items: list[Any] = held if isinstance(held, list) else [held]
        for k, child in enumerate(items):
            if isinstance(child, ast.AST):
                yield Place(tree, field, k if isinstance(held, list) else None), child


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield from _nested(item)
