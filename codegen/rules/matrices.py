"""Traces, diagonals, determinants, Kronecker and cross products."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type, shape_of_all
from codegen.infer.products import diagonal_type, trace_type
from codegen.infer.shapes import product
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Length, TupleOf, Type, facts, is_complex
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
    rule=lambda g, y, x: times(emit("cofactors", x), _per_matrix(g, x)),
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
    known = is_complex(x.type) or turning is None
    return found if known else emit("unbroadcast", found, x)


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
    if a.shape is None or b.shape is None or len(a.shape) != len(b.shape) or len(a.shape) > 2:
        raise TypeError("np.kron of anything but two vectors or two matrices")
    known = a.dtype is not None and b.dtype is not None
    dtype = np.result_type(a.dtype, b.dtype).name if known else None
    shape = tuple(product((m, n)) for m, n in zip(a.shape, b.shape, strict=True))
    return Array(dtype, shape)


def _blocks(g: Value, a: Value, b: Value) -> Value:
    """g with an axis for each of a's and of b's, in turn."""
    lengths = [shape_of(x, k) for k in range(known_rank(a)) for x in (a, b)]
    return emit("reshape", g, shape=tuple(lengths))


def _kron_left(g: Value, a: Value, b: Value) -> Value:
    blocks = _blocks(g, a, b)
    if rank_of(a) == 1:
        return matmul(blocks, b)
    return emit("tensordot", blocks, b, axes=((1, 3), (0, 1)))


def _kron_right(g: Value, a: Value, b: Value) -> Value:
    blocks = _blocks(g, a, b)
    if rank_of(a) == 1:
        return matmul(a, blocks)
    return emit("tensordot", a, blocks, axes=((0, 1), (0, 2)))


bilinear(
    "kron",
    spellings="numpy.kron",
    result=_kron_type,
    transpose={"a": _kron_left, "b": _kron_right},
)


def _cross_type(ins: Ins, attrs: Attrs) -> Type:
    types = tuple(array_type(value.type) for value in ins)
    for t in types:
        if t.shape is not None and facts().resolve(t.shape[-1]).known == 2:
            raise TypeError("np.cross of vectors in the plane: write a[0] * b[1] - a[1] * b[0]")
    shape = shape_of_all(types)
    known = all(t.dtype is not None for t in types)
    dtype = np.result_type(*(t.dtype for t in types)).name if known else None
    if shape is None:
        return Array(dtype, None)
    return Array(dtype, (*shape[:-1], Length.of(3)))


bilinear(
    "cross",
    spellings="numpy.cross numpy.linalg.cross",
    result=_cross_type,
    transpose={
        "a": lambda g, a, b: reshape_like(unbroadcast(emit("cross", b, g), a), a),
        "b": lambda g, a, b: reshape_like(unbroadcast(emit("cross", g, a), b), b),
    },
    raises=True,
)


def _trace(g: Value, x: Value) -> Value:
    eye = emit("eye", emit("shape", x, axis=0), emit("shape", x, axis=1))
    if rank_of(x) == 2:
        return times(eye, g)
    return reshape_like(emit("outer", eye, g), x)


linear(
    "trace",
    positional=("x", "offset", "axis1", "axis2"),
    spellings="numpy.trace numpy.ndarray.trace",
    result=trace_type,
    transpose={"x": _trace},
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
