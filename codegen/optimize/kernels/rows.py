"""One round of the loop that stands for an operation on arrays: what it does at index i of the
first axis. Operations on rows are again operations on arrays, with an axis less.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import normal_axes
from codegen.ir.build import current, emit, emit_op
from codegen.ir.graph import Index, Op, Slice, Value
from codegen.ir.types import NUMPY_FLOAT, Array, Length, Type, facts, is_number
from codegen.optimize.kernels.extents import lengths
from codegen.optimize.kernels.fit import ELEMENTWISE
from codegen.optimize.kernels.slices import stored_length
from codegen.optimize.kernels.views import (
    Place,
    Rows,
    first_axis,
    gathered,
    is_whole,
    items_of,
    number,
    rank,
    selection_rank,
)

# reductions: what joins two numbers, and what it begins with
REDUCTIONS = {
    "sum": ("plus", 0.0),
    "greatest": ("greater", -math.inf),
    "least": ("lesser", math.inf),
}

SHORT = 4  # places that an axis may have to be kept place by place


def row_type(t: Type, drop: int = 1) -> Type:
    """The type of a row."""
    assert isinstance(t, Array) and t.shape is not None
    rest = t.shape[drop:]
    return Array(t.dtype, rest, scalar=not rest)


def leading(op: Op) -> Length | None:
    """The length of the first axis of the loop that stands for an op; None where none does."""
    if len(op.outs) != 1 or not isinstance(op.out.type, Array):
        return None
    if op.name in ELEMENTWISE or op.name == "accumulate" and not op.attrs["path"]:
        plain = set(op.attrs) <= {"via", "negative", "path"}
        return lengths(op.out)[0] if plain and rank(op.out) else None
    if op.name in REDUCTIONS and set(op.attrs) <= {"via", "axis"}:
        floats = isinstance(op.ins[0].type, Array) and op.ins[0].type.dtype == "float64"
        return lengths(op.ins[0])[0] if floats and rank(op.ins[0]) else None
    if op.name == "stack" and rank(op.out) > 1 and op.attrs.get("axis", 0) % rank(op.out) > 0:
        return lengths(op.out)[0]
    if op.name in ("zeros_like", "zeros", "array_zeros_like"):
        rest = [length.known for length in lengths(op.out)[1:]]
        short = rest and all(length is not None and length <= SHORT for length in rest)
        return lengths(op.out)[0] if short and op.out.type.dtype == "float64" else None
    if op.name == "full_like":
        return lengths(op.out)[0] if rank(op.out) and op.out.type.dtype == "float64" else None
    if op.name == "expand_dims" and isinstance(op.attrs["axis"], int):
        return lengths(op.out)[0] if op.attrs["axis"] % rank(op.out) else None
    if op.name in ("update", "accumulate"):
        return _scattered(op)
    if op.name == "getitem" and rank(op.out):
        items = items_of(op)
        at = None if items is None else first_axis(items)
        if items is None or at is None:
            return None
        places = gathered(items)
        if places and places != list(range(at, at + len(places))):
            return None
        return lengths(op.out)[0]
    return None


def _scattered(op: Op) -> Length | None:
    items = items_of(op)
    if items is None or op.attrs.get("effect"):
        return None
    at = first_axis(items)
    places = gathered(items)
    if at is None or items[at] is None:
        return None
    if places:
        together = places == list(range(at, at + len(places)))
        # reverse mode says where indices of its own may repeat; `x[i] += v` counts the last alone
        counted = op.name == "update" or op.attrs.get("repeated") or op.backward
        return lengths(items[at])[0] if together and counted else None
    if op.attrs.get("repeated"):
        return None
    axis = sum(item is not None for item in items[:at])
    whole = lengths(op.ins[0])[axis]
    if is_whole(items[at]):
        return whole
    return _sliced(whole, items[at]) or stored_length(op, axis)


def _sliced(length: Length, item: Slice) -> Length | None:
    """The length of a slice that lies inside; None where that is not said by numbers."""
    start, stop = number(item.start, 0), item.stop
    stop = stop.const if isinstance(stop, Value) and stop.is_const else stop
    if not isinstance(start, int):
        return None
    begin = length + start if start < 0 else Length.of(start)
    if stop is None:
        return length - begin
    if not isinstance(stop, int):
        return None
    end = length + stop if stop < 0 else Length.of(stop)
    found = facts().resolve(end - begin)
    return found if found.known is None or found.known >= 0 else None


def row(op: Op, place: Place, rows: Rows) -> Value:
    """Emit what an op that makes its result row by row does for one of them."""
    if op.name in REDUCTIONS:
        axes = normal_axes(op.attrs.get("axis"), rank(op.ins[0]))
        rest = tuple(axis - 1 for axis in axes)
        return reduced(op.name, rows.of(op.ins[0], place), rest)
    if op.name == "stack":
        parts = [rows.of(value, place) for value in op.ins]
        if rank(op.out) == 2:
            types: tuple[Type, ...] = (replace(_array(op.out), shape=lengths(op.out)[1:]),)
            return emit_op("stack", parts, {"axis": 0}, types=types).out
        return emit("stack", *parts, axis=op.attrs.get("axis", 0) % rank(op.out) - 1)
    if op.name == "full_like":
        part = _aligned(op.ins[0], place, op, rows)
        if rank(op.out) == 1:
            return part
        kind = row_type(op.out.type)
        return emit_op("full_like", (part, rows.of(op.ins[1], place)), {}, types=(kind,)).out
    if op.name in ("zeros_like", "zeros", "array_zeros_like"):
        return emit("zeros", shape=tuple(length.known for length in lengths(op.out)[1:]))
    if op.name == "expand_dims":
        axis = op.attrs["axis"] % rank(op.out) - 1
        return emit("expand_dims", rows.of(op.ins[0], place), axis=axis)
    if op.name == "getitem":
        items = items_of(op)
        assert items is not None
        base = op.ins[0]
        shape = lengths(op.out)[1:]
        if base in rows.rows:
            return rows.read(rows.rows[base], items[1:], shape)
        return rows.read(base, rows.selected(base, items, place), shape)
    if op.name in ("accumulate", "update") and op.attrs["path"]:
        items = items_of(op)
        assert items is not None
        return stored(op, rows.rows[op.ins[0]], items[1:], _aligned(op.ins[1], place, op, rows))
    operands = [_aligned(value, place, op, rows) for value in op.ins]
    name = op.name
    if name == "accumulate":
        name = "sub" if op.attrs.get("negative") else "add"
    if rank(op.out) == 1 and operands[0].type == NUMPY_FLOAT and len(operands) == 1:
        if name in ("exp", "log"):
            made = "exponential" if name == "exp" else "logarithm"
            return emit(made, operands[0], hint=op.out.name)
        if name == "tanh":
            part = emit("exponential", emit("mul", -2.0, emit("abs", operands[0])))
            return emit("hyperbolic", operands[0], part, hint=op.out.name)
    kept = "via" in op.attrs and name != "where"  # of numbers, it is a conditional expression
    attrs = {"via": op.attrs["via"]} if kept else {}
    return emit_op(name, operands, attrs, types=(row_type(op.out.type),), hint=op.out.name).out


def _array(value: Value) -> Array:
    assert isinstance(value.type, Array)
    return value.type


def _aligned(value: Value, place: Place, op: Op, rows: Rows) -> Value:
    """The operand's part in a row of the result."""
    selection = rank(op.out)
    if op.name in ("accumulate", "update") and op.attrs["path"]:
        items = items_of(op)
        assert items is not None
        selection = selection_rank(items)
    if rank(value) < selection or is_number(value.type):
        return value
    return rows.of(value, 0 if facts().is_one(lengths(value)[0]) and not _one(op) else place)


