"""Parts of cotangents: what is still 0, and what needs no zeros."""

from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.graph import Index, Slice, Value
from codegen.ir.integers import declare_length
from codegen.ir.parse import parse
from codegen.ir.text import show
from codegen.ir.types import INT, Length, Symbol
from codegen.optimize.disjoint import disjoint
from codegen.optimize.pipeline import algebra
from tests.optimize.checks import backward, check_pass

N = Symbol("n")
POINT, TWICE, OTHER = Value(INT, "n"), Value(INT, "m"), Value(INT, "k")
declare_length(POINT, Length.of(N))
declare_length(TWICE, Length.of(N) * 2)

PAIRS = [
    (Index((Slice(None, 2),)), Index((Slice(2, None),)), True),
    (Index((Slice(None, 3),)), Index((Slice(2, None),)), False),
    (Index((0,)), Index((1,)), True),
    (Index((0,)), Index((-1,)), False),  # of one element
    (Index((Slice(None, -1),)), Index((Slice(1, None),)), False),
    (Index((Slice(None, POINT),)), Index((Slice(POINT, TWICE),)), True),
    (Index((Slice(None, POINT),)), Index((Slice(TWICE, None),)), True),
    (Index((Slice(None, TWICE),)), Index((Slice(POINT, None),)), False),
    (Index((Slice(None, OTHER),)), Index((Slice(OTHER, None),)), True),  # of whatever sign
    (Index((Slice(None, OTHER),)), Index((Slice(TWICE, None),)), False),
    (Index((Slice(), Slice(2, 3))), Index((Slice(), Slice(None, 2))), True),
    (Index((Slice(), 1)), Index((Slice(), 2)), True),
    (Index((..., 1)), Index((..., 2)), False),
    (Index((Slice(None, None, 2),)), Index((Slice(1, None, 2),)), False),
]


@pytest.mark.parametrize(("a", "b", "expected"), PAIRS)
def test_disjoint(a: Index, b: Index, expected: bool) -> None:
    assert disjoint((a,), (b,)) is expected
    assert disjoint((b,), (a,)) is expected


def test_parts_of_a_whole_need_no_zeros() -> None:
    before = backward(
        "x: f64[n], y: f64[n], g: float",
        "dx = zeros_like(x)  # f64[n]",
        "dx_1 = update(dx, g, path=at[0])  # f64[n]",
        "_0 = mul(g, y)  # f64[n]",
        "dx_2 = accumulate(dx_1, _0, path=())  # f64[n]",
        "return dx_2",
    )
    after = backward(
        "x: f64[n], y: f64[n], g: float",
        "_0 = mul(g, y)  # f64[n]",
        "dx = accumulate(_0, g, path=at[0])  # f64[n]",
        "return dx",
    )
    check_pass(before, after, algebra, np.ones(3), np.arange(3.0), 1.5)


def test_a_whole_that_is_read_again_is_not_added_to() -> None:
    text = backward(
        "x: f64[n], y: f64[n], g: float",
        "dx = zeros_like(x)  # f64[n]",
        "dx_1 = update(dx, g, path=at[0])  # f64[n]",
        "dy = mul(g, y)  # f64[n]",
        "dx_2 = accumulate(dx_1, dy, path=())  # f64[n]",
        "return dx_2, dy",
    )
    assert show(algebra(parse(text))) == show(parse(text))
