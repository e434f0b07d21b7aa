"""Slices in kernels: one that reaches over an end is shorter, and no loop goes beyond the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.kernels.compare import without_numba


def first(b: Any, a: Any, k: int) -> Any:
    n = len(b)
    return np.sum(a[:n] * b)


def rest(b: Any, a: Any, k: int) -> Any:
    return np.sum(a[k:] * b)


def last_three(b: Any, a: Any, k: int) -> Any:
    return np.sum(a[-3:] * b)


def first_three(b: Any, a: Any, k: int) -> Any:
    return np.sum(a[:3] * b)


def stored_first(b: Any, a: Any, k: int) -> Any:
    x = np.zeros(len(a))
    x[:3] = b
    return np.sum(x * a)


def stored_last(b: Any, a: Any, k: int) -> Any:
    x = np.zeros(len(a))
    x[-3:] = b
    return np.sum(x * a)


def stored_from(b: Any, a: Any, k: int) -> Any:
    x = np.zeros(len(a))
    x[k : k + 3] = b
    return np.sum(x * a)


def stored_numbers(b: Any, a: Any, k: int) -> Any:
    x = a * b[0]
    x[:3] = 1.0
    x[-2:] *= 2
    return np.sum(x * a)


def stored_as_long(b: Any, a: Any, k: int) -> Any:
    x = np.zeros(len(a))
    x[k : k + len(b)] = b
    return np.sum(x * a)


def added_to(b: Any, a: Any, k: int) -> Any:
    x = np.zeros(len(a))
    x[k:] += b * a[: len(b)]
    return np.sum(x * a)


def rows(b: Any, a: Any, k: int) -> Any:
    x = np.outer(a, b)
    x[k : k + 2, :2] -= b[:2]
    return np.sum(x[1:, k:] ** 2)


FUNCTIONS = [
    *(first, rest, last_three, first_three, stored_first, stored_last, stored_from),
    *(stored_numbers, stored_as_long, added_to, rows),
]


@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize("m", [0, 1, 2, 3, 5])
def test_every_length(function: Callable[..., Any], m: int) -> None:
    plain = value_and_grad(function)
    with without_numba():
        compiled = value_and_grad(function, target="numba")
        for n in (0, 1, 2, 3, 5, 8):
            for k in (0, 1, 2, -1, -3, 5):
                arguments = np.arange(1.0, m + 1), np.arange(2.0, n + 2), k
                wanted = _outcome(plain, arguments)
                found = _outcome(compiled, arguments)
                if isinstance(wanted, type):
                    assert found is wanted
                    continue
                np.testing.assert_allclose(found[0], wanted[0], rtol=1e-12)
                np.testing.assert_allclose(found[1], wanted[1], rtol=1e-12)


def _outcome(function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
    try:
        return function(*arguments)
    except (ValueError, IndexError) as error:
        return type(error)


def test_a_short_array_is_not_read_beyond_its_end() -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    compiled = value_and_grad(first, target="numba")
    arguments = np.arange(1.0, 4), np.arange(2.0, 8), 0
    np.testing.assert_allclose(compiled(*arguments)[1], [2, 3, 4])
    with pytest.raises(ValueError, match="broadcast"):
        compiled(np.ones(9), np.ones(4), 0)
