"""Functions of which a part has no compiled form: kernels for the rest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.kernels.compare import same_as_numpy, without_numba


def solved(A: Any, b: Any, w: Any) -> Any:
    z = np.exp(-w * w) * b + np.sin(b)
    y = np.linalg.solve(A, z)
    r = y * w - np.tanh(y)
    return np.sum(r * r) + np.sum(np.cumsum(z) * w)


def joined(x: Any, y: Any) -> Any:
    z = np.concatenate([np.sin(x) * y, np.exp(-x) + y])
    return np.mean(z**2 / (1 + np.abs(z)))


def in_a_dict(params: dict[str, Any], x: Any) -> Any:
    h = np.tanh(params["w"] * x + params["b"])
    rolled = np.roll(h, 1)
    return np.sum(np.exp(rolled * params["w"]) - h * rolled)


def with_a_loop(x: Any, steps: int) -> Any:
    y = np.sort(x * x)
    for _ in range(steps):
        y = y - 0.1 * y * y + np.sin(y)
    return np.sum(y * x)


RANDOM = np.random.default_rng(5)
VECTOR, OTHER = RANDOM.normal(size=5), RANDOM.normal(size=5)
MATRIX = RANDOM.normal(size=(5, 5)) + 5 * np.eye(5)
CASES: list[tuple[Callable[..., Any], Callable[[], tuple[Any, ...]], tuple[int, ...], str]] = [
    (solved, lambda: (MATRIX, VECTOR, OTHER), (0, 1, 2), "solve, cumsum"),
    (joined, lambda: (VECTOR, OTHER), (0, 1), "concatenate"),
    (in_a_dict, lambda: ({"w": VECTOR, "b": OTHER}, VECTOR + 1), (0, 1), "roll"),
    (with_a_loop, lambda: (VECTOR, 3), (0,), "sort"),
]


@pytest.mark.parametrize(("function", "fresh", "wrt", "rest"), CASES)
def test_plain(function: Any, fresh: Any, wrt: Any, rest: str) -> None:
    with without_numba(), np.errstate(all="ignore"):
        assert same_as_numpy(function, fresh, wrt) == "kernel"


@pytest.mark.parametrize(("function", "fresh", "wrt", "rest"), CASES)
def test_compiled(function: Any, fresh: Any, wrt: Any, rest: str) -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    assert same_as_numpy(function, fresh, wrt) == "kernel"
    text = value_and_grad(function, wrt, "numba").source_for(*fresh())
    assert rest in text and "_kernel_1(" in text


@pytest.mark.parametrize(
    ("function", "arguments"),
    [
        (solved, (MATRIX.T, VECTOR[::-1], OTHER)),
        (solved, (np.zeros((5, 5)), VECTOR, OTHER)),
        (solved, (MATRIX, VECTOR[:4], OTHER[:4])),
        (joined, (VECTOR, OTHER[:1])),
        (joined, (VECTOR, OTHER[:3])),
        (joined, (np.array([np.nan, np.inf]), OTHER[:2])),
        (with_a_loop, (VECTOR[::2], 0)),
    ],
)
def test_edges(function: Callable[..., Any], arguments: tuple[Any, ...]) -> None:
    plain = value_and_grad(function)
    with without_numba(), np.errstate(all="ignore"):
        compiled = value_and_grad(function, target="numba")
        try:
            value, gradient = plain(*arguments)
        except (ValueError, np.linalg.LinAlgError) as error:
            with pytest.raises(type(error)):
                compiled(*arguments)
            return
        found = compiled(*arguments)
    np.testing.assert_allclose(found[0], value, rtol=1e-12)
    np.testing.assert_allclose(found[1], gradient, rtol=1e-10, atol=1e-14)


def test_gradients_are_their_callers() -> None:
    """They share no memory, and arguments stay as they are."""
    x, y = VECTOR.copy(), OTHER.copy()
    with without_numba():
        _, (dx, dy) = value_and_grad(joined, (0, 1), "numba")(x, y)
    assert not any(np.shares_memory(a, b) for a, b in [(dx, dy), (dx, x), (dx, y), (dy, y)])
    dx += 1
    np.testing.assert_array_equal(x, VECTOR)
    np.testing.assert_array_equal(y, OTHER)


def ramped(x: Any) -> Any:
    return np.sum(np.pad(x, ((1, 0), (0, 2)), mode="linear_ramp") ** 2)


def test_slices_of_arrays_whose_axes_are_not_known_are_left_to_numpy() -> None:
    with without_numba():
        _, found = value_and_grad(ramped, target="numba")(MATRIX)
    np.testing.assert_allclose(found, value_and_grad(ramped)(MATRIX)[1], rtol=1e-12)
