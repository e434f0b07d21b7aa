"""Parts of arrays: split along one axis, what is left after a deletion, what a condition extracts;
and functions of positions, which have no derivative."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import product
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.integers import length_of
from codegen.ir.types import BOOL, Array, TupleOf, Type, fresh_length, is_number
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import (
    added_at,
    known_rank,
    on_axis,
    rank_of,
    reshape_like,
    shape_of,
    with_item,
    zeros_like,
)
from codegen.rules.repeat import split_type

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _split_on(name: str, axis_of: Any) -> None:
    """np.vsplit and its kind: np.split along the axis that the name says."""

    def result(ins: Ins, attrs: Attrs) -> Type:
        rank = rank_of(ins[0])
        if rank is None:
            raise TypeError(f"np.{name} of an array of unknown rank: annotate the parameter")
        return split_type(ins, {**attrs, "axis": axis_of(rank)})

    linear(
        name,
        options={"sections": None},
        positional=("x", "sections"),
        spellings=f"numpy.{name}",
        result=result,
        transpose={"x": lambda g, x, sections: emit("concatenate", g, axis=axis_of(known_rank(x)))},
        view=True,
        raises=True,
    )


_split_on("vsplit", lambda rank: 0)
_split_on("hsplit", lambda rank: 0 if rank == 1 else 1)
_split_on("dsplit", lambda rank: 2)


def _flat_square(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    length = fresh_length()
    if t.shape is not None and not attrs.get("k", 0):
        length = product(t.shape)
    return Array(t.dtype, (length, length))


linear(
    "diagflat",
    options={"k": 0},
    spellings="numpy.diagflat",
    result=_flat_square,
    transpose={"x": lambda g, x, k=0: reshape_like(emit("diag", g, **({"k": k} if k else {})), x)},
)


def _left_type(ins: Ins, attrs: Attrs) -> Type:
    t, axis = array_type(ins[0].type), attrs.get("axis")
    if axis is None:
        return Array(t.dtype, (fresh_length(),))
    if t.shape is None:
        return Array(t.dtype, None)
    axis %= len(t.shape)
    return Array(t.dtype, (*t.shape[:axis], fresh_length(), *t.shape[axis + 1 :]))


def _left(g: Value, y: Value, x: Value, indices: Any, axis: int | None = None) -> Value:
    """What was not deleted has a place, the same that numbers in its stead would have."""
    length = emit("size", x) if axis is None else shape_of(x, axis)
    places = emit("delete", emit("arange", length), indices=indices)
    if axis is None:
        return reshape_like(with_item(zeros_like(emit("ravel", x)), g, places), x)
    return with_item(zeros_like(x), g, *on_axis(axis, places))


pullback(
    "delete",
    options={"indices": None, "axis": None},
    positional=("x", "indices", "axis"),
    spellings="numpy.delete",
    result=_left_type,
    rule=_left,
    raises=True,
)
pullback(
    "extract",
    ("condition", "x"),
    spellings="numpy.extract",
    result=lambda ins, attrs: Array(array_type(ins[1].type).dtype, (fresh_length(),)),
    rule=lambda g, y, condition, x: {
        1: reshape_like(
            added_at(zeros_like(emit("ravel", x)), g, emit("flatnonzero", condition)), x
        )
    },
    raises=True,
)

# Positions


def _places_of(position: int) -> Any:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        t = array_type(ins[position].type)
        return Array("int64", t.shape, scalar=is_number(ins[position].type))

    return infer


def _coordinates(ins: Ins, attrs: Attrs) -> Type:
    rank = array_type(ins[0].type).rank
    return Array("int64", None if rank is None else (fresh_length(), length_of(rank)))


nondiff("digitize", ("x", "bins"), options={"right": False}, spellings="numpy.digitize",
        result=_places_of(0), raises=True)  # fmt: skip
nondiff("argwhere", spellings="numpy.argwhere", result=_coordinates)
nondiff("array_equal", ("x", "y"), spellings="numpy.array_equal", result=lambda ins, attrs: BOOL)
for _name in ("hanning", "hamming", "blackman", "bartlett"):
    nondiff(
        _name,
        ("M",),
        spellings=f"numpy.{_name}",
        result=lambda ins, attrs: Array("float64", (length_of(ins[0]),)),
    )


def _nodes(ins: Ins, attrs: Attrs) -> Type:
    return TupleOf((Array("float64", (length_of(ins[0]),)),) * 2)


for _spelling in (
    "legendre.leggauss hermite.hermgauss hermite_e.hermegauss laguerre.laggauss chebyshev.chebgauss"
).split():
    nondiff(
        _spelling.rpartition(".")[2],
        ("deg",),
        spellings=f"numpy.polynomial.{_spelling}",
        result=_nodes,
        raises=True,
    )
