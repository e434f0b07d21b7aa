"""Lists of numbers as arrays: arguments, their gradients, and the histories of counted loops.
Histories of arrays of one shape are arrays with an axis more.

A list is followed through everything that hands it on. One that is only measured, read, stored to
and returned is an array. So is one that gets one item in every round of a counted loop: the array
is made before the loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from codegen.ir.build import Builder, building, current, emit, emit_op
from codegen.ir.graph import (
    Graph,
    Index,
    Op,
    Region,
    Slice,
    Value,
    carries_of,
    constant,
    defined_in,
    map_values,
    walk,
)
from codegen.ir.types import INT, Array, Length, ListOf, Scalar, Type, facts, fresh_length
from codegen.optimize.kernels.extents import Extents
from codegen.optimize.rebuild import with_body

_DTYPES = {"float": "float64", "int": "int64", "bool": "bool"}


def lists_as_arrays(graph: Graph) -> Graph:
    """The graph with arrays in place of lists of numbers, where that is possible."""
    found = _Lists(graph)
    return found.rewritten()


@dataclass
class _Class:
    """One list under all its names. grows: the loop and the op that append to it."""

    item: Type
    bad: bool = False
    empty: list[Op] = field(default_factory=list)
    grows: list[tuple[Op, Op]] = field(default_factory=list)
    like: list[Value] = field(default_factory=list)  # lists that it is made after
    read: list[Value] = field(default_factory=list)  # under which names it is measured or read
    part: bool = False  # a slice of another
    length: Length = field(default_factory=fresh_length)

    def absorb(self, other: _Class) -> None:
        self.bad |= other.bad
        self.empty += other.empty
        self.grows += other.grows
        self.like += other.like
        self.read += other.read
        self.bad |= _dtype(self.item) != _dtype(other.item) or not self.holds(other.item)

    def holds(self, item: Type) -> bool:
        """Is this an item of the same shape?"""
        mine, theirs = _shape(self.item), _shape(item)
        return len(mine) == len(theirs) and all(map(facts().equal, mine, theirs))


class _Lists:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.extents = Extents()
        self.begin = [op for op in self.extents.begin(graph.body.params) if op.name == "shape"]
        self.same: dict[Value, Value] = {}  # an array that is made of a list is the list's own
        self.parent: dict[Value, Value] = {}
        self.classes: dict[Value, _Class] = {}
        for parameter in graph.params:
            self._see(parameter.value)
        self._region(graph.body, None)
        for value in graph.body.results:
            self._see(value)
        self._settle()
        self.new: dict[Value, Value] = {}

    # Which values are one list

    def _see(self, value: Value) -> bool:
        if value.is_const or not isinstance(value.type, ListOf):
            return False
        if value not in self.parent:
            self.parent[value] = value
            item = value.type.item
            known = _dtype(item) is not None and all(map(self.extents.has, _shape(item)))
            self.classes[value] = _Class(item, bad=not known)
        return True

    def _root(self, value: Value) -> Value:
        while self.parent[value] is not value:
            value = self.parent[value]
        return value

    def of(self, value: Value) -> _Class:
        return self.classes[self._root(value)]

    def _join(self, *values: Value) -> None:
        lists = [value for value in values if self._see(value)]
        for value in lists[1:]:
            one, other = self._root(lists[0]), self._root(value)
            if one is not other:
                self.parent[other] = one
                self.classes[one].absorb(self.classes.pop(other))

    def _region(self, region: Region, loop: Op | None) -> None:
        for op in region.ops:
            if op.name == "loop":
                for four in carries_of(op):
                    self._join(*four)
                self._region(op.regions[0], op)
            elif op.name == "if":
                for k, out in enumerate(op.outs):
                    self._join(out, *(each.results[k] for each in op.regions))
                for each in op.regions:
                    self._region(each, None)
            else:
                self._plain(op, loop)

    def _plain(self, op: Op, loop: Op | None) -> None:
        lists = [v for v in (*op.operands(), *op.outs) if self._see(v)]
        if not lists:
            return
        if op.name == "append":
            self._join(op.ins[0], op.out)
            fits = not self._see(op.ins[1]) and self.of(op.out).holds(op.ins[1].type)
            if loop is not None and _is_counted(loop) and fits:
                self.of(op.out).grows.append((loop, op))
                return
        elif op.name == "make_list" and not any(map(self._see, op.ins)):
            each = self.of(op.out)
            each.empty.append(op)
            each.bad |= not all(each.holds(item.type) for item in op.ins)
            return
        elif op.name in ("update", "accumulate") and _is_element(op):
            self._join(op.ins[0], op.out)
            self.of(op.out).read.append(op.ins[0])
            return
        elif op.name == "getitem" and _is_element(op) or op.name == "len":
            self.of(op.ins[0]).read.append(op.ins[0])
            return
        elif _is_cut(op):
            self.of(op.ins[0]).read.append(op.ins[0])
            self.of(op.ins[0]).like.append(op.out)
            self.of(op.out).part = True
            return
        elif op.name in ("array", "stack") and not set(op.attrs) - {"via"} and len(op.ins) == 1:
            self.of(op.ins[0]).read.append(op.ins[0])
            self.same[op.out] = op.ins[0]
            return
        elif op.name == "zeros_like" and not _shape(self.of(op.ins[0]).item):
            self.of(op.out).like.append(op.ins[0])
            return
        for value in lists:
            self.of(value).bad = True

    def _settle(self) -> None:
        for each in self.classes.values():
            made = bool(each.empty or each.grows)
            each.bad |= made and (each.part or not _is_history(each))
            each.bad |= bool(_shape(each.item)) and not (made or each.part)
        changed = True
        while changed:
            changed = False
            for each in self.classes.values():
                for value in each.like:
                    other = self.of(value) if value in self.parent else each
                    if each.bad != other.bad:
                        each.bad = other.bad = changed = True

    # The graph with arrays

    def value(self, value: Value) -> Value:
        found = self.same.get(value)
        if found is not None and self._is_array(found):
            return self.value(found)
        if value not in self.parent or self.of(value).bad:
            return value
        if value not in self.new:
            each = self.of(value)
            kind = Array(_dtype(each.item), (self._length(each), *_shape(each.item)))
            self.new[value] = Value(kind, value.name)
        return self.new[value]

    def _length(self, each: _Class) -> Length:
        """One list is as long as that after which it is made."""
        if each.part:
            return each.length
        for value in each.like[:1]:
            if value in self.parent and self.of(value).part:
                break
            if value in self.parent and self.of(value) is not each:
                return self._length(self.of(value))
            if isinstance(value.type, Array) and value.type.shape:
                return value.type.shape[0]
        return each.length

    def rewritten(self) -> Graph:
        params = tuple(replace(p, value=self.value(p.value)) for p in self.graph.params)
        body = self._rewritten(self.graph.body)
        body = Region(body.params, (*self.begin, *body.ops), body.results)
        graph = with_body(self.graph, body)
        return Graph(
            graph.name, params, graph.body, graph.output, graph.effects, graph.callees,
            graph.docstring,
        )  # fmt: skip

    def _rewritten(self, region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if op.name == "make_list" and self._is_array(op.out):
                continue  # made where its length is known: before the loop that fills it
            if len(op.outs) == 1 and op.out in self.same and self._is_array(op.ins[0]):
                ops += self._made(op)
                continue
            if op.name == "loop":
                ops += self._histories(op)
            if op.name == "append" and self._is_array(op.out):
                ops += self._stored(op)
            else:
                ops.append(self._op(op))
        return Region(self._values(region.params), tuple(ops), self._values(region.results))

    def _made(self, op: Op) -> list[Op]:
        """An array that is made of a list: of an empty one, NumPy makes another or none."""
        array = self.value(op.ins[0])
        facts().unify(_shape(op.out.type)[0], _shape(array.type)[0])
        builder = Builder(origin=op.origin, backward=op.backward)
        with building(builder):
            emit_op("require", (emit("gt", emit("shape", array, axis=0), 0),))
        return builder.ops

    def _values(self, values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(map(self.value, values))

    def _is_array(self, value: Value) -> bool:
        return value in self.parent and not self.of(value).bad

    def _op(self, op: Op) -> Op:
        return op.with_(
            ins=self._values(op.ins),
            outs=self._values(op.outs),
            attrs={key: map_values(item, self.value) for key, item in op.attrs.items()},
            regions=tuple(map(self._rewritten, op.regions)),
        )

    def _histories(self, loop: Op) -> list[Op]:
        """The arrays that a loop fills."""
        builder = Builder(origin=loop.origin, backward=loop.backward)
        for init, param, _, _ in carries_of(loop):
            if not self._is_array(param) or init in self.new:
                continue
            each = self.of(param)
            if each.empty and each.empty[0].out is init:
                with building(builder):
                    self._begun(each, self.value(init))
        return builder.ops

    def _begun(self, each: _Class, array: Value) -> None:
        """The array of a list, with the items that it has before the loop that fills it."""
        rounds, items = _rounds(each.grows[0][0]), each.empty[0].ins
        if items:
            emit_op("require", (emit("ge", rounds, 0),))
            rounds = _as_value(rounds) + len(items)
        shape = (rounds, *map(self.extents.of, _shape(each.item)))
        attrs = {"shape": shape, "dtype": _dtype(each.item)}
        made = emit_op("empty", (), attrs, types=(array.type,)).out
        for place, item in enumerate(items):
            path = (Index((place,)),)
            made = emit_op("update", (made, self.value(item)), {"path": path}).out
        ops = current().ops
        ops[-1] = ops[-1].with_(outs=(array,))

    def _stored(self, op: Op) -> list[Op]:
        """The item of a round goes to its place."""
        loop = self.of(op.out).grows[0][0]
        index = loop.regions[0].params[0]
        builder = Builder(origin=op.origin, backward=op.backward)
        start, step = loop.attrs["start"], _plain(loop.attrs["step"])
        with building(builder):
            place: Any = index
            if _plain(start) != 0 or step != 1:
                place = index - start if step == 1 else start - index
            before = len(self.of(op.out).empty[0].ins)
            if before:
                place = place + before
            path = (Index((place,)),)
            emit_op("update", (self.value(op.ins[0]), op.ins[1]), {"path": path})
        last = builder.ops[-1]
        return [*builder.ops[:-1], last.with_(outs=(self.value(op.out),))]


def _is_history(each: _Class) -> bool:
    """One item for every round of one loop, before which it is made and after which it is read."""
    if len(each.empty) != 1 or len(each.grows) != 1:
        return False
    loop, _ = each.grows[0]
    inside = defined_in(loop.regions[0])
    return each.empty[0].out in loop.ins and not inside & {*each.read}


def _is_counted(loop: Op) -> bool:
    """Does the loop go through all its rounds, one by one?"""
    counted = "start" in loop.attrs and not loop.attrs.get("exits")
    return counted and _plain(loop.attrs["step"]) in (1, -1)


def _rounds(loop: Op) -> Any:
    """How many rounds a counted loop has, if not fewer than none."""
    start, stop, step = (loop.attrs[key] for key in ("start", "stop", "step"))
    if _plain(step) == 1:
        return stop if _plain(start) == 0 else _as_value(stop) - start
    return _as_value(start) - stop


def _as_value(item: Any) -> Value:
    return item if isinstance(item, Value) else constant(item)


def _plain(item: Any) -> Any:
    return item.const if isinstance(item, Value) and item.is_const else item


def _is_element(op: Op) -> bool:
    """One item of a list, at an integer."""
    path = op.attrs["path"]
    if len(path) != 1 or not isinstance(path[0], Index) or len(path[0].items) != 1:
        return False
    (item,) = path[0].items
    return not isinstance(item, Slice) and (not isinstance(item, Value) or item.type == INT)


def _is_cut(op: Op) -> bool:
    """Part of a list."""
    path: tuple[Any, ...] = op.attrs["path"] if op.name == "getitem" else ()
    if len(path) != 1 or not isinstance(path[0], Index) or len(path[0].items) != 1:
        return False
    (item,) = path[0].items
    return isinstance(item, Slice) and _plain(item.step) in (None, 1)


def _dtype(item: Type) -> str | None:
    if isinstance(item, Scalar):
        return _DTYPES.get(item.kind)
    if not isinstance(item, Array) or item.generic or item.shape is None:
        return None
    return item.dtype if item.scalar or item.dtype == "float64" and item.shape else None


def _shape(item: Type) -> tuple[Length, ...]:
    return item.shape or () if isinstance(item, Array) else ()


def holds_lists(graph: Graph) -> bool:
    """Is there a list left?"""
    return any(isinstance(v.type, ListOf) for op in walk(graph.body) for v in op.outs)
