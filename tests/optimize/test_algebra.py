from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.text import parse, show
from codegen.optimize.pipeline import algebra
from tests.optimize.checks import backward, check_pass

ROWS = [
    # name, lines before, lines after (all floats a, b, c)
    ("one", ["t = mul(1, a)  # float", "u = mul(t, 1.0)  # float", "return u"], ["return a"]),
    ("twice", ["t = add(a, a)  # float", "return t"], ["t = mul(2, a)  # float", "return t"]),
    ("double sign", ["_0 = neg(a)  # float", "t = neg(_0)  # float", "return t"], ["return a"]),
    (
        "sign to the front",
        ["_0 = neg(b)  # float", "t = mul(a, _0)  # float", "return t"],
        ["_0 = neg(a)  # float", "t = mul(_0, b)  # float", "return t"],
    ),
    (
        "difference",
        ["_0 = neg(b)  # float", "t = add(a, _0)  # float", "return t"],
        ["t = sub(a, b)  # float", "return t"],
    ),
    (
        "sum",
        ["_0 = neg(b)  # float", "t = sub(a, _0)  # float", "return t"],
        ["t = add(a, b)  # float", "return t"],
    ),
    (
        "negative product",
        ["_0 = mul(b, -2)  # float", "_1 = mul(_0, c)  # float", "t = add(a, _1)  # float", "return t"],
        ["_0 = mul(2, b)  # float", "_1 = mul(_0, c)  # float", "t = sub(a, _1)  # float", "return t"],
    ),
    (
        "literals to the front",
        ["_0 = mul(b, 2)  # float", "_1 = mul(3.0, c)  # float", "_2 = mul(_0, _1)  # float",
         "t = mul(a, _2)  # float", "return t"],
        ["_0 = mul(6.0, a)  # float", "_1 = mul(_0, b)  # float", "t = mul(_1, c)  # float", "return t"],
    ),
    ("power", ["_0 = sub(2, 1)  # int", "t = pow(a, _0)  # float", "return t"], ["return a"]),
    ("zero", ["_0 = mul(0, a)  # float", "t = add(b, _0)  # float", "return t"], ["return b"]),
    (
        "literals of a fraction",
        ["_0 = mul(2, b)  # float", "_1 = pow(_0, 2)  # float", "_2 = mul(a, c)  # float",
         "_3 = div(_2, _1)  # float", "t = mul(2, _3)  # float", "return t"],
        ["_0 = mul(a, c)  # float", "_1 = pow(b, 2)  # float", "_2 = mul(2, _1)  # float",
         "t = div(_0, _2)  # float", "return t"],
    ),
    (
        "sign of a fraction",
        ["_0 = neg(b)  # float", "_1 = div(a, _0)  # float", "t = neg(_1)  # float", "return t"],
        ["t = div(a, b)  # float", "return t"],
    ),
    (
        "shared values stay",
        ["_0 = neg(b)  # float", "t = mul(a, _0)  # float", "return t, _0"],
        ["_0 = neg(b)  # float", "t = mul(a, _0)  # float", "return t, _0"],
    ),
    (
        "accumulate",
        ["_0 = neg(b)  # float", "t = accumulate(a, _0, path=())  # float",
         "t = accumulate(t, c, path=())  # float", "return t_1"],
        ["t = accumulate(a, b, path=(), negative=True)  # float",
         "t_1 = accumulate(t, c, path=())  # float", "return t_1"],
    ),
    ("first", ["t = accumulate(0.0, b, path=())  # float", "return t"], ["return b"]),
]  # fmt: skip


@pytest.mark.parametrize("name, before, after", ROWS, ids=[row[0] for row in ROWS])
def test_numbers(name, before, after):
    before = [line.replace("t = accumulate(t,", "t_1 = accumulate(t,") for line in before]
    signature = "a: float, b: float, c: float"
    check_pass(backward(signature, *before), backward(signature, *after), algebra, 1.5, -0.7, 2.3)


