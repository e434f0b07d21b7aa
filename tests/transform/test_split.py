"""The split form, and calls that stay calls."""

from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.compare import same
from codegen.ir.graph import Graph, Leaf, Op, Parameter, Region, Value, constant
from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
from codegen.ir.types import FLOAT, INT
from codegen.ir.verify import verify
from codegen.transform.reverse import reverse
from codegen.transform.split import split
from tests.transform.check import check_graph
from tests.transform.random_programs import program
from tests.transform.test_control import ARRAYS, PROGRAMS
from tests.transform.tiny_frontend import graph_of

A = np.array([0.31, -0.72, 1.13, 0.44])


def check_split(graph: Graph, *args: object) -> None:
    wrt = tuple(k for k, each in enumerate(args) if not isinstance(each, int))
    joint = reverse(graph, wrt)
    forward, backward = split(joint)
    verify(forward)
    verify(backward)
    assert same(parse(show(backward)), backward)
    value, gradient = run(joint, *args, 1.0).output
    out, cache = run(forward, *args).output
    assert np.array_equal(out, value)
    found = run(backward, 1.0, cache).output
    for one, other in zip(found, gradient, strict=True):
        assert np.array_equal(one, other)


@pytest.mark.parametrize("name", PROGRAMS)
def test_scalars(name: str) -> None:
    check_split(graph_of(PROGRAMS[name]), 0.7, 0.9)


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays(name: str) -> None:
    check_split(graph_of(ARRAYS[name]), A, 0.7)


@pytest.mark.parametrize("seed", range(30))
def test_random(seed: int) -> None:
    check_split(graph_of(program(seed)), A, 0.83, -0.57)


def power(loop: bool) -> Graph:
    """x if n == 0 else y * power(x * sin(y), y, n - 1); perhaps called in a loop."""
    x, y, n = Value(FLOAT, "x"), Value(FLOAT, "y"), Value(INT, "n")
    builder = Builder((x, y, n))
    with building(builder):
        condition = emit("eq", n, 0)
        inner = Builder()
        with building(inner):
            args = (x * emit("sin", y), y, n - 1)
            called = emit_op("call", args, {"callee": "power"}, types=(FLOAT,)).out
            result = y * called
        regions = (Region((), (), (x,)), inner.region((result,)))
        out = Value(FLOAT, "out")
        builder.add(Op("if", (condition,), (out,), {}, regions))
    params = tuple(Parameter(v, str(v.name)) for v in (x, y, n))
    graph = Graph("power", params, builder.region((out,)), Leaf(0))
    return in_loop(graph) if loop else graph


def in_loop(callee: Graph) -> Graph:
    """def f(x, y, n): for i in range(n): x = power(x, y, i) + x * y; return x"""
    x, y, n = Value(FLOAT, "x"), Value(FLOAT, "y"), Value(INT, "n")
    i, carried, after = Value(INT, "i"), Value(FLOAT, "x"), Value(FLOAT, "x")
    body = Builder((i, carried))
    with building(body):
        called = emit_op("call", (carried, y, i), {"callee": "power"}, types=(FLOAT,)).out
        result = called + carried * y
    attrs = {"start": constant(0), "stop": n, "step": 1}
    op = Op("loop", (x,), (after,), attrs, (body.region((result,)),))
    params = tuple(Parameter(v, str(v.name)) for v in (x, y, n))
    region = Region((x, y, n), (op,), (after,))
    return Graph("f", params, region, Leaf(0), callees=(callee,))


@pytest.mark.parametrize("loop", [False, True])
def test_recursion(loop: bool) -> None:
    check_graph(power(loop), 0.7, 0.6, 4)
    check_split(power(loop), 0.7, 0.6, 4)
