"""Histories of arrays, short loops over arrays, and new shapes in kernels."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.kernels.compare import same_as_numpy, without_numba


def gated(x: Any, W: Any, U: Any, target: Any) -> Any:
    n = len(target)
    h = np.zeros(n)
    c = np.zeros(n)
    for t in range(len(x)):
        a = W @ h + U @ x[t]
        f = 1 / (1 + np.exp(-a[:n]))
        g = np.tanh(a[n:])
        c = f * c + g
        h = f * np.tanh(c)
    return np.sum((h - target) ** 2)


def filtered(X: Any, W: Any, b: Any) -> Any:
    n, h, w = X.shape
    out = np.zeros((n, len(b), h - 1, w - 1))
    for i in range(2):
        for j in range(2):
            out += W[:, i, j][:, None, None] * X[:, None, i : h - 1 + i, j : w - 1 + j]
    out += b[:, None, None]
    return np.sum(np.mean(np.maximum(out, 0), axis=(2, 3)) ** 2)


def descent(w: Any, X: Any, y: Any, steps: int) -> Any:
    for _ in range(steps):
        w = w - 0.1 * (X.T @ (X @ w - y))
    return np.sum(w**2)


def shrinking(x: Any, steps: int) -> Any:
    for _ in range(steps):
        x = x[1:] * x[:-1]
    return np.sum(x)


RANDOM = np.random.default_rng(3)


def _normal(*shape: int) -> Any:
    return RANDOM.normal(size=shape)


STEPS, INPUT = _normal(4, 3), _normal(2, 4, 5)
RECURRENT, INWARD, TARGET = _normal(4, 2), _normal(4, 3), _normal(2)
FILTERS, SHIFTS = _normal(3, 2, 2), _normal(3)
CASES: list[tuple[Callable[..., Any], Callable[[], tuple[Any, ...]], tuple[int, ...]]] = [
    (gated, lambda: (STEPS, RECURRENT, INWARD, TARGET), (0, 1, 2, 3)),
    (filtered, lambda: (INPUT, FILTERS, SHIFTS), (0, 1, 2)),
    (descent, lambda: (TARGET, RECURRENT, SHIFTS[:1] + np.arange(4.0), 3), (0, 1)),
]


@pytest.mark.parametrize(("function", "fresh", "wrt"), CASES)
def test_plain(function: Any, fresh: Any, wrt: Any) -> None:
    with without_numba(), np.errstate(all="ignore"):
        assert same_as_numpy(function, fresh, wrt) == "kernel"


@pytest.mark.parametrize(("function", "fresh", "wrt"), CASES)
def test_compiled(function: Any, fresh: Any, wrt: Any) -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    assert same_as_numpy(function, fresh, wrt) == "kernel"


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (gated, (STEPS[:0], RECURRENT, INWARD, TARGET)),
        (gated, (STEPS[::2], RECURRENT.T.copy().T, INWARD[:, ::-1], TARGET)),
        (gated, (STEPS, RECURRENT[:3], INWARD[:3], TARGET)),
        (gated, (STEPS, RECURRENT, INWARD[:3], TARGET)),
        (filtered, (INPUT, FILTERS[:, :1], SHIFTS)),
        (filtered, (INPUT, FILTERS[:0], SHIFTS[:0])),
        (descent, (TARGET, RECURRENT, np.ones(4), 0)),
        (descent, (TARGET, RECURRENT, np.ones(4), -2)),
        (shrinking, (np.arange(1.0, 6), 3)),
        (shrinking, (np.arange(1.0, 6), 6)),
    ],
)
def test_edges(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    """Other lengths, strides, no rounds: what NumPy says, be it an exception."""
    plain = value_and_grad(function)
    with without_numba(), np.errstate(all="ignore"):
        compiled = value_and_grad(function, target="numba")
        try:
            value, gradient = plain(*arguments)
        except (ValueError, IndexError) as error:
            with pytest.raises(type(error)):
                compiled(*arguments)
            return
        found = compiled(*arguments)
    np.testing.assert_allclose(found[0], value, rtol=1e-12)
    np.testing.assert_allclose(found[1], gradient, rtol=1e-10, atol=1e-14)
