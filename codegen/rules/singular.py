"""Singular values, and what is computed by them: pseudo-inverse, least squares, rank.

See `decompositions` for the sources, and for what happens where singular values coincide.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import INT, Array, Length, TupleOf, Type, facts, fresh_length
from codegen.rules.complex_numbers import real_dtype
from codegen.rules.decompositions import across, down, from_triangle, of_triangle
from codegen.rules.kinds import nondiff, pullback
from codegen.rules.language import (
    adjoint,
    conj,
    cotangent_parts,
    equal,
    item,
    known_rank,
    matmul,
    part_of,
    sum_over,
    where,
)
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def least(m: Length, n: Length) -> Length:
    """min(m, n)."""
    known = facts()
    if known.equal(m, n):
        return m
    first, second = known.resolve(m).known, known.resolve(n).known
    if first is not None and second is not None:
        return Length.of(min(first, second))
    if 1 in (first, second):
        return Length.of(1)
    return fresh_length(not_one=known.not_one(m) and known.not_one(n))


def _svd_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    dtype = float_dtype(t.dtype)
    only_values = not attrs.get("compute_uv", True)
    if t.shape is None:
        values = Array(real_dtype(dtype), None)
        vectors = Array(dtype, None)
        return values if only_values else TupleOf((vectors, values, vectors))
    if len(t.shape) < 2:
        raise TypeError("np.linalg.svd of a vector")
    *batch, m, n = t.shape
    k = least(m, n)
    values = Array(real_dtype(dtype), (*batch, k))
    if only_values:
        return values
    full = attrs.get("full_matrices", True)
    left = Array(dtype, (*batch, m, m if full else k))
    right = Array(dtype, (*batch, n if full else k, n))
    return TupleOf((left, values, right))


def _is_square(x: Value) -> bool:
    t = array_type(x.type)
    return t.shape is not None and facts().equal(t.shape[-1], t.shape[-2])


def _columns(x: Value, start: Any, stop: Any) -> Value:
    return item(x, Ellipsis, Slice(start, stop))


def without_completion(
    vectors: Value, dvectors: Value | None, count: Value
) -> tuple[Value, Value | None]:
    """The vectors that a matrix decides about and their cotangent, of vectors that were completed
    to a square matrix U = [U1 U2]. A loss may depend on the space of U2, that is on U1; where it
    asks for more the cotangent is nan."""
    first, rest = _columns(vectors, None, count), _columns(vectors, count, None)
    if dvectors is None:
        return first, None
    drest = _columns(dvectors, count, None)
    turned = adjoint(drest)
    free = _columns(dvectors, None, count) - matmul(rest, matmul(turned, first))
    return first, free + emit("unless_arbitrary", matmul(turned, rest))


def _of_values(u: Value, ds: Value, vh: Value) -> Value:
    return matmul(u * across(ds), vh)


def _of_all(
    u: Value, s: Value, vh: Value, du: Value | None, ds: Value | None, dvh: Value | None, x: Value
) -> Value:
    """U ((Y + Y^H) / 2 + (Z - Z^H) / (2 (s_i + s_j)) + diag(ds)) V^H, and what leaves the spaces
    of U and V. Y is U^H dU + V^H dV over the gaps of s, Z their difference."""
    turned, v = adjoint(u), adjoint(vh)
    left = None if du is None else matmul(turned, du)
    right = None if dvh is None else matmul(vh, adjoint(dvh))
    both = right if left is None else left if right is None else left + right
    if left is None or right is None:
        only = right if left is None else left
        assert only is not None
        difference = only if right is None else -only
    else:
        difference = left - right
    assert both is not None
    shares = emit("over_gaps", both, s)
    sums = across(s) + down(s)
    twisted = (difference - adjoint(difference)) / where(equal(sums, 0), 1, sums)
    inner = (shares + adjoint(shares) + twisted) / 2
    whole = matmul(matmul(u, inner), vh)
    if ds is not None:
        whole = whole + _of_values(u, ds, vh)
    if not _is_square(x):
        inverse = 1 / where(equal(s, 0), 1, s)
        if du is not None and left is not None:
            whole = whole + matmul((du - matmul(u, left)) * across(inverse), vh)
        if dvh is not None:
            outside = dvh - matmul(matmul(dvh, v), vh)
            whole = whole + matmul(u * across(inverse), outside)
    return whole


def _svd(
    g: Value,
    y: Value,
    x: Value,
    full_matrices: bool = True,
    compute_uv: bool = True,
    hermitian: bool = False,
) -> Value | None:
    if not compute_uv:
        return _singular_values(g, x, hermitian)
    du, ds, dvh = cotangent_parts(g)
    if du is None and dvh is None:
        return None if ds is None else _singular_values(ds, x, hermitian)
    u, s, vh = (part_of(y, k) for k in range(3))
    du, dvh = (None if each is None else conj(each) for each in (du, dvh))
    if full_matrices and not _is_square(x):
        count = emit("shape", s, axis=-1)
        u, du = without_completion(u, du, count)
        v, dv = without_completion(adjoint(vh), None if dvh is None else adjoint(dvh), count)
        vh, dvh = adjoint(v), None if dv is None else adjoint(dv)
    found = _of_all(u, s, vh, du, ds, dvh, x)
    return conj(from_triangle(found) if hermitian else found)


def _singular_values(ds: Value, x: Value, hermitian: bool = False) -> Value:
    attrs: dict[str, Any] = {"full_matrices": False} | ({"hermitian": True} if hermitian else {})
    thin = emit("svd", x, **attrs)
    found = _of_values(part_of(thin, 0), ds, part_of(thin, 2))
    return conj(from_triangle(found) if hermitian else found)


pullback(
    "svd",
    options={"full_matrices": True, "compute_uv": True, "hermitian": False},
    spellings="numpy.linalg.svd",
    result=_svd_type,
    rule=_svd,
    parts=("U", "S", "Vh"),
    raises=True,
)
pullback(
    "svdvals",
    spellings="numpy.linalg.svdvals",
    result=lambda ins, attrs: _svd_type(ins, {"compute_uv": False}),
    rule=lambda g, y, x: _singular_values(g, x),
    raises=True,
)


def _rank_type(ins: Ins, attrs: Attrs) -> Type:
    shape = array_type(ins[0].type).shape
    if shape is None:
        return Array("int64", None, generic=True)
    return Array("int64", shape[:-2], scalar=len(shape) <= 2)


nondiff(
    "matrix_rank",
    options={"tol": None, "hermitian": False, "rtol": None},
    positional=("x", "tol", "hermitian", "rtol"),
    spellings="numpy.linalg.matrix_rank",
    result=_rank_type,
    raises=True,
)


# ---------------------------------------------------------------- pseudo-inverse, least squares


def _pinv_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    dtype = float_dtype(t.dtype)
    if t.shape is None:
        return Array(dtype, None)
    *batch, m, n = t.shape
    return Array(dtype, (*batch, n, m))


def _pinv(
    g: Value, y: Value, x: Value, rcond: Any = None, hermitian: bool = False, rtol: Any = None
) -> Value:
    """-P^H g P^H + (I - A P) g^H P P^H + P^H P g^H (I - P A), P the pseudo-inverse."""
    dp = conj(g)
    if hermitian:
        x = of_triangle(x)
    across_ = adjoint(y)
    turned = adjoint(dp)
    ahead = matmul(turned, matmul(y, across_))
    behind = matmul(matmul(across_, y), turned)
    found = (
        ahead
        - matmul(x, matmul(y, ahead))
        + behind
        - matmul(matmul(behind, y), x)
        - matmul(matmul(across_, dp), across_)
    )
    return conj(from_triangle(found) if hermitian else found)


pullback(
    "pinv",
    options={"rcond": None, "hermitian": False, "rtol": None},
    positional=("x", "rcond", "hermitian", "rtol"),
    spellings="numpy.linalg.pinv",
    result=_pinv_type,
    rule=_pinv,
    raises=True,
)


def _lstsq_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None:
        raise TypeError("np.linalg.lstsq of arrays of unknown rank: annotate the parameters")
    facts().unify(a.shape[0], b.shape[0])
    dtype = float_dtype(a.dtype, b.dtype)
    x = Array(dtype, (a.shape[1], *b.shape[1:]))
    rest = Array(real_dtype(dtype), (fresh_length(),))
    values = Array(real_dtype(dtype), (least(a.shape[0], a.shape[1]),))
    return TupleOf((x, rest, INT, values))


def of_solution(dx: Value, x: Value, a: Value, b: Value, rcond: Any = None) -> dict[int, Value]:
    """The cotangents of a and b, of x = P b with the pseudo-inverse P of a."""
    vector = known_rank(b) == 1
    r = b - matmul(a, x)
    attrs = {} if rcond is None else {"rcond": rcond}
    back = emit("pinv", a, **attrs)
    lam = matmul(adjoint(back), dx)
    xs, rs, dxs, lams = (down(each) if vector else each for each in (x, r, dx, lam))
    da = (
        matmul(rs, adjoint(matmul(back, lams)))
        - matmul(lams, adjoint(xs))
        + matmul(matmul(adjoint(back), xs), adjoint(dxs - matmul(adjoint(a), lams)))
    )
    return {0: da, 1: lam}


def _lstsq(g: Value, y: Value, a: Value, b: Value, rcond: Any = None) -> dict[int, Value]:
    """x = P b; the residuals are squares of r = b - a x, which is orthogonal to all that a x is."""
    dx, dsquares, _, dvalues = cotangent_parts(g)
    if dvalues is not None:
        raise TypeError("the singular values of np.linalg.lstsq: use np.linalg.svdvals")
    vector = known_rank(b) == 1
    x = part_of(y, 0)
    found: list[dict[int, Value]] = []
    if dx is not None:
        found.append(of_solution(conj(dx), x, a, b, rcond))
    if dsquares is not None:
        each = sum_over(dsquares) if vector else dsquares
        scaled = 2 * each * (b - matmul(a, x))
        xs = down(x) if vector else x
        found.append({0: -matmul(down(scaled) if vector else scaled, adjoint(xs)), 1: scaled})
    total = found[0] if found else {}
    for more in found[1:]:
        total = {k: total[k] + more[k] for k in total}
    return {k: conj(value) for k, value in total.items()}


pullback(
    "lstsq",
    ("a", "b"),
    options={"rcond": None},
    positional=("a", "b", "rcond"),
    spellings="numpy.linalg.lstsq",
    result=_lstsq_type,
    rule=_lstsq,
    raises=True,
)
