"""Moving and joining: axes rolled, blocks, stacks in depth, elements put in between."""

from __future__ import annotations

from typing import Any

import numpy as np


def rollaxis(a: Any, axis: int, start: int = 0) -> Any:
    rank = np.ndim(a)
    source = axis % rank
    place = start + rank if start < 0 else start
    return np.moveaxis(a, source, place - 1 if source < place else place)


def atleast_1d(*arys: Any) -> Any:
    return tuple([np.atleast_1d(part) for part in arys])


def atleast_2d(*arys: Any) -> Any:
    return tuple([np.atleast_2d(part) for part in arys])


def atleast_3d(*arys: Any) -> Any:
    return tuple([np.atleast_3d(part) for part in arys])


def dstack(tup: Any) -> Any:
    return np.concatenate([np.atleast_3d(part) for part in tup], axis=2)


def block(arrays: Any) -> Any:
    if not isinstance(arrays, list):
        return np.asarray(arrays)
    if not isinstance(arrays[0], list):
        return np.concatenate([np.atleast_1d(part) for part in arrays], axis=-1)
    if not isinstance(arrays[0][0], list):
        return np.concatenate([_row(row) for row in arrays], axis=-2)
    layers = [np.concatenate([_deep_row(row) for row in layer], axis=-2) for layer in arrays]
    return np.concatenate(layers, axis=-3)


def _row(parts: Any) -> Any:
    return np.concatenate([np.atleast_2d(part) for part in parts], axis=-1)


def _deep_row(parts: Any) -> Any:
    return np.concatenate([_deep(part) for part in parts], axis=-1)


def _deep(x: Any) -> Any:
    """np.atleast_3d puts an axis behind the others, np.block before them."""
    return np.atleast_2d(x)[None] if np.ndim(x) < 3 else x


def broadcast_arrays(*args: Any) -> Any:
    whole = args[0] + 0
    for other in args[1:]:
        whole = whole + other
    return tuple(np.broadcast_to(part, np.shape(whole)) for part in args)


def insert(arr: Any, obj: Any, values: Any, axis: Any = None) -> Any:
    if axis is None:
        return _inserted(np.ravel(arr), obj, values, 0)
    return _inserted(arr, obj, values, axis)


def _inserted(arr: Any, obj: Any, values: Any, axis: int) -> Any:
    places = np.arange(np.shape(arr)[axis])[obj] if isinstance(obj, slice) else np.asarray(obj)
    if places.dtype == "bool":
        places = np.flatnonzero(places)
    if places.ndim == 0:
        return np.moveaxis(_inserted_once(np.moveaxis(arr, axis, 0), obj, values), 0, axis)
    x = np.moveaxis(arr, axis, 0)
    n, m, axis = x.shape[0], places.shape[0], axis % arr.ndim
    places = np.where(places < 0, places + n, places)
    order = np.argsort(places, kind="stable")
    where = np.zeros(m, dtype=int)
    where[order] = places[order] + np.arange(m)
    kept = np.ones(n + m, dtype=bool)
    kept[where] = False
    added = np.broadcast_to(values, arr.shape[:axis] + (m,) + arr.shape[axis + 1 :])
    found = np.zeros((n + m,) + x.shape[1:], dtype=x.dtype)
    found[where] = np.moveaxis(added, axis, 0)
    found[kept] = x
    return np.moveaxis(found, 0, axis)


def _inserted_once(x: Any, place: Any, values: Any) -> Any:
    """All of the values before one place on the first axis."""
    n, added = x.shape[0], np.asarray(values)
    if not -n <= place <= n:
        raise IndexError("the place of np.insert is out of bounds")
    at = place + n if place < 0 else place
    count = 1 if added.ndim == 0 or added.ndim < x.ndim else added.shape[0]
    found = np.zeros((n + count,) + x.shape[1:], dtype=x.dtype)
    found[:at] = x[:at]
    found[at : at + count] = added
    found[at + count :] = x[at:]
    return found


def ediff1d(ary: Any, to_end: Any = None, to_begin: Any = None) -> Any:
    steps = np.diff(np.ravel(ary))
    if to_begin is not None:
        steps = np.concatenate([_of_the_kind(to_begin, steps), steps])
    if to_end is not None:
        steps = np.concatenate([steps, _of_the_kind(to_end, steps)])
    return steps


def _of_the_kind(ends: Any, steps: Any) -> Any:
    """NumPy joins the ends in the precision of the differences."""
    found = np.zeros_like(steps, shape=np.shape(np.ravel(ends)))
    found[:] = np.ravel(ends)
    return found


def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Any:
    if n == 0:
        return a
    parts = [a]
    ends = np.sum(a, axis=axis, keepdims=True)
    if prepend is not None:
        parts = [_end(np.asarray(prepend), ends), *parts]
    if append is not None:
        parts = [*parts, _end(np.asarray(append), ends)]
    return np.diff(np.concatenate(parts, axis=axis), n=n, axis=axis)


def _end(x: Any, ends: Any) -> Any:
    """A number stands for one on every line."""
    return np.broadcast_to(x, ends.shape) if np.ndim(x) == 0 else x


def reshape(a: Any, *shape: Any, order: str = "C", copy: Any = None) -> Any:
    found = _reshaped(a, shape[0] if len(shape) == 1 else shape, order)
    assert copy is None or copy, "np.reshape that must not copy"
    return np.array(found, copy=True) if copy else found


def _reshaped(a: Any, wanted: Any, order: str) -> Any:
    if order == "C":
        return np.reshape(a, wanted)
    assert order == "F", f"the order {order!r} of np.reshape"
    if isinstance(wanted, int):
        return np.reshape(np.transpose(a), wanted)
    return np.transpose(np.reshape(np.transpose(a), tuple(wanted)[::-1]))


def ravel(a: Any, order: Any = "C") -> Any:
    assert order in ("C", "F"), f"the order {order!r} of np.ravel"
    return np.ravel(a) if order == "C" else np.ravel(np.transpose(a))


def flatten(a: Any, order: Any = "C") -> Any:
    assert order in ("C", "F"), f"the order {order!r} of flatten"
    return np.array(np.ravel(a, order), copy=True)
