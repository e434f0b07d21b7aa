"""scipy.signal and scipy.integrate: functions that are made of others that have rules."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

# their names: nothing of SciPy is needed to read this
fft = ModuleType("scipy.fft")
linalg = ModuleType("scipy.linalg")
special = ModuleType("scipy.special")
integrate = ModuleType("scipy.integrate")


def signal_hilbert(x: Any, N: Any = None, axis: int = -1) -> Any:
    size = np.shape(x)[axis] if N is None else N
    spectrum = np.moveaxis(fft.fft(x, size, axis=axis), axis, -1)
    weights = np.zeros(size)
    weights[0] = 1.0
    weights[1 : (size + 1) // 2] = 2.0
    if size % 2 == 0:
        weights[size // 2] = 1.0
    return fft.ifft(np.moveaxis(spectrum * weights, -1, axis), axis=axis)


def signal_detrend(data: Any, axis: int = -1, type: str = "linear") -> Any:
    x = np.asarray(data)
    if type in ("constant", "c"):
        return x - np.mean(x, axis=axis, keepdims=True)
    assert type in ("linear", "l"), "scipy.signal.detrend of a type that it does not have"
    moved = np.moveaxis(x, axis, 0)
    count = moved.shape[0]
    columns = np.reshape(moved, (count, -1))
    steps = np.arange(1, count + 1) / count
    left = np.stack((steps, np.ones(count)), axis=1)
    fitted = left @ linalg.lstsq(left, columns)[0]
    return np.moveaxis(np.reshape(columns - fitted, moved.shape), 0, axis)


def integrate_fixed_quad(func: Any, a: Any, b: Any, args: Any = (), n: int = 5) -> Any:
    places, weights = special.roots_legendre(n)
    at = (b - a) * (places + 1) / 2.0 + a
    return (b - a) / 2.0 * np.sum(weights * func(at, *args), axis=-1), None


def integrate_cumulative_simpson(
    y: Any, *, x: Any = None, dx: Any = 1.0, axis: int = -1, initial: Any = None
) -> Any:
    values = np.swapaxes(np.asarray(y) + 0.0, axis, -1)
    assert values.shape[-1] > 2, "cumulative_simpson of fewer than three points"
    if x is None:
        steps = np.broadcast_to(dx + 0.0, (*values.shape[:-1], values.shape[-1] - 1))
        first = _even_parts(values, steps)
        second = np.flip(_even_parts(np.flip(values, -1), np.flip(steps, -1)), -1)
    else:
        places = np.asarray(x) + 0.0
        if np.ndim(places) > 1:
            places = np.swapaxes(places, axis, -1)
        steps = np.diff(np.broadcast_to(places, values.shape), axis=-1)
        first = _uneven_parts(values, steps)
        second = np.flip(_uneven_parts(np.flip(values, -1), np.flip(steps, -1)), -1)
    parts = np.zeros((*values.shape[:-1], values.shape[-1] - 1), dtype=values.dtype)
    parts[..., :-1:2] = first[..., ::2]
    parts[..., 1::2] = second[..., ::2]
    parts[..., -1] = second[..., -1]
    found = np.cumsum(parts, axis=-1)
    if initial is not None:
        start = np.broadcast_to(initial + 0.0, (*values.shape[:-1], 1))
        found = np.concatenate((start, found + start), axis=-1)
    return np.swapaxes(found, -1, axis)


def _even_parts(y: Any, steps: Any) -> Any:
    first, middle, last = y[..., :-2], y[..., 1:-1], y[..., 2:]
    return steps[..., :-1] / 3 * (5 * first / 4 + 2 * middle - last / 4)


def _uneven_parts(y: Any, steps: Any) -> Any:
    one, two = steps[..., :-1], steps[..., 1:]
    whole_share, next_share = one / (one + two), one / two
    both = whole_share * next_share
    first, middle, last = y[..., :-2], y[..., 1:-1], y[..., 2:]
    return one / 6 * ((3 - whole_share) * first + (3 + both + whole_share) * middle - both * last)


def linalg_hankel(c: Any, r: Any = None) -> Any:
    column = np.asarray(c)
    row = np.zeros_like(column) if r is None else np.asarray(r)
    values = np.concatenate((column, row[1:]))
    return values[np.arange(len(column))[:, None] + np.arange(len(row))]


def linalg_khatri_rao(a: Any, b: Any) -> Any:
    left, right = np.asarray(a), np.asarray(b)
    found = left[:, None, :] * right[None, :, :]
    return np.reshape(found, (-1, left.shape[1]))


def linalg_companion(a: Any) -> Any:
    coefficients = np.asarray(a)
    row = -coefficients[1:] / (1.0 * coefficients[0:1])
    below = np.eye(len(coefficients) - 2, len(coefficients) - 1, dtype=row.dtype)
    return np.concatenate((row[None, :], below))


def linalg_leslie(f: Any, s: Any) -> Any:
    rates = np.asarray(s)
    below = np.concatenate((np.diag(rates), np.zeros((len(rates), 1), dtype=rates.dtype)), axis=1)
    return np.concatenate((np.asarray(f)[None, :], below))
