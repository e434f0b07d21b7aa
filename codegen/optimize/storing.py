"""The walk that decides, op by op, what is written in place and what is copied first."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from typing import Any

from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Key, Op, Region, Value, values_in, walk
from codegen.ir.indexing import path_type
from codegen.ir.types import CACHE, TupleOf, Type, children, is_array
from codegen.optimize.contents import Frame, Reads
from codegen.optimize.liveness import uses
from codegen.optimize.memory import Memory
from codegen.optimize.parts import Slot, follow, is_container, written_slots
from codegen.optimize.places import READONLY, SHARED, Buffer, Buffers, Places
from codegen.optimize.reuse import reused
from codegen.optimize.wanted import Wanted, out_of_place

Part = tuple[int, Slot]  # of what a loop carries: which carry, which part of it


class Walk:
    """What is known while a graph is walked in order of evaluation. A loop body may be walked
    several times, so whatever is made on the way (buffers, copies) is made once per place and
    found again."""

    def __init__(
        self,
        wanted: Wanted,
        control: Callable[[Walk, Op, Frame], list[Op]],
        graph: Graph,
        any_memory: bool = False,
    ) -> None:
        self.any_memory = any_memory  # of the forward part: see `reuse.takes_forward_memory`
        self.wanted = wanted
        self.counts = uses(graph)
        self.taken: set[Value] = set()  # the results that lie in the memory of an operand
        self.readers: dict[Value, Op] = {}  # the last op that reads a value
        self._backward: set[Value] = set()
        for op in walk(graph.body):
            self.readers.update((value, op) for value in op.operands())
            if op.backward:
                self._backward.update(op.outs)
        self.control = control  # how an op with regions is walked
        self.reads: dict[Region, Reads] = {}
        self.memory = Memory()
        self.snapshots: dict[Value, None] = {}  # values to copy where they are defined
        self.flows: dict[Op, tuple[frozenset[Part], list[Places]]] = {}  # see regions.loop
        self._made: dict[Hashable, Value] = {}

    def temporary(self, *key: Hashable, type: Type, name: str | None = None) -> Value:
        if key not in self._made:
            self._made[key] = Value(type, name)
        return self._made[key]

    def has_variable(self, value: Value) -> bool:
        """Whether the value will be a statement of its own, as far as is known."""
        return value.name is not None or self.counts.get(value, 0) > 1

    def is_backward(self, value: Value) -> bool:
        return value in self._backward

    def sharing(self, buffers: Buffers, frame: Frame, besides: Iterable[Value] = ()) -> list[Value]:
        """The values that may still be read after the op under way and may show one of the
        buffers."""
        found: dict[Value, None] = {}
        skipped = set(besides)
        for buffer in buffers - {SHARED, READONLY}:
            dead = []
            for value in self.memory.holders.get(buffer, ()):
                if value in skipped or buffer not in self.memory.of(value).deep():
                    continue
                if frame.live(value):
                    found[value] = None
                elif frame.parent is None and not frame.reads_now(value):  # for good
                    dead.append(value)
            for value in dead:
                del self.memory.holders[buffer][value]
        return list(found)

    # -- regions and ops

    def region(self, region: Region, parent: Frame | None, loop: bool = False) -> Region:
        """The region with its ops decided; its parameters are bound already."""
        frame = Frame(self.reads_of(region), parent, loop)
        ops: list[Op] = []
        for op in region.ops:
            for value in op.outs:
                self.memory.places.pop(value, None)  # of an earlier walk: not defined yet
        for at, op in enumerate(region.ops):
            frame.at = at
            ops.extend(self.op(op, frame))
        frame.at = len(region.ops)
        return Region(region.params, tuple(ops), region.results)

    def reads_of(self, region: Region) -> Reads:
        if region not in self.reads:
            self.reads[region] = Reads(region, self.reads)
        return self.reads[region]

    def op(self, op: Op, frame: Frame) -> list[Op]:
        if op.regions:
            return self.control(self, op, frame)
        if op.name in STORING:
            return self.write(op, frame)
        op = reused(self, op, frame)
        if op.attrs.get("store"):
            self.memory.bind(op.out, self.memory.of(op.ins[0]))
        else:
            self.memory.bind_results(op)
        return [op]

    # -- writes

    def written(self, op: Op) -> Buffers:
        places = self.memory.of(op.ins[0])
        return frozenset[Buffer]().union(*(places.at(slot) for slot in written_slots(op)))

    def write(self, op: Op, frame: Frame) -> list[Op]:
        """An op that may write its first operand."""
        base = op.ins[0]
        effect = bool(op.attrs.get("effect")) or op.outs[0] in self.wanted.effects
        buffers = self.written(op)
        if self._in_a_tuple(op):
            # an array in a tuple may be written itself: the tuple stays what it is
            inside = op.name == "accumulate" and is_array(_written_type(op))
            owned = bool(buffers) and all(buffer.owned for buffer in buffers)
            if not inside or not (effect or owned and not self.sharing(buffers, frame, op.outs)):
                return self._apart(op, frame)
        if not buffers and not (effect and written_slots(op)):
            self.memory.bind_written(op, self.memory.of(base))
            return [op]
        blocking = self.sharing(buffers, frame, op.outs)
        if effect:
            self.snapshots.update(dict.fromkeys(blocking))
            return self._stored(op, frame)
        owned = all(buffer.owned for buffer in buffers)
        indices = {value for value in values_in(tuple(op.attrs.values())) if not value.is_const}
        clash = any(not self.memory.of(value).deep().isdisjoint(buffers) for value in indices)
        if owned and not blocking and not clash:
            return self._stored(op, frame)
        if out_of_place(op):
            self.memory.bind(op.outs[0], self.memory.new(op.outs[0], "sum"))
            return [op]
        if owned and not clash and all(self._a_view_of(value, base) for value in blocking):
            self.snapshots.update(dict.fromkeys(blocking))  # smaller than the base
            return self._stored(op, frame)
        if op.attrs.get("path") and written_slots(op)[-1]:
            return self._split(op, frame)
        deep = is_container(base.type) and op.name == "accumulate"
        copied = self.copied(base, op, "base", deep=deep)
        return [copied, *self._stored(op.with_(ins=(copied.out, *op.ins[1:])), frame)]

    def copied(self, value: Value, op: Op, *key: Hashable, deep: bool = False) -> Op:
        """A copy of the value, on behalf of an op."""
        out = self.temporary(op.outs, *key, type=value.type, name=value.name)
        attrs = {"deep": True} if deep and (children(value.type) or value.type == CACHE) else {}
        copy = Op("copy", (value,), (out,), attrs, (), op.origin, op.backward)
        self.memory.bind_results(copy)
        return copy

    def _a_view_of(self, value: Value, base: Value) -> bool:
        return value in self.memory.views and value is not base and not is_container(value.type)

    def _stored(self, op: Op, frame: Frame) -> list[Op]:
        """The op as a store, after copies of what it must not retain."""
        ops: list[Op] = []
        retains = op.name in ("append", "insert", "extend") or op.name == "update"
        if retains and children(op.ins[0].type):
            value = op.ins[1]
            if self._written_later(value, op, frame):
                ops.append(self.copied(value, op, "kept", deep=True))
                op = op.with_(ins=(op.ins[0], ops[-1].out))
        self.memory.bind_written(op, self.memory.of(op.ins[0]))
        return [*ops, op.with_(attrs={**op.attrs, "store": True})]

    def _written_later(self, value: Value, op: Op, frame: Frame) -> bool:
        """May another version of the value's memory be written while the list that takes it in
        lives on?"""
        for buffer in self.memory.of(value).deep():
            for holder in self.memory.holders.get(buffer, ()):
                if holder in op.outs or not frame.live(holder):
                    continue
                if holder in self.wanted.effects and holder is not op.ins[0]:
                    return True
                for slot, buffers in self.memory.of(holder).slots():
                    if buffer.owned and buffer in buffers and (holder, slot) in self.wanted.hard:
                        return True
        return False

    # -- paths through containers

    def _in_a_tuple(self, op: Op) -> bool:
        """The last container on the path is a tuple, which cannot be written."""
        path = op.attrs.get("path", ())
        t = op.ins[0].type
        slot, _, rest = follow(t, path)
        if rest or not slot:
            return False
        for k in slot[:-1]:
            t = children(t)[k or 0]
        return isinstance(t, TupleOf)

    def _apart(self, op: Op, frame: Frame) -> list[Op]:
        """A write into a tuple: take it apart, change the one part, make another."""
        base, path = op.ins[0], op.attrs["path"]
        if not isinstance(base.type, TupleOf):
            return self._split(op, frame)
        slot, _, _ = follow(base.type, path[:1])
        if slot[0] is None:
            self.memory.bind(op.outs[0], self.memory.new(op.outs[0]))
            return [op]
        ops: list[Op] = []
        parts: list[Value] = []
        for k, part in enumerate(base.type.items):
            out = self.temporary(op.outs, "part", k, type=part)
            ops.append(self._like(op, "getitem", (base,), out, path=(Key(k),)))
            self.memory.bind_results(ops[-1])
            parts.append(out)
        inner, parts[slot[0]] = self._inner(op, parts[slot[0]], path[1:], frame)
        made = self._like(op, "make_tuple", tuple(parts), op.outs[0])
        self.memory.bind_results(made)
        return [*ops, *inner, made]

    def _split(self, op: Op, frame: Frame) -> list[Op]:
        """A write deep in a container: take out the part, write it, put it back."""
        base, path = op.ins[0], op.attrs["path"]
        first = path[:1]
        part = children(base.type)[follow(base.type, first)[0][0] or 0]
        out = self.temporary(op.outs, "part", type=part)
        taken = self._like(op, "getitem", (base,), out, path=first)
        self.memory.bind_results(taken)
        inner, changed = self._inner(op, out, path[1:], frame)
        put = Op("update", (base, changed), op.outs, {"path": first}, (), op.origin, op.backward)
        return [taken, *inner, *self.write(put, frame)]

    def _inner(self, op: Op, part: Value, path: Any, frame: Frame) -> tuple[list[Op], Value]:
        """The op on a part; `update` with no path left is the value itself."""
        if op.name == "update" and not path:
            return [], op.ins[1]
        out = self.temporary(op.outs, "changed", type=part.type)
        attrs = {key: item for key, item in op.attrs.items() if key != "effect"} | {"path": path}
        return self.write(op.with_(ins=(part, *op.ins[1:]), outs=(out,), attrs=attrs), frame), out

    def _like(self, op: Op, name: str, ins: tuple[Value, ...], out: Value, **attrs: Any) -> Op:
        return Op(name, ins, (out,), attrs, (), op.origin, op.backward)


def _written_type(op: Op) -> Type:
    """The type of what the op writes."""
    return path_type(op.ins[0].type, op.attrs.get("path", ()))
