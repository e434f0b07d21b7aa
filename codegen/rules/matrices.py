"""Traces, diagonals, determinants, Kronecker and cross products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.infer.products import diagonal_type
from codegen.infer.shapes import product
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.indexing import broadcast_shapes
from codegen.ir.types import Array, Length, Shape, TupleOf, Type, facts
from codegen.rules.complex_numbers import real_dtype
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import bilinear, linear, pullback
from codegen.rules.language import (
    cotangent_parts,
    known_rank,
    matmul,
    may_be_complex,
    part_of,
    rank_of,
    reshape_like,
    shape_of,
    sum_over,
    swap_last,
    times,
    transpose_of,
    with_item,
    zeros_like,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def float_dtype(*dtypes: str | None) -> str | None:
    """What numpy.linalg computes in."""
    if any(each is None for each in dtypes):
        return None
    found = np.result_type(*(each for each in dtypes if each)).name
    return found if found.startswith(("float", "complex")) else "float64"


def _square(t: Array) -> Array:
    if t.shape is not None:
        if len(t.shape) < 2:
            raise TypeError("this takes a square matrix")
        facts().unify(t.shape[-1], t.shape[-2])
    return t


def _number_type(ins: Ins, attrs: Attrs) -> Type:
    t = _square(array_type(ins[0].type))
    dtype = float_dtype(t.dtype)
    if t.shape is None:
        return Array(dtype, None, generic=True)
    return Array(dtype, t.shape[:-2], scalar=len(t.shape) == 2)


def _per_matrix(g: Value, x: Value) -> Value:
    """g beside a stack of matrices."""
    return g if rank_of(x) == 2 else emit("expand_dims", g, axis=(-2, -1))


def _in_precision(found: Value, x: Value) -> Value:
    """Beside a number that became an array, what is not known to be of float64 is not made it."""
    unknown = isinstance(x.type, Array) and x.type.dtype is None
    return emit("unbroadcast", found, x) if unknown else found


def _cofactors(g: Value, y: Value, x: Value) -> Value:
    """Of a regular matrix: the cofactors are det(x) x^-T."""
    turned = swap_last(emit("inv", x))
    det = _per_matrix(emit("det", x), x)
    total = _per_matrix(sum_over(g * turned, (-2, -1)), x)
    found: Value = det * (total * turned - matmul(matmul(turned, swap_last(g)), turned))
    return found


pullback(
    "cofactors",
    spellings="helpers.cofactors",
    result=lambda ins, attrs: replace(
        array_type(ins[0].type), dtype=float_dtype(array_type(ins[0].type).dtype)
    ),
    rule=_cofactors,
    raises=True,
)
pullback(
    "det",
    spellings="numpy.linalg.det",
    result=_number_type,
    rule=lambda g, y, x: _in_precision(times(emit("cofactors", x), _per_matrix(g, x)), x),
    raises=True,
)


def _slogdet_type(ins: Ins, attrs: Attrs) -> Type:
    part = _number_type(ins, attrs)
    assert isinstance(part, Array)
    return TupleOf((part, replace(part, dtype=real_dtype(part.dtype))))


def _slogdet(g: Value, y: Value, x: Value) -> Value | None:
    """The logarithm of det has the derivative tr(x^-1 dx): its real part is that of logabsdet,
    its imaginary part turns the sign."""
    dsign, dlog = cotangent_parts(g)
    turning = None
    if dsign is not None and may_be_complex(x):
        turning = -1j * emit("real", 1j * dsign * part_of(y, 0))
    if dlog is None and turning is None:
        return None
    total = turning if dlog is None else dlog if turning is None else dlog + turning
    assert total is not None
    found = times(swap_last(emit("inv", x)), _per_matrix(total, x))
    return _in_precision(found, x)


pullback(
    "slogdet",
    spellings="numpy.linalg.slogdet",
    result=_slogdet_type,
    parts=("sign", "logabsdet"),
    rule=_slogdet,
    raises=True,
)


def _kron_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None:
        raise TypeError("np.kron of arrays of unknown rank: annotate the parameters")
    known = a.dtype is not None and b.dtype is not None
    dtype = np.result_type(a.dtype, b.dtype).name if known else None
    rank = max(len(a.shape), len(b.shape))
    ones = (Length.of(1),) * rank
    pairs = zip((*ones, *a.shape)[-rank:], (*ones, *b.shape)[-rank:], strict=True)
    shape = tuple(product(pair) for pair in pairs) if rank else ()
    return Array(dtype, shape, scalar=not shape)


def _blocks(g: Value, a: Value, b: Value) -> tuple[Value, str, str, str]:
    """g with an axis for each of a's and of b's, in turn, and the letters of all three."""
    ranks = known_rank(a), known_rank(b)
    lengths, letters, own = [], "", ["", ""]
    for place in range(max(ranks)):
        for k, x in enumerate((a, b)):
            axis = place - (max(ranks) - ranks[k])
            if axis >= 0:
                letter = chr(ord("aA"[k]) + place)
                lengths.append(shape_of(x, axis))
                letters += letter
                own[k] += letter
    blocks = emit("reshape", g, shape=tuple(lengths)) if len(lengths) > 1 else g
    return blocks, letters, own[0], own[1]


def _kron(position: int) -> Any:
    def part(g: Value, a: Value, b: Value) -> Value:
        blocks, letters, *own = _blocks(g, a, b)
        other = (a, b)[1 - position]
        if not own[1 - position]:
            return times(blocks, other)
        subscripts = f"{letters},{own[1 - position]}->{own[position]}"
        return emit("einsum", blocks, other, subscripts=subscripts)

    return part


bilinear(
    "kron",
    spellings="numpy.kron",
    result=_kron_type,
    transpose={"a": _kron(0), "b": _kron(1)},
)


def _cross_axes(attrs: Attrs) -> tuple[int, int, int]:
    """The axes of the vectors of a, of b and of the result."""
    axis = attrs.get("axis")
    if axis is not None:
        return axis, axis, axis
    return attrs.get("axisa", -1), attrs.get("axisb", -1), attrs.get("axisc", -1)


def _without(shape: Shape, axis: int) -> Shape:
    axis %= len(shape)
    return shape[:axis] + shape[axis + 1 :]


def _cross_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = (array_type(value.type) for value in ins)
    known = a.dtype is not None and b.dtype is not None
    dtype = np.result_type(a.dtype, b.dtype).name if known else None
    if a.shape is None or b.shape is None:
        return Array(dtype, None)
    first, second, third = _cross_axes(attrs)
    if any(facts().resolve(t[k]).known == 2 for t, k in ((a.shape, first), (b.shape, second))):
        raise TypeError("np.cross of vectors in the plane: write a[0] * b[1] - a[1] * b[0]")
    shape = broadcast_shapes([_without(a.shape, first), _without(b.shape, second)])
    place = third % (len(shape) + 1)
    return Array(dtype, (*shape[:place], Length.of(3), *shape[place:]))


def _moved(x: Value, axis: int, to: int) -> Value:
    return x if axis == to else emit("moveaxis", x, source=axis, destination=to)


def _cross(position: int) -> Any:
    def part(g: Value, a: Value, b: Value, **attrs: Any) -> Value:
        axes = _cross_axes(attrs)
        g = _moved(g, axes[2], -1)
        other = _moved((a, b)[1 - position], axes[1 - position], -1)
        found = emit("cross", other, g) if position == 0 else emit("cross", g, other)
        x = (a, b)[position]
        if axes[position] == -1:
            return reshape_like(unbroadcast(found, x), x)
        last = _moved(x, axes[position], -1)
        return _moved(reshape_like(unbroadcast(found, last), last), -1, axes[position])

    return part


bilinear(
    "cross",
    options={"axisa": -1, "axisb": -1, "axisc": -1, "axis": None},
    positional=("a", "b", "axisa", "axisb", "axisc", "axis"),
    spellings="numpy.cross",
    result=_cross_type,
    transpose={"a": _cross(0), "b": _cross(1)},
    raises=True,
)
bilinear(
    "vector_cross",
    options={"axis": -1},
    positional=("a", "b"),
    spellings="numpy.linalg.cross",
    result=_cross_type,
    transpose={"a": _cross(0), "b": _cross(1)},
    raises=True,
)


def _trace_axes(attrs: Attrs, rank: int, last: bool) -> tuple[int, int]:
    first, second = (-2, -1) if last else (attrs.get("axis1", 0), attrs.get("axis2", 1))
    return first % rank, second % rank


def _trace_type(last: bool) -> Any:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        t = array_type(ins[0].type)
        if t.shape is None:
            return Array(t.dtype, None, generic=True)
        axes = _trace_axes(attrs, len(t.shape), last)
        shape = tuple(n for k, n in enumerate(t.shape) if k not in axes)
        return Array(t.dtype, shape, scalar=not shape)

    return infer


def _trace(last: bool) -> Any:
    def part(g: Value, x: Value, **attrs: Any) -> Value:
        rank = rank_of(x)
        if rank is None:
            raise TypeError("np.trace of an array of unknown rank: annotate the parameter")
        first, second = _trace_axes(attrs, rank, last)
        offset = attrs.get("offset", 0)
        over = {"k": offset} if offset else {}
        eye = emit("eye", shape_of(x, first), shape_of(x, second), **over)
        if rank == 2:
            return times(eye if first < second else transpose_of(eye), g)
        others = tuple(k for k in range(rank) if k not in (first, second))
        ones = emit("expand_dims", eye if first < second else transpose_of(eye), axis=others)
        return emit("expand_dims", g, axis=tuple(sorted((first, second)))) * ones

    return part


linear(
    "trace",
    options={"offset": 0, "axis1": 0, "axis2": 1},
    positional=("x", "offset", "axis1", "axis2", "dtype", "out"),
    spellings="numpy.trace numpy.ndarray.trace",
    result=_trace_type(False),
    transpose={"x": _trace(False)},
    raises=True,
)
linear(
    "matrix_trace",
    options={"offset": 0},
    positional=("x",),
    spellings="numpy.linalg.trace",
    result=_trace_type(True),
    transpose={"x": _trace(True)},
    raises=True,
)


def _diag(g: Value, x: Value, k: int = 0) -> Value:
    attrs: dict[str, Any] = {"k": k} if k else {}
    rank = rank_of(x)
    if rank == 1:  # np.diag of a matrix is a view that may not be written
        return emit("copy", emit("diag", g, **attrs))
    if rank is None:
        return emit("diag_back", g, x, **attrs)
    rows = emit("arange", emit("len", g))
    down, right = (rows + max(-k, 0)) if k < 0 else rows, (rows + k) if k > 0 else rows
    return with_item(zeros_like(x), g, down, right)


linear(
    "diag",
    options={"k": 0},
    spellings="numpy.diag",
    result=diagonal_type,
    transpose={"x": _diag},
    view=True,  # of a matrix
)
