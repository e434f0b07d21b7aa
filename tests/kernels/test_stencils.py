"""Slices of one array that are shifted against each other, and arrays that rounds write over."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.kernels.compare import same_as_numpy, without_numba


def heat(u: Any, k: Any, steps: int) -> Any:
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u * u)


def waves(u: Any, k: Any, steps: int) -> Any:
    before = u.copy()
    for _ in range(steps):
        after = np.zeros_like(u)
        after[2:-1] = 2 * u[2:-1] - before[2:-1] + k * (u[3:] - u[1:-2] * u[:-3])
        before, u = u, after
    return np.sum(u * u)


def windows(u: Any, k: Any, steps: int) -> Any:
    z = np.sin(u[:-4] * u[4:]) + k * np.exp(u[2:-2]) - u[1:-3] * u[3:-1]
    return np.sum(z * z) + np.sum(u[1:] * u[:-1])


def rows(u: Any, k: Any, steps: int) -> Any:
    A = np.outer(u, u)
    for _ in range(steps):
        B = k * A + np.tanh(A) @ A
        A = B / (1 + np.sum(B * B, axis=1)[:, None])
    return np.sum(A * A)


def kept(u: Any, k: Any, steps: int) -> Any:
    total = 0.0
    for _ in range(steps):
        before = u
        u = np.sin(u) * k * np.sum(u * before)
        total = total + np.sum(u * before) + before[0] ** 2
    return total


FUNCTIONS = [heat, waves, windows, rows, kept]


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_length(function: Callable[..., Any]) -> None:
    plain = value_and_grad(function, (0, 1))
    with without_numba(), np.errstate(all="ignore"):
        compiled = value_and_grad(function, (0, 1), "numba")
        for n in range(10):
            for steps in (0, 1, 3):
                arguments = np.cos(np.arange(n) + 0.5), 0.3, steps
                try:
                    value, gradient = plain(*arguments)
                except (ValueError, IndexError) as error:
                    with pytest.raises(type(error)):
                        compiled(*arguments)
                    continue
                found, (du, dk) = compiled(*arguments)
                np.testing.assert_allclose(found, value, rtol=1e-12)
                np.testing.assert_allclose(du, gradient[0], rtol=1e-11, atol=1e-14)
                np.testing.assert_allclose(dk, gradient[1], rtol=1e-11, atol=1e-14)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_compiled(function: Callable[..., Any]) -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    fresh = lambda: (np.cos(np.arange(9) + 0.5), 0.3, 4)  # noqa: E731
    assert same_as_numpy(function, fresh, (0, 1)) == "kernel"


def test_additions_share_a_loop_and_rounds_an_array() -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    text = value_and_grad(heat, 0, "numba").source_for(np.ones(9), 0.3, 4)
    _, _, text = text.partition("def heat_kernel(")
    text, _, _ = text.partition("def heat_value_and_grad_in_numpy(")
    assert text.count("for i in range") == 5
    assert "        u_1 = np.empty" not in text and "        du_part = np.empty" not in text
