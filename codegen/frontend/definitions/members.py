"""A set whose members are known at run time only: a list in which nothing stands twice.

It may be asked for members and their number; the order of a set is not that of such a list, so it
is not gone through.
"""

from __future__ import annotations

from typing import Any


class RunTimeSet:
    def __init__(self, iterable: Any = (), frozen: bool = False) -> None:
        self._frozen = frozen
        self.members: Any = []
        for x in iterable:
            self.add(x)

    def add(self, x: Any) -> None:
        hash(x)
        if x not in self.members:
            self.members.append(x)

    def discard(self, x: Any) -> None:
        if x in self.members:
            self.members.remove(x)

    def remove(self, x: Any) -> None:
        if x not in self.members:
            raise KeyError(x)
        self.members.remove(x)

    def update(self, iterable: Any) -> None:
        for x in members(iterable):
            self.add(x)

    def clear(self) -> None:
        self.members.clear()

    def copy(self) -> Any:
        return RunTimeSet(self.members, self._frozen)

    def union(self, other: Any) -> Any:
        found = RunTimeSet(self.members, self._frozen)
        for x in members(other):
            found.add(x)
        return found

    def intersection(self, other: Any) -> Any:
        theirs = members(other)
        return RunTimeSet([x for x in self.members if x in theirs], self._frozen)

    def difference(self, other: Any) -> Any:
        theirs = members(other)
        return RunTimeSet([x for x in self.members if x not in theirs], self._frozen)

    def symmetric_difference(self, other: Any) -> Any:
        theirs = members(other)
        mine = [x for x in self.members if x not in theirs]
        return RunTimeSet(mine + [x for x in theirs if x not in self.members], self._frozen)

    def issubset(self, other: Any) -> Any:
        theirs = members(other)
        for x in self.members:
            if x not in theirs:
                return False
        return True

    def issuperset(self, other: Any) -> Any:
        for x in members(other):
            if x not in self.members:
                return False
        return True

    def isdisjoint(self, other: Any) -> Any:
        for x in members(other):
            if x in self.members:
                return False
        return True

    def __len__(self) -> Any:
        return len(self.members)

    def __contains__(self, x: Any) -> Any:
        return x in self.members

    def __or__(self, other: Any) -> Any:
        return self.union(other)

    def __and__(self, other: Any) -> Any:
        return self.intersection(other)

    def __sub__(self, other: Any) -> Any:
        return self.difference(other)

    def __xor__(self, other: Any) -> Any:
        return self.symmetric_difference(other)

    def __ior__(self, other: Any) -> Any:
        return self._become(self.union(other))

    def __isub__(self, other: Any) -> Any:
        return self._become(self.difference(other))

    def __iand__(self, other: Any) -> Any:
        return self._become(self.intersection(other))

    def __ixor__(self, other: Any) -> Any:
        return self._become(self.symmetric_difference(other))

    def _become(self, other: Any) -> Any:
        """Under all names of the set; a frozen one stays, and the name is bound to another."""
        if self._frozen:
            return other
        self.members = other.members
        return self

    def __le__(self, other: Any) -> Any:
        return self.issubset(other)

    def __ge__(self, other: Any) -> Any:
        return self.issuperset(other)

    def __eq__(self, other: Any) -> Any:
        return len(self.members) == len(members(other)) and self.issubset(other)


def members(other: Any) -> Any:
    """The list behind a set; the frontend answers this, as it does `hash`."""
    return other


RunTimeSet.__name__ = "set"
