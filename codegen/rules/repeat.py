"""Repeating, splitting, differences, running products, and the odds and ends of vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import concatenate_type, product
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.integers import length_of
from codegen.ir.types import (
    FLOAT,
    Array,
    Length,
    ListFixed,
    ListOf,
    Scalar,
    TupleOf,
    Type,
    facts,
    fresh_length,
)
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import (
    added_at,
    full_like,
    item,
    known_rank,
    on_axis,
    rank_of,
    reshape_like,
    shape_of,
    sum_over,
    zeros_like,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
Count = int | Value


def _times(length: Length, count: Any) -> Length:
    if isinstance(count, int):
        return length * count
    known = facts().resolve(length).known
    return length_of(count) * known if known is not None else fresh_length()


def _repeat_type(ins: Ins, attrs: Attrs) -> Type:
    t, count, axis = array_type(ins[0].type), attrs["repeats"], attrs.get("axis")
    if t.shape is None:
        return Array(t.dtype, (fresh_length(),) if axis is None else None)
    if not _is_one(count):
        if axis is None:
            return Array(t.dtype, (fresh_length(),))
        axis %= len(t.shape)
        return Array(t.dtype, (*t.shape[:axis], fresh_length(), *t.shape[axis + 1 :]))
    if axis is None:
        return Array(t.dtype, (_times(product(t.shape), count),))
    axis %= len(t.shape)
    shape = (*t.shape[:axis], _times(t.shape[axis], count), *t.shape[axis + 1 :])
    return Array(t.dtype, shape)


def _is_one(count: Any) -> bool:
    """Whether there is one count for all elements, not one for each."""
    if isinstance(count, Value):
        return getattr(count.type, "kind", "") == "int"
    return isinstance(count, int)


def _repeat_each(g: Value, x: Value, repeats: Any, axis: int | None) -> Value:
    """Every element is counted as often as it was repeated."""
    flat = emit("ravel", x) if axis is None else x
    places = emit("repeat", emit("arange", shape_of(flat, axis or 0)), repeats=repeats)
    added = added_at(zeros_like(flat), g, *on_axis(axis or 0, places), repeated=True)
    return reshape_like(added, x) if axis is None else added


def _repeat(g: Value, x: Value, repeats: Any, axis: int | None = None) -> Value:
    if not _is_one(repeats):
        return _repeat_each(g, x, repeats, axis)
    if axis is None:
        # where there may be 0 repetitions, no -1 tells how many rows there were
        sure = isinstance(repeats, int) and repeats > 0
        rows = emit("reshape", g, shape=(-1 if sure else emit("size", x), repeats))
        return reshape_like(sum_over(rows, 1), x)
    if rank_of(x) is None and isinstance(repeats, int) and repeats > 0:
        found = item(g, *on_axis(axis, Slice(0, None, repeats)))
        for start in range(1, repeats):
            found = found + item(g, *on_axis(axis, Slice(start, None, repeats)))
        return found
    rank = known_rank(x)
    axis %= rank
    lengths: list[Count] = [shape_of(x, k) for k in range(rank)]
    lengths.insert(axis + 1, repeats)
    return reshape_like(sum_over(emit("reshape", g, shape=tuple(lengths)), axis + 1), x)


linear(
    "repeat",
    options={"repeats": None, "axis": None},
    positional=("x", "repeats", "axis"),
    spellings="numpy.repeat numpy.ndarray.repeat",
    result=_repeat_type,
    transpose={"x": _repeat},
    raises=True,
)


def _padded(reps: Any, rank: int) -> tuple[Count, ...]:
    """One count per axis of the result."""
    counts = reps if isinstance(reps, tuple) else (reps,)
    return (1,) * (rank - len(counts)) + counts


def _tile_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        return Array(t.dtype, None)
    counts = _padded(attrs["reps"], len(t.shape))
    shape = (Length.of(1),) * (len(counts) - len(t.shape)) + t.shape
    return Array(t.dtype, tuple(_times(n, k) for n, k in zip(shape, counts, strict=True)))


def _tile(g: Value, x: Value, reps: Any) -> Value:
    """Every axis is seen as (repetitions, own length); the repetitions are summed."""
    rank = known_rank(x)
    counts = _padded(reps, rank)
    lengths: list[Count] = []
    lead = len(counts) - rank
    for k, count in enumerate(counts):
        lengths += [count, 1 if k < lead else shape_of(x, k - lead)]
    folded = emit("reshape", g, shape=tuple(lengths))
    return reshape_like(sum_over(folded, tuple(range(0, 2 * len(counts), 2))), x)


linear(
    "tile",
    options={"reps": None},
    spellings="numpy.tile",
    result=_tile_type,
    transpose={"x": _tile},
)


def _diff_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    times = attrs.get("n", 1)
    if not isinstance(times, int) or times < 1:
        raise TypeError("np.diff with another n than a positive literal: apply it n times")
    if t.shape is None:
        return t
    axis = attrs.get("axis", -1) % len(t.shape)
    known = facts().resolve(t.shape[axis]).known
    left = t.shape[axis] - times if known is None else Length.of(max(known - times, 0))
    return Array(t.dtype, (*t.shape[:axis], left, *t.shape[axis + 1 :]))


def _diff(g: Value, x: Value, n: int = 1, axis: int = -1) -> Value:
    """Of several differences one after the other: between them stand arrays that may be empty."""
    inner = x if n == 1 else item(x, *on_axis(axis, Slice(None, 1 - n)))
    upper = added_at(zeros_like(inner), g, *on_axis(axis, Slice(1, None)))
    whole = added_at(upper, -g, *on_axis(axis, Slice(None, -1)))
    return whole if n == 1 else _diff(whole, x, n - 1, axis)


linear(
    "diff",
    options={"n": 1, "axis": -1},
    spellings="numpy.diff",
    result=_diff_type,
    transpose={"x": _diff},
)


_UNEVEN = "numpy.array_split"


def split_type(ins: Ins, attrs: Attrs) -> Type:
    t, sections = array_type(ins[0].type), attrs["sections"]
    axis = attrs.get("axis", 0)
    if t.shape is None:
        return ListOf(Array(t.dtype, None))
    axis %= len(t.shape)
    if isinstance(sections, tuple):
        parts = [
            Array(t.dtype, (*t.shape[:axis], fresh_length(), *t.shape[axis + 1 :]))
            for _ in range(len(sections) + 1)
        ]
        return ListFixed(tuple(parts))
    known = facts().resolve(t.shape[axis]).known
    exact = known is not None and isinstance(sections, int) and attrs.get("via") != _UNEVEN
    length = Length.of(known // sections) if exact and known is not None else fresh_length()
    if isinstance(sections, int) and not exact:  # each of its own length
        lengths = [fresh_length() for _ in range(sections)]
        shapes = [(*t.shape[:axis], each, *t.shape[axis + 1 :]) for each in lengths]
        return ListFixed(tuple(Array(t.dtype, shape) for shape in shapes))
    part = Array(t.dtype, (*t.shape[:axis], length, *t.shape[axis + 1 :]))
    return ListFixed((part,) * sections) if isinstance(sections, int) else ListOf(part)


linear(
    "split",
    options={"sections": None, "axis": 0},
    positional=("x", "sections", "axis"),
    spellings=f"numpy.split {_UNEVEN}",
    result=split_type,
    transpose={"x": lambda g, x, sections, axis=0: emit("concatenate", g, axis=axis)},
    view=True,
    raises=True,
)


def _item_type(ins: Ins, attrs: Attrs) -> Type:
    """A number of Python's own."""
    dtype = array_type(ins[0].type).dtype
    kind = "float64" if dtype is None else dtype.rstrip("0123456789")
    return Scalar({"uint": "int"}.get(kind, kind)) if kind in _KINDS else FLOAT


