"""Choosing elements by conditions, positions and functions."""

from __future__ import annotations

from typing import Any

import numpy as np


def compress(condition: Any, a: Any, axis: Any = None) -> Any:
    kept = np.flatnonzero(condition)
    if axis is None:
        return np.take(np.ravel(a), kept)
    return np.take(a, kept, axis=axis)


def ndarray_compress(a: Any, condition: Any, axis: Any = None) -> Any:
    """The method."""
    return np.compress(condition, a, axis)


def delete(arr: Any, obj: Any, axis: Any = None) -> Any:
    """Of the places that a slice names."""
    assert isinstance(obj, slice), "np.delete of this"
    if axis is None:
        flat = np.ravel(arr)
        return np.delete(flat, np.arange(len(flat))[obj])
    return np.delete(arr, np.arange(np.shape(arr)[axis])[obj], axis=axis)


def take_along_axis(arr: Any, indices: Any, axis: Any = -1) -> Any:
    assert axis is None, "np.take_along_axis along this axis"
    return np.take(np.ravel(arr), indices)


def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    result = default
    for k in range(len(condlist) - 1, -1, -1):
        result = np.where(condlist[k], choicelist[k], result)
    return result


def choose(a: Any, choices: Any, *, mode: str = "raise") -> Any:
    index = np.asarray(a)
    if mode == "wrap":
        index = index % len(choices)
    elif mode == "clip":
        index = np.clip(index, 0, len(choices) - 1)
    elif np.any((index < 0) | (index >= len(choices))):
        raise ValueError("invalid entry in choice array")
    result = choices[len(choices) - 1]
    for k in range(len(choices) - 2, -1, -1):
        result = np.where(index == k, choices[k], result)
    return result


def piecewise(x: Any, condlist: Any, funclist: Any, *args: Any) -> Any:
    x = np.asarray(x)
    if np.ndim(x) == 0:
        return np.asarray(_piece_of_number(x[()], condlist, funclist, args))
    y = np.zeros_like(x)
    rest = np.ones(np.shape(x), dtype=bool)
    several = (
        np.ndim(condlist) > np.ndim(x)
        if isinstance(condlist, np.ndarray)
        else (np.ndim(x) == 0 or np.ndim(condlist[0]) > 0)
    )
    assert several, "np.piecewise with one condition outside of a list: write [condition]"
    for condition, f in zip(condlist, funclist):
        y[condition] = f(x[condition], *args) if callable(f) else f
        rest = rest & np.logical_not(condition)
    if len(funclist) > len(condlist):
        f = funclist[-1]
        y[rest] = f(x[rest], *args) if callable(f) else f
    return y


def _piece_of_number(x: Any, condlist: Any, funclist: Any, args: Any) -> Any:
    y, rest = x * 0, True
    for condition, f in zip(condlist, funclist):
        if condition:
            y, rest = f(x, *args) if callable(f) else f + x * 0, False
    if len(funclist) > len(condlist) and rest:
        f = funclist[-1]
        y = f(x, *args) if callable(f) else f + x * 0
    return y


def take(a: Any, indices: Any, axis: Any = None, mode: str = "raise") -> Any:
    """With `raise` an operation of its own."""
    x = np.ravel(a) if axis is None else np.asarray(a)
    along = 0 if axis is None else axis
    if mode == "raise":
        return np.take(x, indices, axis=along)
    assert mode in ("wrap", "clip"), "the mode of np.take is raise, wrap or clip"
    n = x.shape[along]
    if mode == "wrap":
        return np.take(x, np.asarray(indices) % n, axis=along)
    return np.take(x, np.clip(indices, 0, n - 1), axis=along)


def item(a: Any, *args: Any) -> Any:
    """The method, at a place."""
    places = args[0] if isinstance(args[0], tuple) else args
    return np.ravel(a)[places[0]].item() if len(places) == 1 else a[places].item()


def sort(a: Any, axis: Any = -1, kind: Any = None, *, stable: Any = None) -> Any:
    if axis is None:
        return np.sort(np.ravel(a))
    return np.sort(a, axis=axis)


def partition(a: Any, kth: Any, axis: Any = -1) -> Any:
    if axis is None:
        return np.partition(np.ravel(a), kth)
    return np.partition(a, kth, axis=axis)


def trim_zeros(filt: Any, trim: str = "fb") -> Any:
    assert np.ndim(filt) == 1, "np.trim_zeros of one axis"
    kept = np.flatnonzero(filt)
    if len(kept) == 0:
        return filt[:0]
    first = kept[0] if "f" in trim.lower() else 0
    last = kept[-1] + 1 if "b" in trim.lower() else len(filt)
    return filt[first:last]


def resize(a: Any, new_shape: Any) -> Any:
    length = np.prod(new_shape)
    return np.take(np.ravel(a), np.arange(length) % np.size(a)).reshape(new_shape)


def diag_indices_from(arr: Any) -> Any:
    return np.diag_indices(arr.shape[0], np.ndim(arr))


def triu_indices_from(arr: Any, k: int = 0) -> Any:
    return np.triu_indices(arr.shape[-2], k, arr.shape[-1])


def tril_indices_from(arr: Any, k: int = 0) -> Any:
    return np.tril_indices(arr.shape[-2], k, arr.shape[-1])
