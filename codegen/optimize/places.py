"""Which memory a value may show: sets of buffers, arranged as the containers of its type.

A buffer stands for the memory of every array, list or dict that one place of the program makes.
Two values whose sets meet may share memory; disjoint sets never do. Numbers have no memory:
they cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from codegen.ir.graph import Field, Index, Key, Op, Slice, Step, Value, ViewOp
from codegen.ir.ops import REGISTRY
from codegen.ir.types import (
    Array,
    DictOf,
    ListFixed,
    ListOf,
    TupleOf,
    Type,
    children,
    is_array,
    is_mutable,
)


class Buffer:
    """Memory made at one place of the program. Compared by identity.

    owned: made by this function, and writable.
    loops: the loops around that place, outermost first: each round makes another one.
    several: one name for memory that lasts over rounds (what a loop carries), or that is met
    more than once.
    """

    __slots__ = ("owned", "loops", "several")

    def __init__(self, owned: bool, loops: tuple[object, ...] = (), several: bool = False) -> None:
        self.owned = owned
        self.loops = loops
        self.several = several


SHARED = Buffer(owned=False)  # among the elements of a list: two of them may be one object
READONLY = Buffer(owned=False)  # in a result that NumPy does not let anyone write

Buffers = frozenset[Buffer]
NOTHING: Buffers = frozenset()

Slot = tuple["int | None", ...]  # a part of a value: positions of containers, None: any element


@dataclass(frozen=True)
class Places:
    """own: the array's, list's or dict's own memory; items: one entry per part, for a ListOf
    one for all."""

    own: Buffers = NOTHING
    items: tuple[Places, ...] = ()

    def deep(self) -> Buffers:
        """Everything that can be reached."""
        found = self.own
        for item in self.items:
            found |= item.deep()
        return found

    def map(self, change: Callable[[Buffers], Buffers]) -> Places:
        return Places(change(self.own), tuple(item.map(change) for item in self.items))

    def slots(self, prefix: Slot = ()) -> Iterator[tuple[Slot, Buffers]]:
        yield prefix, self.own
        for position, item in enumerate(self.items):
            yield from item.slots((*prefix, position))

    def at(self, slot: Slot) -> Buffers:
        return self.part(slot).own

    def part(self, slot: Slot) -> Places:
        if not slot or not self.items:
            return self if not slot else NO_PLACES
        first, rest = slot[0], slot[1:]
        if first is None:
            return merge(*(item.part(rest) for item in self.items))
        return self.items[min(first, len(self.items) - 1)].part(rest)

    def put(self, slot: Slot, part: Places, weak: bool) -> Places:
        """With another part at the slot; weak: or the old one."""
        if not slot:
            return merge(self, part) if weak else part
        first, rest = slot[0], slot[1:]
        if first is not None and first >= len(self.items):
            first = None  # the parts are not told apart
        return Places(
            self.own,
            tuple(
                item.put(rest, part, weak or first is None) if first in (None, k) else item
                for k, item in enumerate(self.items)
            ),
        )


NO_PLACES = Places()


def merge(*several: Places) -> Places:
    """What a value may show that is one of several."""
    if not several:
        return NO_PLACES
    own = frozenset[Buffer]().union(*(places.own for places in several))
    arities = {len(places.items) for places in several if places.items}
    if not arities:
        return Places(own)
    if len(arities) == 1:
        filled = [places.items for places in several if places.items]
        return Places(own, tuple(merge(*column) for column in zip(*filled, strict=True)))
    pool = merge(*(item for places in several for item in places.items))
    return Places(own, (pool,))


def conform(places: Places, t: Type) -> Places:
    """The same memory, arranged as the type says; numbers drop out."""
    parts = children(t)
    own = places.own if is_mutable(t) else NOTHING
    if len(parts) == len(places.items):
        return Places(
            own, tuple(conform(p, part) for p, part in zip(places.items, parts, strict=True))
        )
    pool = merge(*places.items) if places.items else Places(places.own)
    return Places(own, tuple(conform(pool, part) for part in parts))


def spread(buffers: Buffers, t: Type) -> Places:
    """Any part may show any of the buffers."""
    own = buffers if is_mutable(t) else NOTHING
    return Places(own, tuple(spread(buffers, part) for part in children(t)))


def fresh(t: Type, make: Callable[[Slot], Buffer], slot: Slot = ()) -> Places:
    """New memory for every part."""
    own = frozenset({make(slot)}) if is_mutable(t) else NOTHING
    parts = enumerate(children(t))
    return Places(own, tuple(fresh(part, make, (*slot, k)) for k, part in parts))


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


# Results that may be their first operand, or a view of it, beside those that say so in their row.
_MAY_RETURN_OPERAND = frozenset(
    "asarray asanyarray ascontiguousarray asfortranarray require reshape ravel "
    "transpose squeeze expand_dims swapaxes moveaxis rollaxis atleast_1d atleast_2d atleast_3d "
    "real imag real_if_close conj conjugate diagonal diag flip fliplr flipud rot90 split "
    "array_split hsplit vsplit dsplit unstack broadcast_to diff matrix_power round split_like "
    "unbroadcast unbroadcast_each reshape_like rearrange view item tolist trim_zeros permute_dims "
    "matrix_transpose float16 float32 float64 int8 int16 int32 int64 uint8 bool_".split()
)
_MAY_RETURN_ANY = frozenset({"broadcast_arrays", "meshgrid", "einsum", "where"})
_READONLY = frozenset({"broadcast_to", "broadcast_arrays", "diagonal", "diag"})


def may_return(op: Op) -> tuple[Value, ...]:
    """The operands that a result of the op may share memory with."""
    row = REGISTRY.get(op.name)
    if op.name == "where" and is_array(op.ins[0].type):
        return ()
    if op.name in ("array", "astype", "nan_to_num"):
        return op.ins[:1] if "copy" in op.attrs else ()
    if row is None or op.name in _MAY_RETURN_ANY:
        return op.ins
    if op.name == "full_like":  # the number itself, where x is a number
        known = isinstance(op.ins[1].type, Array) and not op.ins[1].type.generic
        return () if known else op.ins[:1]
    return op.ins[:1] if row.view or op.name in _MAY_RETURN_OPERAND else ()


def may_be_readonly(name: str) -> bool:
    """May NumPy forbid to write the result?"""
    return name not in REGISTRY or name in _READONLY


def mutable_slots(t: Type, slot: Slot = ()) -> Iterator[Slot]:
    """The parts of a value of that type that can be written."""
    if is_mutable(t):
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


def subscripted(places: Places, t: Type, path: tuple[Step, ...], made: Buffer) -> Places:
    """What base[path] may show, given what the base may. made: the memory that it makes if it
    copies."""
    slot, t, rest = follow(t, path)
    places = places.part(slot)
    if not rest:
        return places
    if is_array(t):
        return Places(frozenset({made})) if any(map(copies, rest)) else Places(places.own)
    if is_container(t) and len(rest) == 1:  # a slice of a list: another list, the same elements
        return Places(frozenset({made}), (merge(*places.items),) if places.items else ())
    pool = places.deep() | {made}
    return Places(pool, (Places(pool),))


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
