"""Choosing elements by conditions, positions and functions."""

from __future__ import annotations

from typing import Any

import numpy as np


def compress(condition: Any, a: Any, axis: Any = None) -> Any:
    kept = np.flatnonzero(condition)
    if axis is None:
        return np.take(np.ravel(a), kept)
    return np.take(a, kept, axis=axis)


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    result = default
    for k in range(len(condlist) - 1, -1, -1):
        result = np.where(condlist[k], choicelist[k], result)
    return result


def choose(a: Any, choices: Any) -> Any:
    index = np.asarray(a)
    if np.any((index < 0) | (index >= len(choices))):
        raise ValueError("invalid entry in choice array")
    result = choices[len(choices) - 1]
    for k in range(len(choices) - 2, -1, -1):
        result = np.where(index == k, choices[k], result)
    return result


def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any) -> Any:
    x = np.asarray(x)
    y = np.zeros_like(x)
    rest = np.ones(np.shape(x), dtype=bool)
    for condition, f in zip(condlist, funclist):
        y[condition] = f(x[condition], *args) if callable(f) else f
        rest = rest & np.logical_not(condition)
    if len(funclist) > len(condlist):
        f = funclist[-1]
        y[rest] = f(x[rest], *args) if callable(f) else f
    return y


def trim_zeros(filt: Any) -> Any:
    assert np.ndim(filt) == 1, "np.trim_zeros of one axis"
    kept = np.flatnonzero(filt)
    return filt[kept[0] : kept[-1] + 1]


def resize(a: Any, new_shape: Any) -> Any:
    length = np.prod(new_shape)
    return np.take(np.ravel(a), np.arange(length) % np.size(a)).reshape(new_shape)


def apply_along_axis(func1d: Any, axis: int, arr: Any, *args: Any) -> Any:
    moved = np.moveaxis(np.asarray(arr), axis, -1)
    rows = np.array(moved, copy=True).reshape(-1, moved.shape[-1])
    found = np.stack([func1d(row, *args) for row in rows])
    if np.ndim(found) == 1:
        return found.reshape(moved.shape[:-1])
    return np.moveaxis(found.reshape(moved.shape[:-1] + found.shape[1:]), -1, axis)
