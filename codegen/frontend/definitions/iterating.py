"""Python's own functions of iterators, where what they take is a generator."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def map_(function: Any, *iterables: Any) -> Iterator[Any]:
    if len(iterables) == 1:
        for item in iterables[0]:
            yield function(item)
    else:
        for items in zip(*iterables):
            yield function(*items)


def filter_(function: Any, iterable: Any) -> Iterator[Any]:
    for item in iterable:
        if item if function is None else function(item):
            yield item


def enumerate_(iterable: Any, start: Any = 0) -> Iterator[Any]:
    k = start
    for item in iterable:
        yield k, item
        k += 1


def zip_(before: Any, generator: Any, after: Any) -> Iterator[Any]:
    """Of one generator, and of sequences before and after it."""
    k = 0
    for pool in before:
        if len(pool) == 0:
            return
    for item in generator:
        for pool in after:
            if k >= len(pool):
                return
        yield (*[pool[k] for pool in before], item, *[pool[k] for pool in after])
        k += 1
        for pool in before:
            if k >= len(pool):
                return


def zip_iterators(first: Any, second: Any) -> Iterator[Any]:
    """Of two iterators, which may be one: `zip(it, it)`."""
    while True:
        try:
            item = next(first)
            other = next(second)
        except StopIteration:
            return
        yield item, other


def any_(iterable: Any) -> Any:
    for item in iterable:
        if item:
            return True
    return False


def all_(iterable: Any) -> Any:
    for item in iterable:
        if not item:
            return False
    return True


def steps(iterator: Any) -> Iterator[Any]:
    """What an object with `__next__` gives."""
    while True:
        try:
            item = iterator.__next__()
        except StopIteration:
            return
        yield item
