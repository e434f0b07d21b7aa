"""Padding, grids, and the indices of triangles and sub-matrices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.integers import length_of
from codegen.ir.types import Array, Length, Scalar, TupleOf, Type, facts, fresh_length
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import (
    added_at,
    item,
    known_rank,
    part_of,
    reshape_like,
    shape_of,
    sum_over,
    zeros_like,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


Width = int | Value  # of a margin: a literal, or a run-time integer


def widths(given: Any, rank: int) -> list[tuple[Width, Width]]:
    """np.pad's pad_width as one pair an axis."""
    if isinstance(given, Width):
        return [(given, given)] * rank
    parts = tuple(given)
    if all(isinstance(part, Width) for part in parts) and len(parts) in (1, 2):
        return [(parts[0], parts[-1])] * rank
    pairs = [(part, part) if isinstance(part, Width) else (part[0], part[-1]) for part in parts]
    if len(pairs) == 1:
        pairs *= rank
    known = [width for pair in pairs for width in pair if isinstance(width, int)]
    if len(pairs) != rank or any(width < 0 for width in known):
        raise TypeError("np.pad with widths that do not fit the array")
    return pairs


def _pad_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if attrs.get("mode", "constant") != "constant":
        raise TypeError("np.pad with another mode than constant: concatenate the parts")
    if attrs.get("pad_width") is None:
        raise TypeError("np.pad without pad_width")
    if t.shape is None:
        return Array(t.dtype, None)
    pairs = widths(attrs["pad_width"], len(t.shape))
    return Array(
        t.dtype,
        tuple(
            facts().resolve(n) + length_of(low) + length_of(high)
            for n, (low, high) in zip(t.shape, pairs, strict=True)
        ),
    )


def _pad(
    g: Value, x: Value, pad_width: Any, mode: str = "constant", constant_values: Any = 0
) -> Value:
    pairs = widths(pad_width, known_rank(x))
    inner = item(g, *(_within(x, axis, *pair) for axis, pair in enumerate(pairs)))
    if isinstance(inner.type, Array) and isinstance(x.type, Array):
        inner.type = Array(inner.type.dtype, x.type.shape)
    return inner


def _within(x: Value, axis: int, low: Width, high: Width) -> Slice:
    """Between the margins. A margin that is known at run time may be empty, so that it cannot be
    counted from behind."""
    if low == high == 0:
        return Slice()
    if isinstance(high, int):
        return Slice(low or None, -high if high else None)
    n = shape_of(x, axis)
    return Slice(low or None, n if low == 0 else low + n)


linear(
    "pad",
    options={"pad_width": None, "mode": "constant", "constant_values": 0},
    positional=("x", "pad_width", "mode"),
    spellings="numpy.pad",
    result=_pad_type,
    transpose={"x": _pad},
    raises=True,
)


def windows(window_shape: Any, axis: Any, rank: int) -> list[tuple[int, int]]:
    """Width and axis of every window of sliding_window_view."""
    given = (window_shape,) if isinstance(window_shape, int) else tuple(window_shape)
    axes = range(rank) if axis is None else (axis,) if isinstance(axis, int) else tuple(axis)
    if len(given) != len(axes):
        raise TypeError("sliding_window_view with windows that do not fit the axes")
    return [(width, along % rank) for width, along in zip(given, axes, strict=True)]


def _windows_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if attrs.get("window_shape") is None or t.shape is None:
        raise TypeError("sliding_window_view of an array of unknown rank")
    shape = [facts().resolve(n) for n in t.shape]
    for width, along in windows(attrs["window_shape"], attrs.get("axis"), len(shape)):
        shape[along] = shape[along] + (1 - width)
        shape.append(Length.of(width))
    return Array(t.dtype, tuple(shape))


