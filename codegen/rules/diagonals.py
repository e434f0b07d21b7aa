"""Diagonals of matrices, and of stacks of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.ops import Infer
from codegen.ir.types import Array, Type, facts, fresh_length
from codegen.rules.kinds import linear
from codegen.rules.language import rank_of, shape_of, with_item, zeros_like


def _diagonal_axes(attrs: Mapping[str, Any], rank: int, first: int) -> tuple[int, int]:
    return attrs.get("axis1", first) % rank, attrs.get("axis2", first + 1) % rank


def _diagonal_type(first: int) -> Infer:
    """first: the axis that is meant where none is named, the next being the other."""

    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        t = array_type(ins[0].type)
        if t.shape is None:
            return Array(t.dtype, None)
        if len(t.shape) < 2:
            raise TypeError("the diagonal of fewer than two axes")
        axes = _diagonal_axes(attrs, len(t.shape), first)
        down, across = (t.shape[axis] for axis in axes)
        length = down if facts().equal(down, across) and not attrs.get("offset") else fresh_length()
        return Array(t.dtype, (*(n for k, n in enumerate(t.shape) if k not in axes), length))

    return infer


def _diagonal(first: int) -> Callable[..., Value]:
    def back(g: Value, x: Value, offset: int = 0, **axes: int) -> Value:
        rank = rank_of(x)
        length = emit("shape", g, axis=-1) if rank is None else shape_of(g, rank - 2)
        places = emit("arange", length)
        down = places - offset if offset < 0 else places
        across = places + offset if offset > 0 else places
        if rank == 2 and not axes:
            return with_item(zeros_like(x), g, down, across)
        ends = (axes.get("axis1", first), axes.get("axis2", first + 1))
        moved = emit("moveaxis", x, source=ends, destination=(-2, -1))
        found = with_item(zeros_like(moved), g, Ellipsis, down, across)
        return emit("moveaxis", found, source=(-2, -1), destination=ends)

    return back


for _name, _first, _options, _spellings in (
    ("diagonal", 0, ("offset", "axis1", "axis2"), "numpy.diagonal numpy.ndarray.diagonal"),
    ("matrix_diagonal", -2, (), "numpy.linalg.diagonal"),
):
    linear(
        _name,
        options={"offset": 0} | dict(zip(_options[1:], (0, 1), strict=False)),
        positional=("x", *_options),
        spellings=_spellings,
        result=_diagonal_type(_first),
        transpose={"x": _diagonal(_first)},
        view=True,
        raises=True,
    )
