"""Histograms: of one sample in `sampling`, here their edges and those of pairs."""

from __future__ import annotations

from typing import Any

import numpy as np


def histogram_bin_edges(a: Any, bins: Any = 10, range: Any = None, weights: Any = None) -> Any:
    assert not isinstance(bins, str), "np.histogram_bin_edges with a rule: give the number of bins"
    return _edges(np.ravel(a), bins, range)


def _edges(samples: Any, bins: Any, range: Any) -> Any:
    if not isinstance(bins, int):
        return np.asarray(bins)
    low, high = (np.min(samples), np.max(samples)) if range is None else range
    if low == high:
        low, high = low - 0.5, high + 0.5
    return np.linspace(low, high, bins + 1)


def histogram2d(
    x: Any, y: Any, bins: Any = 10, range: Any = None, density: Any = None, weights: Any = None
) -> Any:
    first, second = bins if isinstance(bins, (tuple, list)) and len(bins) == 2 else (bins, bins)
    left, right = (None, None) if range is None else range
    rows, columns = _edges(np.asarray(x), first, left), _edges(np.asarray(y), second, right)
    across, n, m = _places(np.asarray(y), columns), len(rows) + 1, len(columns) + 1
    places = _places(np.asarray(x), rows) * m + across
    counts = np.bincount(places, weights, minlength=n * m).astype(float)
    counts = np.reshape(counts, (n, m))[1:-1, 1:-1]
    if density:
        total = np.sum(counts)
        counts = counts / np.diff(rows)[:, None]
        counts = counts / np.diff(columns)[None, :]
        counts = counts / total
    return counts, rows, columns


def _places(sample: Any, edges: Any) -> Any:
    """The bin of every number, 0 below the first; the last edge belongs to the last bin."""
    places = np.searchsorted(edges, sample, side="right")
    return np.where(sample == edges[-1], places - 1, places)
