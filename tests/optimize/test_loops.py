"""Backward loops: what leaves them, and what they fill in place."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
from codegen.ir.verify import verify
from codegen.optimize.hoisting import hoisted
from codegen.optimize.stacked import rows_in_place
from codegen.optimize.vectorise import vectorised
from tests.optimize.checks import agree, check_pass

X, Y = np.array([1.0, 2.0, 3.0]), np.array([0.5, -1.0, 2.0])


def test_what_no_round_changes_is_computed_before() -> None:
    check_pass(
        """\
def f(x: f64[n], dt: float, n: int):
    # backward of: for t in range(n):
    def body1(i: int, du: f64[n]):
        # backward of: y
        _0 = div(dt, 2)  # float
        _1 = mul(_0, dt)  # float
        _2 = mul(_1, du)  # f64[n]
        return _2
    du_1 = loop(body1, x, start=0, stop=n, step=1)  # f64[n]
    return du_1
""",
        """\
def f(x: f64[n], dt: float, n: int):
    # backward of: for t in range(n):
    _0 = div(dt, 2)  # float
    _1 = mul(_0, dt)  # float
    def body1(i: int, du: f64[n]):
        # backward of: y
        _2 = mul(_1, du)  # f64[n]
        return _2
    du_1 = loop(body1, x, start=0, stop=n, step=1)  # f64[n]
    return du_1
""",
        hoisted,
        X,
        0.5,
        3,
    )


# may raise, may warn, depends on the round
@pytest.mark.parametrize(
    "line",
    ["_0 = div(1, dt)  # float", "_0 = mul(y, y)  # f64[n]", "_0 = mul(dt, i)  # float"],
)
def test_what_stays_in_the_loop(line: str) -> None:
    text = f"""\
def f(x: f64[n], y: f64[n], dt: float):
    # backward of: y
    def body1(i: int, du: f64[n]):
        {line}
        _1 = mul(_0, du)  # f64[n]
        return _1
    du_1 = loop(body1, x, start=0, stop=3, step=1)  # f64[n]
    return du_1
"""
    assert show(hoisted(parse(text))) == show(parse(text))


ROWS = """\
def f(x: f64[m, n], k: int):
    # backward of: y
    _0 = shape(x, axis=0)  # int
    _1 = shape(x, axis=1)  # int
    das = {made}(shape=(_0, _1))  # f64[m, n]
    def body1(t: int, das_1: f64[m, n]):
        _2 = getitem(x, path=at[t])  # f64[n]
        _3 = getitem(_2, path=at[k:])  # f64[q]
        _4 = getitem(_2, path=at[:k])  # f64[q]
{lines}
        return das_4
    das_5 = loop(body1, das, start=0, stop=_0, step=1)  # f64[m, n]
    return das_5
"""


def test_rows_are_filled_where_they_are_kept() -> None:
    before = """\
        _5 = zeros_like(_2)  # f64[n]
        _6 = update(_5, _3, path=at[k:])  # f64[n]
        da = accumulate(_6, _4, path=at[:k])  # f64[n]
        das_4 = update(das_1, da, path=at[t])  # f64[m, n]"""
    after = """\
        das_2 = update(das_1, _3, path=at[t, k:])  # f64[m, n]
        das_4 = accumulate(das_2, _4, path=at[t, :k])  # f64[m, n]
        da = getitem(das_4, path=at[t])  # f64[?]"""
    x = np.arange(12.0).reshape(3, 4)
    graph = rows_in_place(parse(ROWS.format(made="empty", lines=before)))
    text = show(graph)
    assert "zeros(shape=" in text and "zeros_like" not in text and "path=at[t, k:]" in text, text
    assert after.splitlines()[0].strip().split(" = ")[1] in text
    np.testing.assert_array_equal(run(graph, x, 2).output, x)


