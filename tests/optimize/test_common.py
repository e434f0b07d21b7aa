from __future__ import annotations

from codegen.optimize.common import merge
from tests.optimize.checks import check_pass


def test_backward_reads_what_exists():
    before = """\
def f(x: float, y: float):
    # from: a = exp(x * y)
    _0 = mul(x, y)  # float
    a = exp(_0, via='math.exp')  # float
    # from: b = exp(x * y)
    _1 = mul(x, y)  # float
    b = exp(_1, via='math.exp')  # float
    # backward of: b = exp(x * y)
    _2 = mul(y, x)  # float
    _3 = exp(_2)  # float
    _4 = sub(_3, 1.0)  # float
    dy = sub(_3, 1.0)  # float
    z = sub(_3, 1)  # float
    return a, b, _4, dy, z
"""
    after = """\
def f(x: float, y: float):
    # from: a = exp(x * y)
    _0 = mul(x, y)  # float
    a = exp(_0, via='math.exp')  # float
    # from: b = exp(x * y)
    _1 = mul(x, y)  # float
    b = exp(_1, via='math.exp')  # float
    # backward of: b = exp(x * y)
    dy = sub(a, 1.0)  # float
    z = sub(a, 1)  # float
    return a, b, dy, dy, z
"""
    check_pass(before, after, merge, 1.5, 0.3)


def test_scopes_and_buffers():
    text = """\
def f(x: f64[n], c: bool):
    # backward of: y
    def then1():
        _0 = exp(x)  # f64[n]
        return _0
    def orelse2():
        _1 = exp(x)  # f64[n]
        return _1
    _2 = if_(then1, orelse2, c)  # f64[n]
    _3 = exp(x)  # f64[n]
    _4 = zeros_like(x)  # f64[n]
    _5 = zeros_like(x)  # f64[n]
    return _2, _3, _4, _5
"""
    check_pass(text, text, merge)
