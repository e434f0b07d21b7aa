from __future__ import annotations

import pytest

from codegen.ir.parse import parse
from codegen.ir.text import show
from codegen.optimize.deadcode import eliminate
from codegen.optimize.rebuild import invariant
from tests.optimize.checks import backward, check_pass


def test_carries_that_feed_only_themselves():
    before = """\
def f(x: float, n: int):
    def body1(i: int, a: float, b: float, k: int):
        a_1 = mul(a, x)  # float
        b_1 = add(b, a_1)  # float
        k_1 = add(k, 1)  # int
        return a_1, b_1, k_1
    a_2, b_2, k_2 = loop(body1, 1.0, 0.0, 0, start=0, stop=n, step=1)  # float, float, int
    return a_2
"""
    after = """\
def f(x: float, n: int):
    def body1(i: int, a: float):
        a_1 = mul(a, x)  # float
        return a_1
    a_2 = loop(body1, 1.0, start=0, stop=n, step=1)  # float
    return a_2
"""
    check_pass(before, after, eliminate, 1.5, 3)


def test_a_carry_that_another_needs_stays():
    text = """\
def f(x: float, n: int):
    def body1(i: int, a: float, b: float):
        a_1 = mul(a, x)  # float
        return a_1, a
    a_2, b_1 = loop(body1, 1.0, 0.0, start=0, stop=n, step=1)  # float, float
    return b_1
"""
    check_pass(text, text, eliminate, 1.5, 3)


def test_exits_keep_what_decides():
    before = """\
def f(x: float):
    def body1(x_1: float, k: int):
        _0 = gt(x_1, 1.0)  # bool
        def then2():
            x_2 = mul(x_1, 0.5)  # float
            k_1 = add(k, 1)  # int
            return 0, x_2, k_1
        def orelse3():
            return 3, x_1, k
        _1, _2, _3 = if_(then2, orelse3, _0)  # int, float, int
        return _1, _2, _3
    _4, _5, _6 = loop(body1, x, 0, exits=True)  # int, float, int
    return {}
"""
    only_x = """\
def f(x: float):
    def body1(x_1: float):
        _0 = gt(x_1, 1.0)  # bool
        def then2():
            x_2 = mul(x_1, 0.5)  # float
            return 0, x_2
        def orelse3():
            return 3, x_1
        _1, _2 = if_(then2, orelse3, _0)  # int, float
        return _1, _2
    _3, _4 = loop(body1, x, exits=True)  # int, float
    return _4
"""
    check_pass(before.format("_5"), only_x, eliminate, 9.0)
    check_pass(before.format("_6"), before.format("_6"), eliminate, 9.0)
    check_pass(before.format("x"), "def f(x: float):\n    return x\n", eliminate, 9.0)


def test_branches():
    before = """\
def f(x: float, c: bool):
    def then1():
        a = mul(x, 2.0)  # float
        b = mul(x, 3.0)  # float
        return a, b
    def orelse2():
        return x, x
    p, q = if_(then1, orelse2, c)  # float, float
    return p
"""
    after = """\
def f(x: float, c: bool):
    def then1():
        a = mul(x, 2.0)  # float
        return a
    def orelse2():
        return x
    p = if_(then1, orelse2, c)  # float
    return p
"""
    check_pass(before, after, eliminate, 1.5, True)


def test_effects_stay_and_what_leads_to_them(capsys):
    text = """\
def f(x: float, n: int):
    def body1(i: int, a: float):
        a_1 = mul(a, x)  # float
        _0 = gt(a_1, 2.0)  # bool
        def then2():
            print(i)
            return
        def orelse3():
            return
        if_(then2, orelse3, _0)
        return a_1
    a_2 = loop(body1, 1.0, start=0, stop=n, step=1)  # float
    return x
"""
    check_pass(text, text, eliminate, 1.5, 3)


@pytest.mark.parametrize(
    "line, stays",
    [
        ("t = getitem(xs, path=at[10])  # np.f64", True),
        ("_0 = getitem(xs, path=at[10])  # np.f64", False),
        ("t = div(k, 0.0)  # float", True),
        ("t = add(k, 1.0)  # float", False),
        ("t = exp(k, via='math.exp')  # float", True),
        ("t = exp(xs, via='numpy.exp')  # f64[n]", False),
        ("t = mul(xs, xs)  # f64[n]", False),
        ("t = mul(xs, ys)  # f64[d]", True),
        ("t = len(xs)  # int", False),
        ("assert_(c)", True),
    ],
)
def test_statements_of_the_user(line, stays):
    signature = "xs: f64[n], ys: f64[d], k: float, c: bool"
    for text, expected in (
        (f"def f({signature}):\n    {line}\n    return k\n", stays),
        (backward(signature, line, "return k"), line.startswith("assert")),
    ):
        graph = parse(text)
        assert bool(eliminate(graph).body.ops) == expected, show(graph)


def test_invariant_carries():
    before = """\
def f(x: float, n: int):
    def body1(i: int, a: float, k: float):
        a_1 = mul(a, k)  # float
        return a_1, k
    a_2, k_1 = loop(body1, 1.0, x, start=0, stop=n, step=1)  # float, float
    c = gt(k_1, 0.0)  # bool
    def then2():
        return a_2, 0.0
    def orelse3():
        return a_2, 0.0
    p, q = if_(then2, orelse3, c)  # float, float
    r = add(p, q)  # float
    return r
"""
    after = """\
def f(x: float, n: int):
    def body1(i: int, a: float):
        a_1 = mul(a, x)  # float
        return a_1
    a_2 = loop(body1, 1.0, start=0, stop=n, step=1)  # float
    r = add(a_2, 0.0)  # float
    return r
"""
    check_pass(before, after, lambda graph: eliminate(invariant(graph)), 1.5, 3)


def test_calls():
    text = """\
def shout(x: float):
    print(x)
    return x
def quiet(x: float):
    return x
@callees('shout', 'quiet')
def f(x: float):
    # backward of: y
    _0 = call(x, callee='{}')  # float
    return x
"""
    loud = text.format("shout")
    assert eliminate(parse(loud)).body.ops
    assert not eliminate(parse(text.format("quiet"))).body.ops
