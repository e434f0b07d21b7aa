"""Whether two subscripts certainly lead to different elements of one array or list."""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Index, Path, Slice, Value
from codegen.ir.integers import length_of
from codegen.ir.types import facts


def disjoint(a: Path, b: Path) -> bool:
    """x[:n] and x[n:], x[0] and x[1], x[:, 2:] and x[:, :2]."""
    if len(a) != 1 or len(b) != 1 or not isinstance(a[0], Index) or not isinstance(b[0], Index):
        return False
    for mine, theirs in zip(a[0].items, b[0].items, strict=False):
        left, right = _range(mine), _range(theirs)
        if left is None or right is None:
            return False  # an ellipsis, None or array: what follows stands for other axes
        if _before(left[1], right[0]) or _before(right[1], left[0]):
            return True
    return False


def _range(item: Any) -> tuple[Any, Any] | None:
    """First index, and the one after the last (None: the end)."""
    if isinstance(item, Slice):
        step = _plain(item.step)
        start = _plain(item.start)
        return (0 if start is None else start, _plain(item.stop)) if step in (None, 1) else None
    item = _plain(item)
    if type(item) is int and item >= 0:
        return item, item + 1
    return None


def _plain(item: Any) -> Any:
    return item.const if isinstance(item, Value) and item.is_const else item


def _before(stop: Any, start: Any) -> bool:
    """Whether stop <= start, counted from one end: the same bound, or both from the front."""
    if stop is None or not all(type(x) is int or isinstance(x, Value) for x in (stop, start)):
        return False
    if stop is start:
        return True
    first, second = length_of(stop), length_of(start)
    return facts().not_negative(second - first) and facts().not_negative(first)
