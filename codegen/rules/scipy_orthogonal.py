"""scipy.linalg: QR factors and least squares, as in NumPy but for what they return."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import INT, Array, TupleOf, Type, facts, fresh_length
from codegen.rules.complex_numbers import real_dtype
from codegen.rules.factors import of_factors
from codegen.rules.kinds import pullback
from codegen.rules.language import conj, cotangent_parts, part_of
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_linalg import CHECKED, KEPT, matrix, taking
from codegen.rules.singular import least, of_solution

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _qr_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if attrs.get("pivoting"):
        raise TypeError(
            "scipy.linalg.qr with pivoting=True: q, r = qr(a[:, p]) with p from outside"
        )
    mode = attrs.get("mode", "full")
    if mode not in ("full", "economic", "r"):
        raise TypeError(f"scipy.linalg.qr with mode={mode!r}: use full, economic or r")
    if t.shape is None or len(t.shape) < 2:
        raise TypeError("scipy.linalg.qr of something that is no matrix")
    *batch, m, n = t.shape
    dtype = float_dtype(t.dtype)
    k = least(m, n) if mode == "economic" else m
    r = Array(dtype, (*batch, k, n))
    return TupleOf((r,) if mode == "r" else (Array(dtype, (*batch, m, k)), r))


def _qr(g: Value, y: Value, x: Value, mode: str = "full", **kept: Any) -> Value | None:
    *before, dr = cotangent_parts(g)
    dq = before[0] if before else None
    if mode == "r":
        y = emit("scipy_qr", x)
    return of_factors(part_of(y, 0), part_of(y, 1), dq, dr, x, complete=mode != "economic")


pullback(
    "scipy_qr",
    ("a",),
    **taking(
        ("a",),
        {"overwrite_a": False, "lwork": None, "mode": "full", "pivoting": False} | CHECKED,
    ),
    spellings="scipy.linalg.qr",
    result=_qr_type,
    rule=_qr,
    raises=True,
)


def _lstsq_type(ins: Ins, attrs: Attrs) -> Type:
    """How many residuals there are hangs on the rank."""
    a, b = matrix(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None or len(b.shape) not in (1, 2):
        raise TypeError("scipy.linalg.lstsq of arrays of unknown rank: annotate the parameters")
    facts().unify(a.shape[0], b.shape[0])
    dtype = float_dtype(a.dtype, b.dtype)
    real = real_dtype(dtype)
    rest = Array(real, (fresh_length(),) if len(b.shape) == 2 else None)
    values = Array(real, (least(*a.shape),))
    return TupleOf((Array(dtype, (a.shape[1], *b.shape[1:])), rest, INT, values))


def _lstsq(
    g: Value, y: Value, a: Value, b: Value, cond: float | None = None, **kept: Any
) -> dict[int, Value]:
    dx, dsquares, _, dvalues = cotangent_parts(g)
    if dsquares is not None:
        raise TypeError("the residuals of scipy.linalg.lstsq: x = lstsq(a, b)[0], and a @ x - b")
    if dvalues is not None:
        raise TypeError("the singular values of scipy.linalg.lstsq: use scipy.linalg.svdvals")
    if dx is None:
        return {}
    found = of_solution(conj(dx), part_of(y, 0), a, b, cond)
    return {k: conj(value) for k, value in found.items()}


pullback(
    "scipy_lstsq",
    ("a", "b"),
    **taking(("a", "b"), {"cond": None} | KEPT | {"lapack_driver": None}),
    spellings="scipy.linalg.lstsq",
    result=_lstsq_type,
    rule=_lstsq,
    raises=True,
)
