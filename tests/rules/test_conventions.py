"""What the design fixes at ties, kinks and zeros, and which dtype a cotangent has."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pytest

from tests.rules.check import pull


def gradients(
    spelling: str, *args: Any, g: Any, integers: bool = False, **options: Any
) -> list[Any]:
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        return pull(spelling, args, options, g, integers)


@pytest.mark.parametrize(
    ("spelling", "args", "expected"),
    [
        # a tie goes to the first operand
        ("numpy.maximum", (2.0, 2.0), [1.0, 0.0]),
        ("numpy.minimum", (2.0, 2.0), [1.0, 0.0]),
        ("builtins.max", (2.0, 2.0), [1.0, 0.0]),
        ("builtins.max", (1.0, 2.0, 2.0), [0.0, 1.0, 0.0]),
        ("builtins.min", (3.0, 2.0, 2.0), [0.0, 1.0, 0.0]),
        ("builtins.max", ([1.0, 2.0, 2.0],), [[0.0, 1.0, 0.0]]),
        ("numpy.max", (np.array([1.0, 2.0, 2.0]),), [[0.0, 1.0, 0.0]]),
        ("numpy.max", (np.array([[2.0, 2.0], [2.0, 2.0]]),), [[[1.0, 0.0], [0.0, 0.0]]]),
        # nothing at a kink
        ("builtins.abs", (0.0,), [0.0]),
        ("numpy.abs", (np.array([0.0, -1.0]),), [[0.0, -1.0]]),
        ("numpy.clip", (np.array([0.0, 0.5, 1.0, 2.0]), 0.0, 1.0), [[0, 1, 0, 0], 0.0, 1.0]),
        ("numpy.linalg.norm", (np.zeros(2),), [[0.0, 0.0]]),
        ("numpy.hypot", (0.0, 0.0), [0.0, 0.0]),
        ("math.hypot", (0.0, 0.0, 0.0), [0.0, 0.0, 0.0]),
        ("numpy.std", (np.array([1.0, 1.0]),), [[0.0, 0.0]]),
        # zeros of powers and products
        ("operator.pow", (0.0, 2), [0.0]),
        ("operator.pow", (0.0, 1), [1.0]),
        ("operator.pow", (0.0, 0), []),
        ("operator.pow", (0.0, 2.0), [0.0, 0.0]),
        ("operator.pow", (0.0, 0.0), [0.0, 0.0]),
        ("operator.pow", (-2.0, 3.0), [12.0, 0.0]),
        ("numpy.prod", (np.array([0.0, 2.0, 3.0]),), [[6.0, 0.0, 0.0]]),
        ("numpy.prod", (np.array([0.0, 0.0, 3.0]),), [[0.0, 0.0, 0.0]]),
        # logarithms of nothing
        ("scipy.special.rel_entr", (0.0, 0.5), [-np.inf, 0.0]),
        ("scipy.special.logsumexp", (np.array([-np.inf, -np.inf]),), [[0.0, 0.0]]),
        # an int beside a float, floor division, remainder
        ("operator.mod", (7.5, 2.0), [1.0, -3.0]),
    ],
)
def test_convention(spelling: str, args: tuple[Any, ...], expected: list[Any]) -> None:
    found = gradients(spelling, *args, g=1.0)
    assert len(found) == len(expected)
    for mine, theirs in zip(found, expected, strict=True):
        assert np.array_equal(mine, theirs), (mine, theirs)


def test_max_over_axes_goes_to_the_first() -> None:
    x = np.zeros((2, 2, 2))
    (dx,) = gradients("numpy.max", x, g=np.array([1.0, 2.0]), axis=(0, 2))
    assert dx[0, 0, 0] == 1.0 and dx[0, 1, 0] == 2.0 and np.count_nonzero(dx) == 2


def test_where_is_safe_beside_infinity() -> None:
    g = np.array([1.0, np.inf])
    dx, _ = gradients("numpy.where", np.array([True, False]), np.array([1.0, 2.0]), 0.0, g=g)
    assert np.array_equal(dx, [1.0, 0.0])


@pytest.mark.parametrize("spelling", ["operator.add", "operator.mul", "operator.truediv"])
def test_float32_stays_float32_beside_python_numbers(spelling: str) -> None:
    x = np.array([1.0, 2.0], np.float32)
    dx, dy = gradients(spelling, x, 2.0, g=np.ones(2, np.float32))
    assert dx.dtype == np.float32
    assert np.ndim(dy) == 0


def test_a_wider_operand_does_not_widen_the_cotangent() -> None:
    dx, dy = gradients("operator.mul", np.ones(2, np.float32), np.ones(2), g=np.ones(2))
    assert dx.dtype == np.float32 and dy.dtype == np.float64


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint8])
def test_integer_arrays_have_float_cotangents(dtype: Any) -> None:
    x, y = np.array([3, 5], dtype), np.array([2, 100], dtype)
    dx, dy = gradients("operator.truediv", x, y, g=np.array([0.5, 0.5]), integers=True)
    assert dx.dtype == dy.dtype == np.float64
    assert np.allclose(dy, -0.5 * x / y.astype(float) ** 2)
