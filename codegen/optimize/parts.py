"""The parts of a value: which one a path leads to, which can be written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen.ir.graph import Field, Index, Key, Op, Slice, Step, Value, ViewOp
from codegen.ir.types import (
    CACHE,
    Array,
    DictOf,
    ListFixed,
    ListOf,
    TupleOf,
    Type,
    children,
    is_mutable,
)

Slot = tuple["int | None", ...]  # a part of a value: positions of containers, None: any element


def _items(step: Step) -> tuple[Any, ...]:
    return step.items if isinstance(step, Index) else ()


def _literal(item: Any) -> Any:
    return item.const if isinstance(item, Value) and item.is_const else item


def position(t: Type, step: Step) -> int | None | Type:
    """Where a step leads in a container: a position, None for any; the type itself where it
    stays in it."""
    key: Any = None
    if isinstance(step, Index) and len(step.items) == 1:
        key = _literal(step.items[0])
    elif isinstance(step, Key):
        key = step.key
    elif isinstance(step, Field):
        key = step.name
    if isinstance(key, Slice) or isinstance(step, ViewOp):
        return t
    if isinstance(t, ListOf):
        return 0
    if isinstance(t, DictOf):
        return t.keys.index(key) if key in t.keys else None
    if isinstance(t, TupleOf | ListFixed):
        count = len(t.items)
        if isinstance(key, int) and -count <= key < count:
            return key % count
    return None


def is_container(t: Type) -> bool:
    return isinstance(t, ListOf | TupleOf | ListFixed | DictOf)


def follow(t: Type, path: tuple[Step, ...]) -> tuple[Slot, Type, tuple[Step, ...]]:
    """The containers that a path goes through: the slot it reaches, its type, and the steps
    that are left (subscripts of an array, or a slice of a list)."""
    slot: Slot = ()
    for count, step in enumerate(path):
        if not is_container(t):
            return slot, t, path[count:]
        at = position(t, step)
        if at is not None and not isinstance(at, int):
            return slot, t, path[count:]
        slot = (*slot, at)
        parts = children(t)
        if not parts:
            return slot, t, path[count + 1 :]
        t = parts[at or 0]
    return slot, t, ()


def copies(step: Step) -> bool:
    """The step makes new memory for sure: a subscript of an array with an array or a list in it."""
    for item in _items(step):
        t = item.type if isinstance(item, Value) else None
        if isinstance(t, ListOf | ListFixed):
            return True
        if isinstance(t, Array) and t.shape is not None and not t.scalar and t.shape:
            return True
    return False


def has_memory(t: Type) -> bool:
    """Whether a value of the type can be written, or holds what can: the cache of a call, whose
    structure is not known."""
    return is_mutable(t) or t == CACHE


def mutable_slots(t: Type, slot: Slot = ()) -> Iterator[Slot]:
    """The parts of a value of that type that have memory."""
    if has_memory(t):
        yield slot
    for k, part in enumerate(children(t)):
        yield from mutable_slots(part, (*slot, k))


def concrete(t: Type, slot: Slot) -> Iterator[Slot]:
    """The slots that a slot with open positions stands for."""
    if not slot:
        yield ()
        return
    for k, part in enumerate(children(t)):
        if slot[0] in (None, k):
            for rest in concrete(part, slot[1:]):
                yield (k, *rest)


def many_elements(t: Type, slot: Slot) -> bool:
    """The slot stands for several elements: it goes through a list of run-time length, or is
    open."""
    for k in slot:
        if k is None or isinstance(t, ListOf):
            return True
        parts = children(t)
        if k >= len(parts):
            return True
        t = parts[k]
    return False


def written_slots(op: Op) -> list[Slot]:
    """The parts of an op's first operand that it writes, where it is a store."""
    t = op.ins[0].type
    if "path" not in op.attrs:
        return [()]
    slot, target, rest = follow(t, op.attrs["path"])
    if rest:
        return [slot]
    if op.name == "update":
        return [slot[:-1]] if slot else []
    inner = [(*slot, *part) for part in mutable_slots(target)]
    return [slot[:-1], *inner] if slot else inner
