"""Edges, each with its exact answer: kinks, zeros, overflow, ties, empty arrays. The backward part
warns of nothing that f does not warn of."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import scipy.integrate
import scipy.special

from codegen import grad, value_and_grad

inf = np.inf


def where_sqrt(x):
    return np.sum(np.where(x > 0, np.sqrt(np.abs(x)), 0))


def where_root(x):
    return np.sum(np.where(x > 0, np.sqrt(x), 0))


def where_entropy(x):
    return np.sum(np.where(x > 0, x * np.log(x), 0))


def where_scaled_entropy(x):
    return np.sum(np.where(x > 0, -2 * (x * (1 + np.log(x))), 0))


def where_inverse(x):
    return np.sum(np.where(x > 0, 1 / x, 0))


def where_quotient(x):
    return np.sum(np.where(x != 0, np.sin(x) / x, 1))


def finite_log(x):
    return np.sum(np.nan_to_num(np.log(x), neginf=0.0))


def norm(x):
    return np.linalg.norm(x)


def norm_squared(x):
    return np.linalg.norm(x) ** 2


def gauss_of_norm(x):
    return np.exp(-(np.linalg.norm(x) ** 2))


def norm_inf(x):
    return np.linalg.norm(x, ord=np.inf)


def power_times(x):
    return x * x**0.5


def power_times_array(x):
    return np.sum(x**0.5 * x)


def root_times(x):
    return np.sum(x * np.sqrt(x))


def square_times_root(x):
    return np.sum(x**2 * np.sqrt(x))


def cube_root_times(x):
    return np.cbrt(x) * x


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def sigmoid_sum(x):
    return np.sum(1 / (1 + np.exp(-x)))


def exp_over(x):
    return np.exp(x) / (1 + np.exp(x))


def softplus(x):
    return np.log(1 + np.exp(x))


def softplus_sum(x):
    return np.sum(np.log(np.exp(x) + 1))


def softplus_log1p(x):
    return np.sum(np.log1p(np.exp(x)))


def softplus_math(x):
    return math.log(1 + math.exp(x))


def prod(x):
    return np.prod(x)


def last_product(x):
    return np.cumprod(x)[-1]


def std(x):
    return np.std(x)


def std_ddof(x):
    return np.std(x, ddof=1)


def var_ddof(x):
    return np.var(x, ddof=1)


def power_zero(x):
    return x**0.0


def power_zero_sum(x):
    return np.sum(x**0.0)


def power_one(x):
    return x**1.0


def power_two(x):
    return np.power(x, 2)


def zero_to(x):
    return 0.0**x


def sinc(x):
    return np.sinc(x)


def sinc_sum(x):
    return np.sum(np.sinc(x))


def logaddexp_inf(x):
    return np.logaddexp(-np.inf, x)


def logaddexp_first(x):
    return np.logaddexp(x, -np.inf)


def hypot(x):
    return np.hypot(x, 0.0)


def arctan2(x):
    return np.arctan2(x, 0.0)


def largest(x):
    return np.max(x)


def largest_initial(x):
    return np.max(x, initial=0.0)


def smallest_nan(x):
    return np.nanmin(x)


def relu(x):
    return np.sum(np.maximum(x, 0))


def relu_mask(x):
    return np.sum(x * (x > 0))


def absolute(x):
    return np.sum(np.abs(x))


def clip(x):
    return np.sum(np.clip(x, 0, 1))


def take(x):
    return np.sum(np.take(x, [0, 0, -1]) * np.array([1.0, 2.0, 3.0]))


def index(x):
    return np.sum(x[[0, 0, -1]] * np.array([1.0, 2.0, 3.0]))


def heaviside(x):
    return np.sum(np.heaviside(x, 0.5) * x)


def squares(x):
    return np.sum(x**2)


def own_product(x):
    return np.sum(x * x * x)


def mean_nan(x):
    return np.nanmean(x)


def median(x):
    return np.median(x)


def running_maximum(x):
    return np.sum(np.maximum.accumulate(x) * np.array([1.0, 2.0, 4.0, 8.0]))


def root(x):
    return np.sum(np.sqrt(x))


def root_of_sum(x):
    return np.sqrt(np.sum(x))


def root_of_relu(x):
    return np.sum(np.sqrt(np.maximum(x, 0)))


def half_power(x):
    return np.sum(x**0.5)


def cube_root(x):
    return np.sum(np.cbrt(x))


def roots_in_a_loop(x):
    total = 0.0
    for i in range(len(x)):
        total += np.sqrt(x[i])
    return total


def roots_on_a_path(x):
    if np.sum(x) > 3:
        return np.sum(np.sqrt(x[1:]))
    return np.sum(_doubled_roots(x))


def _doubled_roots(x):
    return 2 * np.sqrt(x)


def roots_kept(x):
    return np.sum(np.sqrt(np.sum(x, axis=0, keepdims=True)) * np.ones(3))


def arc_sine(x):
    return np.sum(np.arcsin(x))


def arc_cosine(x):
    return np.sum(np.arccos(x))


def hyperbolic_arc_cosine(x):
    return np.sum(np.arccosh(x))


def entropies(x):
    return np.sum(scipy.special.entr(x))


def repeated_never(x):
    return np.sum(np.repeat(x, 0))


def tiled_never(x):
    return np.sum(np.tile(x, 0))


v = np.array([1.0, 2.0, 4.0])
CASES: list[tuple[Callable[..., Any], Any, Any]] = [
    (where_sqrt, np.array([-1.0, 0.0, 4.0]), [0, 0, 0.25]),
    (where_root, np.array([-1.0, 0.0, 4.0]), [0, 0, 0.25]),
    (where_entropy, np.array([0.0, 1.0]), [0, 1]),
    (where_scaled_entropy, np.array([0.0, 1.0]), [0, -4]),
    (where_inverse, np.array([0.0, 2.0]), [0, -0.25]),
    (where_quotient, np.array([0.0, np.pi / 2]), [0, -4 / np.pi**2]),
    (finite_log, np.array([0.0, 2.0]), [0, 0.5]),
    (norm, np.zeros(2), [0, 0]),
    (norm_squared, np.zeros(2), [0, 0]),
    (gauss_of_norm, np.zeros(2), [0, 0]),
    (norm_inf, np.array([1.0, -3.0, 2.0]), [0, -1, 0]),
    (power_times, 0.0, 0),
    (power_times_array, np.array([0.0, 4.0]), [0, 3]),
    (root_times, np.array([0.0, 4.0]), [0, 3]),
    (square_times_root, np.array([0.0, 4.0]), [0, 20]),
    (cube_root_times, 0.0, 0),
    (sigmoid, -1000.0, 0),
    (sigmoid_sum, np.array([-1000.0, 0.0, 1000.0]), [0, 0.25, 0]),
    (exp_over, -1000.0, 0),
    (softplus, 1000.0, 1),
    (softplus_sum, np.array([1000.0, 0.0, -1000.0]), [1, 0.5, 0]),
    (softplus_log1p, np.array([1000.0, 0.0, -1000.0]), [1, 0.5, 0]),
    (softplus_math, 0.0, 0.5),
    (prod, np.array([0.0, 2.0, 3.0]), [6, 0, 0]),
    (prod, np.zeros(0), []),
    (last_product, np.array([2.0, 0.0, 3.0]), [0, 6, 0]),
    (std, np.array([2.0, 2.0, 2.0]), [0, 0, 0]),
    (std_ddof, v, (v - 7 / 3) / 2 / np.sqrt(7 / 3)),
    (var_ddof, v, v - 7 / 3),
    (power_zero, 0.0, 0),
    (power_zero_sum, np.array([0.0, 1.0]), [0, 0]),
    (power_one, 0.0, 1),
    (power_two, 0.0, 0),
    (zero_to, 2.0, 0),
    (sinc, 0.0, 0),
    (sinc_sum, np.zeros(2), [0, 0]),
    (logaddexp_inf, 2.0, 1),
    (logaddexp_inf, -inf, 0),
    (logaddexp_first, 2.0, 1),
    (hypot, 0.0, 0),
    (arctan2, 0.0, 0),
    (largest, np.array([1.0, 3.0, 3.0]), [0, 1, 0]),
    (largest_initial, np.zeros(0), []),
    (largest_initial, np.array([-1.0, 0.0]), [0, 0]),
    (smallest_nan, np.array([np.nan, 3.0, 3.0]), [0, 1, 0]),
    (relu, np.array([-1.0, 0.0, 2.0]), [0, 1, 1]),
    (relu_mask, np.array([-1.0, 0.0, 2.0]), [0, 0, 1]),
    (absolute, np.array([-1.0, 0.0, 2.0]), [-1, 0, 1]),
    (clip, np.array([-1.0, 0.0, 0.5, 1.0, 2.0]), [0, 0, 1, 0, 0]),
    (take, v, [3, 0, 3]),
    (index, v, [3, 0, 3]),
    (heaviside, np.array([-1.0, 0.0, 2.0]), [0, 0.5, 1]),
    (squares, np.zeros((0, 3)), np.zeros((0, 3))),
    (squares, np.array(3.0), 6),
    (own_product, np.array([1.0, -2.0]), [3, 12]),
    (mean_nan, np.array([1.0, np.nan, 3.0]), [0.5, 0, 0.5]),
    (median, np.array([3.0, 1.0, 2.0, 5.0]), [0.5, 0, 0.5, 0]),
    (running_maximum, np.array([1.0, 3.0, 2.0, 3.0]), [1, 14, 0, 0]),
    (root, np.array([0.0, 4.0]), [inf, 0.25]),
    (root, np.float64(0.0), inf),
    (root_of_sum, np.zeros(2), [inf, inf]),
    (root_of_relu, np.array([-1.0, 0.0, 4.0]), [0, inf, 0.25]),
    (half_power, np.array([0.0, 4.0]), [inf, 0.25]),
    (cube_root, np.array([0.0, 8.0]), [inf, 1 / 12]),
    (roots_in_a_loop, np.array([0.0, 4.0]), [inf, 0.25]),
    (roots_on_a_path, np.array([2.0, 0.0, 4.0]), [0, inf, 0.25]),
    (roots_on_a_path, np.array([0.0, 1.0]), [inf, 1]),
    (roots_kept, np.zeros((2, 1)), [[inf], [inf]]),
    (arc_sine, np.array([0.0, 1.0]), [1, inf]),
    (arc_cosine, np.array([0.0, -1.0]), [-1, -inf]),
    (hyperbolic_arc_cosine, np.array([1.0]), [inf]),
    (entropies, np.array([0.0, 1.0]), [inf, -1]),
    (repeated_never, v, [0, 0, 0]),
    (tiled_never, v, [0, 0, 0]),
]


@pytest.mark.parametrize(
    ("f", "x", "expected"), CASES, ids=[f"{case[0].__name__}-{k}" for k, case in enumerate(CASES)]
)
def test_edge(f: Callable[..., Any], x: Any, expected: Any) -> None:
    with warnings.catch_warnings(record=True) as own:
        warnings.simplefilter("always")
        value = f(x)
    with warnings.catch_warnings(record=True) as all_of_them:
        warnings.simplefilter("always")
        found, dx = value_and_grad(f)(x)
        again = grad(f)(x)
    assert np.array_equal(found, value, equal_nan=True)
    assert np.shape(dx) == np.shape(x)
    np.testing.assert_allclose(dx, np.asarray(expected, float), rtol=4e-16, atol=0)
    np.testing.assert_array_equal(dx, again)
    mine = {str(warning.message) for warning in own}
    assert {str(warning.message) for warning in all_of_them} <= mine


def test_overflow_is_the_functions_own() -> None:
    """softplus at 1000: the value stays infinite, the derivative is 1."""
    with np.errstate(over="ignore"):
        value, dx = value_and_grad(softplus)(1000.0)
    assert value == inf and dx == 1.0


def test_float32_edges_stay_float32() -> None:
    x = np.array([1000.0, 0.0], np.float32)
    with np.errstate(over="ignore"):
        dx = grad(softplus_sum)(x)
    assert dx.dtype == np.float32 and dx.tolist() == [1.0, 0.5]
    for f in (where_entropy, root_times, prod, std, absolute, relu, mean_nan):
        with np.errstate(all="ignore"):  # log(0) is f's own
            dx = grad(f)(np.array([0.0, 1.0], np.float32))
        assert dx.dtype == np.float32


@pytest.mark.parametrize("dtype", [np.int64, np.int8, np.uint8])
def test_integers_have_float_gradients(dtype: Any) -> None:
    dx = grad(squares)(np.array([3, 1], dtype))
    assert dx.dtype == np.float64 and dx.tolist() == [6.0, 2.0]


def test_read_only_and_strided_arrays() -> None:
    x = np.arange(12.0).reshape(3, 4)
    x.flags.writeable = False
    for part in (x, x[::-1, ::2], x.T, x[:, 1]):
        np.testing.assert_array_equal(grad(squares)(part), 2 * part)


@pytest.mark.parametrize("length", [0, 1, 2, 3, 5])
@pytest.mark.parametrize("n", [1, 2, 3])
def test_differences_of_arrays_with_fewer_elements_than_differences(length, n):
    def roughness(x):
        return np.sum(np.diff(x, n=n) ** 2)

    x = np.arange(length) ** 2.5
    matrix = np.diff(np.eye(length), n=n, axis=0)
    value, gradient = value_and_grad(roughness)(x)
    assert value == roughness(x)
    assert gradient.shape == x.shape
    np.testing.assert_allclose(gradient, 2 * matrix.T @ matrix @ x, atol=1e-12)


def test_float_power_of_integers_neither_overflows_nor_asks_for_their_own_power():
    def powers(x, y):
        return np.sum(np.float_power(x, y))

    dx, dy = grad(powers, (0, 1))(np.array([1, 2, 10]), np.array([-2, 0, 25]))
    np.testing.assert_allclose(dx, [-2, 0, 25e24], rtol=1e-12)
    np.testing.assert_allclose(dy, [0, np.log(2), 1e25 * np.log(10)], rtol=1e-12)
    fixed = grad(lambda x: np.sum(np.float_power(x, 25) + np.float_power(x, -2)))
    np.testing.assert_allclose(fixed(np.array([1, 10])), [23, 25e24 - 2e-3], rtol=1e-12)


def test_single_precision_of_ends_and_of_simpson():
    def with_ends(x):
        return np.sum(np.ediff1d(x, to_begin=1.0, to_end=[2.0, 3.0]) ** 2)

    def area(x):
        return scipy.integrate.simpson(x, dx=0.1)

    x = np.array([0.5, 0.25, 2.0], dtype=np.float32)
    for function in (with_ends, area):
        value, gradient = value_and_grad(function)(x)
        assert value == function(x)
        assert np.asarray(value).dtype == np.asarray(function(x)).dtype
        assert gradient.dtype == np.float32


def test_only_what_may_be_infinite_is_silenced() -> None:
    """What lies above 0 by what is added to it needs no `with`."""

    def deviation(x):
        return np.sum(x / np.sqrt(np.var(x) + 1e-5))

    assert "errstate" not in grad(deviation).source_for(np.ones(3))
    assert grad(root).source_for(np.ones(3)).count("errstate") == 1
    assert grad(roots_in_a_loop).source_for(np.ones(3)).count("errstate") == 1
