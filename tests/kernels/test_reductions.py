"""Maxima, and products with matrices, in kernels."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import value_and_grad
from tests.kernels.compare import same_as_numpy, without_numba


def logsumexp(x: Any) -> Any:
    top = np.max(x, axis=1, keepdims=True)
    return np.sum(np.log(np.sum(np.exp(x - top), axis=1)) + top[:, 0])


def range_of(x: Any) -> Any:
    return np.max(x) ** 2 - 3 * np.min(x)


def columns(x: Any) -> Any:
    return np.sum(np.tanh(np.min(x, axis=1)) * np.max(x, axis=-1))


def attention(Q: Any, K: Any, V: Any) -> Any:
    scores = Q @ K.T
    exps = np.exp(scores - np.max(scores, axis=1, keepdims=True))
    return np.sum((exps / np.sum(exps, axis=1, keepdims=True) @ V) ** 2)


def cross_entropy(W: Any, X: Any, y: Any) -> Any:
    n = len(X)
    scores = X @ W
    scores = scores - np.max(scores, axis=1, keepdims=True)
    return np.sum(np.log(np.sum(np.exp(scores), axis=1)) - scores[np.arange(n), y]) / n


def recurrent(W: Any, x: Any, steps: int) -> Any:
    for _ in range(steps):
        x = np.tanh(W @ x + x @ W)
    return np.sum(x * (W.T @ x))


RANDOM = np.random.default_rng(7)
MATRIX = RANDOM.normal(size=(4, 3))
SQUARE = RANDOM.normal(size=(3, 3))
LABELS = np.array([0, 2, 1, 2])
CASES: list[tuple[Callable[..., Any], Callable[[], tuple[Any, ...]], tuple[int, ...]]] = [
    (logsumexp, lambda: (MATRIX.copy(),), (0,)),
    (attention, lambda: (MATRIX.copy(), MATRIX + 1, MATRIX * 2), (0, 1, 2)),
    (cross_entropy, lambda: (SQUARE.copy(), MATRIX.copy(), LABELS), (0, 1)),
    (recurrent, lambda: (SQUARE.copy(), MATRIX[0].copy(), 4), (0, 1)),
]


@pytest.mark.parametrize(("function", "fresh", "wrt"), CASES)
def test_plain(function: Any, fresh: Any, wrt: Any) -> None:
    with without_numba(), np.errstate(all="ignore"):
        assert same_as_numpy(function, fresh, wrt) == "kernel"


@pytest.mark.parametrize(("function", "fresh", "wrt"), CASES)
def test_compiled(function: Any, fresh: Any, wrt: Any) -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    assert same_as_numpy(function, fresh, wrt) == "kernel"


def test_layouts() -> None:
    pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")
    compiled, plain = (value_and_grad(attention, (0, 1, 2), t) for t in ("numba", "numpy"))
    wide = RANDOM.normal(size=(8, 6))
    arguments = wide[::2, ::2], wide.T[:4, ::2][:, :3], np.asfortranarray(MATRIX)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        value, gradients = compiled(*arguments)
    wanted_value, wanted = plain(*arguments)
    np.testing.assert_allclose(value, wanted_value, rtol=1e-12)
    for mine, theirs in zip(gradients, wanted, strict=True):
        np.testing.assert_allclose(mine, theirs, rtol=1e-11)


SPECIAL = [
    np.array([[1.0, np.nan, 2.0], [3.0, 1.0, 3.0]]),
    np.array([[1.0, -np.inf, 2.0], [3.0, 1.0, 0.5]]),
    np.array([[np.inf, 1.0, 2.0], [-1.0, -2.0, -3.0]]),
    np.array([[1.0, 1.0, 1.0]]),
    np.zeros((0, 3)),
    np.zeros((2, 0)),
]


@pytest.mark.parametrize("function", [logsumexp, range_of, columns])
@pytest.mark.parametrize("x", SPECIAL)
def test_special_values(function: Callable[..., Any], x: Any) -> None:
    plain = value_and_grad(function)
    with without_numba(), np.errstate(all="ignore"):
        compiled = value_and_grad(function, target="numba")
        try:
            wanted = plain(x)
        except ValueError as error:
            with pytest.raises(ValueError, match=str(error)[:20]):
                compiled(x)
        else:
            found = compiled(x)
            np.testing.assert_allclose(found[0], wanted[0], rtol=1e-12)
            np.testing.assert_allclose(found[1], wanted[1], rtol=1e-12, atol=1e-15)


def test_elementary_functions() -> None:
    """Those that loops use are NumPy's to two units in the last place, at the ends too."""
    from tests.kernels.helpers import elementary

    x = np.array([0.0, -0.0, 1, -1, np.inf, -np.inf, np.nan, 5e-324, 1e-310, -745.1, -745.2])
    ends = [-746.1, -1e300, 1e300, 709.78, 709.79, -708.5, 0.625, -0.625, 0.6249, 1 + 1e-9]
    x = np.concatenate([x, ends, RANDOM.normal(size=500), np.exp(RANDOM.uniform(-700, 700, 500))])
    for name, function in elementary().items():
        with np.errstate(all="ignore"):
            wanted = getattr(np, name)(x)
            found = [function(float(item)) for item in x]
        np.testing.assert_allclose(found, wanted, rtol=1e-15)
        signs = np.signbit(found) == np.signbit(wanted)
        assert np.all(signs | np.isnan(wanted))
