"""Polynomials by their coefficients, the highest power first."""

from __future__ import annotations

from typing import Any

import numpy as np


def polyfit(x: Any, y: Any, deg: int, rcond: Any = None, full: bool = False, w: Any = None) -> Any:
    assert not full, "np.polyfit with full=True: take the coefficients"
    places, right = np.asarray(x) + 0.0, np.asarray(y) + 0.0
    assert deg < len(places) or rcond is not None, "np.polyfit through too few points"
    left = np.vander(places, deg + 1)
    if w is not None:
        weights = np.asarray(w) + 0.0
        left = left * weights[:, None]
        right = right * weights[:, None] if np.ndim(right) == 2 else right * weights
    scales = np.sqrt(np.sum(left * left, axis=0))
    found = np.linalg.lstsq(left / scales, right, rcond)[0]
    return (found.T / scales).T


def polyadd(a1: Any, a2: Any) -> Any:
    left, right = np.atleast_1d(a1), np.atleast_1d(a2)
    length = max(len(left), len(right))
    return _lengthened(left, length) + _lengthened(right, length)


def polysub(a1: Any, a2: Any) -> Any:
    left, right = np.atleast_1d(a1), np.atleast_1d(a2)
    length = max(len(left), len(right))
    return _lengthened(left, length) - _lengthened(right, length)


def _lengthened(p: Any, length: int) -> Any:
    return np.concatenate((np.zeros(length - len(p), dtype=p.dtype), p))


def polymul(a1: Any, a2: Any) -> Any:
    """Leading zeros are dropped, as np.poly1d does."""
    return np.convolve(_trimmed(a1), _trimmed(a2))


def _trimmed(p: Any) -> Any:
    coefficients = np.atleast_1d(p)
    kept = np.flatnonzero(coefficients)
    return coefficients[kept[0] :] if len(kept) > 0 else coefficients[:1] * 0


def polyder(p: Any, m: int = 1) -> Any:
    found = np.asarray(p)
    for _ in range(m):
        found = found[:-1] * np.arange(len(found) - 1, 0, -1)
    return found


def polyint(p: Any, m: int = 1) -> Any:
    found = np.asarray(p)
    for _ in range(m):
        found = np.concatenate((found / np.arange(len(found), 0, -1), np.zeros(1)))
    return found
