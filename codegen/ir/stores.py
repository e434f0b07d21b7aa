"""Paths on real values: reading along one, and storing at its end, in a copy or in the value's
own buffer."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from codegen.errors import InternalError
from codegen.ir.graph import Field, Index, Key, Slice, Step, ViewOp


def _part(item: Any) -> Any:
    return slice(item.start, item.stop, item.step) if isinstance(item, Slice) else item


def subscript(step: Index) -> Any:
    """What stands between the brackets."""
    items = tuple(_part(item) for item in step.items)
    return items[0] if len(items) == 1 else items


def follow(base: Any, path: tuple[Step, ...]) -> Any:
    """base[path], a view where NumPy gives one."""
    for step in path:
        base = _child(base, step)
    return base


def _child(base: Any, step: Step) -> Any:
    match step:
        case Index():
            return base[subscript(step)]
        case Key(key):
            return base[key]
        case Field(name):
            return base[name] if isinstance(base, dict) else getattr(base, name)
        case ViewOp(op, attrs):
            from codegen.ir.meaning import apply  # the one use of an op inside a path

            return apply(op, [base], dict(attrs))


def added(base: Any, value: Any, negative: bool = False) -> Any:
    """base + value: numbers and arrays, lists and dicts of them element by element."""
    if isinstance(base, list | tuple):
        return type(base)(added(a, b, negative) for a, b in zip(base, value, strict=True))
    if isinstance(base, dict):
        return {key: added(base[key], value[key], negative) for key in base}
    if base is None or value is None:
        return base
    return base - value if negative else base + value


class Stores:
    """The ops that store. in_place: those marked store=True write the operand itself."""

    def __init__(self, in_place: bool) -> None:
        self.in_place = in_place

    def reused(self, base: Any, result: Any) -> Any:
        """The result in the memory of the first operand."""
        if not self.in_place:
            return result
        base[...] = result
        return base

    def apply(self, name: str, ins: list[Any], attrs: Mapping[str, Any]) -> tuple[Any, ...]:
        own = self.in_place and bool(attrs.get("store"))
        base = ins[0]
        if name in ("update", "accumulate"):
            store = _Store(name, own, bool(attrs.get("repeated")), bool(attrs.get("negative")))
            return (store.at(base, attrs["path"], ins[1]),)
        target = base if own else list(base)
        if name == "append":
            target.append(ins[1])
        elif name == "extend":
            target.extend(ins[1])
        elif name == "insert":
            target.insert(attrs["index"], ins[1])
        elif name == "pop":
            item = target.pop(attrs.get("index", -1))
            return target, item
        else:
            raise InternalError(f"{name!r} stores nothing")
        return (target,)


class _Store:
    """One store: `update` or `accumulate`, into the operand's own buffer or along copies."""

    def __init__(self, name: str, own: bool, repeated: bool, negative: bool) -> None:
        self.adds = name == "accumulate"
        self.own = own
        self.repeated = repeated
        self.negative = negative

    def at(self, base: Any, path: tuple[Step, ...], value: Any) -> Any:
        """The base with value stored (or added) at the path."""
        if not path:
            return self.whole(base, value)
        if isinstance(base, np.ndarray):
            target = base if self.own else base.copy()
            self.into_array(target, path, value)
            return target
        step, rest = path[0], path[1:]
        place = (
            subscript(step)
            if isinstance(step, Index)
            else step.key if isinstance(step, Key) else None
        )
        if isinstance(step, Field):
            place = step.name
        if isinstance(step, Field) and not isinstance(base, dict):
            held = getattr(base, step.name, None)
            made = base if self.own else copy.copy(base)
            object.__setattr__(made, step.name, self.at(held, rest, value) if rest else value)
            return made
        if not isinstance(base, list | dict | tuple):
            raise TypeError(f"{type(base).__name__!r} object does not support item assignment")
        # an update at the end of the path replaces the slot whatever stood there
        new = self.at(base[place], rest, value) if rest or self.adds else value  # type: ignore[index]
        if isinstance(base, tuple):
            items = list(base)
            items[place] = new  # type: ignore[index]
            return tuple(items)
        target = base if self.own else base.copy()
        target[place] = new  # type: ignore[index]
        return target

    def whole(self, base: Any, value: Any) -> Any:
        if not self.adds:
            return value
        if not self.own:
            return added(base, value, self.negative)
        if isinstance(base, np.ndarray):
            if self.negative:
                base -= value
            else:
                base += value
            return base
        if isinstance(base, list):
            base[:] = [self.whole(a, b) for a, b in zip(base, value, strict=True)]
            return base
        if isinstance(base, dict):
            for key in base:
                base[key] = self.whole(base[key], value[key])
            return base
        return added(base, value, self.negative)

    def into_array(self, target: Any, path: tuple[Step, ...], value: Any) -> None:
        view = follow(target, path[:-1])
        step = path[-1]
        place: Any = subscript(step) if isinstance(step, Index) else ...
        if not isinstance(step, Index):
            view = _child(view, step)
        if view.size and not np.may_share_memory(view, target):
            raise InternalError("a store along a path that copies")
        if not self.adds:
            view[place] = value
        elif self.repeated:
            (np.subtract if self.negative else np.add).at(view, place, value)
        elif self.negative:
            view[place] -= value
        else:
            view[place] += value
