"""Eigenvalues, singular values, QR and Cholesky factors.

The cotangents are those of Giles (2008), Seeger et al., "Auto-differentiating linear algebra"
(2017) and Wan & Zhang, "Automatic differentiation for complex valued SVD" (2019). They are written
for G = conj(g), whose inner product with dA is the real part of tr(G^H dA).

Where eigenvalues (or singular values) coincide, their vectors have no derivative: `over_gaps` says
nan, unless the loss does not read them. A loss of the values alone needs no gaps.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, TupleOf, Type, facts
from codegen.rules.complex_numbers import real_dtype
from codegen.rules.kinds import nondiff, pullback
from codegen.rules.language import (
    adjoint,
    conj,
    cotangent_parts,
    item,
    matmul,
    may_be_complex,
    part_of,
    rank_of,
    sum_over,
)
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def across(v: Value) -> Value:
    """A vector, or a stack of them, as factors of the columns of matrices: v[..., None, :]."""
    return v if rank_of(v) == 1 else item(v, Ellipsis, None, Slice())


def down(v: Value) -> Value:
    """The same as factors of the rows: v[..., :, None]."""
    return item(v, Slice(), None) if rank_of(v) == 1 else item(v, Ellipsis, None)


def from_triangle(s: Value, uplo: str = "L") -> Value:
    """The cotangent of a matrix of which one triangle is read, from that of the Hermitian one."""
    keep, other, step = ("tril", "triu", 1) if uplo.upper() == "L" else ("triu", "tril", -1)
    mirrored = adjoint(emit(other, s, k=step))
    return emit(keep, _real_diagonal(s)) + mirrored


def of_triangle(x: Value) -> Value:
    """The Hermitian matrix of which the lower triangle is read."""
    return emit("tril", _real_diagonal(x)) + adjoint(emit("tril", x, k=-1))


def _real_diagonal(s: Value) -> Value:
    """A complex diagonal is read as real."""
    if not may_be_complex(s):
        return s
    mean = (s + conj(s)) / 2
    return s + emit("tril", emit("triu", mean - s))


# ---------------------------------------------------------------- what vectors need


def _same_as_first(ins: Ins, attrs: Attrs) -> Type:
    return array_type(ins[0].type)


def _over_gaps(g: Value, y: Value, x: Value, w: Value) -> dict[int, Value]:
    shares = emit("over_gaps", g * y, w)
    return {
        0: emit("over_gaps", g, w),
        1: sum_over(shares, -1) - sum_over(shares, -2),
    }


pullback(
    "over_gaps",
    ("x", "w"),
    spellings="helpers.over_gaps",
    result=_same_as_first,
    rule=_over_gaps,
)
nondiff(
    "unless_arbitrary",
    ("x",),
    spellings="helpers.unless_arbitrary",
    result=lambda ins, attrs: Array("float64", (), scalar=True),
)

# ---------------------------------------------------------------- eigenvalues


def square(t: Array) -> Array:
    """TypeError for what is certainly no square matrix or stack of them."""
    if t.shape is not None:
        if len(t.shape) < 2:
            raise TypeError("this takes a square matrix")
        facts().unify(t.shape[-1], t.shape[-2])
    return t


def _values_type(t: Array, dtype: str | None) -> Array:
    shape = None if t.shape is None else t.shape[:-1]
    return Array(dtype, shape)


def _eigh_type(ins: Ins, attrs: Attrs) -> Type:
    t = square(array_type(ins[0].type))
    dtype = float_dtype(t.dtype)
    return TupleOf((_values_type(t, real_dtype(dtype)), Array(dtype, t.shape)))


def _of_vectors(values: Value, vectors: Value, dw: Value | None, dv: Value | None) -> Value:
    """V (diag(dw) + V^H dv / gaps) V^H."""
    turned = adjoint(vectors)
    inner = None
    if dv is not None:
        inner = matmul(matmul(vectors, emit("over_gaps", matmul(turned, dv), values)), turned)
    if dw is None:
        assert inner is not None
        return inner
    outer = matmul(vectors * across(dw), turned)
    return outer if inner is None else outer + inner


def _eigh(g: Value, y: Value, x: Value, UPLO: str = "L") -> Value | None:
    dw, dv = cotangent_parts(g)
    if dw is None and dv is None:
        return None
    values, vectors = (part_of(y, k) for k in (0, 1))
    dv = None if dv is None else conj(dv)
    return conj(from_triangle(_of_vectors(values, vectors, dw, dv), UPLO))


pullback(
    "eigh",
    options={"UPLO": "L"},
    spellings="numpy.linalg.eigh",
    result=_eigh_type,
    rule=_eigh,
    parts=("eigenvalues", "eigenvectors"),
    raises=True,
)


def _eigvalsh(g: Value, y: Value, x: Value, UPLO: str = "L") -> Value:
    attrs = {} if UPLO == "L" else {"UPLO": UPLO}
    vectors = part_of(emit("eigh", x, **attrs), 1)
    return conj(from_triangle(_of_vectors(y, vectors, g, None), UPLO))


pullback(
    "eigvalsh",
    options={"UPLO": "L"},
    spellings="numpy.linalg.eigvalsh",
    result=lambda ins, attrs: _eigh_type(ins, attrs).items[0],  # type: ignore[union-attr]
    rule=_eigvalsh,
    raises=True,
)


def _wide(dtype: str | None) -> str:
    return "complex64" if float_dtype(dtype) in ("float32", "complex64") else "complex128"


def _eig_type(ins: Ins, attrs: Attrs) -> Type:
    """Complex: NumPy makes real arrays of them where all eigenvalues are real."""
    t = square(array_type(ins[0].type))
    dtype = _wide(t.dtype)
    return TupleOf((_values_type(t, dtype), Array(dtype, t.shape)))


def _of_eigenvectors(values: Value, vectors: Value, dw: Value | None, dv: Value | None) -> Value:
    """V^-H (diag(dw) + (V^H dv - V^H V diag(V^H dv)) / gaps) V^H: columns of length 1."""
    turned = adjoint(vectors)
    inner = None
    if dv is not None:
        mixed = matmul(turned, dv)
        along = emit("real", sum_over(conj(vectors) * dv, -2))
        free = mixed - matmul(turned, vectors) * across(along)
        inner = emit("over_gaps", free, conj(values))
    if dw is None:
        assert inner is not None
        return emit("solve", turned, matmul(inner, turned))
    outer = emit("solve", turned, down(dw) * turned)
    if inner is None:
        return outer
    return outer + emit("solve", turned, matmul(inner, turned))


def _eig(g: Value, y: Value, x: Value) -> Value | None:
    dw, dv = cotangent_parts(g)
    if dw is None and dv is None:
        return None
    parts = [None if each is None else conj(each) for each in (dw, dv)]
    return conj(_of_eigenvectors(part_of(y, 0), part_of(y, 1), *parts))


pullback(
    "eig",
    spellings="numpy.linalg.eig",
    result=_eig_type,
    rule=_eig,
    parts=("eigenvalues", "eigenvectors"),
    raises=True,
)
pullback(
    "eigvals",
    spellings="numpy.linalg.eigvals",
    result=lambda ins, attrs: _eig_type(ins, attrs).items[0],  # type: ignore[union-attr]
    rule=lambda g, y, x: conj(_of_eigenvectors(y, part_of(emit("eig", x), 1), conj(g), None)),
    raises=True,
)
