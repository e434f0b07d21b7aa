"""scipy.linalg: triangular factors, and systems that are solved with them.

The cotangent of the Cholesky factor is that of Murray, "Differentiation of the Cholesky
decomposition" (2016); that of P L U is P L^-T (strict(L^T dL) + upper(dU U^T)) U^-T.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.ops import Row, register
from codegen.ir.types import BOOL, Array, TupleOf, Type
from codegen.rules.factors import halved
from codegen.rules.kinds import pullback
from codegen.rules.language import matmul, part_of, swap_last, transpose_of, where, zeros_like
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_linalg import (
    CHECKED,
    one_triangle,
    product_of,
    right_side,
    square,
    square_stack,
    taking,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
KEPT: dict[str, Any] = {"overwrite_a": False} | CHECKED


def _factor_type(ins: Ins, attrs: Attrs) -> Type:
    t = square_stack(ins[0].type)
    return Array(float_dtype(t.dtype), t.shape)


def _cholesky(g: Value, y: Value, a: Value, lower: bool = False, **kept: Any) -> Value:
    """S = L^-T half(L^T g) L^-1 (Murray, 2016)."""
    inner = matmul(swap_last(y), g) if lower else matmul(y, swap_last(g))
    options: dict[str, Any] = {"trans": 1, "lower": True} if lower else {}
    left = emit("solve_triangular", y, halved(inner), **options)
    whole = emit("solve_triangular", y, swap_last(left), **options)
    return one_triangle(swap_last(whole), lower)


pullback(
    "scipy_cholesky",
    ("a",),
    **taking(("a",), {"lower": False} | KEPT),
    spellings="scipy.linalg.cholesky",
    result=_factor_type,
    rule=_cholesky,
    raises=True,
)


def _cho_factor(g: Value, y: Value, a: Value, lower: bool = False, **kept: Any) -> Value:
    """The other triangle of the result is that of a."""
    inside, outside = ("tril", "triu") if lower else ("triu", "tril")
    flow = part_of(g, 0)
    factor = _cholesky(emit(inside, flow), emit(inside, part_of(y, 0)), a, lower)
    return factor + emit(outside, flow, k=1 if lower else -1)


def _pair_type(ins: Ins, attrs: Attrs) -> Type:
    square(ins[0].type)
    return TupleOf((_factor_type(ins, attrs), BOOL))


pullback(
    "cho_factor",
    ("a",),
    **taking(("a",), {"lower": False} | KEPT),
    spellings="scipy.linalg.cho_factor",
    result=_pair_type,
    rule=_cho_factor,
    raises=True,
)


def _cho_solve_type(ins: Ins, attrs: Attrs) -> Type:
    pair = ins[0].type
    if not isinstance(pair, TupleOf) or len(pair.items) != 2:
        raise TypeError("scipy.linalg.cho_solve of something that is no pair (c, lower)")
    return right_side(square(pair.items[0]), ins[1].type)


def _with_factor(cotangent: Value, other: Value | float) -> Value:
    """The cotangent of a pair of which the second part has none."""
    return emit("make_tuple", cotangent, other)


def _cho_solve(g: Value, x: Value, pair: Value, b: Value, **kept: Any) -> dict[int, Value]:
    """A = L L^T or U^T U: dL = tril(S L), dU = triu(U S), S = dA + dA^T."""
    factor, lower = part_of(pair, 0), part_of(pair, 1)
    db = emit("cho_solve", pair, g)
    da = -product_of(db, x)
    both = da + transpose_of(da)
    left = emit("tril", matmul(both, emit("tril", factor)))
    right = emit("triu", matmul(emit("triu", factor), both))
    return {0: _with_factor(where(lower, left, right), 0.0), 1: db}


pullback(
    "cho_solve",
    ("c_and_lower", "b"),
    **taking(("c_and_lower", "b"), {"overwrite_b": False} | CHECKED),
    spellings="scipy.linalg.cho_solve",
    result=_cho_solve_type,
    rule=_cho_solve,
    structured=True,
    raises=True,
)


# P L U


def _lu_type(ins: Ins, attrs: Attrs) -> Type:
    t = square(ins[0].type)
    if attrs.get("p_indices"):
        raise TypeError("scipy.linalg.lu with p_indices=True: take the matrix p")
    part = Array(float_dtype(t.dtype), t.shape)
    return TupleOf((part, part) if attrs.get("permute_l") else (part, part, part))


def _unfactored(lower: Value, upper: Value, dl: Value, du: Value) -> Value:
    """The cotangent of L U: L^-T (strict(L^T dL) + upper(dU U^T)) U^-T."""
    inner = emit("tril", matmul(transpose_of(lower), dl), k=-1)
    inner = inner + emit("triu", matmul(du, transpose_of(upper)))
    left = emit("solve_triangular", lower, inner, trans=1, lower=True, unit_diagonal=True)
    return transpose_of(emit("solve_triangular", upper, transpose_of(left)))


def _lu(
    g: Value, y: Value, a: Value, permute_l: bool = False, p_indices: bool = False, **kept: Any
) -> Value:
    if permute_l:
        raise TypeError("scipy.linalg.lu with permute_l=True: p, l, u = lu(a), and p @ l")
    p, lower, upper = (part_of(y, k) for k in range(3))
    return matmul(p, _unfactored(lower, upper, part_of(g, 1), part_of(g, 2)))


pullback(
    "lu",
    ("a",),
    **taking(
        ("a",), {"permute_l": False, "overwrite_a": False, "check_finite": True, "p_indices": False}
    ),
    spellings="scipy.linalg.lu",
    result=_lu_type,
    rule=_lu,
    raises=True,
)


def _pivoted_type(ins: Ins, attrs: Attrs) -> Type:
    t = square(ins[0].type)
    return TupleOf(
        (Array(float_dtype(t.dtype), t.shape), Array("int32", t.shape[:1] if t.shape else None))
    )


# helpers.pivoted(x, piv): the rows of x in the order of the pivots; back: from it
register(
    Row(
        "pivoted",
        ("x", "piv"),
        options={"back": False},
        spellings=("helpers.pivoted",),
        result=lambda ins, attrs: ins[0].type,
        pullback=lambda op, gs, wanted: (
            {} if gs[0] is None else {0: _pivoted(gs[0], op.ins[1], not op.attrs.get("back"))}
        ),
    )
)


def _pivoted(x: Value, piv: Value, back: bool = False) -> Value:
    return emit("pivoted", x, piv, back=True) if back else emit("pivoted", x, piv)


def _unit(x: Value) -> Value:
    """The lower factor of a pair, which has ones on its diagonal."""
    return emit("tril", x, k=-1) + emit("eye", emit("len", x))


def _lu_factor(g: Value, y: Value, a: Value, **kept: Any) -> Value:
    factors, piv = part_of(y, 0), part_of(y, 1)
    flow = part_of(g, 0)
    product = _unfactored(_unit(factors), emit("triu", factors), flow, flow)
    return _pivoted(product, piv, back=True)


pullback(
    "lu_factor",
    ("a",),
    **taking(("a",), KEPT),
    spellings="scipy.linalg.lu_factor",
    result=_pivoted_type,
    rule=_lu_factor,
    raises=True,
)


def _lu_solve_type(ins: Ins, attrs: Attrs) -> Type:
    pair = ins[0].type
    if not isinstance(pair, TupleOf) or len(pair.items) != 2:
        raise TypeError("scipy.linalg.lu_solve of something that is no pair (lu, piv)")
    return right_side(square(pair.items[0]), ins[1].type)


def _lu_solve(
    g: Value, x: Value, pair: Value, b: Value, trans: int = 0, **kept: Any
) -> dict[int, Value]:
    """A = P L U: dL = strict(P^T dA U^T), dU = upper(L^T P^T dA)."""
    factors, piv = part_of(pair, 0), part_of(pair, 1)
    options: dict[str, Any] = {} if trans else {"trans": 1}
    db = emit("lu_solve", pair, g, **options)
    da = _pivoted(-(product_of(x, db) if trans else product_of(db, x)), piv)
    below = emit("tril", matmul(da, transpose_of(emit("triu", factors))), k=-1)
    above = emit("triu", matmul(transpose_of(_unit(factors)), da))
    return {0: _with_factor(below + above, zeros_like(piv)), 1: db}


pullback(
    "lu_solve",
    ("lu_and_piv", "b"),
    **taking(("lu_and_piv", "b"), {"trans": 0, "overwrite_b": False} | CHECKED),
    spellings="scipy.linalg.lu_solve",
    result=_lu_solve_type,
    rule=_lu_solve,
    structured=True,
    raises=True,
)
