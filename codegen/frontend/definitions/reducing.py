"""Reductions with what NumPy gives them beside an axis: the mean that is known, a start."""

from __future__ import annotations

from typing import Any

import numpy as np


def var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: Any = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: Any = None,
) -> Any:
    degrees = ddof if correction is None else correction
    if mean is None:
        return np.var(a, axis=axis, dtype=dtype, ddof=degrees, keepdims=keepdims, where=where)
    return _deviation(a, axis, dtype, degrees, keepdims, where, mean)


def std(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: Any = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: Any = None,
) -> Any:
    degrees = ddof if correction is None else correction
    if mean is None:
        return np.std(a, axis=axis, dtype=dtype, ddof=degrees, keepdims=keepdims, where=where)
    return _root(_deviation(a, axis, dtype, degrees, keepdims, where, mean))


def _deviation(
    a: Any, axis: Any, dtype: Any, degrees: Any, keepdims: bool, where: Any, mean: Any
) -> Any:
    """The sum of squares about a mean that is given, over how many they are."""
    x = np.asarray(a) - mean
    squares = np.real(x) ** 2 + np.imag(x) ** 2 if np.iscomplexobj(x) else np.square(x)
    total = np.sum(squares, axis=axis, dtype=dtype, keepdims=keepdims, where=where)
    count = np.sum(np.ones_like(squares), axis=axis, keepdims=keepdims, where=where)
    return total / np.maximum(count - degrees, 0)


def _root(variance: Any) -> Any:
    """With the slope 0 at 0, as that of a standard deviation about its own mean."""
    return np.where(variance == 0, 0.0, np.sqrt(variance))[()]


def nanvar(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: Any = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: Any = None,
) -> Any:
    degrees = ddof if correction is None else correction
    if mean is None:
        return np.nanvar(a, axis=axis, dtype=dtype, ddof=degrees, keepdims=keepdims, where=where)
    return _present_deviation(a, axis, degrees, keepdims, where, mean)


def nanstd(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: Any = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: Any = None,
) -> Any:
    degrees = ddof if correction is None else correction
    if mean is None:
        return np.nanstd(a, axis=axis, dtype=dtype, ddof=degrees, keepdims=keepdims, where=where)
    return _root(_present_deviation(a, axis, degrees, keepdims, where, mean))


def _present_deviation(
    a: Any, axis: Any, degrees: Any, keepdims: bool, where: Any, mean: Any
) -> Any:
    gone = np.isnan(a)
    x = np.where(gone, 0.0, a - mean)
    total = np.sum(np.square(x), axis=axis, keepdims=keepdims, where=where)
    count = np.sum(np.where(gone, np.zeros_like(x), 1), axis=axis, keepdims=keepdims, where=where)
    return total / (count - degrees)


def nansum(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    keepdims: bool = False,
    initial: Any = 0,
    where: Any = True,
) -> Any:
    x = np.where(np.isnan(a), 0, a)
    return np.sum(x, axis=axis, dtype=dtype, keepdims=keepdims, initial=initial, where=where)


def nanprod(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    keepdims: bool = False,
    initial: Any = 1,
    where: Any = True,
) -> Any:
    x = np.where(np.isnan(a), 1, a)
    return np.prod(x, axis=axis, dtype=dtype, keepdims=keepdims, initial=initial, where=where)


def nanmax(
    a: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True
) -> Any:
    assert initial is not None, "np.nanmax with `where` and no `initial`"
    x = np.where(np.isnan(a), -np.inf, a)
    return np.max(x, axis=axis, keepdims=keepdims, initial=initial, where=where)


def nanmin(
    a: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True
) -> Any:
    assert initial is not None, "np.nanmin with `where` and no `initial`"
    x = np.where(np.isnan(a), np.inf, a)
    return np.min(x, axis=axis, keepdims=keepdims, initial=initial, where=where)


def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    heights = np.moveaxis(np.asarray(y), axis, -1)
    if x is None:
        widths = dx
    elif np.ndim(x) == 1:
        widths = np.diff(x)
    else:
        widths = np.diff(np.moveaxis(np.asarray(x), axis, -1), axis=-1)
    return np.sum(widths * (heights[..., 1:] + heights[..., :-1]) / 2.0, axis=-1)
