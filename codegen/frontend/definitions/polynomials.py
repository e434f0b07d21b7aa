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
    if m == 1:
        return _derived(np.asarray(p))
    found = np.asarray(p)
    for _ in range(m):
        found = _derived(found)
    return found


def _derived(p: Any) -> Any:
    return p[:-1] * np.arange(len(p) - 1, 0, -1)


def polyint(p: Any, m: int = 1, k: Any = None) -> Any:
    found = np.asarray(p)
    constants = np.zeros(m) if k is None else np.atleast_1d(k)
    if m == 1:
        return _integrated(found, constants)
    if len(constants) == 1 and m > 1:
        constants = constants[0] * np.ones(m)
    for n in range(m):
        found = _integrated(found, constants[n : n + 1])
    return found


def _integrated(p: Any, constant: Any) -> Any:
    return np.concatenate((p / np.arange(len(p), 0, -1), constant))


def polydiv(u: Any, v: Any) -> Any:
    left, right = np.atleast_1d(u) + 0.0, np.atleast_1d(v) + 0.0
    m, n = len(left) - 1, len(right) - 1
    scale = 1.0 / right[0]
    quotient = np.zeros(max(m - n + 1, 1), dtype=(left[0] + right[0]).dtype)
    rest = left + quotient[0]
    for k in range(m - n + 1):
        share = scale * rest[k]
        quotient[k] = share
        rest[k : k + n + 1] -= share * right
    first = 0
    while first < len(rest) - 1 and np.allclose(rest[first], 0, rtol=1e-14):
        first += 1
    return quotient, rest[first:]


def roots(p: Any) -> Any:
    """The eigenvalues of the companion matrix, as NumPy finds them."""
    coefficients = np.atleast_1d(p) + 0.0
    kept = np.flatnonzero(coefficients)
    if len(kept) == 0:
        return np.zeros(0)
    zeros = len(coefficients) - kept[-1] - 1
    coefficients = coefficients[kept[0] : kept[-1] + 1]
    n = len(coefficients)
    companion = np.diag(np.ones(n - 2, dtype=coefficients.dtype), -1) if n > 1 else np.zeros((0, 0))
    companion[:1] = -coefficients[1:] / coefficients[0]
    found = np.linalg.eigvals(companion)
    return np.concatenate((found, np.zeros(zeros)))


def poly(seq_of_zeros: Any) -> Any:
    zeros = np.atleast_1d(seq_of_zeros)
    assert np.ndim(zeros) == 1, "np.poly of a matrix: pass its eigenvalues"
    assert not np.iscomplexobj(zeros), "np.poly of complex zeros, real where they come in pairs"
    found = np.ones(1, dtype=zeros.dtype)
    for zero in zeros:
        found = np.convolve(found, np.array([1, -zero], dtype=zeros.dtype))
    return found
