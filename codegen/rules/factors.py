"""QR and Cholesky factors.

The cotangent of the Cholesky factor is that of Murray, "Differentiation of the Cholesky
decomposition" (2016); as NumPy does, it reads one triangle only. That of a wide QR is of Liao et
al., "Differentiable programming tensor networks" (2019): the first columns decide about Q.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, Length, TupleOf, Type, facts
from codegen.rules.decompositions import from_triangle, square
from codegen.rules.kinds import pullback
from codegen.rules.language import (
    adjoint,
    conj,
    cotangent_parts,
    item,
    matmul,
    part_of,
    zeros_like,
)
from codegen.rules.matrices import float_dtype
from codegen.rules.singular import least, without_completion

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _factor_type(ins: Ins, attrs: Attrs) -> Type:
    t = square(array_type(ins[0].type))
    return Array(float_dtype(t.dtype), t.shape)


def lower(x: Value, k: int = 0) -> Value:
    return emit("tril", x, k=k) if k else emit("tril", x)


def halved(x: Value) -> Value:
    """The lower triangle with half the diagonal."""
    return (lower(x) + lower(x, -1)) / 2


def _cholesky(g: Value, y: Value, x: Value, upper: bool = False) -> Value:
    """S = L^-H phi(L^H g) L^-1, phi: the lower triangle with half the diagonal."""
    factor, g = (adjoint(y), adjoint(conj(g))) if upper else (y, conj(g))
    turned = adjoint(factor)
    inner = halved(matmul(turned, g))
    back = emit("inv", factor)
    whole = matmul(matmul(adjoint(back), inner), back)
    return conj(from_triangle(whole, "U" if upper else "L"))


pullback(
    "cholesky",
    options={"upper": False},
    positional=("x",),
    spellings="numpy.linalg.cholesky",
    result=_factor_type,
    rule=_cholesky,
    raises=True,
)


def _qr_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    mode = attrs.get("mode", "reduced")
    if mode not in ("reduced", "complete", "r"):
        raise TypeError(f"np.linalg.qr with mode={mode!r}: use reduced, complete or r")
    dtype = float_dtype(t.dtype)
    if t.shape is None:
        unknown = Array(dtype, None)
        return unknown if mode == "r" else TupleOf((unknown, unknown))
    *batch, m, n = t.shape
    k = m if mode == "complete" else least(m, n)
    r = Array(dtype, (*batch, k, n))
    return r if mode == "r" else TupleOf((Array(dtype, (*batch, m, k)), r))


def _rows(x: Value, start: Any, stop: Any) -> Value:
    return item(x, Ellipsis, Slice(start, stop), Slice())


def _columns(x: Value, start: Any, stop: Any) -> Value:
    return item(x, Ellipsis, Slice(start, stop))


def _square_back(q: Value, r: Value, dq: Value | None, dr: Value | None) -> Value:
    """(dQ + Q syminv(dR R^H - Q^H dQ)) R^-H, where R is square."""
    inner = None if dr is None else matmul(dr, adjoint(r))
    if dq is not None:
        along = matmul(adjoint(q), dq)
        inner = -along if inner is None else inner - along
    assert inner is not None
    upper = emit("triu", inner)
    symmetric = upper + adjoint(emit("triu", inner, k=1))
    diagonal = emit("tril", upper)
    symmetric = symmetric + (conj(diagonal) - diagonal) / 2
    whole = matmul(q, symmetric)
    whole = whole if dq is None else dq + whole
    return adjoint(emit("solve", r, adjoint(whole)))


def _is_tall(x: Value) -> bool:
    """Certainly no more columns than rows."""
    t = array_type(x.type)
    if t.shape is None:
        return False
    m, n = (facts().resolve(length) for length in t.shape[-2:])
    return facts().equal(m, n) or (None not in (m.known, n.known) and _at_least(m, n))


def _at_least(m: Length, n: Length) -> bool:
    return (m.known or 0) >= (n.known or 0)


def _qr(g: Value, y: Value, x: Value, mode: str = "reduced") -> Value | None:
    dq: Value | None
    dr: Value | None
    if mode == "r":
        dq, dr = None, g
        y = emit("qr", x)
    else:
        dq, dr = cotangent_parts(g)
    return of_factors(part_of(y, 0), part_of(y, 1), dq, dr, x, mode == "complete")


def of_factors(
    q: Value, r: Value, dq: Value | None, dr: Value | None, x: Value, complete: bool
) -> Value | None:
    """The cotangent of x = Q R. complete: Q is square, R as tall as x."""
    if dq is None and dr is None:
        return None
    dq, dr = (None if each is None else conj(each) for each in (dq, dr))
    if complete and not _is_tall_and_square(x):
        count = emit("minimum", emit("shape", x, axis=-2), emit("shape", x, axis=-1))
        q, dq = without_completion(q, dq, count)
        r, dr = _rows(r, None, count), None if dr is None else _rows(dr, None, count)
    if _is_tall(x):
        return conj(_square_back(q, r, dq, dr))
    count = emit("shape", r, axis=-2)
    rest = _columns(x, count, None)  # nothing, where the matrix is tall
    dfirst = None if dr is None else _columns(dr, None, count)
    if dr is not None:
        drest = _columns(dr, count, None)
        mixed = matmul(rest, adjoint(drest))
        dq = mixed if dq is None else dq + mixed
    first = _square_back(q, _columns(r, None, count), dq, dfirst)
    behind = zeros_like(rest) if dr is None else matmul(q, drest)
    return conj(emit("concatenate", first, behind, axis=-1))


def _is_tall_and_square(x: Value) -> bool:
    t = array_type(x.type)
    return t.shape is not None and facts().equal(t.shape[-1], t.shape[-2])


pullback(
    "qr",
    options={"mode": "reduced"},
    positional=("x", "mode"),
    spellings="numpy.linalg.qr",
    result=_qr_type,
    rule=_qr,
    parts=("Q", "R"),
    raises=True,
)
