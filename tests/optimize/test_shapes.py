from __future__ import annotations

import numpy as np

from codegen.optimize.deadcode import eliminate
from codegen.optimize.rounds import plain_rounds
from codegen.optimize.shapes import read_arguments
from tests.optimize.checks import check_pass


def test_lengths_are_read_from_arguments():
    before = """\
# not 1: d, n
def f(x: f64[n, d], y: f64[n-2], named: f64[d]):
    _0 = neg(x)  # f64[n, d]
    _1 = neg(y)  # f64[n-2]
    t = neg(x)  # f64[n, d]
    # backward of: t
    a = len(_0)  # int
    b = shape(_0, axis=1)  # int
    c = len(_1)  # int
    d = len(t)  # int
    e = zeros_like(_0)  # f64[n, d]
    return a, b, c, d, e
"""
    after = before.replace("len(_0)", "len(x)").replace("shape(_0,", "shape(x,")
    after = after.replace("zeros_like(_0)", "zeros_like(x)")
    after = after.replace("    _0 = neg(x)  # f64[n, d]\n", "").replace("_1", "_0")
    after = after.replace("shape(x, axis=1)", "shape(x, axis=1)")
    args = (np.ones((5, 2)), np.ones(3), np.ones(2))
    check_pass(before, after, lambda graph: eliminate(read_arguments(graph)), *args)


def test_a_name_that_is_bound_again_is_left_alone():
    text = """\
def f(x: f64[n]):
    _0 = neg(x)  # f64[n]
    x_1 = exp(_0)  # f64[n]
    # backward of: x
    a = len(_0)  # int
    return a, x_1
"""
    check_pass(text, text, read_arguments, np.ones(3))


def test_rounds():
    before = """\
def f(x: float, n: int):
    # backward of: x
    _0 = sub(n, 1)  # int
    def body1(i: int, a: float):
        a_1 = mul(a, x)  # float
        return a_1
    a_2 = loop(body1, 1.0, start=_0, stop=-1, step=-1)  # float
    return a_2
"""
    after = """\
def f(x: float, n: int):
    # backward of: x
    def body1(i: int, a: float):
        a_1 = mul(a, x)  # float
        return a_1
    a_2 = loop(body1, 1.0, start=0, stop=n, step=1)  # float
    return a_2
"""
    check_pass(before, after, lambda graph: eliminate(plain_rounds(graph)), 1.5, 3)
    reading = before.replace("mul(a, x)", "mul(a, i)")
    check_pass(reading, reading, plain_rounds, 1.5, 3)
