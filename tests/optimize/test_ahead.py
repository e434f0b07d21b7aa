"""Recurrences: slopes ahead of the backward loop, and histories in arrays."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
from codegen.ir.verify import verify
from codegen.optimize.ahead import slopes_ahead
from codegen.optimize.histories import in_arrays
from tests.optimize.checks import agree

random = np.random.default_rng(0)

BEFORE = """\
def f(x: f64[T, d], g: f64[T, n], h: f64[T, n], dc: f64[n], n: int):
    # backward of: loop
    T = len(x)  # int
    w = shape(g, axis=1)  # int
    das = zeros(shape=(T, w))  # f64[T, n]
    last = sub(T, 1)  # int
    def body(t: int, dc_1: f64[n], das_1: f64[T, n]):
        # backward of: a = np.tanh(g) * h
        g_1 = getitem(g, path=at[t])  # f64[n]
        h_1 = getitem(h, path=at[t])  # f64[n]
        _0 = pow(g_1, 2)  # f64[n]
        _1 = sub(1, _0)  # f64[n]
        _2 = mul(dc_1, h_1)  # f64[n]
        _3 = mul(_2, _1)  # f64[n]
        das_2 = update(das_1, _3, path=at[t, :])  # f64[T, n]
        dc_2 = mul(dc_1, g_1)  # f64[n]
        return dc_2, das_2
    dc_3, das_3 = loop(body, dc, das, start=last, stop=-1, step=-1)  # f64[n], f64[T, n]
    return dc_3, das_3
"""


def changed(text: str, transform: Any, *arguments: Any) -> str:
    """The text after the pass, which computes the same."""
    graph = parse(text)
    after = transform(graph)
    verify(after)
    agree(run(graph, *copy.deepcopy(arguments)), run(after, *copy.deepcopy(arguments)))
    return show(after)


def test_slopes_are_computed_for_all_rounds() -> None:
    arguments = [random.normal(size=shape) for shape in ((4, 2), (4, 3), (4, 3), (3,))]
    before, _, inside = changed(BEFORE, slopes_ahead, *arguments, 3).partition("def body")
    assert "pow(" in before and "path=at[:, :]" in before
    assert "pow" not in inside and "getitem(h" not in inside


# the row is read as it grows; the store overlaps another
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("_1 = sub(1, _0)", "_1 = sub(dc_1, _0)"),
        (
            "das_2 = update(das_1, _3, path=at[t, :])  # f64[T, n]",
            "das_0 = update(das_1, dc_1, path=at[t, 0:])  # f64[T, n]\n"
            "        das_2 = update(das_0, _3, path=at[t, :])  # f64[T, n]",
        ),
    ],
)
def test_what_stays_in_the_rounds(old: str, new: str) -> None:
    arguments = [random.normal(size=shape) for shape in ((4, 2), (4, 3), (4, 3), (3,))]
    assert "update(das, " not in changed(BEFORE.replace(old, new), slopes_ahead, *arguments, 3)


LIST = """\
def f(x: f64[T, n], h: f64[n]):
    # from: loop
    T = len(x)  # int
    w = shape(x, axis=1)  # int
    hs = make_list({first})  # list[f64[n]]
    def body(t: int, h_1: f64[n], hs_1: list[f64[n]]):
        # from: h = h * x[t]
        _0 = getitem(x, path=at[t])  # f64[n]
        h_2 = mul(h_1, _0)  # f64[n]
        hs_2 = append(hs_1, h_2)  # list[f64[n]]
        return h_2, hs_2
    h_3, hs_3 = loop(body, h, hs, start=0, stop=T, step=1)  # f64[n], list[f64[n]]
    # backward of: loop
    _1 = getitem(hs_3, path=at[:T])  # list[f64[n]]
    _2 = array(_1)  # f64[_0, n]
    _3 = reshape(_2, shape=(T, w))  # f64[T, n]
    _4 = sum(_3, axis=0)  # f64[n]
    return h_3, _4
