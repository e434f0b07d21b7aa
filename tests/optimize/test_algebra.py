from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.parse import parse
from codegen.ir.text import show
from codegen.optimize.pipeline import algebra
from tests.optimize.checks import backward, check_pass

# name: before -> after; one op a `;`, all results floats
NUMBERS = {
    "one": ("t = mul(1, a); u = mul(t, 1.0); return u", "return a"),
    "twice": ("t = add(a, a); return t", "t = mul(2, a); return t"),
    "double sign": ("_0 = neg(a); t = neg(_0); return t", "return a"),
    "sign to the front": (
        "_0 = neg(b); t = mul(a, _0); return t",
        "_0 = neg(a); t = mul(_0, b); return t",
    ),
    "difference": ("_0 = neg(b); t = add(a, _0); return t", "t = sub(a, b); return t"),
    "sum": ("_0 = neg(b); t = sub(a, _0); return t", "t = add(a, b); return t"),
    "negative product": (
        "_0 = mul(b, -2); _1 = mul(_0, c); t = add(a, _1); return t",
        "_0 = mul(2, b); _1 = mul(_0, c); t = sub(a, _1); return t",
    ),
    "literals to the front": (
        "_0 = mul(b, 2); _1 = mul(3.0, c); _2 = mul(_0, _1); t = mul(a, _2); return t",
        "_0 = mul(6.0, a); _1 = mul(_0, b); t = mul(_1, c); return t",
    ),
    "power": ("_0 = sub(2, 1)  # int; t = pow(a, _0); return t", "return a"),
    "zero": ("_0 = mul(0, a); t = add(b, _0); return t", "return b"),
    "literals of a fraction": (
        "_0 = mul(2, b); _1 = pow(_0, 2); _2 = mul(a, c); _3 = div(_2, _1);"
        " t = mul(2, _3); return t",
        "_0 = mul(a, c); _1 = pow(b, 2); _2 = mul(2, _1); t = div(_0, _2); return t",
    ),
    "a root that is divided by is not 0": (
        "_0 = div(a, b); _1 = ne(b, 0)  # bool; _2 = where(_1, b, 1); _3 = mul(2, _2);"
        " t = div(_0, _3); return t",
        "_0 = div(a, b); _1 = mul(2, b); t = div(_0, _1); return t",
    ),
    "a root may be 0": (
        "_0 = div(a, c); _1 = ne(b, 0)  # bool; _2 = where(_1, b, 1); _3 = mul(2, _2);"
        " t = div(_0, _3); return t",
        "_0 = div(a, c); _1 = ne(b, 0)  # bool; _2 = where(_1, b, 1); _3 = mul(2, _2);"
        " t = div(_0, _3); return t",
    ),
    "sign of a fraction": (
        "_0 = neg(b); _1 = div(a, _0); t = neg(_1); return t",
        "t = div(a, b); return t",
    ),
    "named adjoints are statements": (
        "da = mul(a, b); _0 = neg(c); db = mul(_0, da); return db",
        "da = mul(a, b); _0 = neg(c); db = mul(_0, da); return db",
    ),
    "shared values stay": (
        "_0 = neg(b); t = mul(a, _0); return t, _0",
        "_0 = neg(b); t = mul(a, _0); return t, _0",
    ),
    "accumulate": (
        "_0 = neg(b); t = accumulate(a, _0, path=()); t_1 = accumulate(t, c, path=()); return t_1",
        "t = accumulate(a, b, path=(), negative=True); t_1 = accumulate(t, c, path=()); return t_1",
    ),
    "first": ("t = accumulate(0.0, b, path=()); return t", "return b"),
    "what a cross-entropy leaves": (
        "_0 = sub(1, a); _1 = sub(1, b); _2 = mul(a, _1); _3 = mul(c, _2); _4 = mul(c, _0);"
        " _5 = mul(_4, b); t = sub(_3, _5); return t",
        "_0 = sub(a, b); t = mul(c, _0); return t",
    ),
    "no cross-entropy: another factor": (
        "_0 = sub(1, a); _1 = sub(1, b); _2 = mul(a, _1); _3 = mul(c, _2); _4 = mul(a, _0);"
        " _5 = mul(_4, b); t = sub(_3, _5); return t",
        "_0 = sub(1, a); _1 = sub(1, b); _2 = mul(c, a); _3 = mul(_2, _1); _4 = mul(a, _0);"
        " _5 = mul(_4, b); t = sub(_3, _5); return t",
    ),
}

