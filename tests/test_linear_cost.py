"""A loop of n writes to elements costs O(n), forward and backward, in time and in memory.

What is compared is n = 8000 with n = 2000: four times the work may take at most six times as long
and six times as much memory at its peak. A copy of the array for every write would take sixteen
times as long.
"""

from __future__ import annotations

import gc
import math
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import UnsupportedError, grad, value_and_grad
from codegen.frontend import inlining, surroundings
from codegen.runtime.derivative import Derivative, derivative

SMALL, LARGE, FACTOR = 2000, 8000, 6.0


def constant_written(x):
    y = x.copy()
    for i in range(len(x)):
        y[i] = 1.0
    return np.sum(y * x)


def filled(x):
    y = np.zeros(len(x))
    for i in range(len(x)):
        y[i] = x[i] ** 2
    return np.sum(y * x)


def carried(x):
    y = x.copy()
    for i in range(1, len(x)):
        y[i] = y[i] + math.sin(y[i - 1])
    return np.sum(y)


def added_in_place(x):
    y = x.copy()
    for i in range(1, len(x)):
        y[i] += 0.5 * y[i - 1] * y[i]
    return np.sum(y)


def argument_scaled(x):
    for i in range(len(x)):
        x[i] *= 2
    return np.sum(x * x)


def elements_swapped(x):
    y = x.copy()
    n = len(x)
    for i in range(n // 2):
        y[i], y[n - 1 - i] = y[n - 1 - i], y[i]
    return np.sum(y * x)


def list_appended_to(x):
    ys = []
    for i in range(len(x)):
        ys.append(x[i] * x[i])
    return sum(ys)


def list_that_reads_itself(x):
    ys = [x[0]]
    for i in range(1, len(x)):
        ys.append(x[i] * math.sin(ys[-1]))
    return ys[-1] * ys[0] + sum(ys)


def list_written(x):
    ys = list(x)
    for i in range(1, len(ys)):
        ys[i] = ys[i] * ys[i - 1] + 0.1
    return sum(ys)


def view_written(x):
    y = x.copy()
    v = y[1:]
    for i in range(len(v)):
        v[i] = math.sin(y[i]) * v[i]
    return np.sum(y)


def slices_written(x):
    y = x.copy()
    for i in range(len(x) - 2):
        y[i : i + 2] *= 0.9
    return np.sum(y * y)


def rows_written(x):
    y = np.zeros((len(x), 2))
    for i in range(len(x)):
        row = y[i]
        row[0] = x[i]
        row[1] = x[i] * row[0]
    return np.sum(y * y)


def matrix_written(x):
    y = np.zeros((len(x), 2))
    for i in range(1, len(x)):
        y[i, 0] = x[i] * math.sin(y[i - 1, 0])
        y[i, 1] = y[i, 0] * x[i]
    return np.sum(y)


def written_on_a_branch(x):
    y = x.copy()
    for i in range(1, len(x)):
        if y[i - 1] > 0:
            y[i] *= y[i - 1]
        else:
            y[i] = 0.5
    return np.sum(y * y)


def written_in_a_while_loop(x):
    y = x.copy()
    i = 1
    while i < len(x):
        y[i] = y[i] * math.sin(y[i - 1])
        i += 1
    return np.sum(y)


def written_by_a_helper(x):
    y = x.copy()
    for i in range(1, len(x)):
        raise_element(y, i, math.sin(y[i - 1]))
    return np.sum(y * y)


def raise_element(y, i, amount):
    y[i] += amount


PROGRAMS = [
    constant_written,
    filled,
    carried,
    added_in_place,
    argument_scaled,
    elements_swapped,
    list_appended_to,
    list_that_reads_itself,
    list_written,
    view_written,
    slices_written,
    rows_written,
    matrix_written,
    written_on_a_branch,
    written_in_a_while_loop,
    written_by_a_helper,
]


def argument(n: int) -> np.ndarray:
    return np.random.default_rng(0).uniform(-1.0, 1.0, n)


def seconds(run: Callable[[np.ndarray], Any], n: int) -> float:
    """Of this thread's own work: what other processes take in between is not counted."""
    x = argument(n)
    before = time.thread_time()
    run(x)
    return time.thread_time() - before


def peak(run: Callable[[np.ndarray], Any], n: int) -> int:
    """The most memory that a call holds at a time, in bytes; its argument is not counted."""
    x = argument(n)
    gc.collect()
    tracemalloc.start()
    run(x)
    held = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return held


@pytest.mark.parametrize("function", PROGRAMS, ids=lambda f: f.__name__)
def test_cost_is_linear(function: Callable[..., Any]) -> None:
    run = value_and_grad(function)
    for n in (SMALL, LARGE):  # generate, and compile, before anything is measured
        run(argument(n))
    small, large = math.inf, math.inf
    gc.collect()
    gc.freeze()  # a collection walks what is alive: what other tests have left is not counted
    for _ in range(15):  # other processes can make a run longer, never shorter
        small = min(small, *(seconds(run, SMALL) for _ in range(2)))
        large = min(large, seconds(run, LARGE))
        if large <= FACTOR * small:
            break
    gc.unfreeze()
    assert large <= FACTOR * small, f"{large / small:.1f} times as long"
    ratio = peak(run, LARGE) / peak(run, SMALL)
    assert ratio <= FACTOR, f"{ratio:.1f} times as much memory"


def leaf(x):
    y = np.sin(x)
    return y * x


def twice(x):
    return leaf(x) + leaf(2 * x)


def four_times(x):
    return twice(x) * twice(3 * x)


def eight_times(x):
    return np.tanh(four_times(x)) + four_times(0.5 * x)


def sixteen_times(x):
    y = eight_times(x)
    return y * eight_times(y) + leaf(y)


def test_calls_stay_calls_where_much_is_written_out(monkeypatch):
    x = np.array([0.5, 1.5])
    monkeypatch.setenv("CODEGEN_CACHE_DIR", "off")

    def total(x):
        return np.sum(sixteen_times(x))

    derived = Derivative(total, 0, "joint")
    expected = derived(x)
    assert "def " in (whole := derived.source_for(x)) and "_backward" not in whole
    monkeypatch.setattr(surroundings, "_MUCH", 10)
    derived = Derivative(total, 0, "joint")
    assert "twice_backward(" in derived.source_for(x)
    value, gradient = derived(x)
    assert value == expected[0]
    np.testing.assert_allclose(gradient, expected[1], rtol=1e-13)


def calls_that_double(x):
    total = 0.0
    for i in range(3):  # traced several times, counted once
        total = total + np.sum(four_times(x)) * i
    return total


def test_calls_that_would_fill_the_text_are_refused(monkeypatch):
    x = np.array([0.5, 1.5])
    monkeypatch.setenv("CODEGEN_CACHE_DIR", "off")
    monkeypatch.setattr(inlining, "_MOST_STATEMENTS", 20)
    grad(calls_that_double)(x)
    monkeypatch.setattr(inlining, "_MOST_STATEMENTS", 14)
    derivative.cache_clear()
    with pytest.raises(UnsupportedError, match="CG044 .* more than 14 statements"):
        grad(calls_that_double)(x)
