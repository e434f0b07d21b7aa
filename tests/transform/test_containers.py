"""Paths, containers, views, fancy indices: the structural adjoints against differences."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import codegen.rules  # noqa: F401
from codegen.ir.build import Builder, building, current, emit, emit_op
from codegen.ir.graph import Graph, Index, Key, Leaf, Op, Parameter, Slice, Value, ViewOp
from codegen.ir.run import run
from codegen.ir.types import (
    FLOAT,
    GENERIC,
    INT,
    DictOf,
    ListFixed,
    ListOf,
    TupleOf,
    Type,
    array_of,
)
from codegen.transform.reverse import reverse
from tests.transform.check import check_graph

W = np.array([[0.3, -0.4, 0.5], [0.7, 0.2, -0.6]])
V = np.array([0.5, -1.5, 0.25])
REPEATED = np.array([0, 2, 0])
MATRIX, VECTOR, ROWS = array_of("float64", 2, 3), array_of("float64", 3), array_of("int64", 3)
LIST, SQUARE = ListOf(FLOAT), array_of("float64", 3, 3)


def graph(types: dict[str, Type], make: Callable[..., Value]) -> Graph:
    params = tuple(Parameter(Value(t, name), name) for name, t in types.items())
    builder = Builder(parameter.value for parameter in params)
    with building(builder):
        result = make(*(parameter.value for parameter in params))
    return Graph("f", params, builder.region((result,)), Leaf(0))


def item(x: Value, *index: Any) -> Value:
    return emit("getitem", x, path=(Index(index),))


def key(x: Value, *keys: Any) -> Value:
    return emit("getitem", x, path=tuple(Key(each) for each in keys))


def put(x: Value, value: Any, *path: Any) -> Value:
    return emit("update", x, value, path=tuple(path))


def square(x: Value) -> Value:
    return emit("sum", x * x)


def listed(*items: Any) -> Value:
    return emit_op("make_list", items, types=(LIST,)).out


def fixed(*items: Any) -> Value:
    return emit("make_list", *items, fixed=True)


def pops(rs: Value, **attrs: Any) -> tuple[Value, Value]:
    rest, last = emit_op("pop", (rs,), attrs).outs
    return rest, last


PARAMS = DictOf(("W", "b", "n"), (MATRIX, array_of("float64", 2), FLOAT))
NESTED = DictOf(("first", "rest"), (PARAMS, TupleOf((FLOAT, ListFixed((VECTOR, FLOAT))))))


def dense(p: Value, x: Value) -> Value:
    return square(key(p, "W") @ x + key(p, "b"))


def nested(p: Value, x: Value) -> Value:
    rest = key(p, "rest")
    total = dense(key(p, "first"), x) * key(rest, 0)
    return total + square(key(p, "rest", 1, 0)) * key(rest, 1, 1)


def changed(p: Value, x: Value) -> Value:
    p = put(p, key(p, "b") * 2.0, Key("b"))
    p = put(p, key(p, "W") * x, Key("W"))
    p = put(p, item(x, 0), Key("b"), Index((1,)))
    return dense(p, x)


def rebuilt(x: Value, s: Value) -> Value:
    pair = emit("make_tuple", x * s, s)
    book = emit("make_dict", pair, x, keys=("pair", "x"))
    book = put(book, key(book, "pair", 1) * s, Key("x"))
    return square(key(book, "pair", 0)) * key(book, "x")


def growing(rs: Value, x: Value) -> Value:
    rs = emit("append", rs, x * item(rs, 0))
    rs = emit("append", rs, item(rs, -1) * x)
    rs, last = pops(rs)
    rs = emit("extend", rs, listed(last, x))
    rs, first = pops(rs, index=0)
    rs = emit("insert", rs, first * x, index=0)
    rs, second = pops(rs, index=-2)
    rs = put(rs, second * item(rs, 1), Index((1,)))
    return item(rs, 0) * item(rs, 1) * first + item(rs, -1)


def slices_of_lists(rs: Value, x: Value) -> Value:
    some = item(rs, Slice(1, None))
    more = emit("list_concat", some, item(rs, Slice(None, 2)))
    many = emit("list_repeat", more, times=3)
    return item(many, 4) * item(many, 1) * x + item(many, 0) * item(rs, 0)


def fixed_lists(x: Value, s: Value) -> Value:
    rs = fixed(x, s)
    rs = emit("append", rs, s * s)
    rs, last = pops(rs, index=1)
    rs = emit("list_concat", rs, fixed(last, last * s))
    tail = item(rs, Slice(1, None))
    return square(key(rs, 0)) * key(tail, 0) + key(tail, 1) * key(tail, 2)


def run_time_position(p: Value, k: Value) -> Value:
    return item(p, k) * key(p, 0) + item(p, k + 1)


def transposed_store(m: Value, x: Value) -> Value:
    m = put(m, x, ViewOp("transpose"), Index((Slice(), 0)))
    m = emit_op(
        "accumulate", (m, x * 2.0), {"path": (ViewOp("transpose"), Index((Slice(), 1)))}
    ).out
    return square(emit("transpose", m) @ emit("getitem", m, path=(Index((Slice(), 0)),)))


def reshaped_store(m: Value, x: Value) -> Value:
    view = ViewOp("reshape", (("shape", (6,)),))
    m = put(m * 2.0, x, view, Index((Slice(1, 4),)))
    flat = emit("getitem", m, path=(view, Index((Slice(None, None, 2),))))
    return square(flat * x) + square(m)


def broadcast_store(m: Value, x: Value) -> Value:
    m = put(m * m, x, Index((Slice(), Slice(None, 2))), Index((Slice(), 0)))
    m = put(m, item(x, 1), Index((0,)))
    return square(m)


def generic(x: Value, y: Value) -> Value:
    return emit("sum", x * y + y)


CASES: dict[str, tuple[dict[str, Type], Callable[..., Value], tuple[Any, ...]]] = {
    "dict": (
        {"p": PARAMS, "x": VECTOR}, dense, ({"W": W, "b": np.array([0.1, 0.9]), "n": 3.0}, V)
    ),
    "nested": (
        {"p": NESTED, "x": VECTOR}, nested,
        ({"first": {"W": W, "b": np.array([0.1, 0.9]), "n": 3.0}, "rest": (0.3, [V, 0.7])}, V),
    ),
    "dict changed": (
        {"p": PARAMS, "x": VECTOR}, changed, ({"W": W, "b": np.array([0.1, 0.9]), "n": 3.0}, V)
    ),
    "tuples and dicts": ({"x": VECTOR, "s": FLOAT}, rebuilt, (V, 0.7)),
    "list": ({"rs": LIST, "x": FLOAT}, growing, ([0.4, -1.2, 0.9], 0.6)),
    "slices of lists": ({"rs": LIST, "x": FLOAT}, slices_of_lists, ([0.4, -1.2, 0.9], 0.6)),
    "lists of known length": ({"x": VECTOR, "s": FLOAT}, fixed_lists, (V, 0.7)),
    "run-time position": (
        {"p": ListFixed((FLOAT, FLOAT, FLOAT)), "k": INT}, run_time_position, ([0.4, -1.2, 0.9], 1)
    ),
    "gather": (
        {"x": VECTOR, "i": ROWS}, lambda x, i: square(item(x * x, i) * x), (V, REPEATED)
    ),
    "gather rows": (
        {"m": MATRIX, "i": ROWS}, lambda m, i: square(item(m, 1, i) * item(m, i, 1)),
        (W, np.array([0, 1, 0])),
    ),
    "mask": ({"x": VECTOR, "y": VECTOR}, lambda x, y: square(item(x * y, x > 0)), (V, V + 1)),
    "scatter": (
        {"x": VECTOR, "i": ROWS, "y": VECTOR},
        lambda x, i, y: square(put(x * x, y * x, Index((i,))) * y), (V, REPEATED, V + 1),
    ),
    "scatter a number": (
        {"x": VECTOR, "i": ROWS, "y": FLOAT},
        lambda x, i, y: square(put(x * x, y, Index((i,))) * x), (V, REPEATED, 0.3),
    ),
    "add at": (
        {"x": VECTOR, "i": ROWS, "y": VECTOR},
        lambda x, i, y: square(
            emit_op("accumulate", (x, y * y), {"path": (Index((i,)),), "repeated": True}).out
        ),
        (V, REPEATED, V + 1),
    ),
    "transposed store": ({"m": SQUARE, "x": VECTOR}, transposed_store, (np.outer(V, V), V)),
    "reshaped store": ({"m": MATRIX, "x": VECTOR}, reshaped_store, (W, V)),
    "broadcast store": ({"m": SQUARE, "x": VECTOR}, broadcast_store, (np.outer(V, V), V)),
    "generic number": ({"x": GENERIC, "y": GENERIC}, generic, (0.3, 0.7)),
    "generic array": ({"x": GENERIC, "y": GENERIC}, generic, (V, 0.7)),
    "generic arrays": ({"x": GENERIC, "y": GENERIC}, generic, (W, V)),
    "generic element": ({"x": GENERIC, "i": GENERIC}, lambda x, i: item(x, i) * item(x, 0), (V, 1)),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_gradient(name: str) -> None:
    types, make, args = CASES[name]
    check_graph(graph(types, make), *args)


def test_no_path_gives_zeros() -> None:
    joint = reverse(graph({"x": VECTOR, "y": VECTOR}, lambda x, y: square(x)), (0, 1))
    _, (_, dy) = run(joint, V, V, 1.0).output
    assert np.array_equal(dy, np.zeros(3))


def test_repetition_is_only_where_it_may_be() -> None:
    def make(m: Value, y: Value) -> Value:
        rows = emit("arange", emit("len", y))
        return -square(item(m, rows, y)) * item(item(m, 0), emit("len", y))

    joint = reverse(graph({"m": array_of("float64", 5, 5), "y": ROWS}, make), (0,))
    stores = [op for op in joint.body.ops if op.name in ("update", "accumulate")]
    assert stores and not any(op.attrs.get("repeated") for op in stores)


STATE = TupleOf((VECTOR, DictOf(("s", "k"), (FLOAT, INT))))


def state_in_loop(p: Value, x: Value, n: Value) -> Value:
    """A tuple with a dict in it is carried by a loop; the parameters are read in every round."""
    start = emit("make_tuple", x * 2.0, emit("make_dict", item(x, 0), 0, keys=("s", "k")))
    index, state = Value(INT, "i"), Value(STATE, "state")
    body = Builder((index, state))
    with building(body):
        vector, s = key(state, 0), key(state, 1, "s")
        condition = s > 0.1
        regions = []
        for sign in (1.0, -1.0):
            branch = Builder()
            with building(branch):
                moved = vector * key(p, "b") * sign if sign > 0 else vector - key(p, "b") * s
                inner = emit("make_dict", emit("sin", s * sign + index), index, keys=("s", "k"))
                regions.append(branch.region((emit("make_tuple", moved, inner),)))
        after = Value(STATE, "state")
        body.add(Op("if", (condition,), (after,), {}, tuple(regions)))
        changed = put(after, key(after, 1, "s") * item(key(p, "W"), 0, 1), Key(1), Key("s"))
    attrs = {"start": 0, "stop": n, "step": 1}
    out = Value(STATE, "state")
    current().add(Op("loop", (start,), (out,), attrs, (body.region((changed,)),)))
    return square(key(out, 0)) * key(out, 1, "s")


@pytest.mark.parametrize("rounds", [0, 1, 4])
def test_structures_through_control_flow(rounds: int) -> None:
    types = {"p": DictOf(("W", "b"), (MATRIX, VECTOR)), "x": VECTOR, "n": INT}
    args = ({"W": W, "b": np.array([0.1, 0.9, 0.4])}, V, rounds)
    check_graph(graph(types, state_in_loop), *args)


def list_of_layers(layers: Value, x: Value, n: Value) -> Value:
    """layers[i]["W"] for a run-time i: contributions go to the element's part in place."""
    index, h = Value(INT, "i"), Value(VECTOR, "h")
    body = Builder((index, h))
    with building(body):
        layer = item(layers, index)
        after = emit("tanh", key(layer, "W") @ h + key(layer, "b"))
    out = Value(VECTOR, "h")
    attrs = {"start": 0, "stop": n, "step": 1}
    current().add(Op("loop", (x,), (out,), attrs, (body.region((after,)),)))
    return square(out)


