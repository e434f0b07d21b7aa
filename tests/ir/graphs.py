"""Small graphs that the tests of `ir` and `optimize` share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import codegen.ir.core
import codegen.rules.arithmetic
import codegen.rules.elementwise  # noqa: F401
from codegen.errors import Span
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import (
    FINISHED,
    NEXT,
    Graph,
    Index,
    Key,
    Leaf,
    Node,
    Origin,
    Parameter,
    Region,
    Slice,
    Value,
    ViewOp,
    constant,
    undefined,
)
from codegen.ir.types import (
    BOOL,
    FLOAT,
    GENERIC,
    INT,
    Array,
    DictOf,
    ListOf,
    Symbol,
    TupleOf,
    Type,
    array_of,
    fresh_length,
)

N = Symbol("n", not_one=True)
D = Symbol("d")


def graph_of(
    name: str,
    types: dict[str, Type],
    body: Callable[..., Any],
    output: Any = None,
    effects: tuple[tuple[int, int], ...] = (),
    backward: bool = False,
) -> Graph:
    """A graph from a Python function that emits ops on the values of its parameters."""
    values = [Value(t, name) for name, t in types.items()]
    with building(Builder(values, backward=backward)) as builder:
        results = body(*values)
    if isinstance(results, Value):
        results = (results,)
    count = len(results) - len(effects)
    if output is None:
        leaves = tuple(Leaf(k) for k in range(count))
        output = leaves[0] if count == 1 else Node("tuple", leaves)
    params = tuple(Parameter(value, str(value.name)) for value in values)
    return Graph(name, params, builder.region(results), output, effects)


def block(
    params: Iterable[Value], body: Callable[..., Iterable[Value]], backward: bool = False
) -> Region:
    """A region from a Python function."""
    params = tuple(params)
    with building(Builder(params, backward=backward)) as builder:
        results = tuple(body(*params))
    return builder.region(results)


def branch(condition: Value, then: Any, orelse: Any, types: tuple[Type, ...], **hints: Any) -> Any:
    regions = (block((), then), block((), orelse))
    op = emit_op("if", [condition], types=types, regions=regions, **hints)
    return op.out if len(op.outs) == 1 else op.outs


def count_loop(stop: Value | int, inits: list[Any], body: Any, types: tuple[Type, ...]) -> Any:
    """for i in range(stop): carries = body(i, *carries)"""
    region = block([Value(INT, "i"), *(Value(t, "carry") for t in types)], body)
    attrs = {"start": 0, "stop": stop, "step": 1}
    op = emit_op("loop", inits, attrs, types=types, regions=(region,))
    return op.out if len(op.outs) == 1 else op.outs


def scalars() -> Graph:
    def body(x: Value, y: Value) -> Any:
        t = emit("mul", x, y, hint="t")
        return emit("add", t, emit("neg", t), hint="t"), emit("exp", y, via="math.exp")

    return graph_of("scalars", {"x": FLOAT, "y": FLOAT}, body)


def power_loop() -> Graph:
    def body(x: Value, n: Value) -> Any:
        return count_loop(n, [1.0], lambda i, p: [emit("mul", p, x, hint="p")], (FLOAT,))

    return graph_of("power_loop", {"x": FLOAT, "n": INT}, body)


def halve_while() -> Graph:
    """while x > 1: x = x / 2, with a count."""

    def body(x: Value) -> Any:
        def rounds(x: Value, k: Value) -> Any:
            def stay() -> Any:
                return [constant(NEXT), emit("div", x, 2.0, hint="x"), emit("add", k, 1, hint="k")]

            return branch(
                emit("gt", x, 1.0),
                stay,
                lambda: [constant(FINISHED), x, k],
                (INT, FLOAT, INT),
            )

        region = block([Value(FLOAT, "x"), Value(INT, "k")], rounds)
        attrs = {"exits": True}
        op = emit_op("loop", [x, 0], attrs, types=(INT, FLOAT, INT), regions=(region,))
        return op.outs[1:]

    return graph_of("halve_while", {"x": FLOAT}, body)


def stores() -> Graph:
    """u[1:-1] += k * u[0]; w = {"a": [u[2]]}; returns the sum and w, u is an effect."""

    def body(u: Value, k: Value) -> Any:
        inner = Index((Slice(1, -1),))
        first = emit("getitem", u, path=(Index((0,)),))
        added = emit("mul", k, first)
        u_1 = emit("accumulate", u, added, path=(inner,), hint="u")
        third = emit("getitem", u_1, path=(Index((constant(2),)),))
        items = emit("make_list", third)
        w = emit("make_dict", items, keys=("a",))
        again = emit("getitem", w, path=(Key("a"), Index((0,))))
        return emit("add", again, k), w, u_1

    output = Node("dict", (Leaf(0), Node("tuple", (Leaf(1),))), ("sum", "w"))
    types: dict[str, Type] = {"u": array_of("float64", N), "k": FLOAT}
    return graph_of("stores", types, body, output, ((0, 2),))


def awkward() -> Graph:
    """Whatever is hard to write down: names, literals, types, origins, undefined values, views."""

    def body(x_1: Value, lam: Value, xs: Value) -> Any:
        a = emit("add", lam, float("inf"), hint="x_1")
        b = emit("add", a, float("-inf"), hint="x_1")
        c = emit("mul", b, Value(FLOAT, "two", 2))
        d = emit("add", c, 1 - 2j)
        view = (
            ViewOp("transpose", (("axes", (1, 0)),)),
            Index((None, Ellipsis, Slice(None, None, -1))),
        )
        t = emit_op(
            "getitem", [x_1], {"path": view}, types=(array_of(None, 1, D, fresh_length()),)
        ).out
        one = Index((constant(0),))
        e = emit("getitem", t, path=(one, Index((Slice(constant(1), 3),))))
        item = emit("getitem", xs, path=(Key(1), Index((0,))), hint="lambda")
        grown = emit("append", emit("make_list", "text # not a comment", "é"), "x")
        popped = emit_op("pop", [grown], hint="t")
        maybe = branch(
            emit("gt", lam, 0.0),
            lambda: [undefined()],
            lambda: [emit("neg", lam)],
            (FLOAT,),
            hint="maybe",
        )
        emit_op("print", [maybe, None], {"sep": ""}, types=())
        emit_op("assert", [emit("is_not", maybe, None), "no"], types=())
        emit_op("raise", ["bad"], {"exception": "ValueError"}, types=())
        emit("format", a, template=("a=", (0, "r", ">{}")), hint="t")
        return d, e, item, popped.outs[0]

    types: dict[str, Type] = {
        "x_1": Array("float64", (fresh_length(), fresh_length(True) - 2)),
        "lam": GENERIC,
        "xs": TupleOf(
            (BOOL, ListOf(array_of("float32", Symbol("n"), N, D)), DictOf(("a b",), (INT,)))
        ),
    }
    graph = graph_of(
        "awkward", types, body, Node("list", (Leaf(0), Leaf(0), Leaf(3), Leaf(1), Leaf(2)))
    )
    origins = [Origin("y = f(x)  # twice", Span("f.py", 3)), None, Origin("return é")]
    ops = tuple(
        op.with_(origin=origins[k // 2 % 3], backward=k % 4 > 2)
        for k, op in enumerate(graph.body.ops)
    )
    body_ = Region(graph.body.params, ops, graph.body.results)
    params = (
        graph.params[0],
        Parameter(graph.params[1].value, "lambda_", "keyword", "1.0", "float"),
        graph.params[2],
    )
    return Graph("awkward", params, body_, graph.output, docstring='What\'s "hard"?\nTwo lines.')


def calls() -> Graph:
    """fact(n) = 1 if n <= 1 else n * fact(n - 1), called from another function."""

    def fact(n: Value) -> Any:
        def again() -> Any:
            op = emit_op("call", [emit("sub", n, 1)], {"callee": "fact"}, types=(INT,))
            return [emit("mul", n, op.out)]

        return branch(emit("le", n, 1), lambda: [constant(1)], again, (INT,))

    def body(n: Value) -> Any:
        return emit_op("call", [n], {"callee": "fact"}, types=(INT,)).out

    graph = graph_of("calls", {"n": INT}, body)
    callee = graph_of("fact", {"n": INT}, fact)
    return Graph("calls", graph.params, graph.body, graph.output, callees=(callee,))


ALL = [scalars, power_loop, halve_while, stores, awkward, calls]
