"""Sampled functions: differences between uneven places, interpolation, histograms, windows."""

from __future__ import annotations

from typing import Any

import numpy as np


def gradient(f: Any, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    axes = _all_axes(f) if axis is None else (axis,) if isinstance(axis, int) else axis
    count = len(axes)
    assert edge_order in (1, 2), "the edge_order of np.gradient is 1 or 2"
    spacings = (1.0,) * count if len(varargs) == 0 else varargs
    if len(varargs) == 1:
        spacings = (varargs[0],) * count
    assert len(spacings) == count, "one spacing of np.gradient for each axis"
    if count == 1:
        return _slopes_along(f, spacings[0], axes[0], edge_order)
    return tuple([_slopes_along(f, spacings[k], axes[k], edge_order) for k in _AXES[:count]])


_AXES = (0, 1, 2, 3, 4, 5, 6, 7)


def _all_axes(x: Any) -> Any:
    assert np.ndim(x) <= 8, "an array of more than eight axes"
    return _AXES[: np.ndim(x)]


def _slopes_along(y: Any, spacing: Any, axis: int, edge_order: int) -> Any:
    return np.moveaxis(_slopes(np.moveaxis(y, axis, 0), spacing, edge_order), 0, axis)


def _slopes(y: Any, spacing: Any, edge_order: int) -> Any:
    """Along the first axis."""
    if np.ndim(spacing) == 0:
        inner = (y[2:] - y[:-2]) / (2.0 * spacing)
        if edge_order == 1:
            first, last = (y[1:2] - y[:1]) / spacing, (y[-1:] - y[-2:-1]) / spacing
        else:
            first = (-1.5 / spacing) * y[:1] + (2.0 / spacing) * y[1:2] + (-0.5 / spacing) * y[2:3]
            last = (0.5 / spacing) * y[-3:-2] + (-2.0 / spacing) * y[-2:-1]
            last = last + (1.5 / spacing) * y[-1:]
        return np.concatenate([first, inner, last])
    steps = np.diff(spacing)
    column = (len(steps) - 1,) + (1,) * (np.ndim(y) - 1)
    if np.all(steps == steps[0]):
        return _even_slopes(y, steps, edge_order)
    a, b = steps[:-1], steps[1:]
    inner = np.reshape(-b / (a * (a + b)), column) * y[:-2]
    inner = inner + np.reshape((b - a) / (a * b), column) * y[1:-1]
    inner = inner + np.reshape(a / (b * (a + b)), column) * y[2:]
    if edge_order == 1:
        first, last = (y[1:2] - y[:1]) / steps[0], (y[-1:] - y[-2:-1]) / steps[-1]
    else:
        a, b = steps[0], steps[1]
        first = -(2.0 * a + b) / (a * (a + b)) * y[:1] + (a + b) / (a * b) * y[1:2]
        first = first + -a / (b * (a + b)) * y[2:3]
        a, b = steps[-2], steps[-1]
        last = b / (a * (a + b)) * y[-3:-2] + -(b + a) / (a * b) * y[-2:-1]
        last = last + (2.0 * b + a) / (b * (a + b)) * y[-1:]
    return np.concatenate([first, inner, last])


def _even_slopes(y: Any, steps: Any, edge_order: int) -> Any:
    """Where all steps are the same NumPy takes one for all: what that leaves out is zero here, and
    its derivative by the places is not."""
    column = (len(steps) - 1,) + (1,) * (np.ndim(y) - 1)
    a, b = np.reshape(steps[:-1], column), np.reshape(steps[1:], column)
    inner = (y[2:] - y[:-2]) / (a + b)
    bend = y[1:-1] / (a * b) - y[:-2] / (a * (a + b)) - y[2:] / (b * (a + b))
    inner = inner + (b - a) * bend
    if edge_order == 1:
        first, last = (y[1:2] - y[:1]) / steps[0], (y[-1:] - y[-2:-1]) / steps[-1]
        return np.concatenate([first, inner, last])
    a, b = steps[0], steps[1]
    first = (-1.5 / a) * y[:1] + (2.0 / a) * y[1:2] + (-0.5 / a) * y[2:3]
    bend = 0.5 / (a * (a + b)) * y[:1] - y[1:2] / (a * b)
    bend = bend + (a + 0.5 * b) / (a * b * (a + b)) * y[2:3]
    first = first + (b - a) * bend
    a, b = steps[-2], steps[-1]
    last = (0.5 / a) * y[-3:-2] + (-2.0 / a) * y[-2:-1] + (1.5 / a) * y[-1:]
    bend = 0.5 / (a * (a + b)) * y[-3:-2] + y[-2:-1] / (a * b)
    bend = bend - (a + 1.5 * b) / (a * b * (a + b)) * y[-1:]
    return np.concatenate([first, inner, last + (b - a) * bend])


def interp(
    x: Any, xp: Any, fp: Any, left: Any = None, right: Any = None, period: Any = None
) -> Any:
    if period is not None:
        turn = np.abs(period)
        places = np.asarray(xp) % turn
        order = np.argsort(places)
        places, values = places[order], np.asarray(fp)[order]
        places = np.concatenate((places[-1:] - turn, places, places[:1] + turn))
        values = np.concatenate((values[-1:], values, values[:1]))
        return np.interp(np.asarray(x) % turn, places, values)
    found = np.interp(x, xp, fp)
    if left is not None:
        found = np.where(np.less(x, xp[0]), left, found)
    if right is not None:
        found = np.where(np.greater(x, xp[-1]), right, found)
    return found


def histogram(
    a: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None
) -> Any:
    samples = np.ravel(a)
    shares = None if weights is None else np.ravel(weights)
    assert not isinstance(bins, str), "np.histogram with a rule for its bins: give their number"
    if isinstance(bins, int):
        low, high = (np.min(samples), np.max(samples)) if range is None else range
        if low == high:
            low, high = low - 0.5, high + 0.5
        edges = np.linspace(low, high, bins + 1)
        kept = (samples >= low) & (samples <= high)
        samples = samples[kept]
        places = np.searchsorted(edges, samples, side="right") - 1
        places = np.where(places == bins, bins - 1, places)
        chosen = None if shares is None else shares[kept]
        counts = np.bincount(places, chosen, minlength=bins)
        if shares is not None:
            counts = counts.astype(shares.dtype)
    else:
        edges = np.asarray(bins)
        order = np.argsort(samples)
        samples = samples[order]
        starts = np.searchsorted(samples, edges[:-1], side="left")
        end = np.searchsorted(samples, edges[-1:], side="right")
        bounds = np.concatenate((starts, end))
        if shares is None:
            counts = np.diff(bounds)
        else:
            sums = np.concatenate((np.zeros(1, dtype=shares.dtype), np.cumsum(shares[order])))
            counts = np.diff(sums[bounds])
    if density:
        return counts / np.diff(edges) / np.sum(counts), edges
    return counts, edges


def reduceat(ufunc: Any, array: Any, indices: Any, axis: int = 0) -> Any:
    """The method, of a function that reduces step by step."""
    x = np.moveaxis(array, axis, 0)
    starts, ends = _stretches(indices, x.shape[0])
    found = [ufunc.reduce(x[i:k], axis=0) for i, k in zip(starts, ends)]
    return np.moveaxis(np.stack(found), 0, axis)


def _stretches(indices: Any, length: int) -> Any:
    """Where every stretch of reduceat begins and ends: one element where the next begins before."""
    starts = np.asarray(indices)
    if np.any((starts < 0) | (starts >= length)):
        raise IndexError("an index of reduceat is out of bounds")
    following = np.concatenate((starts[1:], np.full(1, length)))
    return starts, np.where(following > starts, following, starts + 1)


def kaiser(M: int, beta: Any) -> Any:
    if M == 1:
        return np.ones(1)
    half = (M - 1) / 2.0
    places = np.arange(M) - half
    return np.i0(beta * np.sqrt(1 - (places / half) ** 2.0)) / np.i0(float(beta))
