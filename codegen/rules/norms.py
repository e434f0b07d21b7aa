"""Norms of vectors and matrices, condition numbers.

The derivative is 0 where a norm has none: at 0, as for abs. Where several elements, columns or
singular values attain a largest one, the first of them counts.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import Axis, array_type, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, Type, is_number
from codegen.rules.complex_numbers import real_dtype
from codegen.rules.decompositions import across
from codegen.rules.extremes import first_extreme
from codegen.rules.kinds import pullback
from codegen.rules.language import (
    conj,
    expand,
    item,
    matmul,
    not_equal,
    part_of,
    rank_of,
    sign,
    times,
    where,
)
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

_EXTREMES = {1: "max", -1: "min", math.inf: "max", -math.inf: "min"}


def _slope_of_abs(x: Value) -> Value:
    if isinstance(x.type, Array) and x.type.dtype is None:
        return sign(conj(x))
    turned = conj(x)
    return sign(x) if turned is x else turned / _nonzero(emit("abs", x))


def _nonzero(y: Value) -> Value:
    return where(not_equal(y, 0), y, 1)


def _of_vector(g: Value, y: Value, x: Value, ord_: Any, axis: Axis, keepdims: bool) -> Value | None:
    """x / |x| for the Euclidean norm."""
    wide, top = expand(g, x, axis, keepdims), expand(y, x, axis, keepdims)
    if ord_ in (None, 2, "fro", "f"):
        return wide * conj(x) / _nonzero(top)
    if ord_ == 0:
        return None
    slope = _slope_of_abs(x)
    if ord_ == 1:
        return wide * slope
    if ord_ in (math.inf, -math.inf):
        routed = first_extreme(_EXTREMES[ord_])(g, y, emit("abs", x), axis, keepdims)
        return routed * slope
    ratio = emit("abs", x) / _nonzero(top)
    if ord_ < 1:  # 0 where x is: no power of it is taken
        ratio = _nonzero(ratio)
    product: Value = wide * slope * ratio ** (ord_ - 1)
    return product


def _of_matrix(
    g: Value, y: Value, x: Value, ord_: Any, axes: tuple[int, int], keepdims: bool
) -> Value | None:
    if ord_ in (None, "fro", "f"):
        return _of_vector(g, y, x, 2, axes, keepdims)
    wide = expand(g, x, axes, keepdims)
    if ord_ in _EXTREMES:
        along, over = axes if abs(ord_) == 1 else axes[::-1]
        sums = emit("sum", emit("abs", x), axis=along, keepdims=True)
        top = expand(y, x, axes, keepdims)
        routed = first_extreme(_EXTREMES[ord_])(wide, top, sums, over, True)
        return routed * _slope_of_abs(x)
    moved = axes not in ((-2, -1), (0, 1)) or rank_of(x) != 2 and axes != (-2, -1)
    last = emit("moveaxis", x, source=axes, destination=(-2, -1)) if moved else x
    if moved and not is_number(wide.type):
        wide = emit("moveaxis", wide, source=axes, destination=(-2, -1))
    slope = _by_singular_values(last, ord_)
    found = times(slope, wide)
    return emit("moveaxis", found, source=(-2, -1), destination=axes) if moved else found


def _by_singular_values(x: Value, ord_: Any) -> Value:
    """The sum of u v^T over the singular values that count, of those that are not 0."""
    u, s, vh = (part_of(emit("svd", x, full_matrices=False), k) for k in range(3))
    if ord_ != "nuc":
        one = Slice(None, 1) if ord_ == 2 else Slice(-1, None)
        u, s = item(u, Ellipsis, one), item(s, Ellipsis, one)
        vh = item(vh, Ellipsis, one, Slice())
    dtype = array_type(x.type).dtype
    small = 2.0**-20 if dtype in ("float32", "complex64") else 2.0**-48
    largest = emit("max", s, axis=-1, keepdims=True)
    counts = emit("gt", s, small * largest)
    return conj(matmul(u * across(counts), vh))


def _kind(rank: int | None, ord_: Any, axis: Axis) -> str:
    """Whether it is the norm of all elements, of vectors or of matrices."""
    if axis is None:
        flat = ord_ is None or (ord_ in ("f", "fro") and rank == 2) or (ord_ == 2 and rank == 1)
        if flat:
            return "all"
        if rank is None:
            raise TypeError("np.linalg.norm with `ord` of an array of unknown rank: give `axis`")
        if rank not in (1, 2):
            raise TypeError("np.linalg.norm with `ord` of more than two axes: give `axis`")
        return "vector" if rank == 1 else "matrix"
    return "matrix" if isinstance(axis, tuple) and len(axis) == 2 else "vector"


def _matrix_axes(x: Value, axis: Axis) -> tuple[int, int]:
    if isinstance(axis, tuple):
        return axis[0], axis[1]
    return (0, 1)


def _norm(
    g: Value, y: Value, x: Value, ord: Any = None, axis: Axis = None, keepdims: bool = False
) -> Value | None:
    kind = _kind(rank_of(x), ord, axis)
    if kind == "matrix":
        return _of_matrix(g, y, x, ord, _matrix_axes(x, axis), keepdims)
    return _of_vector(g, y, x, None if kind == "all" else ord, axis, keepdims)


def _norm_type(ins: Ins, attrs: Attrs) -> Any:
    t = array_type(ins[0].type)
    ord_, axis = attrs.get("ord"), attrs.get("axis")
    kind = _kind(t.rank, ord_, axis)
    words = ("fro", "f", "nuc") if kind != "vector" else ()
    numbers = (1, -1, 2, -2, math.inf, -math.inf)
    if (
        isinstance(ord_, str)
        and ord_ not in words
        or kind == "matrix"
        and (ord_ is not None and not isinstance(ord_, str) and ord_ not in numbers)
    ):
        raise TypeError(f"np.linalg.norm with ord={ord_!r}: NumPy has no such norm")
    return reduction("norm")(ins, {"via": "numpy.linalg.norm", **attrs})


pullback(
    "norm",
    options={"ord": None, "axis": None, "keepdims": False},
    spellings="numpy.linalg.norm",
    result=_norm_type,
    rule=_norm,
    access="reduce",
    raises=True,
)


def _matrix_norm_type(ins: Ins, attrs: Attrs) -> Any:
    return _norm_type(ins, {"ord": "fro", **attrs, "axis": (-2, -1), "via": "numpy.linalg.norm"})


pullback(
    "matrix_norm",
    options={"keepdims": False, "ord": "fro"},
    positional=("x",),
    spellings="numpy.linalg.matrix_norm",
    result=_matrix_norm_type,
    rule=lambda g, y, x, keepdims=False, ord="fro": _of_matrix(g, y, x, ord, (-2, -1), keepdims),
    access="reduce",
    raises=True,
)
pullback(
    "vector_norm",
    options={"axis": None, "keepdims": False, "ord": 2},
    positional=("x",),
    spellings="numpy.linalg.vector_norm",
    result=lambda ins, attrs: reduction("norm")(ins, {**attrs, "via": "numpy.linalg.norm"}),
    rule=lambda g, y, x, axis=None, keepdims=False, ord=2: _of_vector(g, y, x, ord, axis, keepdims),
    access="reduce",
    raises=True,
)

# ---------------------------------------------------------------- condition numbers


def _cond_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        raise TypeError("np.linalg.cond of an array of unknown rank: annotate the parameter")
    return Array(real_dtype(float_dtype(t.dtype)), t.shape[:-2], scalar=len(t.shape) == 2)


def _cond(g: Value, y: Value, x: Value, p: Any = None) -> Value | None:
    """|x| |x^-1|, or the ratio of singular values."""
    axes = (-2, -1)
    if p in (None, 2, -2):
        top, low = (emit("norm", x, ord=each, axis=axes) for each in (2, -2))
        above, below, which = (top, low, 2) if p != -2 else (low, top, -2)
        first = _of_matrix(g / below, above, x, which, axes, False)
        second = _of_matrix(-g * above / below**2, below, x, -which, axes, False)
        assert first is not None and second is not None
        return first + second
    back = emit("inv", x)
    mine, other = (emit("norm", each, ord=p, axis=axes) for each in (x, back))
    first = _of_matrix(g * other, mine, x, p, axes, False)
    inner = _of_matrix(g * mine, other, back, p, axes, False)
    assert first is not None and inner is not None
    turned = emit("swapaxes", back, axis1=-1, axis2=-2)
    return first - matmul(matmul(turned, inner), turned)


pullback(
    "cond",
    options={"p": None},
    positional=("x", "p"),
    spellings="numpy.linalg.cond",
    result=_cond_type,
    rule=_cond,
    raises=True,
)
