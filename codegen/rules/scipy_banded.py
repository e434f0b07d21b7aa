"""scipy.linalg: systems with banded matrices, which are stored by diagonals, ab[u + i - j, j].

Their cotangents are stored the same way: no rule makes a matrix of n by n. The corners of ab that
lie outside the matrix are not read and have the derivative 0.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value
from codegen.ir.types import Array, TupleOf, Type, facts, fresh_length
from codegen.rules.kinds import bilinear, linear, pullback
from codegen.rules.language import added_at, item, part_of
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_linalg import CHECKED, taking

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
KEPT: dict[str, Any] = {"overwrite_ab": False, "overwrite_b": False}


def _product_dtype(x: Value, y: Value) -> str | None:
    return float_dtype(array_type(x.type).dtype, array_type(y.type).dtype)


def _band_type(ins: Ins, attrs: Attrs) -> Type:
    shape = array_type(ins[2].type).shape
    assert shape
    return Array(_product_dtype(ins[2], ins[3]), (fresh_length(), shape[0]))


def _matmul(low: Value, up: Value, ab: Value, x: Value) -> Value:
    return emit("band_matmul", low, up, ab, x)


def _transpose(low: Value, up: Value, ab: Value) -> Value:
    return emit("band_transpose", low, up, ab)


bilinear(
    "in_band",
    ("lower", "upper", "rows", "columns"),
    spellings="helpers.in_band",
    result=_band_type,
    transpose={
        "rows": lambda g, low, up, rows, columns: _matmul(low, up, g, columns),
        "columns": lambda g, low, up, rows, columns: _matmul(up, low, _transpose(low, up, g), rows),
    },
)
bilinear(
    "band_matmul",
    ("lower", "upper", "ab", "x"),
    spellings="helpers.band_matmul",
    result=lambda ins, attrs: Array(_product_dtype(ins[2], ins[3]), array_type(ins[3].type).shape),
    transpose={
        "ab": lambda g, low, up, ab, x: emit("in_band", low, up, g, x),
        "x": lambda g, low, up, ab, x: _matmul(up, low, _transpose(low, up, ab), g),
    },
)
linear(
    "band_transpose",
    ("lower", "upper", "ab"),
    spellings="helpers.band_transpose",
    result=lambda ins, attrs: array_type(ins[2].type),
    transpose={"ab": lambda g, low, up, ab: _transpose(up, low, g)},
)


def _system_type(ab: Value, b: Value) -> Type:
    bands, right = array_type(ab.type), array_type(b.type)
    if bands.shape is None or len(bands.shape) != 2:
        raise TypeError("a banded matrix that is not given by one array of two axes")
    if right.shape is None or len(right.shape) not in (1, 2):
        raise TypeError("the number of axes of the right side must be known here, 1 or 2")
    facts().unify(bands.shape[1], right.shape[0])
    return Array(float_dtype(bands.dtype, right.dtype), right.shape)


def _banded_type(ins: Ins, attrs: Attrs) -> Type:
    widths = ins[0].type
    if not isinstance(widths, TupleOf) or len(widths.items) != 2:
        raise TypeError("scipy.linalg.solve_banded takes the widths as a pair (l, u)")
    return _system_type(ins[1], ins[2])


def _solve_banded(
    g: Value, x: Value, widths: Value, ab: Value, b: Value, **kept: Any
) -> dict[int, Value]:
    low, up = part_of(widths, 0), part_of(widths, 1)
    turned = _transpose(low, up, ab)
    db = emit("solve_banded", emit("make_tuple", up, low), turned, g)
    return {1: -emit("in_band", low, up, db, x), 2: db}


pullback(
    "solve_banded",
    ("l_and_u", "ab", "b"),
    **taking(("l_and_u", "ab", "b"), KEPT | CHECKED),
    spellings="scipy.linalg.solve_banded",
    result=_banded_type,
    rule=_solve_banded,
    structured=True,
    raises=True,
)


def _solveh_banded(
    g: Value, x: Value, ab: Value, b: Value, lower: bool = False, **kept: Any
) -> dict[int, Value]:
    """Every element beside the diagonal stands for two of the matrix."""
    db = emit_op("solveh_banded", (ab, g), {"lower": True} if lower else {}).out
    width = emit("len", ab) - 1
    low, up = (width, 0) if lower else (0, width)
    both = emit("in_band", low, up, db, x) + emit("in_band", low, up, x, db)
    diagonal = 0 if lower else -1
    return {0: -added_at(both, -item(both, diagonal) / 2, diagonal), 1: db}


pullback(
    "solveh_banded",
    ("ab", "b"),
    **taking(
        ("ab", "b"),
        {"overwrite_ab": False, "overwrite_b": False, "lower": False} | CHECKED,
    ),
    spellings="scipy.linalg.solveh_banded",
    result=lambda ins, attrs: _system_type(*ins),
    rule=_solveh_banded,
    raises=True,
)
