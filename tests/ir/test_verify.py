from __future__ import annotations

import pytest

from codegen.errors import InternalError
from codegen.ir.graph import Graph, Region
from codegen.ir.parse import parse
from codegen.ir.verify import verify
from tests.ir import graphs

LOOP = """\
def f(x: float, n: int):
    def body1(i: int, p: float):
        q = mul(p, x)  # float
        return q
    y = loop(body1, 1.0, start=0, stop=n, step=1)  # float
    return y
"""
BRANCH = """\
def f(x: float):
    c = gt(x, 0.0)  # bool
    def then1():
        return x
    def orelse2():
        return 1.0
    y = if_(then1, orelse2, c)  # float
    return y
"""


@pytest.mark.parametrize(
    "text, old, new, message",
    [
        (LOOP, "mul(p, x)", "unheard_of(p, x)", "no row"),
        (LOOP, "mul(p, x)", "mul(p, x, x)", "3 operands"),
        (LOOP, ", step=1", "", "start, stop and step"),
        (LOOP, "start=0, stop=n, step=1", "", "needs exits"),
        (LOOP, "1.0, start", "1.0, x, start", "2 parameters of the body for 2 carries"),
        (LOOP, "return q", "return q, q", "2 results of the body"),
        (LOOP, "i: int", "i: float", "index of a counted loop"),
        (LOOP, "return y", "return results(y, x, output=0, effects=())", "nothing names"),
        (LOOP, "return y", "return with_effects(y, (2, x))", "no parameter"),
        (BRANCH, "return 1.0", "return 1.0, 2.0", "2 results of a branch for 1"),
        (BRANCH, "then1, orelse2, c", "then1, orelse2, c, c", "2 operands"),
        (BRANCH, "gt(x, 0.0)", "getitem(x)", "no path"),
        (BRANCH, "gt(x, 0.0)", "gt(x, 0.0, store=True)", "stores nothing"),
        (BRANCH, "gt(x, 0.0)", "call(x, callee='g')", "no callee"),
    ],
)
def test_broken(text, old, new, message):
    verify(parse(text))
    assert old in text
    with pytest.raises(InternalError, match=message):
        verify(parse(text.replace(old, new)))


def _with_body(graph: Graph, body: Region) -> Graph:
    return Graph(graph.name, graph.params, body, graph.output, graph.effects)


def test_scopes():
    graph = graphs.scalars()
    body = graph.body
    backwards = Region(body.params, body.ops[::-1], body.results)
    with pytest.raises(InternalError, match="used .* its definition"):
        verify(_with_body(graph, backwards))
    twice = Region(body.params, (*body.ops, body.ops[0]), body.results)
    with pytest.raises(InternalError, match="defined twice"):
        verify(_with_body(graph, twice))
    loop = graphs.power_loop()
    inner = loop.body.ops[0].regions[0].ops[0].out
    leaking = Region(loop.body.params, loop.body.ops, (inner,))
    with pytest.raises(InternalError, match="out of its scope"):
        verify(_with_body(loop, leaking))
