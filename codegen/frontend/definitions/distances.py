"""scipy.spatial.distance: distances of two vectors, as SciPy computes them."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

linalg = ModuleType("scipy.linalg")  # its name: nothing of SciPy is needed to read this


def minkowski(u: Any, v: Any, p: Any = 2, w: Any = None) -> Any:
    steps = np.asarray(u) - np.asarray(v)
    if w is not None:
        if p == 1:
            roots = np.asarray(w)
        elif p == 2:
            roots = np.sqrt(w)
        else:
            roots = np.power(w, 1 / p)
        steps = roots * steps
    return linalg.norm(steps, ord=p)


def euclidean(u: Any, v: Any, w: Any = None) -> Any:
    steps = np.asarray(u) - np.asarray(v)
    if w is not None:
        steps = np.sqrt(w) * steps
    return linalg.norm(steps, ord=2)


def sqeuclidean(u: Any, v: Any, w: Any = None) -> Any:
    steps = np.asarray(u) + 0.0 - np.asarray(v)
    return np.dot(steps, steps if w is None else np.asarray(w) * steps)


def cityblock(u: Any, v: Any, w: Any = None) -> Any:
    steps = abs(np.asarray(u) - np.asarray(v))
    return np.sum(steps if w is None else np.asarray(w) * steps)


def chebyshev(u: Any, v: Any) -> Any:
    return np.max(abs(np.asarray(u) - np.asarray(v)))


def correlation(u: Any, v: Any, w: Any = None, centered: bool = True) -> Any:
    left, right = np.asarray(u), np.asarray(v)
    if w is None:
        if centered:
            left, right = left - np.mean(left), right - np.mean(right)
        own, other = left, right
    else:
        weights = np.asarray(w)
        weights = weights / np.sum(weights)
        if centered:
            left, right = left - np.dot(left, weights), right - np.dot(right, weights)
        own, other = left * weights, right * weights
    scale = np.sqrt(np.dot(left, own) * np.dot(right, other))
    return np.clip(1.0 - np.dot(left, other) / scale, 0.0, 2.0)


def cosine(u: Any, v: Any, w: Any = None) -> Any:
    return correlation(u, v, w, False)


def mahalanobis(u: Any, v: Any, VI: Any) -> Any:
    steps = np.asarray(u) - np.asarray(v)
    return np.sqrt(np.dot(np.dot(steps, np.atleast_2d(VI)), steps))


def braycurtis(u: Any, v: Any, w: Any = None) -> Any:
    steps, sums = abs(np.asarray(u) - np.asarray(v)), abs(np.asarray(u) + np.asarray(v))
    if w is not None:
        steps, sums = np.asarray(w) * steps, np.asarray(w) * sums
    return np.sum(steps) / np.sum(sums)


def canberra(u: Any, v: Any, w: Any = None) -> Any:
    steps = abs(np.asarray(u) - np.asarray(v))
    sizes = abs(np.asarray(u)) + abs(np.asarray(v))
    shares = np.where(sizes == 0, 0.0, steps / np.where(sizes == 0, 1.0, sizes))
    return np.sum(shares if w is None else np.asarray(w) * shares)
