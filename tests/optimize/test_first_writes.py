"""What is added to zeros in a place of its own is stored."""

from __future__ import annotations

import numpy as np
import pytest

from codegen.optimize.first_writes import first_writes
from tests.optimize.checks import check_pass

X = np.array([1.0, 2.0, 3.0, 4.0])

LOOP = """\
def f(x: f64[n], n: int):
    # backward of: for t in range(n):
    dx = zeros_like(x)  # f64[n]
    def body1(i: int, dx_1: f64[n]):
        # backward of: y
        {lines}
        return {result}
    dx_2 = loop(body1, dx, start={start}, stop={stop}, step={step})  # f64[n]
    return dx_2
"""
GET = "_0 = getitem(x, path=at[i])  # np.f64\n        "


def loop(lines: str, result: str = "dx_3", bounds: tuple[str, str, str] = ("0", "n", "1")) -> str:
    start, stop, step = bounds
    return LOOP.format(lines=GET + lines, result=result, start=start, stop=stop, step=step)


ADDED = "dx_3 = accumulate(dx_1, _0, path=at[i])  # f64[n]"
STORED = "dx_3 = update(dx_1, _0, path=at[i])  # f64[n]"


@pytest.mark.parametrize("bounds", [("0", "3", "1"), ("3", "-1", "-1"), ("1", "4", "2")])
def test_every_round_has_its_own_slot(bounds: tuple[str, str, str]) -> None:
    check_pass(loop(ADDED, bounds=bounds), loop(STORED, bounds=bounds), first_writes, X, 4)


def test_a_second_addition_stays() -> None:
    more = "\n        dx_4 = accumulate(dx_3, _0, path=at[i])  # f64[n]"
    check_pass(loop(ADDED + more, "dx_4"), loop(STORED + more, "dx_4"), first_writes, X, 4)


def test_what_is_subtracted_is_stored_with_its_sign() -> None:
    before = "dx_3 = accumulate(dx_1, _0, path=at[i], negative=True)  # f64[n]"
    after = "_1 = neg(_0)  # np.f64\n        dx_3 = update(dx_1, _1, path=at[i])  # f64[n]"
    check_pass(loop(before), loop(after), first_writes, X, 4)


@pytest.mark.parametrize(
    "before",
    [
        loop("dx_3 = accumulate(dx_1, _0, path=at[0])  # f64[n]"),  # one slot for all
        loop(ADDED, bounds=("-2", "2", "1")),  # -2 is the slot of n - 2
        loop("_1 = sub(i, 1)  # int\n        dx_3 = accumulate(dx_1, _0, path=at[_1])  # f64[n]"),
        loop(  # another round's slot
            "dx_3 = accumulate(dx_1, _0, path=at[i])  # f64[n]\n"
            "        dx_4 = accumulate(dx_3, _0, path=at[0])  # f64[n]",
            "dx_4",
        ),
        loop(  # read before
            "_1 = getitem(dx_1, path=at[0])  # np.f64\n        _2 = add(_0, _1)  # np.f64\n"
            "        dx_3 = accumulate(dx_1, _2, path=at[i])  # f64[n]"
        ),
    ],
)
def test_what_stays(before: str) -> None:
    check_pass(before, before, first_writes, X, 4)


def test_within_loops_around() -> None:
    text = """\
def f(x: f64[n, n], n: int):
    # backward of: for t in range(n):
    dx = zeros_like(x)  # f64[n, n]
    def body1(i: int, dx_1: f64[n, n]):
        # backward of: y
        def body2(j: int, dx_2: f64[n, n]):
            # backward of: z
            _0 = getitem(x, path=at[i, j])  # np.f64
            dx_3 = {op}(dx_2, _0, path=at[{place}])  # f64[n, n]
            return dx_3
        dx_4 = loop(body2, dx_1, start=0, stop=n, step=1)  # f64[n, n]
        return dx_4
    dx_5 = loop(body1, dx, start=0, stop=n, step=1)  # f64[n, n]
    return dx_5
"""
    square = np.arange(9.0).reshape(3, 3)
    before = text.format(op="accumulate", place="j, i")
    check_pass(before, text.format(op="update", place="j, i"), first_writes, square, 3)
    shared = text.format(op="accumulate", place="j, 0")
    check_pass(shared, shared, first_writes, square, 3)
    twice = text.format(op="accumulate", place="j, j")
    check_pass(twice, twice, first_writes, square, 3)


def test_on_paths_of_a_branch() -> None:
    text = """\
def f(x: f64[n], n: int):
    # backward of: for t in range(n):
    dx = zeros_like(x)  # f64[n]
    def body1(i: int, dx_1: f64[n]):
        # backward of: y
        _0 = getitem(x, path=at[i])  # np.f64
        _1 = gt(_0, 2)  # bool
        def then1():
            dx_3 = {op}(dx_1, _0, path=at[i])  # f64[n]
            return dx_3
        def orelse2():
            return dx_1
        dx_4 = if_(then1, orelse2, _1)  # f64[n]
        return dx_4
    dx_5 = loop(body1, dx, start=0, stop=n, step=1)  # f64[n]
    return dx_5
"""
    check_pass(text.format(op="accumulate"), text.format(op="update"), first_writes, X, 4)
