"""Arrays built of others: displays, powers, grids of numbers, counts."""

from __future__ import annotations

from typing import Any

import numpy as np


def vander(x: Any, N: Any = None, increasing: bool = False) -> Any:
    n = len(x) if N is None else N
    columns = [np.ones_like(x)] if n else []
    for _ in range(n - 1):
        columns.append(columns[-1] * x)
    return np.stack(columns if increasing else columns[::-1], axis=1)


def unstack(x: Any, *, axis: int = 0) -> Any:
    return np.moveaxis(x, axis, 0)


def linspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    retstep: bool = False,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    found = np.linspace(start, stop, num, endpoint)
    if dtype is not None:
        cast: Any = found.astype(dtype)
        found = np.floor(found).astype(dtype) if "int" in cast.dtype else cast
    if axis != 0:
        found = np.moveaxis(found, 0, axis)
    if retstep:
        return found, np.subtract(stop, start) / (num - 1 if endpoint else num)
    return found


def logspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    base: Any = 10.0,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    exponents = np.linspace(start, stop, num=num, endpoint=endpoint)
    if axis != 0:
        exponents = np.moveaxis(exponents, 0, axis)
    if np.ndim(base) > 0:
        base = np.expand_dims(base, axis=axis)
    found = np.power(base, exponents)
    return found if dtype is None else found.astype(dtype)


def geomspace(
    start: Any,
    stop: Any,
    num: int = 50,
    endpoint: bool = True,
    dtype: Any = None,
    axis: int = 0,
) -> Any:
    direction = np.sign(start)
    first, last = start / direction, stop / direction
    found = np.power(10.0, np.linspace(np.log10(first), np.log10(last), num, endpoint=endpoint))
    if num > 0:
        found[0] = first
        if num > 1 and endpoint:
            found[-1] = last
    found = found * direction
    if axis != 0:
        found = np.moveaxis(found, 0, axis)
    return found if dtype is None else found.astype(dtype)


def meshgrid(*xi: Any, copy: bool = True, sparse: bool = False, indexing: Any = "xy") -> Any:
    if not sparse and copy:
        return np.meshgrid(*xi, indexing=indexing)
    count = len(xi)
    found = []
    for k, x in enumerate(xi):
        along = 1 - k if indexing == "xy" and k < 2 and count > 1 else k
        part = np.reshape(x, (1,) * along + (-1,) + (1,) * (count - along - 1))
        found.append(np.array(part, copy=True) if copy else part)
    return tuple(found) if sparse else np.broadcast_arrays(*found)


def array(object: Any, dtype: Any = None, *, copy: Any = True, ndmin: int = 0) -> Any:
    """Told not to copy, NumPy gives what it has, or raises."""
    x = np.array(object, dtype=dtype) if copy else np.asarray(object, dtype=dtype)
    if np.ndim(x) < ndmin:
        return np.expand_dims(x, _AXES[: ndmin - np.ndim(x)])
    return x


_AXES = (0, 1, 2, 3, 4, 5, 6, 7)


def asarray(a: Any, dtype: Any = None, *, copy: Any = None) -> Any:
    return np.array(a, dtype=dtype) if copy else np.asarray(a, dtype=dtype)


def asarray_chkfinite(a: Any) -> Any:
    x = np.asarray(a)
    if not np.all(np.isfinite(x)):
        raise ValueError("array must not contain infs or NaNs")
    return x


def zeros_like(a: Any, dtype: Any = None, *, shape: Any = None) -> Any:
    return np.zeros(shape, a.dtype if dtype is None else dtype)


def ones_like(a: Any, dtype: Any = None, *, shape: Any = None) -> Any:
    return np.ones(shape, a.dtype if dtype is None else dtype)


def empty_like(prototype: Any, dtype: Any = None, *, shape: Any = None) -> Any:
    return np.empty(shape, prototype.dtype if dtype is None else dtype)


def full_like(a: Any, fill_value: Any, dtype: Any = None, *, shape: Any = None) -> Any:
    return np.full(shape, fill_value, a.dtype if dtype is None else dtype)


def size(a: Any, axis: Any = None) -> Any:
    assert isinstance(axis, int), "np.size along this axis"
    return np.shape(a)[axis]


def indices(dimensions: Any, dtype: Any = "int64", sparse: bool = False) -> Any:
    count = len(dimensions)
    found = []
    for k, length in enumerate(dimensions):
        part = np.arange(length, dtype=dtype)
        found.append(np.reshape(part, (1,) * k + (-1,) + (1,) * (count - k - 1)))
    if sparse:
        return tuple(found)
    return np.stack([np.broadcast_to(part, dimensions) for part in found])


def fromfunction(function: Any, shape: Any, *, dtype: Any = "float64") -> Any:
    return function(*np.indices(shape, dtype=dtype))


def grid_of(start: Any, stop: Any, count: int) -> Any:
    """The places of np.mgrid with an imaginary step."""
    step = (stop - start) / float(count - 1) if count > 1 else 1
    return np.arange(count) * step + start


def grid_by(start: Any, stop: Any, step: Any) -> Any:
    count = int(np.ceil((stop - start) / step))
    return np.arange(count) * step + start


def mgrid(*ranges: Any) -> Any:
    if len(ranges) == 1:
        return ranges[0]
    return np.stack(np.meshgrid(*ranges, indexing="ij"))


def ogrid(*ranges: Any) -> Any:
    if len(ranges) == 1:
        return ranges[0]
    return np.meshgrid(*ranges, indexing="ij", sparse=True)


def nan_to_num(
    x: Any, copy: bool = True, nan: Any = 0.0, posinf: Any = None, neginf: Any = None
) -> Any:
    found = np.nan_to_num(x, nan=nan, posinf=posinf, neginf=neginf)
    if copy or np.ndim(x) == 0:
        return found
    x[...] = found
    return x


def fromiter(iter: Any, dtype: Any) -> Any:
    return np.array(iter, dtype=dtype)


def bincount(x: Any, weights: Any = None, minlength: int = 0) -> Any:
    places = np.asarray(x)
    if np.any(places < 0):
        raise ValueError("'list' argument must have no negative elements")
    length = max(np.max(places) + 1, minlength)
    if weights is None:
        counts = np.zeros(length, dtype=int)
        np.add.at(counts, places, 1)
        return counts
    found = np.zeros(length)
    np.add.at(found, places, np.broadcast_to(weights, places.shape))
    return found


def r_(*parts: Any) -> Any:
    return np.concatenate([np.atleast_1d(part) for part in parts])


def c_(*parts: Any) -> Any:
    return np.concatenate([_columns(part) for part in parts], axis=-1)


def _columns(x: Any) -> Any:
    return x[:, None] if np.ndim(x) == 1 else np.atleast_2d(x)


def astype(
    x: Any,
    dtype: Any,
    order: Any = "K",
    casting: Any = "unsafe",
    subok: bool = True,
    copy: bool = True,
) -> Any:
    """The function and the method; told not to copy, an array that is of this dtype is given."""
    found = x.astype(dtype)
    return x if not copy and found.dtype == x.dtype else found


def sign(x: Any) -> Any:
    """Of complex numbers: on the unit circle, or 0."""
    size = np.hypot(np.real(x), np.imag(x))
    scale = np.where(size == 0, 1, size)
    found = np.real(x) / scale + 1j * (np.imag(x) / scale)
    return np.where(size == 0, 0, found)


def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None) -> Any:
    return np.sum(np.diagonal(a, offset, axis1, axis2), axis=-1, dtype=dtype)
