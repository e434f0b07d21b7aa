"""Reading rows of arrays through the views that show them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from codegen.ir.build import current, emit, emit_op
from codegen.ir.graph import Index, Op, Slice, Value, constant
from codegen.ir.types import BOOL, INT, Array, Length, is_number
from codegen.optimize.kernels.extents import Extents, lengths

Place = int | Value
WHOLE = Slice()


def rank(value: Value) -> int:
    return len(lengths(value))


def items_of(op: Op) -> tuple[Any, ...] | None:
    """The subscript of an op on an array, one item for every axis; None where it is of another
    kind."""
    path, base = op.attrs["path"], op.ins[0]
    if len(path) != 1 or not isinstance(path[0], Index) or not isinstance(base.type, Array):
        return None
    items = path[0].items
    for item in items:
        if isinstance(item, Slice):
            if number(item.step, 1) != 1:
                return None
        elif isinstance(item, Value) and not is_number(item.type):
            if not isinstance(item.type, Array) or item.type.dtype != "int64" or rank(item) != 1:
                return None
        elif isinstance(item, Value) and item.type in (BOOL,):
            return None
    used = sum(item is not None and item is not Ellipsis for item in items)
    rest = (WHOLE,) * (rank(base) - used)
    if Ellipsis in [item for item in items if not isinstance(item, Value)]:
        at = next(k for k, item in enumerate(items) if item is Ellipsis)
        return (*items[:at], *rest, *items[at + 1 :])
    return (*items, *rest)


def number(item: Any, default: Any) -> Any:
    if item is None:
        return default
    return item.const if isinstance(item, Value) and item.is_const else item


def is_whole(item: Any) -> bool:
    return item == WHOLE or (
        isinstance(item, Slice)
        and item.stop is None
        and number(item.start, 0) == 0
        and number(item.step, 1) == 1
    )


def is_gather(item: Any) -> bool:
    return isinstance(item, Value) and not is_number(item.type)


def gathered(items: tuple[Any, ...]) -> list[int]:
    """The places of the items that are arrays of indices."""
    return [k for k, item in enumerate(items) if is_gather(item)]


def is_view(op: Op) -> bool:
    """Is the result read through? A subscript with arrays of indices copies."""
    if op.name == "getitem":
        return not any(map(is_gather, items_of(op) or ()))
    return op.name == "expand_dims"


def first_axis(items: tuple[Any, ...]) -> int | None:
    """The first item that makes an axis."""
    for k, item in enumerate(items):
        if item is None or isinstance(item, Slice) or is_gather(item):
            return k
    return None


@dataclass
class Rows:
    """rows: the rows of arrays that are computed in the round at hand. elements: of arrays that
    are kept number by number. makers: the ops that made the arrays, to look through views."""

    makers: Mapping[Value, Op]
    elements: Mapping[Value, list[Value]]
    rows: dict[Value, Value]
    extents: Extents

    def of(self, value: Value, place: Place) -> Value:
        """value[place], through views and constants."""
        if value in self.rows:
            return self.rows[value]
        if value in self.elements and isinstance(place, int):
            return self.elements[value][place]
        maker = self._maker(value)
        if maker is not None and value not in self.elements and len(maker.outs) == 1:
            found = self._through(maker, place)
            if found is not None:
                return found
        rest = lengths(value)[1:]
        return self.read(value, (place,) + (WHOLE,) * len(rest), rest)

    def _maker(self, value: Value) -> Op | None:
        """What made a value; perhaps what is being emitted now."""
        found = self.makers.get(value)
        if found is None:
            found = next((op for op in current().ops if value in op.outs), None)
        return found

    def read(self, base: Value, items: tuple[Any, ...], shape: tuple[Length, ...]) -> Value:
        """base[items], an array of this shape, where leading integers go through views."""
        while items and isinstance(items[0], int | Value) and not is_gather(items[0]):
            maker = self._maker(base)
            inside = base in self.elements and isinstance(items[0], int)
            if not inside and (maker is None or maker.name not in VIEWS):
                break
            found = self.elements[base][items[0]] if inside else self._through(maker, items[0])  # type: ignore[arg-type, index]
            if found is None:
                break
            base, items = found, items[1:]
        if all(map(is_whole, items)):
            return base
        if rank(base) == 0:  # only axes of length 1 are left to be made
            for _ in items:
                base = emit("expand_dims", base, axis=0)
            return base
        shown = items
        while shown and is_whole(shown[-1]):
            shown = shown[:-1]
        assert isinstance(base.type, Array)
        kind = Array(base.type.dtype, shape, scalar=not shape)
        return emit_op("getitem", (base,), {"path": (Index(shown),)}, types=(kind,)).out

    def _through(self, maker: Op, place: Place) -> Value | None:
        """The row of what a view shows, or of a constant."""
        if maker.name == "getitem":
            items = items_of(maker)
            at = None if items is None else first_axis(items)
            if items is None or at is None or not self._is_row(items, at):
                return None
            chosen = self.selected(maker.ins[0], items, place)
            return self.read(maker.ins[0], chosen, lengths(maker.out)[1:])
        if maker.name == "expand_dims" and isinstance(maker.attrs["axis"], int):
            axis = maker.attrs["axis"] % rank(maker.out)
            if axis == 0:
                return maker.ins[0]
            return emit("expand_dims", self.of(maker.ins[0], place), axis=axis - 1)
        if maker.name == "transpose" and rank(maker.out) == 2 and not maker.attrs.get("axes"):
            return self.read(maker.ins[0], (WHOLE, place), lengths(maker.out)[1:])
        if maker.name == "arange" and [value.type for value in maker.ins] == [INT]:
            return place if isinstance(place, Value) else constant(place)
        if rank(maker.out) == 1 and isinstance(maker.out.type, Array):
            if maker.out.type.dtype == "float64" and maker.name in _CONSTANTS:
                return constant(_CONSTANTS[maker.name])
            if maker.name in ("full_like", "full") and is_number(maker.ins[0].type):
                return maker.ins[0]
        return None

    def _is_row(self, items: tuple[Any, ...], at: int) -> bool:
        places = gathered(items)
        return not places or places == list(range(at, at + len(places)))

    def selected(self, base: Value, items: tuple[Any, ...], place: Place) -> tuple[Any, ...]:
        """The items with the first axis that they make at a place."""
        at = first_axis(items)
        assert at is not None
        item = items[at]
        if item is None:
            return items[:at] + items[at + 1 :]
        axes = [k for k in range(len(items)) if items[k] is not None]
        if isinstance(item, Slice):
            start = number(item.start, 0)
            if isinstance(start, int) and start < 0:
                start = emit("shape", base, axis=axes.index(at)) + start
            return (*items[:at], _shifted(place, start), *items[at + 1 :])
        found = list(items)
        for k, each in enumerate(items):
            if is_gather(each):
                index = self.of(each, place)
                extent = emit("shape", base, axis=axes.index(k))
                found[k] = emit("inside", index, extent)
        return tuple(found)


VIEWS = frozenset({"getitem", "expand_dims", "transpose", "arange"})
_CONSTANTS = {"zeros": 0.0, "zeros_like": 0.0, "ones": 1.0, "array_zeros_like": 0.0}
_CONSTANTS |= {"array_ones_like": 1.0}


def _shifted(place: Place, start: Any) -> Place:
    if isinstance(place, int) and isinstance(start, int):
        return place + start
    if isinstance(start, int) and start == 0:
        return place
    if isinstance(start, int) and start < 0:
        return emit("sub", place, -start)
    return emit("add", place, start)


def selection_rank(items: tuple[Any, ...]) -> int:
    plain = sum(item is None or isinstance(item, Slice) for item in items)
    return plain + (1 if any(map(is_gather, items)) else 0)
