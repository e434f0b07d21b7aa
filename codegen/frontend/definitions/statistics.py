"""Sums along an axis, covariance, angles without jumps."""

from __future__ import annotations

from typing import Any

import numpy as np


def cumulative_sum(
    x: Any, *, axis: Any = None, dtype: Any = None, include_initial: bool = False
) -> Any:
    found = np.cumsum(x, axis=axis, dtype=dtype)
    return _with_initial(found, 0, axis) if include_initial else found


def cumulative_prod(
    x: Any, *, axis: Any = None, dtype: Any = None, include_initial: bool = False
) -> Any:
    found = np.cumprod(x, axis=axis, dtype=dtype)
    return _with_initial(found, 1, axis) if include_initial else found


def _with_initial(scan: Any, value: Any, axis: Any) -> Any:
    along = 0 if axis is None else axis
    first = np.full_like(np.sum(scan, axis=along, keepdims=True), value)
    return np.concatenate([first, scan], axis=along)


_AXES = (0, 1, 2, 3, 4, 5, 6, 7)


def average(
    a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: bool = False
) -> Any:
    x = np.asarray(a)
    if weights is None:
        mean = np.mean(x, axis=axis, keepdims=keepdims)
        return (mean, np.full_like(mean, np.size(x) / np.size(mean))) if returned else mean
    w = np.asarray(weights)
    if np.ndim(w) != np.ndim(x):
        assert axis is not None, "np.average with weights of another shape and no axis"
        axes = (axis % np.ndim(x),) if isinstance(axis, int) else tuple(axis)
        assert axes[0] <= axes[-1] and len(axes) < 3, "np.average along axes out of order"
        assert len(axes) == np.ndim(w), "np.average with weights of another shape"
        for k in _AXES[: np.ndim(x)]:
            if k not in axes:
                w = np.expand_dims(w, k)
    total = np.sum(w, axis=axis, keepdims=keepdims)
    mean = np.sum(np.multiply(x, w), axis=axis, keepdims=keepdims) / total
    return (mean, np.broadcast_to(total, np.shape(mean)) + 0) if returned else mean


def unwrap(p: Any, discont: Any = None, axis: int = -1, *, period: Any = 6.283185307179586) -> Any:
    p = np.moveaxis(np.asarray(p), axis, -1)
    steps = np.diff(p, axis=-1)
    high = period / 2
    turns = np.mod(steps + high, period) - high
    turns = np.where((turns == -high) & (steps > 0), high, turns)
    excess = turns - steps
    least = high if discont is None else discont
    excess = np.where(np.abs(steps) < least, 0, excess)
    up = np.array(p, copy=True)
    up[..., 1:] = p[..., 1:] + np.cumsum(excess, axis=-1)
    return np.moveaxis(up, -1, axis)


def cov(
    m: Any,
    y: Any = None,
    rowvar: bool = True,
    bias: bool = False,
    ddof: Any = None,
    fweights: Any = None,
    aweights: Any = None,
    *,
    dtype: Any = None,
) -> Any:
    rows = _rows(m, rowvar)
    if y is not None:
        rows = np.concatenate((rows, _rows(y, rowvar)), axis=0)
    if dtype is not None:
        rows = rows.astype(dtype)
    elif not np.iscomplexobj(rows):
        rows = rows + np.zeros(1)
    degrees = (0 if bias else 1) if ddof is None else ddof
    if fweights is None and aweights is None:
        rows = rows - np.average(rows, axis=1)[:, None]
        found = np.dot(rows, rows.T.conj())
        return np.squeeze(found * np.true_divide(1, rows.shape[1] - degrees))
    weights = np.asarray(aweights if fweights is None else fweights, dtype=np.float64)
    if fweights is not None and aweights is not None:
        weights = weights * np.asarray(aweights, dtype=np.float64)
    means, sums = np.average(rows, axis=1, weights=weights, returned=True)
    count = sums[0]
    if aweights is not None and degrees != 0:
        count = count - degrees * np.sum(weights * np.asarray(aweights, dtype=np.float64)) / count
    elif degrees != 0:
        count = count - degrees
    rows = rows - means[:, None]
    found = np.dot(rows, (rows * weights).T.conj())
    return np.squeeze(found * np.true_divide(1, count))


def _rows(m: Any, rowvar: bool) -> Any:
    rows = np.atleast_2d(np.asarray(m))
    return rows if rowvar or np.ndim(m) == 1 else rows.T


def corrcoef(x: Any, y: Any = None, rowvar: bool = True, *, dtype: Any = None) -> Any:
    found = np.cov(x, y, rowvar, dtype=dtype)
    if np.ndim(found) == 0:
        return found / found
    scales = np.sqrt(np.real(np.diag(found)))
    found = found / scales[:, None]
    found = found / scales[None, :]
    if np.iscomplexobj(found):
        return np.clip(np.real(found), -1, 1) + 1j * np.clip(np.imag(found), -1, 1)
    return np.clip(found, -1, 1)