def test_list_of_dicts() -> None:
    layer = DictOf(("W", "b"), (SQUARE, VECTOR))
    layers = [{"W": np.outer(V, V + k), "b": V * k} for k in range(3)]
    types = {"layers": ListOf(layer), "x": VECTOR, "n": INT}
    check_graph(graph(types, list_of_layers), layers, V, 3)


@pytest.mark.parametrize("form", ["ternary", "and", "or"])
def test_conditional_expressions_in_a_loop(form: str) -> None:
    """x = sin(x) * y if x > 0.2 else exp(x * y); x and sin(x * y); x or exp(x * y); in a loop."""

    def make(x: Value, y: Value, n: Value) -> Value:
        index, carried = Value(INT, "i"), Value(FLOAT, "x")
        body = Builder((index, carried))
        with building(body):
            condition = carried > 0.2 if form == "ternary" else carried
            branches = {
                "ternary": (lambda: emit("sin", carried) * y, lambda: emit("exp", carried * y)),
                "and": (lambda: emit("sin", carried * y), lambda: carried),
                "or": (lambda: carried, lambda: emit("exp", carried * y)),
            }
            regions = []
            for branch in branches[form]:
                builder = Builder()
                with building(builder):
                    result = branch()
                regions.append(builder.region((result,)))
            out = Value(FLOAT)
            body.add(Op("if", (condition,), (out,), {"form": form}, tuple(regions)))
            after = out * y + 0.1 * index
        result = Value(FLOAT, "x")
        attrs = {"start": 0, "stop": n, "step": 1}
        current().add(Op("loop", (x,), (result,), attrs, (body.region((after,)),)))
        return result * y

    for x in (0.7, -0.4):
        check_graph(graph({"x": FLOAT, "y": FLOAT, "n": INT}, make), x, 0.6, 4)
