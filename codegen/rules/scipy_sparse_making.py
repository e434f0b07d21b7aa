"""scipy.sparse: matrices made of entries and their places, of dense ones, of other sparse ones."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import lengths_of
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.ops import Row, register
from codegen.ir.sparse import SPARSE, Sparse
from codegen.ir.types import Array, Length, ListFixed, Shape, TupleOf, Type, fresh_length, is_number
from codegen.rules.kinds import pullback
from codegen.rules.language import part_of
from codegen.rules.scipy_sparse import sparse, with_data
from codegen.rules.scipy_sparse_entries import read_entries

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _made(name: str) -> Callable[[Ins, Attrs], Type]:
    form, _, kind = name.partition("_")
    matrix = kind == "matrix"

    def infer(ins: Ins, attrs: Attrs) -> Type:
        parts, dtype = ins[0].type, attrs.get("dtype")
        shape = lengths_of(attrs["shape"]) if attrs.get("shape") else None
        if isinstance(parts, Sparse):
            stored = parts.stored if parts.format == form != "dia" else fresh_length()
            own = dtype_name(dtype) or parts.dtype
            return replace(parts, format=form, dtype=own, stored=stored, matrix=matrix)
        if isinstance(parts, Array) and parts.shape is not None and len(parts.shape) == 2:
            own = dtype_name(dtype) or parts.dtype
            return Sparse(form, own, parts.shape, fresh_length(), matrix)
        by_place = isinstance(parts, TupleOf) and len(parts.items) == 2
        if not isinstance(parts, TupleOf) or not (by_place or len(parts.items) == 3):
            raise TypeError(f"scipy.sparse.{name} of anything but entries and their places")
        entries = array_type(parts.items[0])
        if entries.shape is None or len(entries.shape) != 1:
            raise TypeError(f"scipy.sparse.{name} of entries that are no vector")
        if shape is None:
            shape = _least_shape(form, parts)
        if len(shape) != 2:
            raise TypeError(f"scipy.sparse.{name} of a shape that has not two lengths")
        kept = form == "coo" or not by_place
        stored = entries.shape[0] if kept else fresh_length()
        return Sparse(form, dtype_name(dtype) or entries.dtype, shape, stored, matrix)

    return infer


def dtype_name(dtype: Any) -> str | None:
    return None if dtype is None else str(np.dtype(dtype).name)


def _least_shape(form: str, parts: TupleOf) -> Shape:
    """Without `shape` it is as large as the places need; pointers tell the number of rows."""
    starts = array_type(parts.items[-1]) if len(parts.items) == 3 else None
    if starts is None or starts.shape is None or len(starts.shape) != 1:
        return (fresh_length(), fresh_length())
    major = starts.shape[0] - Length.of(1)
    return (major, fresh_length()) if form == "csr" else (fresh_length(), major)


def _entries(
    g: Value, a: Value, parts: Value, shape: Any = (), dtype: Any = None, copy: bool = False
) -> Value:
    """Of what is given twice, both have the cotangent of the sum."""
    if isinstance(parts.type, Sparse):
        return g if parts.type.format == sparse(a).format else read_entries(g, a, parts)
    if not isinstance(parts.type, TupleOf):
        return emit("sparse_toarray", with_data(a, g))
    if len(parts.type.items) == 2 and sparse(a).format != "coo":
        places = part_of(parts, 1)
        g = emit(
            "at_places", with_data(a, g), part_of(places, 0), part_of(places, 1), part_of(parts, 0)
        )
    count = len(parts.type.items)
    return emit("make_tuple", g, *(_nothing(part_of(parts, k)) for k in range(1, count)))


def _nothing(places: Value) -> Value:
    """The cotangent of places, in their structure."""
    if isinstance(places.type, TupleOf | ListFixed):
        items = [_nothing(part_of(places, k)) for k in range(len(places.type.items))]
        if isinstance(places.type, TupleOf):
            return emit("make_tuple", *items)
        return emit_op("make_list", items, {"fixed": True}).out
    return constant(0.0) if is_number(places.type) else emit("zeros_like", places)


register(
    Row(
        "at_places",
        ("a", "rows", "columns", "like"),
        spellings=("helpers.at_places",),
        result=lambda ins, attrs: array_type(ins[3].type),
        shape_only=frozenset({"like"}),
    )
)
for _name in SPARSE:
    pullback(
        f"make_{_name}",
        ("parts",),
        options={"shape": (), "dtype": None, "copy": False},
        spellings=f"scipy.sparse.{_name}",
        result=_made(_name),
        rule=_entries,
        structured=True,
        raises=True,
    )
# whole_matrix(csr_array(x), x): entries also where x is 0
pullback(
    "whole_matrix",
    ("a", "x"),
    spellings="helpers.whole_matrix",
    result=lambda ins, attrs: ins[0].type,
    rule=lambda g, y, a, x: {1: emit("sparse_toarray", with_data(y, g))},
)
