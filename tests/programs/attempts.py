"""`except` that goes on with other values: the gradient is that of the path taken."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

W = np.array([[0.1, 0.2, 0.3], [0.4, 0.5, 0.6], [0.7, 0.8, 0.9]])
B = np.array([0.1, -0.2, 0.3])
X = np.array([0.5, -1.2, 0.7])
A3 = W @ W.T + 2 * np.eye(3)
AN = W + W.T - 3 * np.eye(3)


def cholesky_with_jitter(A, x):
    try:
        L = np.linalg.cholesky(A)
    except np.linalg.LinAlgError:
        A = A + 5.0 * np.eye(3)
        L = np.linalg.cholesky(A)
    return np.sum(L @ x)


def cholesky_returned(A, x):
    try:
        return np.sum(np.linalg.cholesky(A) * x)
    except np.linalg.LinAlgError:
        A = A + 5.0 * np.eye(3)
    return np.sum(np.linalg.cholesky(A) ** 2)


def newton_with_a_restart(x, n):
    for _ in range(n):
        try:
            step = (x * x - 2.0) / (2.0 * x)
        except ZeroDivisionError:
            x = x + 1.0
            continue
        x = x - step
    return x


def two_handlers(x, y):
    try:
        r = math.exp(x) / y
    except OverflowError:
        r = x
    except ZeroDivisionError:
        r = x * 2
    return r * x


def several_statements(A, b, x):
    try:
        y = np.linalg.solve(A, b)
        L = np.linalg.cholesky(A)
        z = L @ y
    except np.linalg.LinAlgError:
        z = b * x
    else:
        z = z * 2.0
    finally:
        k = 3.0
    return np.sum(z) * k


def names_of_statements_before(A, b):
    y = b * 1.0
    try:
        y = y * 2.0
        L = np.linalg.cholesky(A)
        y = L @ y
    except np.linalg.LinAlgError:
        y = y * y
    return np.sum(y)


def handlers_in_handlers(x, y, z):
    try:
        try:
            r = x / y
        except ZeroDivisionError:
            r = x / z
    except ZeroDivisionError:
        r = 7.0 * x
    return r


def leaving_a_loop(x, ys):
    s = 0.0
    for y in ys:
        try:
            r = x / y
        except ZeroDivisionError:
            break
        s += r
    return s


def returning_from_a_loop(x, ys):
    s = 0.0
    for y in ys:
        try:
            s += x / y
        except ZeroDivisionError:
            return s * 10
    return s


def growing_jitter(A, x, n):
    eps = 0.1
    for _ in range(n):
        try:
            L = np.linalg.cholesky(A + eps * np.eye(3))
            break
        except np.linalg.LinAlgError:
            eps = eps * 10
    return np.sum(L @ x) * eps


def everything_is_caught(x):
    try:
        return math.log(x)
    except:  # noqa: E722
        return x * 2


def any_exception(x):
    try:
        return math.log(x)
    except Exception:
        return x * 2


def another_is_raised(x):
    try:
        return math.log(x)
    except ValueError:
        raise RuntimeError("bad") from None


def number_or_default(x, s):
    try:
        k = float(s)
    except ValueError:
        k = 1.0
    return x * k


def count_or_default(x, s):
    try:
        n = int(s)
    except (ValueError, TypeError):
        n = 2
    return x * n


def store_out_of_range(x, k):
    a = np.zeros(3)
    try:
        a[k] = x
    except IndexError:
        a[0] = x * x
    return np.sum(a * a)


def inverse_or_pseudo_inverse(A, x):
    try:
        Ai = np.linalg.inv(A)
    except np.linalg.LinAlgError:
        Ai = np.linalg.pinv(A)
    return np.sum(Ai @ x)


def in_a_function_inside(x, y):
    def safe(a, b):
        try:
            return a / b
        except ZeroDivisionError:
            return a * 5

    return safe(x, y) * safe(y, x) + safe(x, 2.0)


def missing_attribute(p, x):
    try:
        s = p.scale
    except AttributeError:
        s = 2.0
    return np.sum(p.w * x) * s


def until_it_fails(x):
    k = 3.0
    while True:
        try:
            r = x / k
            if r > 0.5:
                return r
            k -= 1
        except ZeroDivisionError:
            return x * 9


def shapes_that_do_not_fit(x, y):
    try:
        z = x @ y
    except ValueError:
        z = np.sum(x)
    return z * 2.0


@dataclass
class Scaled:
    w: Any


ZERO = np.zeros((3, 3))
CASES = [
    (cholesky_with_jitter, (A3, X)),
    (cholesky_with_jitter, (AN, X)),
    (cholesky_returned, (A3, X)),
    (cholesky_returned, (AN, X)),
    (newton_with_a_restart, (1.5, 3)),
    (two_handlers, (1.5, 2.0)),
    (two_handlers, (1.5, 0.0), (0,)),
    (two_handlers, (1000.0, 2.0)),
    (several_statements, (A3, B, X)),
    (several_statements, (AN, B, X)),
    (several_statements, (ZERO, B, X), (1, 2)),
    (names_of_statements_before, (A3, B)),
    (names_of_statements_before, (AN, B)),
    (handlers_in_handlers, (2.0, 3.0, 1.0)),
    (handlers_in_handlers, (2.0, 0.0, 1.0), (0, 2)),
    (handlers_in_handlers, (2.0, 0.0, 0.0), (0,)),
    (leaving_a_loop, (2.0, [1.0, 0.0, 3.0]), (0,)),
    (returning_from_a_loop, (2.0, [1.0, 0.0, 3.0]), (0,)),
    (returning_from_a_loop, (2.0, [1.0, 3.0])),
    (growing_jitter, (A3, X, 5)),
    (growing_jitter, (AN, X, 5)),
    (everything_is_caught, (2.0,)),
    (everything_is_caught, (-2.0,)),
    (any_exception, (-2.0,)),
    (another_is_raised, (2.0,)),
    (number_or_default, (2.0, "3")),
    (number_or_default, (2.0, "z")),
    (count_or_default, (2.0, "z")),
    (store_out_of_range, (2.0, 1)),
    (store_out_of_range, (2.0, 9)),
    (inverse_or_pseudo_inverse, (A3, X)),
    (inverse_or_pseudo_inverse, (ZERO, X), (1,)),
    (in_a_function_inside, (2.0, 3.0)),
    (missing_attribute, (Scaled(B), X)),
    (until_it_fails, (2.0,)),
    (until_it_fails, (-2.0,)),
    (shapes_that_do_not_fit, (X, B)),
    (shapes_that_do_not_fit, (X, np.ones(4))),
]
