"""itertools, as generator functions: they are run through where they are consumed.

What is no iterator is indexed, so that loops over it stay loops over ranges.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def count(start: Any = 0, step: Any = 1) -> Iterator[Any]:
    n = start
    while True:
        yield n
        n = n + step


def cycle(iterable: Any) -> Iterator[Any]:
    items = list(iterable)
    n = len(items)
    if n == 0:
        return
    k = 0
    while True:
        yield items[k]
        k = (k + 1) % n


def repeat(object: Any, times: Any = None) -> Iterator[Any]:
    if times is None:
        while True:
            yield object
    for _ in range(times):
        yield object


def accumulate(iterable: Any, func: Any = None, *, initial: Any = None) -> Iterator[Any]:
    if initial is not None:
        total = initial
        yield total
        for item in iterable:
            total = total + item if func is None else func(total, item)
            yield total
        return
    if hasattr(iterable, "__next__"):
        total = 0
        for k, item in enumerate(iterable):
            if k == 0:
                total = item
            else:
                total = total + item if func is None else func(total, item)
            yield total
        return
    n = len(iterable)
    if n > 0:
        total = iterable[0]
        for k in range(n):
            if k > 0:
                total = total + iterable[k] if func is None else func(total, iterable[k])
            yield total


def chain(*iterables: Any) -> Iterator[Any]:
    for iterable in iterables:
        yield from iterable


def chain_from_iterable(iterables: Any) -> Iterator[Any]:
    for iterable in iterables:
        yield from iterable


def pairwise(iterable: Any) -> Iterator[Any]:
    if hasattr(iterable, "__next__"):
        before = 0
        for k, item in enumerate(iterable):
            if k > 0:
                yield before, item
            before = item
        return
    for k in range(len(iterable) - 1):
        yield iterable[k], iterable[k + 1]


def starmap(function: Any, iterable: Any) -> Iterator[Any]:
    for arguments in iterable:
        yield function(*arguments)


def takewhile(predicate: Any, iterable: Any) -> Iterator[Any]:
    for item in iterable:
        if not predicate(item):
            return
        yield item


def dropwhile(predicate: Any, iterable: Any) -> Iterator[Any]:
    dropping = True
    for item in iterable:
        if dropping:
            dropping = bool(predicate(item))
        if not dropping:
            yield item


def filterfalse(predicate: Any, iterable: Any) -> Iterator[Any]:
    for item in iterable:
        if not (item if predicate is None else predicate(item)):
            yield item


def compress(data: Any, selectors: Any) -> Iterator[Any]:
    for item, chosen in zip(data, selectors):
        if chosen:
            yield item


def islice(iterable: Any, *bounds: Any) -> Iterator[Any]:
    first, stop = (0, bounds[0]) if len(bounds) == 1 else (bounds[0], bounds[1])
    start = 0 if first is None else first
    step = 1 if len(bounds) < 3 or bounds[2] is None else bounds[2]
    if hasattr(iterable, "__next__"):
        if stop is not None and stop <= start:
            return
        k = 0
        for item in iterable:
            if k >= start and (k - start) % step == 0:
                yield item
            k += 1
            if stop is not None and k >= stop:
                return
        return
    n = len(iterable)
    for k in range(start, n if stop is None else min(n, stop), step):
        yield iterable[k]


def product(*iterables: Any, repeat: int = 1) -> Iterator[Any]:
    pools = [item if not hasattr(item, "__next__") else list(item) for item in iterables]
    yield from _tuples(tuple(pools) * repeat)


def _tuples(pools: Any) -> Iterator[Any]:
    if len(pools) == 0:
        yield ()
    else:
        for head in pools[0]:
            for tail in _tuples(pools[1:]):
                yield (head, *tail)


def combinations(iterable: Any, r: int) -> Iterator[Any]:
    pool = list(iterable) if hasattr(iterable, "__next__") else iterable
    yield from _chosen(pool, 0, r, 1)


def combinations_with_replacement(iterable: Any, r: int) -> Iterator[Any]:
    pool = list(iterable) if hasattr(iterable, "__next__") else iterable
    yield from _chosen(pool, 0, r, 0)


def _chosen(pool: Any, start: Any, r: int, apart: int) -> Iterator[Any]:
    """The tuples of r items at places that grow, by `apart` or more."""
    if r == 0:
        yield ()
    else:
        for k in range(start, len(pool)):
            for tail in _chosen(pool, k + apart, r - 1, apart):
                yield (pool[k], *tail)


def permutations(iterable: Any, r: Any = None) -> Iterator[Any]:
    pool = list(iterable) if hasattr(iterable, "__next__") else iterable
    yield from _arranged(pool, (), len(pool) if r is None else r)


def _arranged(pool: Any, places: Any, r: int) -> Iterator[Any]:
    if r == 0:
        yield ()
    else:
        for k in range(len(pool)):
            if k not in places:
                for tail in _arranged(pool, (*places, k), r - 1):
                    yield (pool[k], *tail)


def zip_longest(*iterables: Any, fillvalue: Any = None) -> Iterator[Any]:
    pools = [item if not hasattr(item, "__next__") else list(item) for item in iterables]
    for k in range(max([len(pool) for pool in pools])):
        yield tuple([pool[k] if k < len(pool) else fillvalue for pool in pools])


def groupby(iterable: Any, key: Any = None) -> Iterator[Any]:
    items = list(iterable)
    n = len(items)
    start = 0
    while start < n:
        word = items[start] if key is None else key(items[start])
        stop = start + 1
        while stop < n and (items[stop] if key is None else key(items[stop])) == word:
            stop += 1
        yield word, items[start:stop]
        start = stop
