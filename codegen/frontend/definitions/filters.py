"""scipy.ndimage: filters that are made of one-dimensional ones along the axes."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import numpy as np

ndimage = ModuleType("scipy.ndimage")  # its name: nothing of SciPy is needed to read this
_AXES = (0, 1, 2, 3, 4, 5, 6, 7)


def sobel(
    input: Any, axis: int = -1, output: Any = None, mode: str = "reflect", cval: float = 0.0
) -> Any:
    assert output is None, "scipy.ndimage.sobel with an output"
    return _slope(input, axis, [1, 2, 1], mode, cval)


def prewitt(
    input: Any, axis: int = -1, output: Any = None, mode: str = "reflect", cval: float = 0.0
) -> Any:
    assert output is None, "scipy.ndimage.prewitt with an output"
    return _slope(input, axis, [1, 1, 1], mode, cval)


def _slope(x: Any, axis: int, across: Any, mode: str, cval: float) -> Any:
    """The difference along an axis, smoothed across."""
    found = ndimage.correlate1d(x, [-1, 0, 1], axis=axis, mode=mode, cval=cval)
    for k in _AXES[: np.ndim(x)]:
        if k != axis % np.ndim(x):
            found = ndimage.correlate1d(found, across, axis=k, mode=mode, cval=cval)
    return found


def laplace(input: Any, output: Any = None, mode: str = "reflect", cval: float = 0.0) -> Any:
    assert output is None, "scipy.ndimage.laplace with an output"
    found = ndimage.correlate1d(input, [1, -2, 1], axis=0, mode=mode, cval=cval)
    for k in _AXES[1 : np.ndim(input)]:
        found = found + ndimage.correlate1d(input, [1, -2, 1], axis=k, mode=mode, cval=cval)
    return found


_FIRST = (
    ((1,),),
    ((1, 0), (0, 1)),
    ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
)
_SECOND = (
    ((2,),),
    ((2, 0), (0, 2)),
    ((2, 0, 0), (0, 2, 0), (0, 0, 2)),
)


def gaussian_laplace(
    input: Any, sigma: Any, output: Any = None, mode: str = "reflect", cval: float = 0.0
) -> Any:
    assert output is None, "scipy.ndimage.gaussian_laplace with an output"
    assert np.ndim(input) <= 3, "scipy.ndimage.gaussian_laplace of more than three axes"
    orders = _SECOND[np.ndim(input) - 1]
    found = ndimage.gaussian_filter(input, sigma, order=orders[0], mode=mode, cval=cval)
    for order in orders[1:]:
        found = found + ndimage.gaussian_filter(input, sigma, order=order, mode=mode, cval=cval)
    return found


def gaussian_gradient_magnitude(
    input: Any, sigma: Any, output: Any = None, mode: str = "reflect", cval: float = 0.0
) -> Any:
    assert output is None, "scipy.ndimage.gaussian_gradient_magnitude with an output"
    assert np.ndim(input) <= 3, "scipy.ndimage.gaussian_gradient_magnitude of more than three axes"
    orders = _FIRST[np.ndim(input) - 1]
    slope = ndimage.gaussian_filter(input, sigma, order=orders[0], mode=mode, cval=cval)
    squares = slope * slope
    for order in orders[1:]:
        slope = ndimage.gaussian_filter(input, sigma, order=order, mode=mode, cval=cval)
        squares = squares + slope * slope
    return np.sqrt(squares)