# the same for arrays: results are f64[n, d] unless a comment says otherwise
ARRAYS = {
    "numbers before arrays": (
        "_0 = mul(x, g); t = mul(_0, 2); return t",
        "_0 = mul(2, g)  # float; t = mul(_0, x); return t",
    ),
    "a number stays a number": (
        "_0 = full_like(g, x); t = mul(_0, x); return t",
        "t = mul(g, x); return t",
    ),
    "spread late": (
        "_0 = full_like(g, x); _1 = div(_0, 3); t = neg(_1); return t",
        "_0 = neg(g)  # float; _1 = div(_0, 3)  # float; t = full_like(_1, x); return t",
    ),
    "a smaller array does not replace a larger one": (
        "_0 = full_like(g, x); t = mul(_0, r); return t",
        "_0 = full_like(g, x); t = mul(_0, r); return t",
    ),
    "assignment to zeros": (
        "z = zeros_like(x); _0 = full_like(g, r)  # f64[d]; _1 = neg(_0)  # f64[d];"
        " t = accumulate(z, _1, path=at[0]); return t",
        "z = zeros_like(x); _0 = neg(g)  # float; t = update(z, _0, path=at[0]); return t",
    ),
    "repeated indices are counted": (
        "z = zeros_like(x); t = accumulate(z, g, path=at[i], repeated=True); return t",
        "z = zeros_like(x); t = accumulate(z, g, path=at[i], repeated=True); return t",
    ),
    "cleared and filled": (
        "z = update(x, 0, path=at[1:]); t = accumulate(z, r, path=at[1:]); return t",
        "t = update(x, r, path=at[1:]); return t",
    ),
    "another place": (
        "z = update(x, 0, path=at[1:]); t = accumulate(z, r, path=at[:1]); return t",
        "z = update(x, 0, path=at[1:]); t = accumulate(z, r, path=at[:1]); return t",
    ),
    "zeros of the whole": (
        "z = zeros_like(x); t = accumulate(z, g, path=());"
        " t_1 = accumulate(t, x, path=()); return t_1",
        "t = add(g, x); return t",
    ),
    "negative slices": (
        "_0 = mul(-2, r)  # f64[d]; t = accumulate(x, _0, path=at[1:-1]); return t",
        "_0 = mul(2, r)  # f64[d]; t = accumulate(x, _0, path=at[1:-1], negative=True); return t",
    ),
}


def text(signature: str, code: str, t: str) -> str:
    """A function of the backward part from ops on one line, whose results have type t."""
    lines = [line.strip() for line in code.split(";")]
    return backward(
        signature,
        *(f"{line}  # {t}" if "=" in line and "#" not in line else line for line in lines),
    )


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers(name):
    before, after = (text("a: float, b: float, c: float", code, "float") for code in NUMBERS[name])
    check_pass(before, after, algebra, 1.5, -0.7, 2.3)


@pytest.mark.parametrize("name", ARRAYS)
def test_arrays(name):
    signature = "x: f64[n, d], r: f64[d], g: float, i: i64[m]"
    before, after = (
        "# not 1: d, n\n" + text(signature, code, "f64[n, d]") for code in ARRAYS[name]
    )
    x, r = np.arange(6.0).reshape(3, 2) + 1, np.array([0.3, -2.0])
    check_pass(before, after, algebra, x, r, 1.7, np.array([0, 0, 2]))


def test_the_forward_part_is_left_alone():
    code = """\
def f(a: float):
    _0 = mul(1, a)  # float
    _1 = neg(_0)  # float
    b = neg(_1)  # float
    return b
"""
    assert show(algebra(parse(code))) == code


def test_a_dict_is_made_of_its_parts():
    t = "{'W': f64[n], 'b': float, 'c': float}"
    before = text(
        f"params: {t}, g: f64[n]",
        "dparams = zeros_like(params);"
        "dparams_1 = accumulate(dparams, g, path=at.key('W'));"
        "dparams_2 = accumulate(dparams_1, 2.0, path=at.key('b'));"
        "dparams_3 = accumulate(dparams_2, g, path=at.key('W'));"
        "return dparams_3",
        t,
    )
    after = text(
        f"params: {t}, g: f64[n]",
        "_0 = getitem(params, path=at.key('c'))  # float;"
        "_1 = zeros_like(_0)  # float;"
        "dW = mul(2, g)  # f64[n];"
        "dparams = make_dict(dW, 2.0, _1, keys=('W', 'b', 'c'));"
        "return dparams",
        t,
    )
    params = {"W": np.arange(3.0), "b": 1.0, "c": 2.0}
    check_pass(before, after, algebra, params, np.ones(3))


def test_loops_keep_their_accumulators():
    code = """\
def f(x: float, n: int):
    # backward of: y
    def body1(i: int, dx: float):
        dx_1 = accumulate(dx, x, path=())  # float
        return dx_1
    dx_2 = loop(body1, 0.0, start=0, stop=n, step=1)  # float
    return dx_2
"""
    check_pass(code, code, algebra, 1.5, 3)


def test_a_scaled_adjoint_is_one_product() -> None:
    signature, arguments = "a: f64[n], b: f64[n]", (np.array([1.0, -2.0]), np.array([3.0, 0.5]))
    lines = (
        "_0 = mul(0.25, a)  # f64[n]",
        "dr = div(_0, b)  # f64[n]",
        "t = mul(2, dr)  # f64[n]",
    )
    after = ("_0 = mul(0.5, a)  # f64[n]", "t = div(_0, b)  # f64[n]", "return t")
    once, read_again = backward(signature, *lines, "return t"), backward(
        signature, *lines, "return t, dr"
    )
    check_pass(once, backward(signature, *after), algebra, *arguments)
    check_pass(read_again, read_again, algebra, *arguments)
