"""The places of arrays, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def ndindex(*shape: Any) -> Iterator[Any]:
    if len(shape) == 1 and isinstance(shape[0], (tuple, list)):
        yield from _places(shape[0])
    else:
        yield from _places(shape)


def ndenumerate(arr: Any) -> Iterator[Any]:
    for place in _places(arr.shape):
        yield place, arr[place]


def _places(lengths: Any) -> Iterator[Any]:
    if len(lengths) == 0:
        yield ()
    else:
        for k in range(lengths[0]):
            for rest in _places(lengths[1:]):
                yield (k, *rest)