"""


@pytest.mark.parametrize("rounds", [0, 3])
@pytest.mark.parametrize("first", ["", "h"])
def test_a_list_that_is_read_as_a_whole(first: str, rounds: int) -> None:
    arguments = random.normal(size=(rounds, 2)), random.normal(size=2)
    text = changed(LIST.format(first=first), in_arrays, *arguments)
    assert "make_list" not in text and "append" not in text and " array(" not in text
    assert "empty(shape=(T, w))" in text or first


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return h_3, _4", "return h_3, _4, hs_3"),  # it is wanted as a list
        ("append(hs_1, h_2)", "append(hs_1, _0)  # list[f64[n]]\n        _9 = len(hs_2)"),
        ("start=0", "start=1"),  # rounds and indices differ
    ],
)
def test_a_list_that_stays(old: str, new: str) -> None:
    arguments = random.normal(size=(3, 2)), random.normal(size=2)
    text = LIST.format(first="").replace(old, new).replace("int  # list[f64[n]]", "int")
    if "start=1" in text:
        text = text.replace("shape=(T, w)", "shape=(-1, w)")
    assert "make_list" in changed(text, in_arrays, *arguments)


# -- whole programs: all levels agree, however many rounds


def rnn(x, W, U, b, target):  # type: ignore[no-untyped-def]
    h = np.zeros(len(b))
    total = 0.0
    for t in range(len(x)):
        h = np.tanh(W @ h + U @ x[t] + b)
        total += np.sum((h - target) ** 2)
    return total


def lstm(x, W, U, b, target):  # type: ignore[no-untyped-def]
    n = len(target) // 4
    h = np.zeros(n)
    c = np.zeros(n)
    for xt in x:
        a = np.tile(W[:n] @ np.tile(h, 4) + U[:n] @ xt + b[:n], 4)
        i = 1 / (1 + np.exp(-a[:n]))
        f = 1 / (1 + np.exp(-a[n : 2 * n]))
        o = 1 / (1 + np.exp(-a[2 * n : 3 * n]))
        g = np.tanh(a[3 * n :])
        c = f * c + i * g
        h = o * np.tanh(c)
    return np.sum((h - target[:n]) ** 2)


def overwritten(x, W, U, b, target):  # type: ignore[no-untyped-def]
    h = np.zeros(len(b))
    for t in range(len(x)):
        h = np.tanh(W @ h + U @ x[t] + b)
        h[0] = h[1] * 2
    return np.sum((h - target) ** 2)


def in_place(x, W, U, b, target):  # type: ignore[no-untyped-def]
    h = np.zeros(len(b))
    for t in range(len(x)):
        a = W @ h
        a += U @ x[t] + b
        h = np.sin(a) / (1 + a * a)
        h *= 0.9
    return np.sum((h - target) ** 2)


def two_states(x, W, U, b, target):  # type: ignore[no-untyped-def]
    h = np.zeros(len(b))
    g = np.zeros(len(b))
    for t in range(len(x)):
        h = np.tanh(W @ h + U @ x[t] + b)
        g = np.tanh(W @ g + b) * h
    return np.sum((g - target) ** 2)


PROGRAMS = (rnn, lstm, overwritten, in_place, two_states)


@pytest.mark.parametrize("rounds", [0, 1, 6])
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("program", PROGRAMS)
def test_levels_agree(program: Any, dtype: Any, rounds: int) -> None:
    n, d = 8, 3
    shapes = ((rounds, d), (n, n), (n, d), (n,), (n,))
    arguments = [(0.5 * random.normal(size=shape)).astype(dtype) for shape in shapes]
    plain, *others = (
        value_and_grad(program, (0, 1, 2, 3), optimize=level)(*copy.deepcopy(arguments))
        for level in (0, 1, 2)
    )
    tolerance = 1e-12 if dtype is np.float64 else 1e-5
    for value, gradient in others:
        assert value == plain[0] or dtype is np.float32
        for mine, theirs in zip(gradient, plain[1], strict=True):
            assert mine.dtype == theirs.dtype and mine.shape == theirs.shape
            np.testing.assert_allclose(mine, theirs, rtol=tolerance, atol=tolerance)


@pytest.mark.parametrize("program", [rnn, overwritten, in_place, two_states])
def test_without_rounds_lengths_are_free(program: Any) -> None:
    """Where a loop has no round, its lengths need not fit, and gradients are those of arguments."""
    derived = value_and_grad(program, (0, 1, 2, 3))
    fitting = [random.normal(size=s) for s in ((6, 3), (4, 4), (4, 3), (4,), (4,))]
    others = [np.ones(s) for s in ((0, 3), (4, 6), (2, 7), (5,), (5,))]
    assert "== x.shape[1]" in derived.source_for(*copy.deepcopy(fitting))  # type: ignore[attr-defined]
    for arguments in (fitting, others, fitting):
        value, gradient = derived(*copy.deepcopy(arguments))
        assert value == program(*copy.deepcopy(arguments))
        assert [g.shape for g in gradient] == [a.shape for a in arguments[:4]]


def gru(x, Wz, Wr, Wh, U, target):  # type: ignore[no-untyped-def]
    h = np.zeros(Wz.shape[0])
    for t in range(len(x)):
        z = 1 / (1 + np.exp(-(Wz @ h + U @ x[t])))
        r = 1 / (1 + np.exp(-(Wr @ h)))
        c = np.tanh(Wh @ (r * h) + U @ x[t])
        h = (1 - z) * h + z * c
    return np.sum((h - target) ** 2)


def test_what_a_round_shows_of_lengths_settles_the_types_of_a_loop() -> None:
    shapes = ((5, 3), (4, 4), (4, 4), (4, 4), (4, 3), (4,))
    arguments = [random.normal(size=shape) for shape in shapes]
    plain, found = (value_and_grad(gru, (0, 1, 2, 3, 4), optimize=k)(*arguments) for k in (0, 1))
    for mine, theirs in zip(found[1], plain[1], strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-13)
