"""What is differentiated that is no plain function: methods, partials, wrappers, derivatives."""

import functools

import numpy as np
import pytest

from codegen import UnsupportedError, backprop, grad, value_and_grad, vjp


def test_callables_that_bring_arguments_along():
    class Layer:
        def __init__(self, w):
            self.w = w

        def __call__(self, x):
            return np.sum(np.sin(self.w * x))

        def cost(self, x, *, scale=1.0):
            return np.sum(self.w * x**2) * scale

    layer, x = Layer(np.array([0.5, 2.0])), np.array([0.3, 0.4])
    slope = layer.w * np.cos(layer.w * x)
    np.testing.assert_allclose(grad(layer)(x), slope)
    np.testing.assert_allclose(grad(layer.cost)(x, scale=2.0), 4 * layer.w * x)
    np.testing.assert_allclose(vjp(layer.cost, x)[1](1.0)[0], 2 * layer.w * x)
    halved = functools.partial(layer.cost, scale=0.5)
    np.testing.assert_allclose(grad(halved)(x), layer.w * x)
    np.testing.assert_allclose(grad(halved, "x")(x), layer.w * x)

    def power(a, b, c):
        return a * b**2 * c**3

    assert grad(functools.partial(power, 2.0), 1)(3.0, 4.0) == 2 * 9 * 3 * 16
    assert grad(functools.partial(power, 2.0), (1, 0))(3.0, 4.0) == (864.0, 768.0)
    assert vjp(functools.partial(power, 2.0), 3.0, 4.0)[1](1.0) == (768.0, 864.0)
    assert grad(functools.lru_cache(power), 2)(2.0, 3.0, 4.0) == 864.0


def test_a_wrapper_is_called_as_it_is_written():
    def above(x):
        return x

    @functools.wraps(above)
    def doubled(*args, **kwargs):
        return 2 * sum(arg**2 for arg in args)

    assert grad(doubled)(3.0) == 12.0
    assert grad(doubled, 1)(3.0, 4.0) == 16.0


def test_derivatives_of_derivatives():
    def quartic(x):
        return x**4

    assert grad(grad(quartic))(2.0) == 48.0
    assert grad(grad(grad(quartic)))(2.0) == 48.0
    assert value_and_grad(grad(quartic))(2.0) == (32.0, 48.0)
    assert grad(grad(quartic, target="numba"))(2.0) == 48.0
    assert grad(backprop(quartic).grad)(2.0) == 48.0
    weights = np.array([1.0, 2.0])

    def cost(x, y):
        return np.sum(weights * x**3) * y

    x = np.array([3.0, 4.0])
    hessian = [vjp(grad(cost), x, 0.5)[1](row)[0] for row in np.eye(2)]
    np.testing.assert_allclose(hessian, np.diag(3 * weights * x))
    np.testing.assert_allclose(grad(grad(cost, "y"))(x, 0.5), 3 * weights * x**2)
    weights[:] = 5.0  # read when it is called
    np.testing.assert_allclose(grad(grad(cost, "y"))(x, 0.5), 15 * x**2)
    with pytest.raises(UnsupportedError, match="is not differentiated again"):
        grad(grad(lambda *rest: rest[0] ** 2))(2.0)
    with pytest.raises(TypeError, match="needs a seed"):
        grad(grad(cost))(x, 0.5)


def test_second_derivatives_where_a_length_is_zero():
    def well(x):
        return np.linalg.norm(x) ** 2 - np.exp(-(np.sqrt(np.sum(x**2)) ** 2))

    zero, v = np.zeros(3), np.array([1.0, -2.0, 0.5])
    np.testing.assert_array_equal(grad(well)(zero), zero)
    np.testing.assert_array_equal(vjp(grad(well), zero)[1](v)[0], 4 * v)


def test_second_derivatives_under_masks():
    def shares(x):
        with np.errstate(divide="ignore", invalid="ignore"):
            y = np.where(x > 0, np.log(x) / x, 0.0)
        return np.sum(y * x)

    x = np.array([0.5, 1.5, -0.3, 0.0])
    with np.errstate(divide="ignore", invalid="ignore"):
        products = vjp(grad(shares), x)[1](np.ones(4))[0]
    np.testing.assert_allclose(products, np.where(x > 0, -1 / np.where(x > 0, x, 1) ** 2, 0))


def test_what_is_not_differentiated_again():
    def longest(rows):
        return max((np.sum(row**2), k) for k, row in enumerate(rows))[0]

    def chain(x, k: int):
        return x if k == 0 else chain(np.sin(x), k - 1)

    rows = np.array([[1.0, 2.0], [3.0, 4.0]])
    np.testing.assert_array_equal(vjp(grad(longest), rows)[1](rows)[0], [[0, 0], [6, 8]])
    with pytest.raises(UnsupportedError, match="CG914 chain_grad is not differentiated again"):
        grad(grad(chain))(0.5, 3)
