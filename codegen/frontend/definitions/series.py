"""Sums of orthogonal polynomials by Clenshaw's recurrence: numpy.polynomial.legendre and others."""

from __future__ import annotations

from typing import Any

import numpy as np


def chebval(x: Any, c: Any, tensor: bool = True) -> Any:
    p = np.atleast_1d(c)
    if len(p) == 1:
        return p[0] + np.multiply(x, 0)
    last, twice = p[-2], np.multiply(x, 2)
    high = p[-1]
    for k in range(3, len(p) + 1):
        last, high = p[-k] - high, last + high * twice
    return last + high * x


def legval(x: Any, c: Any, tensor: bool = True) -> Any:
    p = np.atleast_1d(c)
    if len(p) == 1:
        return p[0] + np.multiply(x, 0)
    last, high, n = p[-2], p[-1], len(p)
    for k in range(3, len(p) + 1):
        n = n - 1
        last, high = p[-k] - high * ((n - 1) / n), last + high * x * ((2 * n - 1) / n)
    return last + high * x


def hermval(x: Any, c: Any, tensor: bool = True) -> Any:
    p, twice = np.atleast_1d(c), np.multiply(x, 2)
    if len(p) == 1:
        return p[0] + twice * 0
    last, high, n = p[-2], p[-1], len(p)
    for k in range(3, len(p) + 1):
        n = n - 1
        last, high = p[-k] - high * (2 * (n - 1)), last + high * twice
    return last + high * twice


def hermeval(x: Any, c: Any, tensor: bool = True) -> Any:
    p = np.atleast_1d(c)
    if len(p) == 1:
        return p[0] + np.multiply(x, 0)
    last, high, n = p[-2], p[-1], len(p)
    for k in range(3, len(p) + 1):
        n = n - 1
        last, high = p[-k] - high * (n - 1), last + high * x
    return last + high * x


def lagval(x: Any, c: Any, tensor: bool = True) -> Any:
    p = np.atleast_1d(c)
    if len(p) == 1:
        return p[0] + np.multiply(x, 0)
    last, high, n = p[-2], p[-1], len(p)
    for k in range(3, len(p) + 1):
        n = n - 1
        last, high = p[-k] - (high * (n - 1)) / n, last + (high * ((2 * n - 1) - x)) / n
    return last + high * np.subtract(1, x)
