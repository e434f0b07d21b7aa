"""Reading the text of `codegen.ir.text` back into a graph."""

from __future__ import annotations

import ast
import keyword
import re
from typing import Any

import numpy as np

from codegen.errors import InternalError
from codegen.ir.graph import (
    UNDEFINED,
    Field,
    Graph,
    Index,
    Key,
    Leaf,
    Node,
    Op,
    Origin,
    Parameter,
    Region,
    Slice,
    Value,
    ViewOp,
    constant,
    undefined,
)
from codegen.ir.notation import Lengths, read_type
from codegen.ir.types import Type


def parse(text: str) -> Graph:
    """The graph whose text `show` gives. InternalError on anything else."""
    lines = text.splitlines()
    first = re.match(r"# not 1: (.*)", lines[0]) if lines else None
    lengths = Lengths(frozenset(first[1].split(", ")) if first else frozenset())
    graphs: dict[str, Graph] = {}
    for function in ast.parse(text).body:
        if not isinstance(function, ast.FunctionDef):
            raise InternalError(f"not a function: {ast.unparse(function)}")
        graphs[function.name] = _Reader(lines, lengths).graph(function, graphs)
    return list(graphs.values())[-1]


def _hint(name: str) -> str | None:
    """`y` -> y, `y_1` -> y, `y_1_0` -> y_1, `_3` -> None."""
    return re.sub(r"_\d+$", "", name) or None


