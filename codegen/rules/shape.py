"""Rearranging arrays: every op is linear, and its transpose puts the elements back."""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import (
    broadcast_to_type,
    expand_dims_type,
    moved,
    permuted,
    ravel_type,
    reshape_type,
    squeeze_type,
    swapped,
    transpose_type,
)
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Length
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import linear
from codegen.rules.language import rank_of, reshape_like, transpose_of


def _reshaped(g: Value, x: Value, **options: Any) -> Value:
    return reshape_like(g, x)


linear(
    "reshape",
    options={"shape": None},
    positional=("x", "*shape"),
    spellings="numpy.reshape numpy.ndarray.reshape",
    result=reshape_type,
    transpose={"x": _reshaped},
    view=True,
    raises=True,
)
linear(
    "ravel",
    spellings="numpy.ravel numpy.ndarray.ravel",
    result=ravel_type,
    transpose={"x": _reshaped},
    view=True,
)
linear("flatten", spellings="numpy.ndarray.flatten", result=ravel_type, transpose={"x": _reshaped})
linear(
    "expand_dims",
    options={"axis": None},
    spellings="numpy.expand_dims",
    result=expand_dims_type,
    transpose={"x": _reshaped},
    view=True,
)
linear(
    "squeeze",
    options={"axis": None},
    spellings="numpy.squeeze numpy.ndarray.squeeze",
    result=squeeze_type,
    transpose={"x": _reshaped},
    view=True,
    raises=True,
)
for _name in ("atleast_1d", "atleast_2d", "atleast_3d"):
    _rank = int(_name[8])

    def _at_least(ins: tuple[Value, ...], attrs: Any, rank: int = _rank) -> Array:
        t = array_type(ins[0].type)
        if t.shape is None:
            return Array(t.dtype, None)
        one, have = Length.of(1), t.shape
        if rank == 3 and len(have) in (1, 2):
            return Array(t.dtype, (one, have[0], one) if len(have) == 1 else (*have, one))
        return Array(t.dtype, (one,) * (rank - len(have)) + have)

    linear(
        _name, spellings=f"numpy.{_name}", result=_at_least, transpose={"x": _reshaped}, view=True
    )


def _untransposed(g: Value, x: Value, axes: tuple[int, ...] | None = None) -> Value:
    if axes is None:
        return transpose_of(g)
    positive = tuple(axis % len(axes) for axis in axes)
    return transpose_of(g, tuple(positive.index(k) for k in range(len(axes))))


linear(
    "transpose",
    options={"axes": None},
    positional=("x", "*axes"),
    spellings="numpy.transpose numpy.ndarray.transpose numpy.ndarray.T numpy.permute_dims",
    result=transpose_type,
    transpose={"x": _untransposed},
    view=True,
)
linear(
    "matrix_transpose",
    spellings="numpy.matrix_transpose numpy.linalg.matrix_transpose",
    result=permuted(lambda rank, attrs: [*range(rank - 2), rank - 1, rank - 2]),
    transpose={"x": lambda g, x: emit("swapaxes", g, axis1=-1, axis2=-2)},
    view=True,
)
linear(
    "swapaxes",
    options={"axis1": None, "axis2": None},
    positional=("x", "axis1", "axis2"),
    spellings="numpy.swapaxes numpy.ndarray.swapaxes",
    result=permuted(swapped),
    transpose={"x": lambda g, x, axis1, axis2: emit("swapaxes", g, axis1=axis1, axis2=axis2)},
    view=True,
)
linear(
    "moveaxis",
    options={"source": None, "destination": None},
    spellings="numpy.moveaxis",
    result=permuted(moved),
    transpose={
        "x": lambda g, x, source, destination: emit(
            "moveaxis", g, source=destination, destination=source
        )
    },
    view=True,
)
linear(
    "broadcast_to",
    options={"shape": None},
    spellings="numpy.broadcast_to",
    result=broadcast_to_type,
    transpose={"x": lambda g, x, shape: unbroadcast(g, x)},
    view=True,
    raises=True,
)


def _same(ins: tuple[Value, ...], attrs: Any) -> Array:
    return array_type(ins[0].type)


def _flipped(g: Value, x: Value, axis: Any = None) -> Value:
    return emit("flip", g) if axis is None else emit("flip", g, axis=axis)


def _rolled(g: Value, x: Value, shift: Any, axis: Any = None) -> Value:
    back = tuple(-part for part in shift) if isinstance(shift, tuple) else -shift
    return emit("roll", g, shift=back) if axis is None else emit("roll", g, shift=back, axis=axis)


linear(
    "flip",
    options={"axis": None},
    spellings="numpy.flip",
    result=_same,
    transpose={"x": _flipped},
    view=True,
)
linear(
    "fliplr",
    spellings="numpy.fliplr",
    result=_same,
    transpose={"x": lambda g, x: emit("fliplr", g)},
    view=True,
)
linear(
    "flipud",
    spellings="numpy.flipud",
    result=_same,
    transpose={"x": lambda g, x: emit("flipud", g)},
    view=True,
)
linear(
    "roll",
    options={"shift": None, "axis": None},
    spellings="numpy.roll",
    result=_same,
    transpose={"x": _rolled},
)


def _rotated(ins: tuple[Value, ...], attrs: Any) -> Array:
    t = array_type(ins[0].type)
    if t.shape is None or attrs.get("k", 1) % 2 == 0:
        return t
    shape, (one, other) = list(t.shape), attrs.get("axes", (0, 1))
    shape[one], shape[other] = shape[other], shape[one]
    return Array(t.dtype, tuple(shape))


def _turned_back(g: Value, x: Value, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Value:
    attrs: dict[str, Any] = {} if axes == (0, 1) else {"axes": axes}
    return emit("rot90", g, k=-k, **attrs)


linear(
    "rot90",
    options={"k": 1, "axes": (0, 1)},
    spellings="numpy.rot90",
    result=_rotated,
    transpose={"x": _turned_back},
    view=True,
)


def _triangle(ins: tuple[Value, ...], attrs: Any) -> Array:
    """A vector becomes the rows of a matrix."""
    t = array_type(ins[0].type)
    return Array(t.dtype, t.shape * 2) if t.shape is not None and len(t.shape) == 1 else t


def _outside(name: str) -> Any:
    def part(g: Value, x: Value, k: int = 0) -> Value:
        attrs: dict[str, Any] = {"k": k} if k else {}
        cut = emit(name, g, **attrs)
        return cut if rank_of(x) not in (None, 1) else unbroadcast(cut, x)

    return part


for _name in ("tril", "triu"):
    linear(
        _name,
        options={"k": 0},
        spellings=f"numpy.{_name}",
        result=_triangle,
        transpose={"x": _outside(_name)},
    )
