"""Sets of numbers in arrays: what is in both, in one, once."""

from __future__ import annotations

from typing import Any

import numpy as np


def unique(
    ar: Any,
    return_index: bool = False,
    return_inverse: bool = False,
    return_counts: bool = False,
    axis: Any = None,
    *,
    equal_nan: bool = True,
    sorted: bool = True,
) -> Any:
    """The values alone are an operation of their own."""
    x = np.asarray(ar)
    if axis is None:
        items = np.ravel(x)
        order = np.argsort(items, kind="stable")
        placed = items[order]
        first = np.ones(len(placed), dtype=bool)
        first[1:] = placed[1:] != placed[:-1]
        if equal_nan:
            first[1:] &= np.logical_not(np.isnan(placed[1:]) & np.isnan(placed[:-1]))
    else:
        items = np.moveaxis(x, axis, 0)
        rows = np.reshape(items, (items.shape[0], -1))
        order = np.lexsort(rows.T[::-1])
        placed = rows[order]
        first = np.ones(len(placed), dtype=bool)
        first[1:] = np.any(placed[1:] != placed[:-1], axis=1)
    index = order[first]
    values = np.ravel(x)[index] if axis is None else np.take(x, index, axis=axis)
    found = [values]
    if return_index:
        found.append(index)
    if return_inverse:
        inverse = np.zeros(len(order), dtype=int)
        inverse[order] = np.cumsum(first) - 1
        found.append(np.reshape(inverse, np.shape(x)) if axis is None else inverse)
    if return_counts:
        starts = np.concatenate((np.flatnonzero(first), np.full(1, len(order))))
        found.append(np.diff(starts))
    return tuple(found) if len(found) > 1 else values


def union1d(ar1: Any, ar2: Any) -> Any:
    return np.unique(np.concatenate((ar1, ar2), axis=None))


def intersect1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Any:
    left = np.ravel(ar1) if assume_unique else np.unique(ar1)
    right = np.ravel(ar2) if assume_unique else np.unique(ar2)
    both = np.sort(np.concatenate((left, right)), kind="stable")
    return both[:-1][both[1:] == both[:-1]]


def setdiff1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Any:
    left = np.ravel(ar1) if assume_unique else np.unique(ar1)
    return left[np.isin(left, ar2, invert=True)]


def setxor1d(ar1: Any, ar2: Any, assume_unique: bool = False) -> Any:
    left = np.ravel(ar1) if assume_unique else np.unique(ar1)
    right = np.ravel(ar2) if assume_unique else np.unique(ar2)
    both = np.sort(np.concatenate((left, right)))
    edges = np.ones(len(both) + 1, dtype=bool)
    edges[1:-1] = both[1:] != both[:-1]
    return both[edges[1:] & edges[:-1]]