class _Reader:
    """One function. Comments are not in Python's tree: they are taken from the lines between
    statements."""

    def __init__(self, lines: list[str], lengths: Lengths) -> None:
        self.lines = lines
        self.lengths = lengths
        self.values: dict[str, Value] = {}
        self.said: tuple[Origin | None, bool] = (None, False)

    def graph(self, node: ast.FunctionDef, graphs: dict[str, Graph]) -> Graph:
        values = self.params(node)
        facts: dict[int, dict[str, Any]] = {}
        callees: tuple[Graph, ...] = ()
        for decorator in node.decorator_list:
            assert isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Name)
            arguments = [ast.literal_eval(argument) for argument in decorator.args]
            if decorator.func.id == "callees":
                callees = tuple(graphs[name] for name in arguments)
            else:
                facts[arguments[0]] = {
                    str(item.arg): ast.literal_eval(item.value) for item in decorator.keywords
                }
        params = tuple(
            Parameter(value, **{"name": value.name, **facts.get(k, {})})
            for k, value in enumerate(values)
        )
        body = node.body
        docstring = ast.get_docstring(node, clean=False)
        if docstring is not None:
            body = body[1:]
        ops = self.ops(body, node.lineno)
        output, effects, results = self.output(body[-1])
        return Graph(
            node.name, params, Region(values, ops, results), output, effects, callees, docstring
        )

    def params(self, node: ast.FunctionDef) -> tuple[Value, ...]:
        return tuple(self.define(p.arg, self.type(p.annotation)) for p in node.args.args)

    def type(self, node: ast.expr | None) -> Type:
        assert node is not None
        return read_type(node, self.lengths)

    def define(self, name: str, t: Type) -> Value:
        value = Value(t, _hint(name))
        self.values[name] = value
        return value

    def output(self, node: ast.stmt) -> tuple[Any, tuple[tuple[int, int], ...], tuple[Value, ...]]:
        assert isinstance(node, ast.Return) and node.value is not None
        results: list[Value] = []

        def tree(item: ast.expr, by_position: bool) -> Any:
            match item:
                case ast.Tuple(elts=items) | ast.List(elts=items):
                    kind = "tuple" if isinstance(item, ast.Tuple) else "list"
                    return Node(kind, tuple(tree(part, by_position) for part in items))
                case ast.Dict(keys=keys, values=items):
                    names = tuple(ast.literal_eval(key) for key in keys if key is not None)
                    return Node("dict", tuple(tree(part, by_position) for part in items), names)
                case ast.Call(func=ast.Name(id="node"), args=[kind_, *items], keywords=[keys_]):
                    parts = tuple(tree(part, by_position) for part in items)
                    return Node(ast.literal_eval(kind_), parts, ast.literal_eval(keys_.value))
            if by_position:
                position = ast.literal_eval(item)
                return position if position is None else Leaf(position)
            results.append(self.operand(item))
            return Leaf(len(results) - 1)

        match node.value:
            case ast.Call(func=ast.Name(id="results"), args=items, keywords=[output, effects]):
                values = tuple(self.operand(item) for item in items)
                return tree(output.value, True), ast.literal_eval(effects.value), values
            case ast.Call(func=ast.Name(id="with_effects"), args=[item, *stores]):
                found = tree(item, False)
                pairs = []
                for store in stores:
                    assert isinstance(store, ast.Tuple)
                    pairs.append((ast.literal_eval(store.elts[0]), len(results)))
                    results.append(self.operand(store.elts[1]))
                return found, tuple(pairs), tuple(results)
        found = tree(node.value, False)
        return found, (), tuple(results)

    def ops(self, statements: list[ast.stmt], after: int) -> tuple[Op, ...]:
        ops: list[Op] = []
        regions: list[Region] = []
        for node in statements:
            for line in self.lines[after : node.lineno - 1]:
                self.comment(line.strip())
            after = node.end_lineno or node.lineno
            if isinstance(node, ast.FunctionDef):
                regions.append(self.region(node))
            elif isinstance(node, ast.Assign | ast.Expr):
                ops.append(self.op(node, tuple(regions)))
                regions = []
        return tuple(ops)

    def comment(self, line: str) -> None:
        found = re.match(r"# (from|backward of)(-|: (.*))$", line)
        if found:
            origin = None if found[2] == "-" else Origin(found[3])
            self.said = (origin, found[1] == "backward of")

    def region(self, node: ast.FunctionDef) -> Region:
        outside = self.said
        params = self.params(node)
        ops = self.ops(node.body, node.lineno)
        self.said = outside
        last = node.body[-1]
        assert isinstance(last, ast.Return)
        found = last.value
        results = found.elts if isinstance(found, ast.Tuple) else [found] if found else []
        return Region(params, ops, tuple(self.operand(item) for item in results))

    def op(self, node: ast.Assign | ast.Expr, regions: tuple[Region, ...]) -> Op:
        call = node.value
        assert isinstance(call, ast.Call)
        name = ast.unparse(call.func)
        if name.endswith("_") and keyword.iskeyword(name[:-1]):
            name = name[:-1]
        ins = tuple(self.operand(item) for item in call.args[len(regions) :])
        attrs = {str(item.arg): self.attribute(item.value) for item in call.keywords}
        outs: tuple[Value, ...] = ()
        if isinstance(node, ast.Assign):
            target = node.targets[0]
            names = target.elts if isinstance(target, ast.Tuple) else [target]
            line = self.lines[node.end_lineno - 1] if node.end_lineno else ""
            tail = line.encode()[node.end_col_offset :].decode().strip().removeprefix("# ")
            types = ast.parse(f"[{tail}]", mode="eval").body
            assert isinstance(types, ast.List)
            outs = tuple(
                self.define(ast.unparse(each), self.type(t))
                for each, t in zip(names, types.elts, strict=True)
            )
        return Op(name, ins, outs, attrs, regions, *self.said)

    def operand(self, node: ast.expr) -> Value:
        match node:
            case ast.Name(id="UNDEFINED"):
                return undefined()
            case ast.Name(id=name):
                if name not in self.values:
                    raise InternalError(f"line {node.lineno}: {name} is not defined")
                return self.values[name]
            case ast.Call(func=ast.Name(id="const"), args=[item], keywords=facts):
                if isinstance(item, ast.Name) and item.id == "UNDEFINED":
                    return undefined()
                value = constant(_literal(item))
                for fact in facts:
                    text = ast.literal_eval(fact.value)
                    if fact.arg == "type":
                        value.type = self.type(ast.parse(text, mode="eval").body)
                    else:
                        value.name = text
                return value
        return constant(_literal(node))

    def attribute(self, node: ast.expr) -> Any:
        match node:
            case ast.Name() | ast.Call(func=ast.Name(id="const")):
                return self.operand(node)
            case ast.Tuple(elts=items):
                return tuple(self.attribute(item) for item in items)
            case ast.Call(func=ast.Name(id="slice"), args=parts):
                return Slice(*(self.attribute(part) for part in parts))
        if _is_path(node):
            return self.path(node)
        return _literal(node)

    def path(self, node: ast.expr) -> tuple[Any, ...]:
        match node:
            case ast.Subscript(value=base, slice=place):
                items = place.elts if isinstance(place, ast.Tuple) else [place]
                return (*self.path(base), Index(tuple(self.subscript(item) for item in items)))
            case ast.Call(func=ast.Attribute(value=base, attr=kind), args=[name], keywords=attrs):
                text = ast.literal_eval(name)
                if kind == "view":
                    pairs = tuple((str(item.arg), self.attribute(item.value)) for item in attrs)
                    return (*self.path(base), ViewOp(text, pairs))
                return (*self.path(base), Key(text) if kind == "key" else Field(text))
        return ()

    def subscript(self, node: ast.expr) -> Any:
        if not isinstance(node, ast.Slice):
            return self.attribute(node)
        parts = (node.lower, node.upper, node.step)
        return Slice(*(None if part is None else self.attribute(part) for part in parts))


def _is_path(node: ast.expr) -> bool:
    while True:
        match node:
            case ast.Name(id=name):
                return name == "at"
            case ast.Subscript(value=base) | ast.Call(func=ast.Attribute(value=base)):
                node = base
            case _:
                return False


def _literal(node: ast.expr) -> Any:
    match node:
        case ast.Name(id="UNDEFINED"):
            return UNDEFINED
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value=text)]):
            return float(text)  # type: ignore[arg-type]
        case ast.Call(func=ast.Name(id="complex"), args=[real, imaginary]):
            return complex(_literal(real), _literal(imaginary))
        case ast.Call(func=ast.Attribute(value=ast.Name(id="np"), attr=name), args=[item]):
            return getattr(np, name)(_literal(item))
        case ast.Tuple(elts=items):
            return tuple(_literal(item) for item in items)
    return ast.literal_eval(node)
