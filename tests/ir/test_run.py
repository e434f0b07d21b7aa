from __future__ import annotations

import math

import numpy as np
import pytest

from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Graph, Index, Slice, Value
from codegen.ir.parse import parse
from codegen.ir.run import run, run_inplace
from codegen.ir.types import FLOAT, ListOf
from tests.ir import graphs
from tests.ir.graphs import graph_of


def test_control_flow():
    assert run(graphs.power_loop(), 2.0, 5).output == 32.0
    assert run(graphs.power_loop(), 2.0, 0).output == 1.0
    assert run(graphs.halve_while(), 5.0).output == (0.625, 3)
    assert run(graphs.calls(), n=5).output == 120
    assert run(graphs.scalars(), 2.0, 3.0).output == (0.0, math.exp(3.0))


def test_arguments_stay_untouched():
    u = np.arange(5.0) + 1
    output, effects = run(graphs.stores(), u, 2.0)
    assert u.tolist() == [1, 2, 3, 4, 5]
    assert effects[0].tolist() == [1, 4, 5, 6, 5]
    assert output == {"sum": 7.0, "w": ({"a": [5.0]},)}


def _storing(graph: Graph) -> Graph:
    ops = tuple(
        op.with_(attrs={**op.attrs, "store": True}) if op.name in ("update", "accumulate") else op
        for op in graph.body.ops
    )
    body = type(graph.body)(graph.body.params, ops, graph.body.results)
    return Graph(graph.name, graph.params, body, graph.output, graph.effects)


def test_in_place_writes_the_operand():
    u = np.arange(5.0) + 1
    result = run_inplace(_storing(graphs.stores()), u, 2.0)
    assert result.effects[0] is u
    assert u.tolist() == [1, 4, 5, 6, 5]


@pytest.mark.parametrize("in_place", [False, True])
def test_paths(in_place):
    text = """\
def f(xs: {"a": list[f64[n, d]], "b": float}, i: i64[m]):
    xs_1 = accumulate(xs, 10.0, path=at.key("a")[0][i], repeated=True, store=True)  # float
    xs_2 = update(xs_1, 7.0, path=at.key("b"), store=True)  # float
    z = zeros_like(xs_2)  # float
    xs_3 = accumulate(xs_2, z, path=(), negative=True, store=True)  # float
    return xs_3
"""
    graph = parse(text)
    given = {"a": [np.zeros((3, 2)), np.ones(2)], "b": 1.0}
    output, _ = (run_inplace if in_place else run)(graph, given, np.array([0, 0, 2]))
    assert output["a"][0].tolist() == [[20, 20], [0, 0], [10, 10]]
    assert output["b"] == 7.0
    assert (output is given) == in_place
    assert (given["b"] == 1.0) == (not in_place)
    assert (given["a"][0].sum() == 0.0) == (not in_place)


def test_lists():
    def body(xs: Value) -> object:
        grown = emit("append", xs, 4.0)
        rest, last = emit_op("pop", [grown]).outs
        more = emit("extend", rest, emit("list_repeat", rest, times=2))
        first = emit("insert", more, -1.0, index=0)
        return (
            first,
            last,
            emit("len", first),
            emit("getitem", first, path=(Index((Slice(1, 3),)),)),
        )

    given = [1.0, 2.0]
    output, _ = run(graph_of("f", {"xs": ListOf(FLOAT)}, body), given)
    assert output == ([-1.0, 1.0, 2.0, 1.0, 2.0, 1.0, 2.0], 4.0, 7, [1.0, 2.0])
    assert given == [1.0, 2.0]


def test_shape_reads():
    x = np.array([[1, 2], [3, 4]], dtype=np.float32)
    text = """\
def f(g: number, x: number):
    z = zeros_like(x)  # number
    h = full_like(2.0, x)  # number
    u = unbroadcast(g, x)  # number
    n = shape(x, axis=1)  # int
    return z, h, u, n
"""
    z, h, u, n = run(parse(text.replace("axis=1", "axis=0")), np.ones((5, 2, 2)), x).output
    assert z.dtype == h.dtype == np.float32 and h.sum() == 8
    assert u.tolist() == [[5, 5], [5, 5]] and n == 2
    shaped = text.replace("shape(x, axis=1)", "ndim(x)")
    assert run(parse(shaped), np.ones(3), 1.5).output == (0.0, 2.0, 3.0, 0)
    z, h, u, n = run(parse(shaped), np.ones((2, 3)), np.array([[1], [2]])).output
    assert z.dtype == np.float64 and u.tolist() == [[3], [3]]


def test_effects_of_python(capsys):
    text = """\
def f(x: float):
    t = format(x, template=("x=", (0, "r", "")))  # str
    print(t, 1, sep="-")
    c = lt(x, 0.0)  # bool
    def then1():
        raise_("negative", exception="ValueError")
        return UNDEFINED
    def orelse2():
        assert_(True, "never")
        return x
    y = if_(then1, orelse2, c)  # float
    return y
"""
    assert run(parse(text), 2.0).output == 2.0
    assert capsys.readouterr().out == "x=2.0-1\n"
    with pytest.raises(ValueError, match="negative"):
        run(parse(text), -2.0)


def test_via_decides_the_function():
    text = "def f(x: float):\n    y = exp(x, via={!r})  # float\n    return y\n"
    assert type(run(parse(text.format("math.exp")), 1.0).output) is float
    assert type(run(parse(text.format("numpy.exp")), 1.0).output) is np.float64
