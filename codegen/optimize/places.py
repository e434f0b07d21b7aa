"""Which memory a value may show: sets of buffers, arranged as the containers of its type.

A buffer stands for the memory of every array, list or dict that one place of the program makes.
Two values whose sets meet may share memory; disjoint sets never do. Numbers have no memory:
they cannot be written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from codegen.ir.graph import Op, Step, Value
from codegen.ir.ops import REGISTRY
from codegen.ir.types import CACHE, Array, Type, children, is_array
from codegen.optimize.parts import Slot, copies, follow, has_memory, is_container


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
    if t == CACHE:
        return Places(places.deep())
    parts = children(t)
    own = places.own if has_memory(t) else NOTHING
    if len(parts) == len(places.items):
        return Places(
            own, tuple(conform(p, part) for p, part in zip(places.items, parts, strict=True))
        )
    pool = merge(*places.items) if places.items else Places(places.own)
    return Places(own, tuple(conform(pool, part) for part in parts))


def spread(buffers: Buffers, t: Type) -> Places:
    """Any part may show any of the buffers."""
    own = buffers if has_memory(t) else NOTHING
    return Places(own, tuple(spread(buffers, part) for part in children(t)))


def fresh(t: Type, make: Callable[[Slot], Buffer], slot: Slot = ()) -> Places:
    """New memory for every part."""
    own = frozenset({make(slot)}) if has_memory(t) else NOTHING
    parts = enumerate(children(t))
    return Places(own, tuple(fresh(part, make, (*slot, k)) for k, part in parts))


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
    if op.name == "einsum" and len(op.ins) > 1:  # of one operand it may be a diagonal
        return ()
    if row is None or op.name in _MAY_RETURN_ANY:
        return op.ins
    if op.name == "full_like":  # the number itself, where x is a number
        known = isinstance(op.ins[1].type, Array) and not op.ins[1].type.generic
        return () if known else op.ins[:1]
    return op.ins[:1] if row.view or op.name in _MAY_RETURN_OPERAND else ()


def may_be_readonly(name: str) -> bool:
    """May NumPy forbid to write the result?"""
    return name not in REGISTRY or name in _READONLY


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
