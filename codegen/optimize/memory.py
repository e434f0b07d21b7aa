"""What is known, at a point of the in-place walk, about the memory that values show."""

from __future__ import annotations

from collections.abc import Hashable

from codegen.ir.graph import Op, Value
from codegen.ir.types import DictOf, ListFixed, ListOf, Opaque, TupleOf, Type, children
from codegen.optimize.parts import Slot, follow, is_container, many_elements
from codegen.optimize.places import (
    NO_PLACES,
    NOTHING,
    READONLY,
    SHARED,
    Buffer,
    Buffers,
    Places,
    conform,
    fresh,
    may_be_readonly,
    may_return,
    merge,
    spread,
    subscripted,
)


class Memory:
    """Which buffers each value may show, and who may show each buffer.

    A loop body may be walked several times, so a buffer is made once per key and found again.
    """

    def __init__(self) -> None:
        self.places: dict[Value, Places] = {}
        self.holders: dict[Buffer, dict[Value, None]] = {}
        self.views: set[Value] = set()  # values that may show a part of another
        self.loops: tuple[Op, ...] = ()  # around the op under way
        self._made: dict[Hashable, Buffer] = {}
        self._old: dict[Op, set[Buffer]] = {}

    def of(self, value: Value) -> Places:
        return self.places.get(value, NO_PLACES)

    def bind(self, value: Value, places: Places) -> None:
        places = conform(places, value.type)
        self.places[value] = places
        for buffer in places.deep():
            self.holders.setdefault(buffer, {})[value] = None

    def buffer(self, *key: Hashable, owned: bool = True, several: bool = False) -> Buffer:
        """The buffer that belongs to a key; made at the first demand."""
        if key not in self._made:
            self._made[key] = Buffer(owned, self.loops, several)
        return self._made[key]

    def earlier(self, loop: Op, buffer: Buffer) -> Buffer:
        """The memory that a buffer of a loop's round stood for in rounds before."""
        old = self._old.setdefault(loop, set())
        if buffer in old:
            return buffer
        key = ("earlier", loop, buffer)
        if key not in self._made:
            around = buffer.loops[: buffer.loops.index(loop) + 1]
            self._made[key] = Buffer(buffer.owned, around, several=True)
            old.add(self._made[key])
        return self._made[key]

    def new(self, value: Value, tag: str = "new") -> Places:
        return fresh(value.type, lambda slot: self.buffer(value, slot, tag))

    def bind_results(self, op: Op) -> None:
        """The memory of the results of an op that writes nothing."""
        ins = [self.of(value) for value in op.ins]
        if op.name == "getitem":
            # what a cache holds belongs to the forward half, which may have returned it
            ours = not isinstance(op.ins[0].type, Opaque)
            made = self.buffer(op.out, "made", owned=ours)
            self.bind(op.out, subscripted(ins[0], op.ins[0].type, op.attrs["path"], made))
            self.views.add(op.out)
        elif op.name in ("make_list", "make_tuple", "make_dict"):
            self.bind(op.out, self._container(op, ins))
        elif op.name == "as_argument":
            self.bind(op.out, ins[0])
        elif op.name == "replace":
            self.bind(op.out, self._replaced(op, ins[1:]))
        elif op.name in ("list_concat", "list_repeat"):
            items = merge(*(item for places in ins for item in places.items))
            if op.name == "list_repeat" or not ins[0].deep().isdisjoint(ins[-1].deep()):
                items = _met_again(items)
            self.bind(op.out, Places(self.new(op.out).own, (items,)))
        elif op.name == "copy":
            deep = bool(op.attrs.get("deep"))
            self.bind(
                op.out, self.new(op.out) if deep else Places(self.new(op.out).own, ins[0].items)
            )
        elif op.name == "call":
            self._call(op, ins)
        elif not (shown := may_return(op)):
            for value in op.outs:
                self.bind(value, self.new(value))
        else:
            pool = frozenset[Buffer]().union(*(self.of(value).deep() for value in shown))
            if may_be_readonly(op.name):
                pool |= {READONLY}
            for value in op.outs:
                new = self.new(value)
                places = spread(pool | new.deep(), value.type)
                if is_container(value.type) and not any(is_container(v.type) for v in shown):
                    places = Places(new.own, places.items)  # a new list of views
                self.bind(value, places)
                self.views.add(value)

    def _replaced(self, op: Op, ins: list[Places]) -> Places:
        """An object like the first operand, of which nothing is shared."""
        new = self.new(op.out)
        kind, names = op.out.type, op.attrs["names"]
        assert isinstance(kind, DictOf | TupleOf) and kind.of is not None
        keys = kind.keys if isinstance(kind, DictOf) else kind.of.fields
        given = dict(zip(names, ins, strict=True))
        items = (given.get(key, own) for key, own in zip(keys, new.items, strict=True))
        return Places(new.own, tuple(items))

    def _container(self, op: Op, ins: list[Places]) -> Places:
        own = self.new(op.out).own
        if not isinstance(op.out.type, ListOf):
            return Places(own, tuple(ins))
        items = merge(*ins)
        seen: Buffers = NOTHING
        for places in ins:
            if not seen.isdisjoint(places.deep()):
                items = _met_again(items)
            seen |= places.deep()
        return Places(own, (items,) if ins else ())

    def _call(self, op: Op, ins: list[Places]) -> None:
        """A backward function, or a kernel, returns memory of its own; any other may return its
        arguments, or one thing twice."""
        if op.attrs.get("own") or str(op.attrs.get("callee", "")).endswith("_backward"):
            for value in op.outs:
                self.bind(value, self.new(value))
            return
        pool = frozenset({self.buffer(op.outs, "call")}).union(*(places.deep() for places in ins))
        for value in op.outs:
            self.bind(
                value,
                (
                    _met_again(spread(pool, value.type))
                    if children(value.type)
                    else spread(pool, value.type)
                ),
            )

    def bind_written(self, op: Op, places: Places) -> None:
        """The results of an op that writes, given what its first operand shows."""
        t = op.ins[0].type
        value = self.of(op.ins[1]) if len(op.ins) > 1 else NO_PLACES
        if op.name == "update":
            slot, part, rest = follow(t, op.attrs["path"])
            if not rest:
                places = self._with(places, t, slot, value)
            elif is_container(part):
                for item in value.items:
                    places = self._with(places, t, (*slot, None), item)
        elif op.name in ("append", "insert"):
            places = self._longer(places, t, (value,))
        elif op.name == "extend":
            places = self._longer(places, t, value.items)
        elif op.name == "pop":
            self.bind(op.outs[1], merge(*places.items))
        self.bind(op.outs[0], places)

    def _with(self, places: Places, t: Type, slot: Slot, value: Places) -> Places:
        many = many_elements(t, slot)
        if many and self._same_again(places.part(slot), value):
            value = _met_again(value)
        return places.put(slot, value, many)

    def _longer(self, places: Places, t: Type, added: tuple[Places, ...]) -> Places:
        if isinstance(t, ListFixed):
            return Places(places.own, (*places.items, *added))
        for item in added:
            old = merge(*places.items)
            item = _met_again(item) if self._same_again(old, item) else item
            places = Places(places.own, (merge(old, item),))
        return places

    def _same_again(self, old: Places, value: Places) -> bool:
        """May the value already be among the elements, or be added to them once more?"""
        buffers = value.deep()
        if not buffers.isdisjoint(old.deep()):
            return True
        outside = [
            b for b in buffers if b.several or (self.loops and self.loops[-1] not in b.loops)
        ]
        return bool(outside)


def _met_again(places: Places) -> Places:
    """Of elements of a list, two of which may be one object."""
    return places.map(lambda buffers: buffers | {SHARED} if buffers else buffers)
