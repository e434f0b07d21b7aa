"""Functions that write into an array: all return None."""

from __future__ import annotations

from typing import Any

import numpy as np


def fill_diagonal(a: Any, val: Any) -> None:
    places = np.arange(min(a.shape))
    a[(places,) * a.ndim] = val


def put(a: Any, ind: Any, v: Any) -> None:
    flat = a.reshape(-1)
    places = np.ravel(ind)
    flat[places] = np.resize(v, np.size(places))


def place(arr: Any, mask: Any, vals: Any) -> None:
    chosen = np.asarray(mask) != 0
    arr[chosen] = np.resize(vals, np.sum(chosen))


def putmask(a: Any, mask: Any, values: Any) -> None:
    chosen = np.asarray(mask) != 0
    a[chosen] = np.resize(values, a.shape)[chosen]
