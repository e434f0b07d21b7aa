"""np.pad in every mode: one axis after the other, as NumPy does it."""

from __future__ import annotations

from typing import Any

import numpy as np


def pad(
    array: Any,
    pad_width: Any,
    mode: str = "constant",
    *,
    constant_values: Any = 0,
    end_values: Any = 0,
    stat_length: Any = None,
    reflect_type: str = "even",
) -> Any:
    x = np.asarray(array)
    rank = np.ndim(x)
    if isinstance(pad_width, dict):
        own = pad_width
        pad_width = [_pair(own.get(k, own.get(k - rank, 0))) for k in _AXES[:rank]]
    widths, ends = _pairs(pad_width, rank), _pairs(end_values, rank)
    constants, lengths = _pairs(constant_values, rank), _pairs(stat_length, rank)
    for axis, (low, high) in enumerate(widths):
        if mode == "constant":
            left, right = constants[axis]
            one = np.max(x, axis=axis, keepdims=True)
            x = _between(np.full_like(one, left), x, np.full_like(one, right), low, high, axis)
        elif mode == "linear_ramp":
            left, right = ends[axis]
            first, last = np.take(x, 0, axis=axis), np.take(x, -1, axis=axis)
            rise = np.linspace(left, first, num=low, endpoint=False)
            fall = np.flip(np.linspace(right, last, num=high, endpoint=False), axis=0)
            before, behind = np.moveaxis(rise, 0, axis), np.moveaxis(fall, 0, axis)
            x = np.concatenate([before, x, behind], axis=axis)
        elif mode in ("maximum", "minimum", "mean", "median"):
            left, right = lengths[axis]
            n = x.shape[axis]
            before = x if left is None else np.take(x, np.arange(min(left, n)), axis=axis)
            behind = x if right is None else np.take(x, np.arange(max(n - right, 0), n), axis=axis)
            x = _between(
                _middle(before, mode, axis), x, _middle(behind, mode, axis), low, high, axis
            )
        elif reflect_type == "odd" and mode in ("reflect", "symmetric"):
            x = _turned(x, low, high, mode, axis)
        elif mode == "empty":
            one = np.max(x, axis=axis, keepdims=True) * 0
            x = _between(one, x, one, low, high, axis)
        else:
            x = np.take(x, _places(x.shape[axis], low, high, mode), axis=axis)
    return x


def _pairs(given: Any, rank: int) -> Any:
    """One pair for each axis."""
    if given is None or isinstance(given, (int, float)):
        return ((given, given),) * rank
    if given[0] is None or isinstance(given[0], (int, float)):
        return ((given[0], given[-1]),) * rank
    pairs = tuple((pair[0], pair[-1]) for pair in given)
    return pairs * rank if len(pairs) == 1 else pairs


def _between(left: Any, x: Any, right: Any, low: int, high: int, axis: int) -> Any:
    before, behind = np.repeat(left, low, axis=axis), np.repeat(right, high, axis=axis)
    return np.concatenate([before, x, behind], axis=axis)


def _middle(x: Any, mode: str, axis: int) -> Any:
    if mode == "maximum":
        return np.max(x, axis=axis, keepdims=True)
    if mode == "minimum":
        return np.min(x, axis=axis, keepdims=True)
    if mode == "mean":
        return np.mean(x, axis=axis, keepdims=True)
    return np.median(x, axis=axis, keepdims=True)


_AXES = (0, 1, 2, 3, 4, 5, 6, 7)


def _pair(width: Any) -> Any:
    return (width, width) if isinstance(width, int) else width


def _turned(x: Any, low: int, high: int, mode: str, axis: int) -> Any:
    """Reflections through the end of the line, one after the other, on both sides in turns."""
    x = np.moveaxis(x, axis, 0)
    skip = 1 if mode == "reflect" else 0
    if x.shape[0] == 1 and skip == 1:
        x = x[np.zeros(low + 1 + high, dtype=int)]
        low, high = 0, 0
    own = x.shape[0] - skip
    while low > 0 or high > 0:
        period = (x.shape[0] - skip) // own * own
        if low > 0:
            count = min(low, period)
            x = np.concatenate([2 * x[:1] - x[skip : count + skip][::-1], x])
            low = low - count
        if high > 0:
            count = min(high, period)
            end = x.shape[0] - skip
            x = np.concatenate([x, 2 * x[-1:] - x[end - count : end][::-1]])
            high = high - count
    return np.moveaxis(x, 0, axis)


def _places(n: int, low: int, high: int, mode: str) -> Any:
    """Which element stands at every place of the padded axis."""
    places = np.arange(-low, n + high)
    if mode == "edge":
        return np.clip(places, 0, n - 1)
    if mode == "wrap":
        return places % n
    if mode == "symmetric":
        places = places % (2 * n)
        return np.where(places < n, places, 2 * n - 1 - places)
    assert mode == "reflect", f"the mode {mode!r} of np.pad"
    places = places % max(2 * n - 2, 1)
    return np.where(places < n, places, 2 * n - 2 - places)
