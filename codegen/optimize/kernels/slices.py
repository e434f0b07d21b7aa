"""Slices whose bounds are computed: what a loop takes for granted about them is required.

NumPy shortens a slice that reaches over an end. A loop over a slice that has the length of another
axis would read beyond it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Op, Slice, Value
from codegen.ir.types import Array, Length, facts
from codegen.optimize.kernels.extents import Extents, lengths
from codegen.optimize.kernels.fit import Unfit
from codegen.optimize.kernels.views import gathered, is_whole, items_of, number, selection_rank


def slice_lengths(op: Op) -> Iterator[tuple[int, Slice, Length | None]]:
    """(axis, slice, its length) for every slice in the subscript of an op. Of a store the length is
    that of what is stored, None where that is broadcast."""
    items = items_of(op) if op.attrs["path"] else None
    if items is None:
        return
    if op.name == "getitem":
        found: list[Any] = list(lengths(op.out))
    else:
        wide, shape = selection_rank(items), lengths(op.ins[1])
        found = [None] * max(0, wide - len(shape)) + list(shape)
    axis = place = 0
    places = gathered(items)
    for k, item in enumerate(items):
        if isinstance(item, Slice):
            yield axis, item, found[place] if place < len(found) else None
        place += item is None or isinstance(item, Slice) or places[:1] == [k]
        axis += item is not None


def watched_slices(ops: tuple[Op, ...], extents: Extents) -> list[Op]:
    """The ops, with what has to be required of their slices. extents: learns what they say."""
    found: list[Op] = []
    unknown: list[Length] = []
    for op in ops:
        if op.name in ("getitem", "update", "accumulate") and isinstance(op.ins[0].type, Array):
            builder = Builder(origin=op.origin, backward=op.backward)
            with building(builder):
                if op.ins[0].type.shape is None and any(True for _ in slice_lengths(op)):
                    raise Unfit("a slice of an array whose number of axes is not known")
                for axis, item, length in slice_lengths(op):
                    if _is_certain(op, axis, item, length):
                        continue
                    if _is_seen(op, axis, item, length, extents):
                        continue
                    if length is None or (op.name != "getitem" and facts().is_one(length)):
                        _require(op.ins[0], axis, item, None)
                    elif extents.has(length):
                        _require(op.ins[0], axis, item, extents.of(length))
                    else:
                        unknown.append(length)
            found += builder.ops
        extents.note_result(op)
        found.append(op)
    if any(map(extents.has, unknown)):
        raise Unfit("a slice whose length is known too late")
    return found


def _is_certain(op: Op, axis: int, item: Slice, length: Length | None) -> bool:
    """Does the type say that the slice lies inside, and how long it is?"""
    if is_whole(item):
        return True
    start, stop = number(item.start, 0), number(item.stop, None)
    if not isinstance(start, int) or start < 0 or not (stop is None or isinstance(stop, int)):
        return False
    if op.name == "getitem" and (stop is None or stop < 0 or stop > start):
        return True  # where it has a fixed stop, that is required
    whole = lengths(op.ins[0])[axis]
    if stop is not None and stop >= 0:
        return False
    return length is None or facts().equal(length, whole - start + (stop or 0))


def _is_seen(op: Op, axis: int, item: Slice, length: Length | None, extents: Extents) -> bool:
    """Can the same be read from how the bounds are computed?"""
    whole = lengths(op.ins[0])[axis]
    start, stop = number(item.start, 0), number(item.stop, None)
    if length is None or not isinstance(start, int) or start < 0 or not isinstance(stop, Value):
        return False
    end = extents.integer(stop)
    spare = facts().resolve(whole - end).known
    return spare is not None and spare >= 0 and facts().equal(end - start, length)


def _require(base: Value, axis: int, item: Slice, length: int | Value | None) -> None:
    """The slice begins inside, ends inside, and has this length; any, where it is None."""
    extent = emit("shape", base, axis=axis)
    start, stop = number(item.start, 0), number(item.stop, extent)
    low, high = (
        extent + each if isinstance(each, int) and each < 0 else each for each in (start, stop)
    )
    if not (isinstance(start, int) and start >= 0):
        emit_op("require", (emit("ge", low, 0),))
    if not (stop is extent or isinstance(stop, int) and stop < 0):
        emit_op("require", (emit("le", high, extent),))
    if isinstance(high, int) and isinstance(low, int) and high - low == length:
        return
    if length is not None:
        found = high if isinstance(low, int) and low == 0 else emit("sub", high, low)
        emit_op("require", (emit("eq", found, length),))


def stored_length(op: Op, axis: int) -> Length | None:
    """The length of the slice of an axis to which an op stores; None where it is not known."""
    for place, _, length in slice_lengths(op):
        if place == axis:
            return None if length is None or facts().is_one(length) else length
    return None
