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


def joint(*lines: str) -> str:
    """The lines up to the first with a `g` are f's own."""
    split = next(k for k, line in enumerate(lines) if line.startswith("g"))
    body = ["# from: p = a * b", *lines[:split], "# backward of: p = a * b", *lines[split:]]
    return "\n    ".join(body)


def gaussian(a: str, b: str, p: str, g: str, t: str, *lines: str) -> str:
    head = f"def f(a: {a}, b: {b}, s: float):\n    "
    types = {"p": p, "g": g, "t": t}
    return head + joint(*(line.format(**types) for line in lines)) + "\n"


MULTIPLES = {
    "a row beside a matrix": (
        ("f64[n, d]", "f64[d]", "f64[n, d]", "f64[n, d]", "f64[d]"),
        ("_1 = einsum(g, a, subscripts='ij,ij->j')  # {t}", "t = mul(_1, b)  # {t}"),
        ("t = einsum(g, p, subscripts='ij,ij->j')  # {t}",),
        ((5, 3), (3,)),
    ),
    "a number": (
        ("f64[n]", "float", "f64[n]", "f64[n]", "np.f64"),
        ("_1 = dot(g, a)  # {t}", "t = mul(b, _1)  # {t}"),
        ("t = dot(g, p)  # {t}",),
        ((5,), None),
    ),
}
PRODUCT, MULTIPLE = "p = mul(a, b)  # {p}", "g = mul(s, p)  # {g}"


@pytest.mark.parametrize("name", MULTIPLES)
def test_the_product_that_is_kept(name: str) -> None:
    types, before, after, shapes = MULTIPLES[name]
    arguments = [random.normal(size=shape) if shape is not None else 1.5 for shape in shapes]
    texts = (
        gaussian(*types, PRODUCT, MULTIPLE, *lines, "return p, g, t") for lines in (before, after)
    )
    check_pass(*texts, contractions, *arguments, 0.5)


@pytest.mark.parametrize(
    ("types", "lines"),
    [
        # g may be 0 where p is not finite: nothing of p may enter the sum
        (
            ("f64[n]", "float", "f64[n]", "f64[n]", "np.f64"),
            (
                PRODUCT,
                "g = mul(s, a)  # {g}",
                "_1 = dot(g, a)  # {t}",
                "t = mul(b, _1)  # {t}",
                "return p, g, t",
            ),
        ),
        # b varies along the axis of the sum, and a is no row of p
        (
            ("f64[n, d]", "f64[n]", "f64[n, d]", "f64[n, d]", "f64[n]"),
            (
                "_0 = expand_dims(b, axis=1)  # f64[n, 1]",
                "p = mul(a, _0)  # {p}",
                MULTIPLE,
                "_1 = einsum(g, a, subscripts='ij,ij->i')  # {t}",
                "t = mul(_1, b)  # {t}",
                "return p, g, t",
            ),
        ),
    ],
)
def test_products_that_are_not_taken(types: tuple[str, ...], lines: tuple[str, ...]) -> None:
    text = gaussian(*types, *lines)
    assert show(contractions(parse(text))) == show(parse(text))
