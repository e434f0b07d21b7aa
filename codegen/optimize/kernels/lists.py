"""Lists of numbers as arrays: arguments, their gradients, and the histories of counted loops.

A list is followed through everything that hands it on. One that is only measured, read, stored to
and returned is an array. So is one that starts empty and gets one item in every round of a counted
loop: the array is made before the loop.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from codegen.ir.build import Builder, building, emit_op
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
from codegen.ir.types import INT, Array, Length, ListOf, Scalar, Type, fresh_length
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
    length: Length = field(default_factory=fresh_length)

    def absorb(self, other: _Class) -> None:
        self.bad |= other.bad
        self.empty += other.empty
        self.grows += other.grows
        self.like += other.like
        self.read += other.read
        self.bad |= _dtype(self.item) != _dtype(other.item)


class _Lists:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
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
            self.classes[value] = _Class(item, bad=_dtype(item) is None)
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
            if loop is not None and _is_counted(loop) and not self._see(op.ins[1]):
                self.of(op.out).grows.append((loop, op))
                return
        elif op.name == "make_list" and not op.ins:
            self.of(op.out).empty.append(op)
            return
        elif op.name in ("update", "accumulate") and _is_element(op):
            self._join(op.ins[0], op.out)
            self.of(op.out).read.append(op.ins[0])
            return
        elif op.name == "getitem" and _is_element(op) or op.name == "len":
            self.of(op.ins[0]).read.append(op.ins[0])
            return
        elif op.name == "zeros_like":
            self.of(op.out).like.append(op.ins[0])
            return
        for value in lists:
            self.of(value).bad = True

    def _settle(self) -> None:
        for each in self.classes.values():
            each.bad |= bool(each.empty or each.grows) and not _is_history(each)
        changed = True
        while changed:
            changed = False
            for each in self.classes.values():
                if not each.bad and any(v in self.parent and self.of(v).bad for v in each.like):
                    each.bad = changed = True

    # The graph with arrays

    def value(self, value: Value) -> Value:
        if value not in self.parent or self.of(value).bad:
            return value
        if value not in self.new:
            each = self.of(value)
            kind = Array(_dtype(each.item), (self._length(each),))
            self.new[value] = Value(kind, value.name)
        return self.new[value]

    def _length(self, each: _Class) -> Length:
        """One list is as long as that after which it is made."""
        for value in each.like[:1]:
            if value in self.parent and self.of(value) is not each:
                return self._length(self.of(value))
            if isinstance(value.type, Array) and value.type.shape:
                return value.type.shape[0]
        return each.length

    def rewritten(self) -> Graph:
        params = tuple(replace(p, value=self.value(p.value)) for p in self.graph.params)
        graph = with_body(self.graph, self._rewritten(self.graph.body))
        return Graph(
            graph.name, params, graph.body, graph.output, graph.effects, graph.callees,
            graph.docstring,
        )  # fmt: skip

    def _rewritten(self, region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if op.name == "make_list" and self._is_array(op.out):
                continue  # made where its length is known: before the loop that fills it
            if op.name == "loop":
                ops += self._histories(op)
            if op.name == "append" and self._is_array(op.out):
                ops += self._stored(op)
            else:
                ops.append(self._op(op))
        return Region(self._values(region.params), tuple(ops), self._values(region.results))

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
                    made = emit_op(
                        "empty",
                        (),
                        {"shape": (_rounds(each.grows[0][0]),), "dtype": _dtype(each.item)},
                        types=(self.value(init).type,),
                    )
                builder.ops[-1] = made.with_(outs=(self.value(init),))
        return builder.ops

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
            path = (Index((place,)),)
            emit_op("update", (self.value(op.ins[0]), op.ins[1]), {"path": path})
        last = builder.ops[-1]
        return [*builder.ops[:-1], last.with_(outs=(self.value(op.out),))]


def _is_history(each: _Class) -> bool:
    """One item for every round of one loop, before which it is empty and after which it is read."""
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


def _dtype(item: Type) -> str | None:
    if isinstance(item, Scalar):
        return _DTYPES.get(item.kind)
    return item.dtype if isinstance(item, Array) and item.scalar else None


def holds_lists(graph: Graph) -> bool:
    """Is there a list left?"""
    return any(isinstance(v.type, ListOf) for op in walk(graph.body) for v in op.outs)
