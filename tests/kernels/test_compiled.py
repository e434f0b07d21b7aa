"""Compiled kernels: few and small, for each takes a second to compile."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from codegen import backprop, grad, value_and_grad
from tests.kernels.compare import same_as_numpy

pytest.importorskip("numba", reason="the extra codegen[numba] is not installed")


def swing(angle: float, speed: float, k: float, n: int) -> float:
    for _ in range(n):
        speed = speed - 0.01 * k * math.sin(angle)
        angle = angle + 0.01 * speed
    return angle * angle + speed


def sweep(u: Any, f: Any, sweeps: int) -> Any:
    u = u.copy()
    for _ in range(sweeps):
        for i in range(1, len(u) - 1):
            u[i] = 0.5 * u[i] ** 2 + 0.25 * (u[i - 1] + u[i + 1] - f[i])
    return u[1] * u[-2]


def neuron(w: list[float], x: list[float], b: float) -> float:
    s = b
    for i in range(len(w)):
        s = s + w[i] * x[i]
    if s > 5:
        return s
    return 1.0 / (1.0 + math.exp(-s))


def network(params: dict[str, Any], x: float) -> Any:
    s = 0.0
    while x < 3.0:
        x = x * params["scale"]
        s = s + params["pair"][0] * x * x
    return s * params["pair"][1]


def heat(u: Any, k: float, steps: int) -> Any:
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return 0.5 * np.sum((u - 1) ** 2)


def pairs(x: Any, m: Any) -> Any:
    d = x[:, None, :] - x[None, :, :]
    r2 = np.sum(d * d, axis=2) + 0.1
    return np.sum(m[:, None] * m[None, :] / np.sqrt(r2))


def projected(cameras: Any, points: Any, seen: Any, which: Any) -> Any:
    cam = cameras[seen]
    X = points[which]
    p = X[:, :2] / (X[:, 2:3] + cam[:, 1:2])
    r2 = np.sum(p * p, axis=1)
    errors = np.stack([cam[:, 0] * r2, np.exp(-r2)], axis=1) * p
    return np.mean(errors * errors)


INDICES = np.array([0, 1, 1, 0, 2])


@pytest.mark.parametrize(
    ("function", "fresh", "wrt"),
    [
        (heat, lambda: (np.linspace(0, 1, 9) ** 2, 0.3, 4), (0, 1)),
        (pairs, lambda: (np.arange(15.0).reshape(5, 3) % 4, np.linspace(1, 2, 5)), (0, 1)),
        (
            projected,
            lambda: (np.eye(3) + 1, np.arange(9.0).reshape(3, 3) / 9 + 1, INDICES, INDICES[::-1]),
            (0, 1),
        ),
        (swing, lambda: (0.5, 0.1, 1.3, 50), (0, 1, 2)),
        (sweep, lambda: (np.linspace(0, 1, 9), np.ones(9)[::-1], 3), (0, 1)),
        (neuron, lambda: ([0.1, 0.2, 0.3], [1.0, 2.0, 3.0], 0.5), (0, 1, 2)),
        (network, lambda: ({"scale": 1.4, "pair": (0.5, 2.0)}, 1.0), (0, 1)),
    ],
)
def test_kernel(
    function: Callable[..., Any], fresh: Callable[[], tuple[Any, ...]], wrt: tuple[int, ...]
) -> None:
    assert same_as_numpy(function, fresh, wrt) == "kernel"


def test_layouts_and_readonly_arguments() -> None:
    compiled = grad(sweep, (0, 1), target="numba")
    u, f = np.linspace(0, 1, 18)[::2], np.ones((9, 2))[:, 1]
    u.flags.writeable = False
    for mine, plain in zip(compiled(u, f, 2), grad(sweep, (0, 1))(u, f, 2)):
        np.testing.assert_allclose(mine, plain, rtol=1e-12)


def test_points_of_three_coordinates_have_a_kernel_of_their_own() -> None:
    x, m = np.random.default_rng(1).normal(size=(20, 3)), np.linspace(1, 2, 20)
    compiled, plain = value_and_grad(pairs, (0, 1), "numba"), value_and_grad(pairs, (0, 1))
    assert "x.shape[1] == 3" in compiled.source_for(x, m)
    for points in (x, x[:, :2], x[:2], x[::2, ::-1], np.ones((20, 5)), x[:0]):
        mass = m[: len(points)]
        value, gradients = compiled(points, mass)
        wanted_value, wanted = plain(points, mass)
        np.testing.assert_allclose(value, wanted_value, rtol=1e-12)
        for mine, theirs in zip(gradients, wanted, strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-11, atol=1e-14)
    with pytest.raises(ValueError, match="broadcast"):
        compiled(x, m[:5])


def ratio(x: float, y: float, n: int) -> float:
    for k in range(n):
        x = math.exp(x / (y - k)) / math.sqrt(y)
    return x


@pytest.mark.parametrize("args", [(1.0, 2.0, 3), (1.0, -1.0, 1), (2000.0, 2.0, 1)])
def test_exceptions_are_those_of_the_function(args: tuple[Any, ...]) -> None:
    with pytest.raises((ArithmeticError, ValueError)) as wanted:
        ratio(*args)
    with pytest.raises(type(wanted.value)) as found:
        grad(ratio, target="numba")(*args)
    assert str(found.value) == str(wanted.value)


def lookup(x: Any, k: int) -> Any:
    s = 1.0
    for i in range(k):
        s = s * x[i]
    return s


def test_an_index_outside_raises() -> None:
    compiled = grad(lookup, target="numba")
    np.testing.assert_allclose(compiled(np.array([2.0, 3.0]), 2), [3.0, 2.0])
    with pytest.raises(IndexError):
        compiled(np.array([2.0, 3.0]), 3)


def weighted(x: Any, w: Any) -> Any:
    return np.sum(x * w) + x[2]


@pytest.mark.parametrize(
    ("x", "w"), [(np.ones(3), np.ones(4)), (np.ones(2), np.ones(2)), (np.ones(4), np.ones(1))]
)
def test_lengths_that_are_not_regular(x: Any, w: Any) -> None:
    compiled = grad(weighted, target="numba")
    np.testing.assert_array_equal(compiled(np.ones(4), np.arange(4.0)), [0, 1, 3, 3])
    try:
        wanted = grad(weighted)(x, w)
    except (ValueError, IndexError) as error:
        with pytest.raises(type(error), match=str(error)[:20]):
            compiled(x, w)
    else:
        np.testing.assert_array_equal(compiled(x, w), wanted)


def factorials(x: float, n: int) -> float:
    a, b, product = 0, 1, 1
    for k in range(1, n):
        product = product * k
        a, b = b, a + b
        x = x + b / product
    return x * x


@pytest.mark.parametrize("n", [10, 30, 120])
def test_integers_do_not_wrap(n: int) -> None:
    value, dx = value_and_grad(factorials, target="numba")(0.5, n)
    assert value == pytest.approx(factorials(0.5, n), rel=1e-12)
    assert dx == pytest.approx(2 * math.sqrt(value), rel=1e-12)


def test_the_decorator_takes_a_target() -> None:
    decorated = backprop(target="numba")(swing)
    assert decorated.grad(0.5, 0.1, 1.3, 5) == pytest.approx(backprop(swing).grad(0.5, 0.1, 1.3, 5))
    assert "njit" in decorated.source and "njit" not in backprop(swing).source


def test_an_unknown_target() -> None:
    with pytest.raises(ValueError, match="numpy, numba"):
        grad(swing, target="fortran")


def shifted(x: Any, k: int) -> Any:
    s = 0.0
    for i in range(len(x) - k):
        s = s + x[i + k] * x[i]
    return s


@pytest.mark.parametrize("k", [0, 2, -1, 7])
def test_subscripts_that_are_not_checked_lie_inside(k: int) -> None:
    compiled = grad(shifted, target="numba")
    assert "boundscheck" not in compiled.source_for(np.arange(5.0), k)
    if k < 0:
        with pytest.raises(IndexError):
            compiled(np.arange(5.0), k)
    else:
        np.testing.assert_allclose(compiled(np.arange(5.0), k), grad(shifted)(np.arange(5.0), k))


def counted_squares(x: Any) -> Any:
    i = 0
    s = 0.0
    while True:
        s += x[i] ** 2
        i += 1
        if i >= len(x) or s > 3:
            break
    return s * i


def test_a_loop_that_is_left_with_new_values_is_left_to_numpy() -> None:
    """Numba 0.68 compiles what is assigned anew before `break` to wrong values."""
    x = np.array([1.7, 0.64, -1.98, 0.68])
    assert "`while` loop" in same_as_numpy(counted_squares, lambda: (x.copy(),), 0)
    value, gradient = value_and_grad(counted_squares, target="numba")(x)
    assert value == counted_squares(x)
    np.testing.assert_allclose(gradient, [6.8, 2.56, 0.0, 0.0])


def test_what_numba_cannot_compile_is_tried_once() -> None:
    from numba.core.errors import TypingError

    tried: list[bool] = []

    def failing(*args: Any) -> Any:
        tried.append(True)
        raise TypingError("no such type")

    compiled = value_and_grad(heat, target="numba")
    arguments = np.linspace(0, 1, 9) ** 2, 0.3, 4
    names = compiled.specialised(arguments, {}).names
    kernel, names["heat_kernel"] = names["heat_kernel"], failing
    try:
        for _ in range(3):
            value, gradient = compiled(*arguments)
            wanted_value, wanted = value_and_grad(heat)(*arguments)
            assert value == wanted_value
            np.testing.assert_array_equal(gradient, wanted)
    finally:
        names["heat_kernel"] = kernel
    assert len(tried) == 1


def classified(w: Any, X: Any, y: Any) -> Any:
    p = 1 / (1 + np.exp(-(X @ w)))
    return -np.mean(y * np.log(p) + (1 - y) * np.log(1 - p))


def log_normaliser(x: Any) -> Any:
    top = np.max(x, axis=1, keepdims=True)
    return np.sum((np.log(np.sum(np.exp(x - top), axis=1)) + top[:, 0]) ** 2)


@pytest.mark.parametrize(
    ("function", "fresh"),
    [
        (classified, lambda: (np.arange(3.0), np.sin(np.arange(12.0)).reshape(4, 3), np.eye(4)[1])),
        (log_normaliser, lambda: (np.sin(np.arange(12.0)).reshape(4, 3),)),
    ],
)
def test_no_other_loop_is_inside_that_of_a_logarithm(function: Any, fresh: Any) -> None:
    """It takes several numbers at a time then."""
    assert same_as_numpy(function, fresh, 0) == "kernel"
    _, _, text = value_and_grad(function, 0, "numba").source_for(*fresh()).partition("_kernel(")
    lines = text.split("\n")
    at = next(k for k, line in enumerate(lines) if "logarithm(" in line)
    loop = max(k for k in range(at) if lines[k].startswith("    for "))
    assert not any(line.startswith("        for ") for line in lines[loop:at])
