"""Small programs whose gradients are known exactly: mutation, aliases, views, casts and ties.

Each is a function, its arguments, its value and its gradients. The numbers are those of the
mathematics, worked out by hand; all of them can be held in a float, so that they are compared
without a tolerance.
"""

from __future__ import annotations

import copy
import sys
from collections.abc import Callable
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from codegen import backprop, grad, value_and_grad, vjp
from tests.programs.trees import arrays, same

ONE_TO_THREE = np.array([1.0, 2.0, 3.0])


def buffer_filled_anew(x):
    buf = np.zeros(3)
    s = 0.0
    for k in range(3):
        buf[:] = k + 1
        s += np.sum(buf * x * x)
    return s


def buffer_seen_by_its_own_products(x):
    buf = np.zeros(3)
    s = 0.0
    for _ in range(3):
        buf[:] = buf + x
        s += np.sum(buf * buf)
    return s


def output_filled_by_elements(x):
    o = np.zeros(3)
    for i in range(3):
        o[i] = x[i] ** 2
    return np.sum(o * x)


def alias_added_to(x):
    y = x * 1
    z = y
    y += x
    return np.sum(z * z)


def view_scaled(x):
    y = x.copy()
    v = y[1:]
    v *= 3
    return np.sum(y * y)


def view_scaled_of_a_product(x):
    y = x * 1
    v = y[1:]
    v *= 3
    return np.sum(y * y)


def argument_scaled(x):
    x *= 2
    return np.sum(x * x)


def repeated_index_last_wins(x):
    y = np.zeros(3)
    y[[0, 0, 2]] += x
    return np.sum(y * np.array([1.0, 2.0, 3.0]))


def repeated_index_all_count(x):
    y = np.zeros(3)
    np.add.at(y, [0, 0, 2], x)
    return np.sum(y * np.array([1.0, 2.0, 3.0]))


def cast_to_float(x):
    return float(x) * x


def array_of_computed(x):
    return np.sum(x * np.array([x, x]))


def maximum_of_itself(x):
    return np.maximum(x, x)


def minimum_of_itself(x):
    return np.minimum(x, x)


def python_maximum_of_itself(x):
    return max(x, x)


def element_swapped(x):
    y = x.copy()
    y[0], y[2] = y[2], y[0]
    return np.sum(y * np.array([1.0, 2.0, 3.0]))


def element_overwritten(x):
    y = x.copy()
    y[1] = 5.0
    return np.sum(y * y)


def shifted_into_itself(x):
    y = x.copy()
    y[1:] += y[:-1]
    return np.sum(y * y)


def element_cast(x):
    return x[1].item() * float(x[2]) * np.float64(x[0])


def two_views_of_one_base(x):
    y = x.copy()
    a = y[:2]
    b = y[1:]
    a *= 2
    b[0] = b[0] * x[2]
    return np.sum(a) + np.sum(b)


CASES: list[tuple[Callable[..., Any], Any, float, Any]] = [
    (buffer_filled_anew, ONE_TO_THREE, 84.0, [12.0, 24.0, 36.0]),
    (buffer_seen_by_its_own_products, ONE_TO_THREE, 196.0, [28.0, 56.0, 84.0]),
    (output_filled_by_elements, ONE_TO_THREE, 36.0, [3.0, 12.0, 27.0]),
    (alias_added_to, ONE_TO_THREE, 56.0, [8.0, 16.0, 24.0]),
    (view_scaled, ONE_TO_THREE, 118.0, [2.0, 36.0, 54.0]),
    (view_scaled_of_a_product, ONE_TO_THREE, 118.0, [2.0, 36.0, 54.0]),
    (argument_scaled, ONE_TO_THREE, 56.0, [8.0, 16.0, 24.0]),
    (repeated_index_last_wins, ONE_TO_THREE, 11.0, [0.0, 1.0, 3.0]),
    (repeated_index_all_count, ONE_TO_THREE, 12.0, [1.0, 1.0, 3.0]),
    (cast_to_float, 2.0, 4.0, 4.0),
    (array_of_computed, 1.0, 2.0, 4.0),
    (maximum_of_itself, 2.0, 2.0, 1.0),
    (minimum_of_itself, 2.0, 2.0, 1.0),
    (python_maximum_of_itself, 2.0, 2.0, 1.0),
    (element_swapped, ONE_TO_THREE, 10.0, [3.0, 2.0, 1.0]),
    (element_overwritten, ONE_TO_THREE, 35.0, [2.0, 0.0, 6.0]),
    (shifted_into_itself, ONE_TO_THREE, 35.0, [8.0, 16.0, 10.0]),
    (element_cast, ONE_TO_THREE, 6.0, [6.0, 3.0, 2.0]),
    (two_views_of_one_base, ONE_TO_THREE, 29.0, [2.0, 12.0, 9.0]),
]


