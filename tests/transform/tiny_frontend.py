# ruff: noqa: B023  (closures are called before the loop goes on)
"""Python source to a graph, for a tiny language: what reverse mode is tested on.

The type of a variable is told by its name: a..h arrays of length N, i..n integers, xs.. lists of
floats, others floats. Arrays have no aliases here: `a = b` is followed by no store through the
other name.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from itertools import count
from typing import Any

import codegen.rules  # noqa: F401
from codegen.ir.build import Builder, building, current, emit, emit_op
from codegen.ir.graph import (
    BREAK,
    FINISHED,
    NEXT,
    RETURN,
    Graph,
    Index,
    Leaf,
    Node,
    Op,
    Origin,
    Parameter,
    Slice,
    Value,
    constant,
    undefined,
)
from codegen.ir.types import FLOAT, INT, ListOf, Type, array_of

N = 4
ARRAY = array_of("float64", N)
_CALLS = {"sin": "sin", "exp": "exp", "tanh": "tanh", "sum": "sum", "float": "float", "abs": "abs"}
_BINARY = {
    ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul", ast.Div: "div", ast.Pow: "pow", ast.Mod: "mod",
    ast.FloorDiv: "floordiv",
}  # fmt: skip
_COMPARE = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge", ast.Eq: "eq", ast.NotEq: "ne"}

Env = dict[str, Value]
Finish = Callable[[int, Env], list[Value]]


def type_of(name: str) -> Type:
    if name.endswith("s") and len(name) > 1:
        return ListOf(FLOAT)
    if name == "RESULT":
        return FLOAT
    return ARRAY if name[0] in "abcdefgh" else INT if name[0] in "ijklmn" else FLOAT


def graph_of(source: str) -> Graph:
    (definition,) = ast.parse(source).body
    assert isinstance(definition, ast.FunctionDef)
    names = [argument.arg for argument in definition.args.args]
    env = {name: Value(type_of(name), name) for name in names}
    builder = Builder(env.values())
    params = tuple(Parameter(env[name], name) for name in names)
    with building(builder):
        results = block(definition.body, dict(env), lambda code, end: [end["RESULT"]], False)
    output: Any = Leaf(0)
    if isinstance(results[0].type, ListOf) or len(results) > 1:
        output = Node("tuple", (Leaf(0),))
    return Graph(definition.name, params, builder.region(results), output)


def leaves_early(statements: list[ast.stmt]) -> bool:
    for node in statements:
        if isinstance(node, ast.Return | ast.Break | ast.Continue):
            return True
        if isinstance(node, ast.If) and (leaves_early(node.body) or leaves_early(node.orelse)):
            return True
        if isinstance(node, ast.For | ast.While) and returns(node.body):
            return True
    return False


def returns(statements: list[ast.stmt]) -> bool:
    return any(isinstance(n, ast.Return) for s in statements for n in ast.walk(s))


def breaks(statements: list[ast.stmt]) -> bool:
    """A break or return that leaves this loop."""
    for node in statements:
        if isinstance(node, ast.Return | ast.Break):
            return True
        if isinstance(node, ast.If) and (breaks(node.body) or breaks(node.orelse)):
            return True
        if isinstance(node, ast.For | ast.While) and returns(node.body):
            return True
    return False


def assigned(statements: list[ast.stmt]) -> list[str]:
    found: dict[str, None] = {}
    for statement in statements:
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                found[node.id] = None
            elif isinstance(node, ast.Subscript) and isinstance(node.ctx, ast.Store):
                assert isinstance(node.value, ast.Name)
                found[node.value.id] = None
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                if node.func.attr in ("append", "pop") and isinstance(node.func.value, ast.Name):
                    found[node.func.value.id] = None
            elif isinstance(node, ast.Return):
                found["RESULT"] = None
    return list(found)


def block(statements: list[ast.stmt], env: Env, finish: Finish, in_loop: bool) -> list[Value]:
    """Emit the statements; the results that `finish` makes of the environment at the end of each
    path."""
    for position, node in enumerate(statements):
        rest = statements[position + 1 :]
        current().origin = Origin(ast.unparse(node).splitlines()[0])
        if isinstance(node, ast.Return):
            assert node.value is not None
            env["RESULT"] = expression(node.value, env)
            return finish(RETURN, env)
        if isinstance(node, ast.Break):
            return finish(BREAK, env)
        if isinstance(node, ast.Continue):
            return finish(NEXT, env)
        if isinstance(node, ast.If):
            condition = expression(node.test, env)
            if leaves_early([node]):
                return branches(
                    condition,
                    lambda: block([*node.body, *rest], dict(env), finish, in_loop),
                    lambda: block([*node.orelse, *rest], dict(env), finish, in_loop),
                )
            names = assigned([node])
            outs = branches(
                condition,
                lambda: block(node.body, dict(env), picker(names), in_loop),
                lambda: block(node.orelse, dict(env), picker(names), in_loop),
            )
            env.update(zip(names, outs, strict=True))
        elif isinstance(node, ast.For | ast.While):
            code = loop(node, env)
            if returns(node.body):
                return branches(
                    emit("eq", code, RETURN),
                    lambda: finish(RETURN, dict(env)),
                    lambda: block(rest, dict(env), finish, in_loop),
                )
        else:
            simple(node, env)
    return finish(NEXT, env)


def picker(names: list[str]) -> Finish:
    return lambda code, env: [env.get(name) or undefined() for name in names]


def branches(
    condition: Value, then: Callable[[], list[Value]], other: Callable[[], list[Value]]
) -> list[Value]:
    regions, results = [], []
    for make in (then, other):
        builder = Builder(origin=current().origin)
        with building(builder):
            found = make()
        regions.append(builder.region(found))
        results.append(found)
    outs = []
    for left, right in zip(*results, strict=True):
        one = right if left.const is not None and repr(left.const) == "UNDEFINED" else left
        name = one.name if not one.is_const else None
        outs.append(Value(one.type, name))
    op = Op("if", (condition,), tuple(outs), {}, tuple(regions), current().origin)
    current().add(op)
    return outs


def loop(node: ast.For | ast.While, env: Env) -> Value:
    names = assigned([*node.body, *([node] if isinstance(node, ast.While) else [])])
    target = node.target.id if isinstance(node, ast.For) else None  # type: ignore[attr-defined]
    names = [name for name in names if name != target]
    exits = isinstance(node, ast.While) or breaks(node.body)
    params = [Value(type_of(name), name) for name in names]
    attrs: dict[str, Any] = {}
    index = []
    if isinstance(node, ast.For):
        assert isinstance(node.iter, ast.Call)
        ends = [expression(end, env) for end in node.iter.args]
        defaults = {1: (0, ends[0], 1), 2: (*ends, 1), 3: tuple(ends)}[len(ends)]
        attrs = dict(zip(("start", "stop", "step"), defaults, strict=True))
        index = [Value(INT, target)]
    if exits:
        attrs["exits"] = True
    inner = {**env, **dict(zip(names, params, strict=True))}
    if target:
        inner[target] = index[0]

    def finish(code: int, end: Env) -> list[Value]:
        values = [end.get(name) or undefined() for name in names]
        return [constant(code), *values] if exits else values

    builder = Builder((*index, *params), current().origin)
    with building(builder):
        if isinstance(node, ast.While):
            results = branches(
                expression(node.test, inner),
                lambda: block(node.body, dict(inner), finish, True),
                lambda: finish(FINISHED, dict(inner)),
            )
        else:
            results = block(node.body, inner, finish, True)
    inits = tuple(env.get(name) or undefined() for name in names)
    code = [Value(INT, "code")] if exits else []
    outs = [Value(type_of(name), name) for name in names]
    region = builder.region(results)
    current().add(Op("loop", inits, (*code, *outs), attrs, (region,), current().origin))
    env.update(zip(names, outs, strict=True))
    return code[0] if code else constant(NEXT)


def simple(node: ast.stmt, env: Env) -> None:
    if isinstance(node, ast.Assign):
        (target,) = node.targets
        if isinstance(target, ast.Tuple):
            values = [expression(item, env) for item in node.value.elts]  # type: ignore
            for name, value in zip(target.elts, values, strict=True):
                env[name.id] = value  # type: ignore[attr-defined]
        elif isinstance(target, ast.Name):
            value = expression(node.value, env)
            if value.name is None and not value.is_const:
                value.name = target.id
            env[target.id] = value
        else:
            assert isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name)
            name = target.value.id
            value = expression(node.value, env)
            path = path_of(target, env)
            env[name] = emit_op("update", (env[name], value), {"path": path}, hint=name).out
    elif isinstance(node, ast.AugAssign):
        assert isinstance(node.target, ast.Subscript) and isinstance(node.target.value, ast.Name)
        name, path = node.target.value.id, path_of(node.target, env)
        ins = (env[name], expression(node.value, env))
        env[name] = emit_op("accumulate", ins, {"path": path}, hint=name).out
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        call = node.value
        assert isinstance(call.func, ast.Attribute) and isinstance(call.func.value, ast.Name)
        name = call.func.value.id
        assert call.func.attr == "append"
        ins = (env[name], expression(call.args[0], env))
        env[name] = emit_op("append", ins, {}, hint=name).out
    else:
        assert isinstance(node, ast.Pass), ast.dump(node)


def path_of(node: ast.Subscript, env: Env) -> tuple[Index, ...]:
    if isinstance(node.slice, ast.Slice):
        ends = (node.slice.lower, node.slice.upper, node.slice.step)
        return (Index((Slice(*(None if e is None else ast.literal_eval(e) for e in ends)),)),)
    at = expression(node.slice, env)
    return (Index((at.const if at.is_const else at,)),)


def expression(node: ast.expr, env: Env) -> Value:
    if isinstance(node, ast.Constant):
        return constant(node.value)
    if isinstance(node, ast.Name):
        return env.get(node.id) or undefined()
    if isinstance(node, ast.BinOp):
        return emit(_BINARY[type(node.op)], expression(node.left, env), expression(node.right, env))
    if isinstance(node, ast.UnaryOp):
        if isinstance(node.operand, ast.Constant):
            return constant(-node.operand.value)  # type: ignore[operator]
        return emit("neg", expression(node.operand, env))
    if isinstance(node, ast.Compare):
        name = _COMPARE[type(node.ops[0])]
        return emit(name, expression(node.left, env), expression(node.comparators[0], env))
    if isinstance(node, ast.Subscript):
        return emit("getitem", expression(node.value, env), path=path_of(node, env))
    if isinstance(node, ast.List):
        op = emit_op("make_list", [expression(e, env) for e in node.elts], types=(ListOf(FLOAT),))
        return op.out
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Attribute) and node.func.attr == "pop":
            name = node.func.value.id  # type: ignore[attr-defined]
            env[name], item = emit_op("pop", (env[name],), {}, hint=name).outs
            item.name = None
            return item
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else function.id  # type: ignore
        if name == "zeros_like":
            return emit("mul", expression(node.args[0], env), 0.0)
        if name == "len":
            return emit("len", expression(node.args[0], env))
        op = _CALLS[name]
        attrs = {"via": f"numpy.{op}"} if op in ("sin", "exp", "tanh", "sum") else {}
        return emit(op, expression(node.args[0], env), **attrs)
    raise AssertionError(ast.dump(node))


_numbers = count()
