"""Short axes of known length: every place is a value of its own, and no array is made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import normal_axes
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Index, Op, Slice, Value, constant, reads, substitute_op
from codegen.ir.types import Array, Length, facts, is_number
from codegen.optimize.kernels.extents import Extents, lengths
from codegen.optimize.kernels.groups import loop_length
from codegen.optimize.kernels.rows import (
    REDUCTIONS,
    SHORT,
    leading,
    name_last,
    reduced,
    removes_first,
    row,
    scatter,
    stored,
)
from codegen.optimize.kernels.views import (
    WHOLE,
    Rows,
    is_view,
    is_whole,
    items_of,
    rank,
    selection_rank,
)


class Unrolled:
    """elements: of every array that is kept as its rows."""

    def __init__(
        self,
        makers: dict[Value, Op],
        extents: Extents,
        given: frozenset[Value],
        outside: Mapping[Value, list[Value]],
    ) -> None:
        self.given = given
        self.makers = makers
        self.outside = frozenset(outside)  # what the regions around keep so
        self.elements: dict[Value, list[Value]] = dict(outside)
        self.rows = Rows(makers, self.elements, {}, extents)
        self.ops: list[Op] = []
        self.whole: set[Value] = set()
        self.same: dict[Value, Value] = {}  # other names of values

    def expanded(
        self, ops: list[Op], results: tuple[Value, ...]
    ) -> tuple[list[Op], tuple[Value, ...]]:
        self._expand(ops)
        results = tuple(self.same.get(value, value) for value in results)
        for value in results:
            self._make_whole(value, Builder())
        return self.ops, tuple(self.same.get(value, value) for value in results)

    def left(self) -> dict[Value, list[Value]]:
        """What is kept as its rows, and nowhere an array."""
        return {v: rows for v, rows in self.elements.items() if v not in self.whole}

    def _expand(self, ops: list[Op]) -> None:
        for op in ops:
            op = substitute_op(op, self.same)
            self.makers.update((out, op) for out in op.outs)
            builder = Builder(origin=op.origin, backward=op.backward)
            with building(builder):
                place = self._at_places(op)
            if place:
                self._expand(builder.ops)
                self._resolve(op.out)
                continue
            count = self._count(op)
            if count is None:
                base = op.ins[0] if op.attrs.get("path") else None  # read or stored to anywhere
                for value in reads(op):
                    if value is not base and (
                        loop_length(self.rows.extents, op)
                        and value in op.ins
                        and facts().is_one(leading_of(value))
                    ):
                        continue  # its only row is read
                    self._make_whole(value, Builder(origin=op.origin, backward=op.backward))
                self.ops.append(substitute_op(op, self.same))
                continue
            with building(builder):
                self._places(op, count)
            self._expand(builder.ops)
            self._resolve(op.out)

    def _alias(self, value: Value, other: Value) -> None:
        """value is the same as other."""
        other = self.same.get(other, other)
        for key in [key for key, found in self.same.items() if found is value]:
            self.same[key] = other
        self.same[value] = other

    def _resolve(self, value: Value) -> None:
        """The ops of the places have been expanded: some are other values now."""
        if value in self.elements:
            self.elements[value] = [self.same.get(each, each) for each in self.elements[value]]

    def _at_places(self, op: Op) -> bool:
        """Reads and stores at fixed places of what is kept place by place."""
        if op.name == "pos" and is_number(op.ins[0].type) and op.ins[0].type == op.out.type:
            self._alias(op.out, op.ins[0])
            return True
        if op.name in ("shape", "len", "zeros_like") and self._measured(op):
            return True
        if op.name not in ("getitem", "update", "accumulate") or op.ins[0] not in self.elements:
            return False
        base, items = op.ins[0], items_of(op) if op.attrs["path"] else None
        if items is None or not items or is_whole(items[0]):
            return False
        count = len(self.elements[base])
        item = items[0].const if isinstance(items[0], Value) else items[0]
        if type(item) is int and -count <= item < count:
            if op.name == "getitem":
                found = self.rows.read(base, (item % count, *items[1:]), lengths(op.out))
                if rank(op.out):
                    self.elements.pop(op.out, None)
                self._alias(op.out, found)
                return True
            self._replace(op, [item % count], items[1:])
            return True
        if op.name == "getitem" or not isinstance(item, Slice):
            return False
        parts = [v.const if isinstance(v, Value) else v for v in (item.start, item.stop)]
        bounds = [part for part in parts if part is None or isinstance(part, int)]
        if len(bounds) != 2:
            return False
        self._replace(op, list(range(count))[bounds[0] : bounds[1]], items[1:])
        return True

    def _measured(self, op: Op) -> bool:
        """Lengths are known without the array."""
        x = op.ins[0]
        shape = lengths(x)
        if x in self.given or not shape or not all(map(self.rows.extents.has, shape)):
            return False
        if op.name == "zeros_like":
            if rank(op.out) == 1 and self._known(op.out):
                return False
            extents = tuple(self.rows.extents.of(length) for length in shape)
            emit_op("zeros", (), {"shape": extents}, types=(op.out.type,))
            name_last(op.out)
            return _is_float(op.out)
        axis = op.attrs.get("axis") if op.name == "shape" else 0
        if not isinstance(axis, int):
            return False
        found = self.rows.extents.of(shape[axis])
        if found is op.out:
            return False
        self._alias(op.out, found if isinstance(found, Value) else constant(found))
        return True

    def _replace(self, op: Op, places: list[int], rest: tuple[Any, ...]) -> None:
        """A store at places."""
        made = list(self.elements[op.ins[0]])
        wide = selection_rank(items_of(op) or ())
        for k, place in enumerate(places):
            part = op.ins[1]
            if rank(part) == wide and wide > selection_rank(rest):
                part = self.rows.of(part, 0 if facts().is_one(lengths(part)[0]) else k)
            made[place] = stored(op, made[place], rest, part)
        self.elements[op.out] = made

    def _count(self, op: Op) -> int | None:
        if op.regions or len(op.outs) != 1:
            return None
        if not all(self.rows.extents.has(n) for v in (*op.ins, op.out) for n in lengths(v)):
            return None
        if op.name in ("zeros_like", "array_zeros_like", "zeros") and rank(op.out) == 1:
            return self._known(op.out) if _is_float(op.out) else None
        if _is_stack(op):
            return len(op.ins)
        if is_view(op) and op.ins[0] not in self.elements:
            return None  # a view: it is read through
        length = leading(op)
        if _is_by_column(op) and length is not None:
            return self._known(op.out)
        known = None if length is None else facts().resolve(length).known
        if known is None or not 0 < known <= SHORT:
            return None
        if op.name in ("update", "accumulate") and op.attrs["path"]:
            if op.ins[0] in self.elements:
                items = items_of(op)
                return known if items is not None and is_whole(items[0]) else None
            return known
        return known

    def _known(self, value: Value) -> int | None:
        shape = lengths(value)
        known = shape[0].known if shape else None
        return known if known is not None and 0 < known <= SHORT else None

    def _places(self, op: Op, count: int) -> None:
        if _is_stack(op):
            self.elements[op.out] = [*op.ins]
            return
        if op.name in ("zeros_like", "array_zeros_like", "zeros") and rank(op.out) == 1:
            self.elements[op.out] = [constant(0.0)] * count
            return
        if _is_by_column(op):
            self.elements[op.out] = [self._column_sum(op, k) for k in range(count)]
            return
        if op.name in REDUCTIONS and removes_first(op):
            axes = normal_axes(op.attrs.get("axis"), rank(op.ins[0]))
            rest = tuple(axis - 1 for axis in axes if axis)
            joined = {"plus": "add"}.get(REDUCTIONS[op.name][0], REDUCTIONS[op.name][0])
            total = reduced(op.name, self.rows.of(op.ins[0], 0), rest)
            for k in range(1, count):
                total = emit(joined, total, reduced(op.name, self.rows.of(op.ins[0], k), rest))
            self._alias(op.out, total)
            return
        stores = op.name in ("update", "accumulate") and bool(op.attrs["path"])
        if stores and op.ins[0] not in self.elements:
            base = op.ins[0]
            for k in range(count):
                base = scatter(op, base, k, self.rows)
            name_last(op.out)
            return
        self.elements[op.out] = []
        for k in range(count):
            if stores:
                self.rows.rows[op.ins[0]] = self.elements[op.ins[0]][k]
            made = row(op, k, self.rows)
            self.rows.rows.clear()
            self.elements[op.out].append(made)

    def _column_sum(self, op: Op, k: int) -> Value:
        """The sum of one column of a few: a number that a loop carries."""
        assert isinstance(op.ins[0].type, Array)
        kind = Array(op.ins[0].type.dtype, lengths(op.ins[0])[:1])
        path = (Index((WHOLE, k)),)
        column = emit_op("getitem", op.ins, {"path": path}, types=(kind,)).out
        return reduced("sum", column, (0,))

    def _make_whole(self, value: Value, builder: Builder) -> None:
        """An array of rows that something needs as an array."""
        if value not in self.elements or value in self.whole:
            return
        self.whole.add(value)
        t = value.type
        assert isinstance(t, Array)
        with building(builder):
            shape = tuple(self.rows.extents.of(n) for n in lengths(value))
            array = emit_op("empty", (), {"shape": shape, "dtype": t.dtype}, types=(t,)).out
            for k, each in enumerate(self.elements[value]):
                path = (Index((k, *(WHOLE,) * (rank(value) - 1))),)
                array = emit_op("update", (array, each), {"path": path}, types=(t,)).out
            if value not in self.outside:
                name_last(value)
        self._expand(builder.ops)
        if value in self.outside:  # another region may need the array, too
            self.same[value] = array


def _is_stack(op: Op) -> bool:
    """A few parts along a new first axis."""
    return (
        op.name == "stack"
        and 1 < len(op.ins) <= SHORT
        and op.attrs.get("axis", 0) % rank(op.out) == 0
        and all(rank(value) == rank(op.out) - 1 for value in op.ins)
    )


def _is_by_column(op: Op) -> bool:
    """A sum of the rows of a long matrix of few columns."""
    if op.name != "sum" or rank(op.ins[0]) != 2 or rank(op.out) != 1 or not removes_first(op):
        return False
    long, short = (length.known for length in lengths(op.ins[0]))
    return long is None and short is not None and 1 < short <= SHORT


def leading_of(value: Value) -> Length:
    """The length of the first axis; of a number one that is not 1."""
    return (lengths(value) or (Length.of(0),))[0]


def _is_float(value: Value) -> bool:
    return isinstance(value.type, Array) and value.type.dtype == "float64"
