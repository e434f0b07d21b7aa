"""collections.deque, as a list of its own."""

from __future__ import annotations

from typing import Any


class deque:
    def __init__(self, iterable: Any = (), maxlen: Any = None) -> None:
        self.maxlen = maxlen
        if maxlen is None:
            self.items = list(iterable)
        else:
            self.items = []
            for item in iterable:
                self.append(item)

    def append(self, x: Any) -> None:
        self.items.append(x)
        if self.maxlen is not None and len(self.items) > self.maxlen:
            self.items.pop(0)

    def appendleft(self, x: Any) -> None:
        self.items.insert(0, x)
        if self.maxlen is not None and len(self.items) > self.maxlen:
            self.items.pop()

    def pop(self) -> Any:
        return self.items.pop()

    def popleft(self) -> Any:
        return self.items.pop(0)

    def extend(self, iterable: Any) -> None:
        for item in iterable:
            self.append(item)

    def extendleft(self, iterable: Any) -> None:
        for item in iterable:
            self.appendleft(item)

    def insert(self, i: Any, x: Any) -> None:
        self.items.insert(i, x)

    def clear(self) -> None:
        self.items.clear()

    def copy(self) -> Any:
        return deque(self.items, self.maxlen)

    def count(self, x: Any) -> Any:
        return self.items.count(x)

    def index(self, x: Any) -> Any:
        return self.items.index(x)

    def remove(self, value: Any) -> None:
        self.items.remove(value)

    def reverse(self) -> None:
        self.items.reverse()

    def rotate(self, n: Any = 1) -> None:
        count = len(self.items)
        if count > 0:
            last = count - n % count
            self.items = self.items[last:] + self.items[:last]

    def __len__(self) -> Any:
        return len(self.items)

    def __iter__(self) -> Any:
        return iter(self.items)

    def __getitem__(self, i: Any) -> Any:
        return self.items[i]

    def __setitem__(self, i: Any, x: Any) -> None:
        self.items[i] = x

    def __contains__(self, x: Any) -> Any:
        return x in self.items