ARRAYS = [
    (
        "numbers before arrays",
        ["t = mul(x, g)  # f64[n, d]", "t_1 = mul(t, 2)  # f64[n, d]", "return t_1"],
        ["_0 = mul(2, g)  # float", "t = mul(_0, x)  # f64[n, d]", "return t"],
    ),
    (
        "a number stays a number",
        ["_0 = full_like(g, x)  # f64[n, d]", "t = mul(_0, x)  # f64[n, d]", "return t"],
        ["t = mul(g, x)  # f64[n, d]", "return t"],
    ),
    (
        "spread late",
        ["_0 = full_like(g, x)  # f64[n, d]", "_1 = div(_0, 3)  # f64[n, d]", "t = neg(_1)  # f64[n, d]",
         "return t"],
        ["_0 = neg(g)  # float", "_1 = div(_0, 3)  # float", "t = full_like(_1, x)  # f64[n, d]",
         "return t"],
    ),
    (
        "a smaller array does not replace a larger one",
        ["_0 = full_like(g, x)  # f64[n, d]", "t = mul(_0, r)  # f64[n, d]", "return t"],
        ["_0 = full_like(g, x)  # f64[n, d]", "t = mul(_0, r)  # f64[n, d]", "return t"],
    ),
    (
        "assignment to zeros",
        ["z = zeros_like(x)  # f64[n, d]", "_0 = full_like(g, r)  # f64[d]", "_1 = neg(_0)  # f64[d]",
         "t = accumulate(z, _1, path=at[0])  # f64[n, d]", "return t"],
        ["z = zeros_like(x)  # f64[n, d]", "_0 = neg(g)  # float",
         "t = update(z, _0, path=at[0])  # f64[n, d]", "return t"],
    ),
    (
        "repeated indices are counted",
        ["z = zeros_like(x)  # f64[n, d]",
         "t = accumulate(z, g, path=at[i], repeated=True)  # f64[n, d]", "return t"],
        ["z = zeros_like(x)  # f64[n, d]",
         "t = accumulate(z, g, path=at[i], repeated=True)  # f64[n, d]", "return t"],
    ),
    (
        "cleared and filled",
        ["z = update(x, 0, path=at[1:])  # f64[n, d]",
         "t = accumulate(z, r, path=at[1:])  # f64[n, d]", "return t"],
        ["t = update(x, r, path=at[1:])  # f64[n, d]", "return t"],
    ),
    (
        "another place",
        ["z = update(x, 0, path=at[1:])  # f64[n, d]",
         "t = accumulate(z, r, path=at[:1])  # f64[n, d]", "return t"],
        ["z = update(x, 0, path=at[1:])  # f64[n, d]",
         "t = accumulate(z, r, path=at[:1])  # f64[n, d]", "return t"],
    ),
    (
        "zeros of the whole",
        ["z = zeros_like(x)  # f64[n, d]", "t = accumulate(z, g, path=())  # f64[n, d]",
         "t_1 = accumulate(t, x, path=())  # f64[n, d]", "return t_1"],
        ["t = add(g, x)  # f64[n, d]", "return t"],
    ),
    (
        "negative slices",
        ["_0 = mul(-2, r)  # f64[d]", "t = accumulate(x, _0, path=at[1:-1])  # f64[n, d]", "return t"],
        ["_0 = mul(2, r)  # f64[d]",
         "t = accumulate(x, _0, path=at[1:-1], negative=True)  # f64[n, d]", "return t"],
    ),
]  # fmt: skip


@pytest.mark.parametrize("name, before, after", ARRAYS, ids=[row[0] for row in ARRAYS])
def test_arrays(name, before, after):
    signature = "x: f64[n, d], r: f64[d], g: float, i: i64[m]"
    header = "# not 1: d, n\n"
    args = (np.arange(6.0).reshape(3, 2) + 1, np.array([0.3, -2.0]), 1.7, np.array([0, 0, 2]))
    check_pass(
        header + backward(signature, *before), header + backward(signature, *after), algebra, *args
    )


def test_the_forward_part_is_left_alone():
    text = """\
def f(a: float):
    _0 = mul(1, a)  # float
    _1 = neg(_0)  # float
    b = neg(_1)  # float
    return b
"""
    assert show(algebra(parse(text))) == text


def test_a_dict_is_made_of_its_parts():
    signature = "params: {'W': f64[n], 'b': float, 'c': float}, g: f64[n]"
    before = backward(
        signature,
        "dparams = zeros_like(params)  # {'W': f64[n], 'b': float, 'c': float}",
        "dparams_1 = accumulate(dparams, g, path=at.key('W'))  # {'W': f64[n], 'b': float, 'c': float}",
        "dparams_2 = accumulate(dparams_1, 2.0, path=at.key('b'))  # {'W': f64[n], 'b': float, 'c': float}",
        "dparams_3 = accumulate(dparams_2, g, path=at.key('W'))  # {'W': f64[n], 'b': float, 'c': float}",
        "return dparams_3",
    )
    after = backward(
        signature,
        "_0 = getitem(params, path=at.key('c'))  # float",
        "_1 = zeros_like(_0)  # float",
        "dW = mul(2, g)  # f64[n]",
        "dparams = make_dict(dW, 2.0, _1, keys=('W', 'b', 'c'))  # {'W': f64[n], 'b': float, 'c': float}",
        "return dparams",
    )
    params = {"W": np.arange(3.0), "b": 1.0, "c": 2.0}
    check_pass(before, after, algebra, params, np.ones(3))


def test_loops_keep_their_accumulators():
    text = """\
def f(x: float, n: int):
    # backward of: y
    def body1(i: int, dx: float):
        dx_1 = accumulate(dx, x, path=())  # float
        return dx_1
    dx_2 = loop(body1, 0.0, start=0, stop=n, step=1)  # float
    return dx_2
"""
    check_pass(text, text, algebra, 1.5, 3)
