"""Dead memory used again: the same numbers, and nothing else is written."""

from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.graph import Graph, walk
from codegen.ir.parse import parse
from codegen.optimize.reassociate import dead_factors_first as reassociate
from tests.optimize.checks import backward, check_pass
from tests.optimize.test_inplace import check

X, Y = np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 2.0])


def reusing(graph: Graph) -> list[str]:
    """The ops that write the memory of an operand."""
    return [op.name for op in walk(graph.body) if op.attrs.get("store")]


# name: lines of a function of x and y, and what is written in place
CASES = {
    "a dead product": (
        ("da = mul(x, y)  # f64[n]", "db = mul(da, y)  # f64[n]", "return db"),
        ["mul"],
    ),
    "either factor": (
        ("da = mul(x, y)  # f64[n]", "db = mul(y, da)  # f64[n]", "return db"),
        ["mul"],
    ),
    "a product that is filled further": (
        (
            "da = mul(x, y)  # f64[n]",
            "_0 = mul(da, y)  # f64[n]",
            "db = accumulate(_0, 2.0, path=at[:1])  # f64[n]",
            "return db",
        ),
        ["mul", "accumulate"],
    ),
    "a quotient, a difference": (
        (
            "da = mul(x, y)  # f64[n]",
            "db = sub(da, y)  # f64[n]",
            "dc = div(db, x)  # f64[n]",
            "return dc",
        ),
        ["sub", "div"],
    ),
    "a divisor": (
        ("da = mul(x, y)  # f64[n]", "db = div(x, da)  # f64[n]", "return db"),
        [],
    ),
    "a difference inside a product": (
        (
            "da = mul(x, y)  # f64[n]",
            "_0 = sub(da, y)  # f64[n]",
            "db = mul(_0, x)  # f64[n]",
            "return db",
        ),
        ["sub", "mul"],
    ),
    "read again": (
        (
            "da = mul(x, y)  # f64[n]",
            "db = mul(da, y)  # f64[n]",
            "dc = add(db, da)  # f64[n]",
            "return dc",
        ),
        ["add"],
    ),
    "an argument": (("db = mul(x, y)  # f64[n]", "return db"), []),
    "returned": (
        ("da = mul(x, y)  # f64[n]", "db = mul(da, y)  # f64[n]", "return da, db"),
        [],
    ),
    "seen through a view": (
        (
            "da = mul(x, y)  # f64[n]",
            "part = getitem(da, path=at[1:])  # f64[n-1]",
            "db = mul(da, y)  # f64[n]",
            "total = sum(part)  # np.f64",
            "return db, total",
        ),
        [],
    ),
    "times itself turned round": (
        (
            "da = mul(x, y)  # f64[n]",
            "turned = getitem(da, path=at[::-1])  # f64[n]",
            "db = mul(da, turned)  # f64[n]",
            "return db",
        ),
        ["mul"],
    ),
    "kept in a list": (
        (
            "da = mul(x, y)  # f64[n]",
            "kept = make_list(da)  # list[f64[n]]",
            "db = mul(da, y)  # f64[n]",
            "first = getitem(kept, path=at[0])  # f64[n]",
            "return db, first",
        ),
        [],
    ),
    "another dtype": (
        ("mask = ge(x, y)  # b1[n]", "_0 = mul(x, mask)  # f64[n]", "return _0"),
        [],
    ),
    "a wider result": (
        (
            "da = mul(x, 2.0)  # f64[n]",
            "_0 = expand_dims(y, axis=1)  # f64[n, 1]",
            "db = mul(da, _0)  # f64[n, n]",
            "return db",
        ),
        [],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_memory(name: str) -> None:
    lines, written = CASES[name]
    graph = parse(backward("x: f64[n], y: f64[n]", *lines))
    for x, y in ((X, Y), (X[:0], Y[:0])):
        assert reusing(check(graph, x, y)) == written


def test_a_round_writes_what_it_made_itself_only() -> None:
    after = check(
        parse("""\
def f(x: f64[n], y: f64[n]):
    # backward of: y
    dbefore = mul(x, y)  # f64[n]
    def body1(i: int, dh: f64[n]):
        da = mul(dh, y)  # f64[n]
        db = mul(da, x)  # f64[n]
        dh_1 = sub(db, dbefore)  # f64[n]
        return dh_1
    dh_2 = loop(body1, x, start=0, stop=3, step=1)  # f64[n]
    return dh_2
"""),
        X,
        Y,
    )
    assert reusing(after) == ["mul", "sub"]


def test_what_a_list_holds_is_not_written() -> None:
    after = check(
        parse("""\
def f(x: f64[n], y: f64[n]):
    # backward of: y
    kept = make_list()  # list[f64[n]]
    def body1(i: int, kept_1: list[f64[n]]):
        da = mul(x, y)  # f64[n]
        kept_2 = append(kept_1, da)  # list[f64[n]]
        db = mul(da, x)  # f64[n]
        kept_3 = append(kept_2, db)  # list[f64[n]]
        return kept_3
    kept_4 = loop(body1, kept, start=0, stop=3, step=1)  # list[f64[n]]
    return kept_4
"""),
        X,
        Y,
    )
    assert "mul" not in reusing(after)


def test_memory_of_the_forward_part_is_taken_by_what_has_a_name_and_two_axes() -> None:
    text = """\
def f(x: f64[{axes}], y: f64[{axes}]):
    # from: e = np.exp(x)
    e = exp(x, via='numpy.exp')  # f64[{axes}]
    # backward of: y
    dx = mul(e, y)  # f64[{axes}]
    return dx
"""
    assert reusing(check(parse(text.format(axes="n")), X, Y)) == []
    wide = X.reshape(3, 1), Y.reshape(3, 1)
    assert reusing(check(parse(text.format(axes="n, d")), *wide)) == ["mul"]


def test_the_dead_factor_comes_first() -> None:
    before = backward(
        "c: float, x: f64[n], y: f64[n]",
        "da = mul(x, y)  # f64[n]",
        "_0 = mul(c, y)  # f64[n]",
        "_1 = mul(_0, da)  # f64[n]",
        "db = div(_1, x)  # f64[n]",
        "return db",
    )
    after = backward(
        "c: float, x: f64[n], y: f64[n]",
        "da = mul(x, y)  # f64[n]",
        "_0 = mul(c, y)  # f64[n]",
        "_1 = mul(da, _0)  # f64[n]",
        "db = div(_1, x)  # f64[n]",
        "return db",
    )
    check_pass(before, after, reassociate, 1.5, X, Y)


def test_factors_that_are_read_again_stay_where_they_are() -> None:
    text = backward(
        "c: float, x: f64[n], y: f64[n]",
        "da = mul(x, y)  # f64[n]",
        "db = mul(y, da)  # f64[n]",
        "return db, da",
    )
    check_pass(text, text, reassociate, 1.5, X, Y)


def test_a_factor_of_a_matrix_product_is_scaled_in_its_own_memory() -> None:
    """`dh *= mask; dW = x.T @ dh`; of vectors it stays one expression."""
    lines = (
        "dh = matmul(x, y)  # f64[n, n]",
        "_0 = mul(dh, y)  # f64[n, n]",
        "dW = matmul(x, _0)  # f64[n, n]",
        "return dW",
    )
    matrices = np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[0.5, -1.0], [2.0, 1.0]])
    graph = check(parse(backward("x: f64[n, n], y: f64[n, n]", *lines)), *matrices)
    assert reusing(graph) == ["mul"]
    lines = (
        "dh = add(x, y)  # f64[n]",
        "_0 = mul(dh, y)  # f64[n]",
        "dw = dot(x, _0)  # np.f64",
        "return dw",
    )
    assert reusing(check(parse(backward("x: f64[n], y: f64[n]", *lines)), X, Y)) == []