_KINDS = ("int", "uint", "complex", "bool")
linear(
    "item",
    spellings="numpy.ndarray.item",
    result=_item_type,
    transpose={"x": lambda g, x: full_like(g, x)},
    raises=True,
)


def _append_type(ins: Ins, attrs: Attrs) -> Type:
    if attrs.get("axis") is not None:
        return concatenate_type(ins, attrs)
    parts = [array_type(value.type) for value in ins]
    flat = [
        replace(t, shape=(product(t.shape) if t.shape is not None else fresh_length(),))
        for t in parts
    ]
    return concatenate_type(tuple(map(Value, flat)), {})


def _appended(g: Value, x: Value, values: Value, axis: int | None = None) -> dict[int, Value]:
    at = emit("size", x) if axis is None else shape_of(x, axis)
    where_ = 0 if axis is None else axis
    first = item(g, *on_axis(where_, Slice(None, at)))
    rest = item(g, *on_axis(where_, Slice(at, None)))
    return {0: reshape_like(first, x), 1: reshape_like(rest, values)}


pullback(
    "array_append",
    ("x", "values"),
    options={"axis": None},
    spellings="numpy.append",
    result=_append_type,
    rule=lambda g, y, x, values, axis=None: _appended(g, x, values, axis),
)


def _nonzero_type(ins: Ins, attrs: Attrs) -> Type:
    length = fresh_length()
    rank = array_type(ins[0].type).rank
    if rank is None:
        raise TypeError("np.nonzero of an array of unknown rank: annotate the parameter")
    return TupleOf((Array("int64", (length,)),) * rank)


nondiff("nonzero", spellings="numpy.nonzero numpy.ndarray.nonzero", result=_nonzero_type)