def test_rows_that_are_read_half_way_stay() -> None:
    lines = """\
        _5 = zeros_like(_2)  # f64[n]
        _6 = update(_5, _3, path=at[k:])  # f64[n]
        _7 = accumulate(_6, _4, path=at[:k])  # f64[n]
        da = accumulate(_7, _6, path=())  # f64[n]
        das_4 = update(das_1, da, path=at[t])  # f64[m, n]"""
    text = ROWS.format(made="empty", lines=lines)
    assert show(rows_in_place(parse(text))) == show(parse(text))


ELEMENTS = """\
def f(w: f64[n], x: f64[n], ds: float):
    # backward of: y
    dw = zeros_like(w)  # f64[n]
    dx = zeros_like(x)  # f64[n]
    _0 = len(w)  # int
    _1 = sub(_0, 1)  # int
    def body1(i: int, dw_1: f64[n], dx_1: f64[n]):
{lines}
        return dw_2, dx_2
    dw_3, dx_3 = loop(body1, dw, dx, start=_1, stop=-1, step=-1)  # f64[n], f64[n]
    return dw_3, dx_3
"""


def agree_without_loop(before: str, *args: Any) -> None:
    graph = parse(before)
    changed = vectorised(graph)
    verify(changed)
    assert "loop" not in show(changed)
    agree(run(graph, *args).output, run(changed, *args).output)


@pytest.mark.parametrize("size", [3, 1, 0])
def test_independent_rounds_become_arrays(size: int) -> None:
    lines = """\
        _2 = getitem(x, path=at[i])  # np.f64
        _3 = getitem(w, path=at[i])  # np.f64
        _4 = mul(ds, _2)  # np.f64
        _5 = mul(ds, _3)  # np.f64
        dw_2 = accumulate(dw_1, _4, path=at[i])  # f64[n]
        dx_2 = accumulate(dx_1, _5, path=at[i], negative=True)  # f64[n]"""
    agree_without_loop(ELEMENTS.format(lines=lines), X[:size], Y[:size], 1.5)


@pytest.mark.parametrize("size", [3, 1, 0])
def test_an_element_that_every_round_takes_and_clears(size: int) -> None:
    lines = """\
        _2 = getitem(dw_1, path=at[i])  # np.f64
        dw_2 = update(dw_1, 0.0, path=at[i])  # f64[n]
        _3 = mul(_2, ds)  # np.f64
        dx_2 = accumulate(dx_1, _3, path=at[i])  # f64[n]"""
    text = ELEMENTS.format(lines=lines).replace("zeros_like(w)", "mul(w, 2)")
    agree_without_loop(text, X[:size], Y[:size], 1.5)


# an element of another round, a store of what another round reads, an index before the first
@pytest.mark.parametrize(
    "lines",
    [
        """\
        _2 = getitem(dx_1, path=at[0])  # np.f64
        dw_2 = accumulate(dw_1, _2, path=at[i])  # f64[n]
        dx_2 = accumulate(dx_1, ds, path=at[i])  # f64[n]""",
        """\
        _2 = sub(i, 1)  # int
        _3 = getitem(dx_1, path=at[_2])  # np.f64
        dw_2 = accumulate(dw_1, _3, path=at[i])  # f64[n]
        dx_2 = accumulate(dx_1, ds, path=at[i])  # f64[n]""",
        """\
        _2 = sub(i, 1)  # int
        _3 = getitem(x, path=at[_2])  # np.f64
        dw_2 = accumulate(dw_1, _3, path=at[i])  # f64[n]
        dx_2 = accumulate(dx_1, _3, path=at[i])  # f64[n]""",
        """\
        _2 = getitem(dw_1, path=at[i])  # np.f64
        dx_2 = accumulate(dx_1, _2, path=at[i])  # f64[n]
        _3 = add(i, 1)  # int
        dw_2 = accumulate(dw_1, ds, path=at[_3])  # f64[n]""",
    ],
)
def test_rounds_that_depend_on_each_other_stay(lines: str) -> None:
    text = ELEMENTS.format(lines=lines)
    assert show(vectorised(parse(text))) == show(parse(text))
