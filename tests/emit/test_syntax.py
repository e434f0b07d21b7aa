"""Parentheses, signs and constants."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from codegen.emit.syntax import INFIX, UNARY, Text, infix, literal, negative, quoted

A, B, C = Text("a"), Text("b"), Text("c")
NUMBERS = {"a": 3.7, "b": -2.3, "c": 1.9}
ARITHMETIC = ("add", "sub", "mul", "div", "pow", "mod", "floordiv")


def value(text: Text) -> object:
    return eval(text.text, {}, dict(NUMBERS))


@pytest.mark.parametrize("outer, inner", list(itertools.product(ARITHMETIC, ARITHMETIC)))
def test_grouping_is_kept(outer: str, inner: str) -> None:
    part = infix(inner, A, B)
    held = f"({part})"
    sign = INFIX[outer][0]
    for text, plain in (
        (infix(outer, part, C), f"{held} {sign} c"),
        (infix(outer, C, part), f"c {sign} {held}"),
    ):
        assert value(text) == eval(plain, {}, dict(NUMBERS)), text


def test_no_needless_parentheses() -> None:
    assert str(infix("add", infix("mul", A, B), C)) == "a * b + c"
    assert str(infix("sub", infix("sub", A, B), C)) == "a - b - c"
    assert str(infix("sub", A, infix("sub", B, C))) == "a - (b - c)"
    assert str(infix("pow", A, Text("2"))) == "a**2"
    assert str(infix("pow", negative(A, True), Text("2"))) == "(-a) ** 2"
    assert str(infix("lt", infix("lt", A, B), C)) == "(a < b) < c"


def test_signs() -> None:
    product = infix("mul", A, B)
    assert str(negative(product, exact=True)) == "-(a * b)"
    assert str(negative(product, exact=False)) == "-a * b"
    assert str(negative(negative(product, exact=False), exact=False)) == "a * b"
    assert negative(infix("floordiv", A, B), exact=False).text == "-(a // b)"
    assert str(negative(infix("pow", A, Text("2")), exact=True)) == "-a**2"


@pytest.mark.parametrize(
    "item",
    [0, -3, 2.5, -0.0, 1e300, math.inf, -math.inf, True, None, "a\"b'c", "plain", 1 + 2j, -2j, ...,
     (1, -2.0), (3,), (), [1, "x"], np.float32(0.1), np.int64(-4), np.bool_(True),
     complex("-0+1j")],
)  # fmt: skip
def test_literals(item: object) -> None:
    again = eval(literal(item).text, {"np": np})
    assert again == item and type(again) is type(item)
    if isinstance(item, float | complex):
        assert str(again) == str(item)


def test_nan_and_negative_numbers() -> None:
    assert math.isnan(eval(literal(math.nan).text))
    assert literal(-2.0).level == UNARY
    assert str(infix("pow", literal(-2.0), A)) == "(-2.0) ** a"
    assert str(infix("mul", A, literal(-2.0))) == "a * -2.0"


def test_quotes() -> None:
    assert quoted("it") == '"it"'
    assert eval(quoted("a'\"\n")) == "a'\"\n"