def unshared(found: list[np.ndarray]) -> bool:
    return not any(np.shares_memory(one, other) for one, other in combinations(found, 2))


@pytest.mark.parametrize(
    ("function", "argument", "value", "gradient"), CASES, ids=[case[0].__name__ for case in CASES]
)
def test_exact(function: Callable[..., Any], argument: Any, value: float, gradient: Any) -> None:
    given, plain = copy.deepcopy(argument), copy.deepcopy(argument)
    assert function(plain) == value
    for _ in range(2):
        given = copy.deepcopy(argument)
        found_value, found = value_and_grad(function)(given)
        assert found_value == value
        assert same(given, plain), "the argument after the call"
        assert np.array_equal(found, gradient), found
        assert unshared(arrays([found, given]))
    assert np.array_equal(grad(function)(copy.deepcopy(argument)), gradient)
    assert np.array_equal(backprop(function).grad(copy.deepcopy(argument)), gradient)
    out, pullback = vjp(function, copy.deepcopy(argument))
    assert out == value
    assert np.array_equal(pullback(2.0)[0], 2 * np.array(gradient))
    assert np.array_equal(pullback(1.0)[0], gradient), "a pullback may be called again"


GAIN = 3.0
WEIGHTS = np.array([1.0, 2.0, 3.0])


def reads_globals(x):
    return GAIN * np.sum(WEIGHTS * x)


def test_a_global_changed_between_calls_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    here = sys.modules[__name__]
    derivative = value_and_grad(reads_globals)
    value, found = derivative(ONE_TO_THREE.copy())
    assert value == 42.0
    assert np.array_equal(found, [3.0, 6.0, 9.0])
    monkeypatch.setattr(here, "GAIN", 5.0)
    value, found = derivative(ONE_TO_THREE.copy())
    assert value == 70.0
    assert np.array_equal(found, [5.0, 10.0, 15.0])
    monkeypatch.setattr(here, "WEIGHTS", np.array([0.0, 1.0, 0.0]))
    assert np.array_equal(derivative(ONE_TO_THREE.copy())[1], [0.0, 5.0, 0.0])
    WEIGHTS[0] = 7.0
    assert np.array_equal(derivative(ONE_TO_THREE.copy())[1], [35.0, 5.0, 0.0])


def captured(gain: float) -> tuple[Callable[..., Any], Callable[[float], None]]:
    def inner(x):
        return gain * x * x

    def set_gain(new: float) -> None:
        nonlocal gain
        gain = new

    return inner, set_gain


def test_a_captured_name_changed_between_calls_is_seen() -> None:
    inner, set_gain = captured(2.0)
    derivative = grad(inner)
    assert derivative(3.0) == 12.0
    set_gain(5.0)
    assert derivative(3.0) == 30.0


# ---- what comes back shares memory with nothing


def added(x, y):
    return np.sum(x + y)


def passed_on(x, y):
    return x, y, x


def one_in_many_places(params):
    return np.sum(params["a"] + params["b"]) + np.sum(params["c"][0] + params["c"][1])


def unchanged_rows(x, y):
    return x.reshape(3, 1), y.T, np.concatenate([x, y])


def test_gradients_share_memory_with_nothing() -> None:
    x, y = ONE_TO_THREE.copy(), ONE_TO_THREE * 2
    found = grad(added, wrt=(0, 1))(x, y)
    assert unshared([*found, x, y])
    same_twice = grad(added, wrt=(0, 1))(x, x)
    assert unshared([*same_twice, x])
    params = {"a": x, "b": y, "c": [x.copy(), y.copy()]}
    assert unshared(arrays([grad(one_in_many_places)(params), params]))


@pytest.mark.parametrize("function", [passed_on, unchanged_rows], ids=lambda f: f.__name__)
def test_pulled_back_cotangents_are_new_arrays(function: Callable[..., Any]) -> None:
    x, y = ONE_TO_THREE.copy(), ONE_TO_THREE * 2
    out, pullback = vjp(function, x, y)
    cotangent = copy.deepcopy(out)
    first, second = pullback(cotangent), pullback(cotangent)
    for found in (first, second):
        for array in found:
            assert not any(np.shares_memory(array, other) for other in arrays([cotangent, x, y]))
    assert unshared([*first, *second])