def _one(op: Op) -> bool:
    """Is the loop itself of one round?"""
    found = leading(op)
    return found is not None and facts().is_one(found)


def stored(op: Op, base: Value, items: tuple[Any, ...], value: Value) -> Value:
    """A store into base at items."""
    joined = op.attrs.get("joined", "sub" if op.attrs.get("negative") else "add")
    if is_number(base.type):
        return emit("pos", value) if op.name == "update" else emit(joined, base, value)
    attrs: dict[str, Any] = {"path": (Index(items),)}
    if "joined" in op.attrs:
        if first_axis(items) is None:
            before = emit_op("getitem", (base,), attrs, types=(NUMPY_FLOAT,)).out
            value = emit(joined, before, value)
            return emit_op("update", (base, value), attrs, types=(base.type,)).out
        attrs["joined"] = joined
    attrs |= {key: op.attrs[key] for key in ("negative",) if key in op.attrs}
    return emit_op(op.name, (base, value), attrs, types=(base.type,)).out


def scatter(op: Op, base: Value, place: Place, rows: Rows) -> Value:
    """Emit what a store into slices or rows does for one of them. base: the array so far."""
    items = items_of(op)
    assert items is not None
    chosen = rows.selected(op.ins[0], items, place)
    return stored(op, base, chosen, _aligned(op.ins[1], place, op, rows))


def name_last(out: Value) -> None:
    """The last op of the current builder makes this value."""
    ops = current().ops
    ops[-1] = ops[-1].with_(outs=(out,))


def removes_first(op: Op) -> bool:
    """Does a reduction go over the first axis?"""
    return 0 in normal_axes(op.attrs.get("axis"), rank(op.ins[0]))


def reduced(name: str, x: Value, axes: tuple[int, ...]) -> Value:
    """x reduced over axes; a number is its own sum."""
    if rank(x) == 0:
        return x
    if not axes:
        return x
    if len(axes) == rank(x):
        return emit_op(name, (x,), {}, types=(NUMPY_FLOAT,)).out
    return emit(name, x, axis=axes if len(axes) > 1 else axes[0])
