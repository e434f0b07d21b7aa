"""What kernels spell out by simpler operations, and extremes over the first axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.kernels.compare import same_as_numpy, without_numba


def best_path(x: Any, T: Any) -> Any:
    a = np.zeros(len(T))
    for t in range(len(x)):
        a = np.max(a[:, None] + T, axis=0) + x[t]
    return np.sum(a * a)


def forward_algorithm(x: Any, T: Any) -> Any:
    a = np.zeros(len(T))
    for t in range(len(x)):
        s = a[:, None] + T
        top = s.max(axis=0)
        a = top + np.log(np.sum(np.exp(s - top), axis=0)) + x[t]
    return np.sum(a * a)


def over_columns(x: Any, T: Any) -> Any:
    return np.sum((T - np.min(T, axis=0, keepdims=True)) ** 2) * np.sum(x)


def warped(x: Any, T: Any) -> Any:
    n, m = len(x), len(T)
    D = np.full((n + 1, m + 1), 1e9)
    D[0, 0] = 0
    for i in range(1, n + 1):
        for j in range(1, m + 1):
            least = min(D[i - 1, j], D[i, j - 1], D[i - 1, j - 1])
            D[i, j] = (x[i - 1] - T[j - 1, 0]) ** 2 + least
    return D[n, m]


def rectified(x: Any, T: Any) -> Any:
    y = x * 2
    y[y < 0] = 0
    z = T * np.sum(y)
    z[T > 0.5] = 3.0
    return np.sum(y**2) + np.sum(z**2)


def normalised(x: Any, T: Any) -> Any:
    centred = (T - T.mean(0)) / np.sqrt(T.var(0) + 1e-5)
    scaled = (T - T.mean(-1, keepdims=True)) / (T.std(axis=-1, keepdims=True) + 1e-5)
    return np.sum(np.tanh(centred) * x[0]) + np.sum(scaled**3) + np.std(x) * np.var(T)


def clipped(x: Any, T: Any) -> Any:
    return np.sum(np.clip(x, -0.5, 0.5) * x) * np.linalg.norm(x) + np.linalg.norm(T) ** 2


def oscillator(x: Any, T: Any) -> Any:
    state = np.array([x[0], T[0, 0], 1.0])
    for _ in range(4):
        state = state + 0.1 * np.array([state[1], -np.sin(state[0]), state[0] * state[2]])
    return np.sum(state * state)


FUNCTIONS = [
    *(best_path, forward_algorithm, over_columns, warped),
    *(rectified, normalised, clipped, oscillator),
]
VECTOR = np.array([0.3, -1.1, 0.7, 1.9, -0.2])
SQUARE = np.cos(np.arange(9.0) ** 2).reshape(3, 3)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_compiled(function: Callable[..., Any]) -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    assert same_as_numpy(function, lambda: (VECTOR.copy(), SQUARE.copy()), (0, 1)) == "kernel"


@pytest.mark.filterwarnings("ignore:.*:RuntimeWarning")
@pytest.mark.parametrize("function", FUNCTIONS)
@pytest.mark.parametrize(
    ("x", "T"),
    [
        (VECTOR[::-2], SQUARE[::-1, :]),
        (VECTOR[:0], SQUARE),
        (VECTOR[:1], SQUARE[:1, :1]),
        (VECTOR, SQUARE[:2]),
        (VECTOR, SQUARE[:, :0]),
        (VECTOR, SQUARE[:0]),
        (np.array([np.nan, 1.0]), SQUARE),
        (np.array([np.inf, 1.0]), np.full((3, 3), np.nan)),
        (VECTOR, np.zeros((3, 3))),
    ],
)
def test_edges(function: Callable[..., Any], x: Any, T: Any) -> None:
    plain = value_and_grad(function, (0, 1))
    with without_numba(), np.errstate(all="ignore"):
        compiled = value_and_grad(function, (0, 1), "numba")
        try:
            value, gradient = plain(x, T)
        except (ValueError, IndexError) as error:
            with pytest.raises(type(error)):
                compiled(x, T)
            return
        found, (dx, dT) = compiled(x, T)
    np.testing.assert_allclose(found, value, rtol=1e-12)
    np.testing.assert_allclose(dx, gradient[0], rtol=1e-10, atol=1e-13)
    np.testing.assert_allclose(dT, gradient[1], rtol=1e-10, atol=1e-13)


def masked(x: Any, mask: Any) -> Any:
    y = x * x
    y[mask] = 0
    return np.sum(y * x)


@pytest.mark.parametrize("length", [1, 4, 6])
def test_a_mask_of_another_length_raises(length: int) -> None:
    with without_numba():
        compiled = value_and_grad(masked, target="numba")
        compiled(VECTOR, VECTOR > 0)
        with pytest.raises(IndexError):
            compiled(VECTOR, np.arange(length) % 2 == 0)
