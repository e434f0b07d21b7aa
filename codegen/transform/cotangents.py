"""Cotangents by the structure of what they belong to, and the parts that a path names.

The cotangent of a value of known structure (tuple, dict, list of known length) is kept as its
parts: `Parts`. A leaf is a number, an array or a list that grows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from codegen.errors import InternalError
from codegen.infer.activity import differentiable
from codegen.ir.build import emit
from codegen.ir.graph import Field, Index, Key, Path, Slice, Step, Value
from codegen.ir.types import DictOf, ListFixed, ListOf, TupleOf, Type

Keys = tuple[Any, ...]


@dataclass(frozen=True)
class Parts:
    """The cotangents of the parts of a value of known structure; a part that is missing is zero."""

    items: Mapping[Any, Cotangent] = field(default_factory=dict)


Cotangent = Value | Parts | None


def keys_of(t: Type) -> tuple[Any, ...] | None:
    """The keys of a type of known structure, else None."""
    if isinstance(t, DictOf):
        return t.keys
    return tuple(range(len(t.items))) if isinstance(t, TupleOf | ListFixed) else None


def part_type(t: Type, keys: Keys) -> Type:
    for key in keys:
        assert isinstance(t, DictOf | TupleOf | ListFixed)
        t = t.items[t.keys.index(key) if isinstance(t, DictOf) else key]
    return t


def leaves(t: Type, keys: Keys = ()) -> Iterator[Keys]:
    """Where in a type its leaves are that may carry a cotangent."""
    own = keys_of(t)
    if own is None:
        if differentiable(t):
            yield keys
        return
    for key in own:
        yield from leaves(part_type(t, (key,)), (*keys, key))


def part(x: Value, keys: Keys) -> Value:
    return emit("getitem", x, path=path_to(x.type, keys)) if keys else x


def path_to(t: Type, keys: Keys) -> Path:
    """The way to a part of known structure: keys of dicts, attributes of objects."""
    steps: list[Step] = []
    for key in keys:
        named = isinstance(t, DictOf) and t.of is not None and t.of.form != "dict"
        steps.append(Field(key) if named else Key(key))
        t = part_type(t, (key,))
    return tuple(steps)


def literal_of(item: Any) -> Any:
    """The literal behind a constant value, else the item itself."""
    return item.const if isinstance(item, Value) and item.is_const else item


def known_keys(t: Type, path: Path) -> tuple[Keys, Path]:
    """The leading steps of a path that name parts of known structure, as keys, and the rest as it
    stands in a cotangent."""
    keys: list[Any] = []
    for position, step in enumerate(path):
        own = keys_of(t)
        key = _key(step)
        if own is None or key is _NO_KEY:
            return tuple(keys), in_cotangent(path[position:])
        if not isinstance(t, DictOf):
            key = key % len(own)
        keys.append(key)
        t = part_type(t, (key,))
    return tuple(keys), ()


def in_cotangent(path: Path) -> Path:
    """The path in the cotangent of an object, which is a dict of its attributes."""
    return tuple(Key(step.name) if isinstance(step, Field) else step for step in path)


_NO_KEY = object()


def _key(step: object) -> Any:
    if isinstance(step, Key):
        return step.key
    if isinstance(step, Field):
        return step.name
    if isinstance(step, Index) and len(step.items) == 1:
        item = literal_of(step.items[0])
        if isinstance(item, int | str):
            return item
    return _NO_KEY


def sliced(t: Type, path: Path) -> list[int] | None:
    """The positions that a literal slice of a sequence of known length takes."""
    step = path[0]
    if (
        not isinstance(t, TupleOf | ListFixed)
        or not isinstance(step, Index)
        or len(step.items) != 1
    ):
        return None
    (item,) = step.items
    if not isinstance(item, Slice):
        return None
    bounds = [literal_of(end) for end in (item.start, item.stop, item.step)]
    if any(isinstance(end, Value) for end in bounds):
        return None
    return list(range(len(t.items)))[slice(bounds[0], bounds[1], bounds[2])]


def part_of(g: Value, key: Any) -> Value:
    """A part of a cotangent that is one value."""
    step = Key(key) if keys_of(g.type) is not None else Index((key,))
    return emit("getitem", g, path=(step,))


def whole(g: Cotangent, t: Type) -> Value:
    """A leaf's cotangent as one value; parts that belong to a list of unknown length become a
    list."""
    if isinstance(g, Value):
        return g
    if g is None or not isinstance(t, ListOf) or any(item is None for item in g.items.values()):
        raise InternalError(f"a cotangent in parts for a value of type {t}")
    return emit("make_list", *(whole(item, t.item) for item in g.items.values()))
