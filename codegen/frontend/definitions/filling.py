"""Functions that write into an array: all return None."""

from __future__ import annotations

from typing import Any

import numpy as np


def fill_diagonal(a: Any, val: Any) -> None:
    assert a.ndim > 1, "np.fill_diagonal of two axes or more"
    places = np.arange(min(a.shape))
    a[(places,) * a.ndim] = val


def put(a: Any, ind: Any, v: Any) -> None:
    flat = a.reshape(-1)
    places = np.ravel(ind)
    flat[places] = np.resize(v, np.size(places))


def place(arr: Any, mask: Any, vals: Any) -> None:
    chosen = np.asarray(mask) != 0
    assert chosen.shape == arr.shape, "the mask of np.place has the shape of the array"
    arr[chosen] = np.resize(vals, np.sum(chosen))


def putmask(a: Any, mask: Any, values: Any) -> None:
    chosen = np.asarray(mask) != 0
    assert chosen.shape == a.shape, "the mask of np.putmask has the shape of the array"
    a[chosen] = np.resize(values, a.shape)[chosen]