def _windows(g: Value, x: Value, window_shape: Any, axis: Any = None) -> Value:
    """Every element gets what came of it in all of the windows."""
    rank = known_rank(x)
    found = windows(window_shape, axis, rank)
    total = rank + len(found)

    def along(place: int, length: Value | int) -> Value:
        parts = (Slice() if k == place else None for k in range(total))
        return item(emit("arange", length), *parts)

    places = [along(k, emit("shape", g, axis=k)) for k in range(rank)]
    for place, (width, k) in enumerate(found):
        places[k] = places[k] + along(rank + place, width)
    return added_at(zeros_like(x), g, *places, repeated=True)


linear(
    "sliding_window_view",
    options={"window_shape": None, "axis": None},
    positional=("x", "window_shape", "axis"),
    spellings="numpy.lib.stride_tricks.sliding_window_view",
    result=_windows_type,
    transpose={"x": _windows},
    raises=True,
)


def _order(count: int, indexing: str) -> list[int]:
    """The axis of the grid along which each operand runs."""
    axes = list(range(count))
    if indexing == "xy" and count > 1:
        axes[0], axes[1] = 1, 0
    return axes


def _grid_type(ins: Ins, attrs: Attrs) -> Type:
    types = [array_type(value.type) for value in ins]
    if attrs.get("indexing", "xy") not in ("xy", "ij"):
        raise TypeError("np.meshgrid with another indexing than xy or ij")
    lengths: list[Length] = []
    for t in types:
        if t.shape is not None and len(t.shape) > 1:
            raise TypeError("np.meshgrid of arrays with several axes: ravel them")
        if t.shape is None:
            lengths.append(fresh_length())
        else:
            lengths.append(t.shape[0] if t.shape else Length.of(1))
    order = _order(len(ins), attrs.get("indexing", "xy"))
    shape = tuple(lengths[order.index(k)] for k in range(len(ins)))
    return TupleOf(tuple(Array(t.dtype, shape) for t in types))


def _grid(g: Value, y: Value, *xs: Value, indexing: str = "xy") -> dict[int, Value]:
    order = _order(len(xs), indexing)
    found = {}
    for k, x in enumerate(xs):
        others = tuple(axis for axis in range(len(xs)) if axis != order[k])
        found[k] = reshape_like(sum_over(part_of(g, k), others), x)
    return found


pullback(
    "meshgrid",
    ("*xi",),
    options={"indexing": "xy"},
    positional=("*xi",),
    spellings="numpy.meshgrid",
    result=_grid_type,
    rule=_grid,
)


def _open_grid(ins: Ins, attrs: Attrs) -> Type:
    parts = []
    for k, value in enumerate(ins):
        t = array_type(value.type)
        known = t.shape is not None and t.dtype != "bool" and t.dtype is not None
        length = t.shape[0] if known and t.shape else fresh_length()
        one = Length.of(1)
        shape = (*(one,) * k, length, *(one,) * (len(ins) - k - 1))
        parts.append(Array("int64", shape))
    return TupleOf(tuple(parts))


nondiff(
    "ix_", ("*sequences",), positional=("*sequences",), spellings="numpy.ix_", result=_open_grid
)


def _pair(ins: Ins, attrs: Attrs) -> Type:
    length = fresh_length()
    return TupleOf((Array("int64", (length,)),) * 2)


for _name in ("triu_indices", "tril_indices"):
    nondiff(
        _name,
        ("n",),
        options={"k": 0, "m": None},
        positional=("n", "k", "m"),
        spellings=f"numpy.{_name}",
        result=_pair,
    )


def _diagonal_pair(ins: Ins, attrs: Attrs) -> Type:
    length = length_of(ins[0]) if isinstance(ins[0].type, Scalar) else fresh_length()
    return TupleOf((Array("int64", (length,)),) * attrs.get("ndim", 2))


nondiff(
    "diag_indices",
    ("n",),
    options={"ndim": 2},
    spellings="numpy.diag_indices",
    result=_diagonal_pair,
)


def _triangle(ins: Ins, attrs: Attrs) -> Type:
    return Array("float64", (length_of(ins[0]), length_of(ins[-1])))


nondiff("tri", ("*sides",), positional=("*sides",), spellings="numpy.tri", result=_triangle)
