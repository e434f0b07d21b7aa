"""Arrays built of others: displays, powers, grids of numbers, counts."""

from __future__ import annotations

from typing import Any

import numpy as np


def vander(x: Any, N: Any = None, increasing: bool = False) -> Any:
    n = len(x) if N is None else N
    columns = [np.ones_like(x)] if n else []
    for _ in range(n - 1):
        columns.append(columns[-1] * x)
    return np.stack(columns if increasing else columns[::-1], axis=1)


def unstack(x: Any, *, axis: int = 0) -> Any:
    return np.moveaxis(x, axis, 0)


def logspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True, base: Any = 10.0) -> Any:
    return np.power(base, np.linspace(start, stop, num=num, endpoint=endpoint))


def geomspace(start: Any, stop: Any, num: int = 50, endpoint: bool = True) -> Any:
    direction = np.sign(start)
    first, last = start / direction, stop / direction
    found = np.power(10.0, np.linspace(np.log10(first), np.log10(last), num, endpoint=endpoint))
    if num > 0:
        found[0] = first
        if num > 1 and endpoint:
            found[-1] = last
    return found * direction


def fromiter(iter: Any, dtype: Any) -> Any:
    return np.array(iter, dtype=dtype)


def bincount(x: Any, weights: Any = None, minlength: int = 0) -> Any:
    places = np.asarray(x)
    if np.any(places < 0):
        raise ValueError("'list' argument must have no negative elements")
    length = max(np.max(places) + 1, minlength)
    if weights is None:
        counts = np.zeros(length, dtype=int)
        np.add.at(counts, places, 1)
        return counts
    found = np.zeros(length)
    np.add.at(found, places, np.broadcast_to(weights, places.shape))
    return found


def r_(*parts: Any) -> Any:
    return np.concatenate([np.atleast_1d(part) for part in parts])


def c_(*parts: Any) -> Any:
    return np.concatenate([_columns(part) for part in parts], axis=-1)


def _columns(x: Any) -> Any:
    return x[:, None] if np.ndim(x) == 1 else np.atleast_2d(x)


def astype(x: Any, dtype: Any) -> Any:
    return x.astype(dtype)
