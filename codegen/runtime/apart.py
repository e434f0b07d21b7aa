"""What a pullback holds, apart from what its caller may write to before it is called."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

import numpy as np


def apart(cache: Any, visible: Any) -> Any:
    """A cache of a forward function of which nothing is in the hands of the caller.

    visible: arguments and results, in any structure. Arrays that may share memory with an array in
    there are copied, once each, and so are lists, dicts and objects; what the forward function
    made for itself is not.
    """
    return _Copies(list(_arrays(visible, set()))).of(cache)


class _Copies:
    def __init__(self, arrays: list[np.ndarray]) -> None:
        self._visible = arrays
        self._made: dict[int, Any] = {}  # by the identity of what they are copies of

    def of(self, item: Any) -> Any:
        if isinstance(item, tuple):
            parts = [self.of(part) for part in item]
            return item._make(parts) if hasattr(item, "_make") else tuple(parts)
        if id(item) not in self._made:
            self._made[id(item)] = self._copy(item)
        return self._made[id(item)]

    def _copy(self, item: Any) -> Any:
        if isinstance(item, np.ndarray):
            shared = any(np.may_share_memory(item, array) for array in self._visible)
            return item.copy(order="K") if shared else item
        if isinstance(item, dict):
            return {key: self.of(part) for key, part in item.items()}
        if isinstance(item, list):
            return [self.of(part) for part in item]
        if not _is_object(item):
            return item
        made = copy.copy(item)
        for name, part in vars(item).items():
            object.__setattr__(made, name, self.of(part))
        return made


def _arrays(item: Any, seen: set[int]) -> Iterator[np.ndarray]:
    """The arrays in a structure."""
    if id(item) in seen:
        return
    seen.add(id(item))
    if isinstance(item, np.ndarray):
        yield item
        return
    parts = item.values() if isinstance(item, dict) else item
    if _is_object(item):
        parts = vars(item).values()
    elif not isinstance(item, (dict, list, tuple)):
        return
    for part in parts:
        yield from _arrays(part, seen)


def _is_object(item: Any) -> bool:
    return hasattr(item, "__dict__") and not callable(item) and not isinstance(item, type)
