from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.parse import parse
from codegen.ir.text import show
from codegen.optimize.pipeline import contractions
from tests.optimize.checks import backward, check_pass

random = np.random.default_rng(0)

# name: signature, lines before, lines after, shapes of the arguments
CASES = {
    "vectors": (
        "a: f64[n], b: f64[n]",
        ("_0 = mul(a, b)  # f64[n]", "t = sum(_0)  # np.f64", "return t"),
        ("t = dot(a, b)  # np.f64", "return t"),
        ((5,), (5,)),
    ),
    "matrices": (
        "a: f64[n, d], b: f64[n, d]",
        ("_0 = mul(a, b)  # f64[n, d]", "t = sum(_0)  # np.f64", "return t"),
        ("t = vdot(a, b)  # np.f64", "return t"),
        ((5, 3), (5, 3)),
    ),
    "one axis": (
        "a: f64[n, d], b: f64[n, d]",
        ("_0 = mul(a, b)  # f64[n, d]", "t = sum(_0, axis=0)  # f64[d]", "return t"),
        ("t = einsum(a, b, subscripts='ij,ij->j')  # f64[d]", "return t"),
        ((5, 3), (5, 3)),
    ),
    "kept axes": (
        "a: f64[n, d], b: f64[n, d]",
        (
            "_0 = mul(a, b)  # f64[n, d]",
            "t = sum(_0, axis=1, keepdims=True)  # f64[n, 1]",
            "return t",
        ),
        (
            "_0 = einsum(a, b, subscripts='ij,ij->i')  # f64[n]",
            "t = expand_dims(_0, axis=1)  # f64[n, 1]",
            "return t",
        ),
        ((5, 3), (5, 3)),
    ),
    "numbers in front": (
        "c: float, a: f64[n], b: f64[n]",
        (
            "_0 = mul(-2, c)  # float",
            "_1 = mul(_0, a)  # f64[n]",
            "_2 = mul(_1, b)  # f64[n]",
            "t = sum(_2)  # np.f64",
            "return t",
        ),
        (
            "_0 = dot(a, b)  # np.f64",
            "_1 = mul(-2, c)  # float",
            "t = mul(_1, _0)  # np.f64",
            "return t",
        ),
        (None, (5,), (5,)),
    ),
    "a factor that does not vary": (
        "a: f64[n, d], b: f64[d]",
        ("_0 = mul(a, b)  # f64[n, d]", "t = sum(_0, axis=0)  # f64[d]", "return t"),
        ("_0 = sum(a, axis=0)  # f64[d]", "t = mul(_0, b)  # f64[d]", "return t"),
        ((5, 3), (3,)),
    ),
    "a column that does not vary": (
        "a: f64[n, d], b: f64[n, 1]",
        ("_0 = mul(b, a)  # f64[n, d]", "t = sum(_0, axis=1)  # f64[n]", "return t"),
        (
            "_0 = sum(a, axis=1)  # f64[n]",
            "_1 = getitem(b, path=at[:, 0])  # f64[n]",
            "t = mul(_0, _1)  # f64[n]",
            "return t",
        ),
        ((5, 3), (5, 1)),
    ),
    "a row is stretched": (
        "a: f64[n, d], b: f64[d]",
        ("_0 = mul(a, b)  # f64[n, d]", "t = sum(_0, axis=1)  # f64[n]", "return t"),
        ("t = einsum(a, b, subscripts='ij,j->i')  # f64[n]", "return t"),
        ((5, 3), (3,)),
    ),
    "an axis that was put in": (
        "a: f64[n, k, d], b: f64[n, d]",
        (
            "_0 = expand_dims(b, axis=1)  # f64[n, 1, d]",
            "_1 = mul(a, _0)  # f64[n, k, d]",
            "t = sum(_1, axis=(0, 2))  # f64[k]",
            "return t",
        ),
        ("t = einsum(a, b, subscripts='ijk,ik->j')  # f64[k]", "return t"),
        ((4, 2, 3), (4, 3)),
    ),
    "perhaps stretched": (
        "a: f64[n, d], b: f64[m, d]",
        ("_0 = mul(a, b)  # f64[n, d]", "t = sum(_0, axis=0)  # f64[d]", "return t"),
        ("t = einsum(a, b, subscripts='ij,ij->j')  # f64[d]", "return t"),
        ((5, 3), (1, 3)),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_contraction(name: str) -> None:
    signature, before, after, shapes = CASES[name]
    arguments = [random.normal(size=shape) if shape is not None else 1.5 for shape in shapes]
    check_pass(backward(signature, *before), backward(signature, *after), contractions, *arguments)
    empty = [np.zeros(tuple(n if n == 1 else 0 for n in shape or ())) for shape in shapes]
    if None not in shapes:
        check_pass(backward(signature, *before), backward(signature, *after), contractions, *empty)


# what stays: float32 is summed pairwise, unknown axes, a product that is read again, f's own sums
@pytest.mark.parametrize(
    "text",
    [
        backward(
            "a: f32[n], b: f32[n]", "_0 = mul(a, b)  # f32[n]", "t = sum(_0)  # np.f32", "return t"
        ),
        backward(
            "a: f64[n], b: f64[n]",
            "_0 = mul(a, b)  # f64[n]",
            "t = sum(_0)  # np.f64",
            "return t, _0",
        ),
        "def f(a: f64[n], b: f64[n]):\n    # from: y = (a * b).sum()\n"
        "    _0 = mul(a, b)  # f64[n]\n    t = sum(_0)  # np.f64\n    return t\n",
    ],
)
def test_no_contraction(text: str) -> None:
    assert show(contractions(parse(text))) == show(parse(text))
