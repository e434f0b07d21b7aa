"""collections.deque, as a list of its own."""

from __future__ import annotations

from typing import Any


class deque:
    def __init__(self, iterable: Any = (), maxlen: Any = None) -> None:
        self.maxlen = maxlen
        if maxlen is None:
            self._items = list(iterable)
        else:
            self._items = []
            for item in iterable:
                self.append(item)

    def append(self, x: Any) -> None:
        self._items.append(x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop(0)

    def appendleft(self, x: Any) -> None:
        self._items.insert(0, x)
        if self.maxlen is not None and len(self._items) > self.maxlen:
            self._items.pop()

    def pop(self) -> Any:
        return self._items.pop()

    def popleft(self) -> Any:
        return self._items.pop(0)

    def extend(self, iterable: Any) -> None:
        for item in iterable:
            self.append(item)

    def extendleft(self, iterable: Any) -> None:
        for item in iterable:
            self.appendleft(item)

    def insert(self, i: Any, x: Any) -> None:
        self._items.insert(i, x)

    def clear(self) -> None:
        self._items.clear()

    def copy(self) -> Any:
        return deque(self._items, self.maxlen)

    def count(self, x: Any) -> Any:
        return self._items.count(x)

    def index(self, x: Any) -> Any:
        return self._items.index(x)

    def remove(self, value: Any) -> None:
        self._items.remove(value)

    def reverse(self) -> None:
        self._items.reverse()

    def rotate(self, n: Any = 1) -> None:
        count = len(self._items)
        if count > 0:
            last = count - n % count
            self._items = self._items[last:] + self._items[:last]

    def __len__(self) -> Any:
        return len(self._items)

    def __iter__(self) -> Any:
        return iter(self._items)

    def __getitem__(self, i: Any) -> Any:
        return self._items[i]

    def __setitem__(self, i: Any, x: Any) -> None:
        self._items[i] = x

    def __contains__(self, x: Any) -> Any:
        return x in self._items
