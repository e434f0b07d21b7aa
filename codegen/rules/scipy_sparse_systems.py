"""scipy.sparse.linalg: systems, norms, exponentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value
from codegen.ir.types import Array, Length, Opaque, Type, facts
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import equal, where
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_sparse import at_entries, sparse, stored, transposed

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

# Systems


def _solution_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), array_type(ins[1].type)
    if b.shape is None or len(b.shape) not in (1, 2):
        raise TypeError("spsolve with a right side without 1 or 2 axes")
    facts().unify(a.shape[0], a.shape[1])
    facts().unify(a.shape[0], b.shape[0])
    if len(b.shape) == 2 and b.shape[1] == Length.of(1):
        raise TypeError("spsolve with a right side of one column, of which it makes a vector")
    return Array(float_dtype(a.dtype, b.dtype), b.shape)


def _spsolve(g: Value, x: Value, a: Value, b: Value, **options: Any) -> dict[int, Value]:
    db = emit_op("spsolve", (transposed(a), g), options).out
    return {0: -at_entries(a, db, x), 1: db}


pullback(
    "spsolve",
    ("a", "b"),
    options={"permc_spec": None, "use_umfpack": True},
    spellings="scipy.sparse.linalg.spsolve",
    result=_solution_type,
    rule=_spsolve,
    raises=True,
)

# Factors, for several right sides: the matrix goes along, so that it has a cotangent

nondiff(
    "splu",
    ("a",),
    spellings="scipy.sparse.linalg.splu",
    result=lambda ins, attrs: Opaque("scipy.sparse.linalg.SuperLU"),
    raises=True,
)


def _solved_by(
    g: Value, x: Value, factors: Value, a: Value, b: Value, trans: str = "N"
) -> dict[int, Value]:
    other = {"trans": "T"} if trans == "N" else {}
    db = emit_op("solved_by", (factors, a, g), other).out
    left, right = (db, x) if trans == "N" else (x, db)
    return {1: -at_entries(a, left, right), 2: db}


def _solved_type(ins: Ins, attrs: Attrs) -> Type:
    if attrs.get("trans", "N") not in ("N", "T"):
        raise TypeError("`.solve()` of the factors of a matrix: trans is 'N' or 'T'")
    a, b = sparse(ins[1]), array_type(ins[2].type)
    if b.shape is None or len(b.shape) not in (1, 2):
        raise TypeError("`.solve()` with a right side without 1 or 2 axes")
    facts().unify(a.shape[0], b.shape[0])
    return Array(float_dtype(a.dtype, b.dtype), b.shape)


pullback(
    "solved_by",
    ("factors", "a", "b"),
    options={"trans": "N"},
    spellings="helpers.solved_by",
    result=_solved_type,
    rule=_solved_by,
    structured=True,
    raises=True,
)


def _triangular(g: Value, x: Value, a: Value, b: Value, lower: bool = True) -> dict[int, Value]:
    other = {} if not lower else {"lower": False}
    db = emit_op("spsolve_triangular", (transposed(a), g), other).out
    return {0: -at_entries(a, db, x), 1: db}


pullback(
    "spsolve_triangular",
    ("A", "b"),
    options={"lower": True},
    positional=("A", "b", "lower"),
    spellings="scipy.sparse.linalg.spsolve_triangular",
    result=_solution_type,
    rule=_triangular,
    raises=True,
)

# Norms and exponentials


def _norm_type(ins: Ins, attrs: Attrs) -> Type:
    if attrs.get("ord") not in (None, "fro"):
        raise TypeError("scipy.sparse.linalg.norm of another order than Frobenius': A.toarray()")
    return Array(float_dtype(sparse(ins[0]).dtype), (), scalar=True)


def _norm(g: Value, y: Value, a: Value, **options: Any) -> Value:
    """0 where all is 0, as of a vector."""
    return g / where(equal(y, 0), 1.0, y) * stored(a)


pullback(
    "sparse_norm",
    ("a",),
    options={"ord": None},
    positional=("a", "ord"),
    spellings="scipy.sparse.linalg.norm",
    result=_norm_type,
    rule=_norm,
)


def _by_matrix(*_: Value) -> Value:
    raise TypeError(
        "the derivative of expm_multiply by its matrix: scipy.linalg.expm(A.toarray()) @ b"
    )


def _exponential_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = sparse(ins[0]), array_type(ins[1].type)
    if b.shape is None or len(b.shape) not in (1, 2):
        raise TypeError("expm_multiply of something that is no vector or matrix")
    return Array(float_dtype(a.dtype, b.dtype), b.shape)


linear(
    "expm_multiply",
    ("A", "B"),
    spellings="scipy.sparse.linalg.expm_multiply",
    result=_exponential_type,
    transpose={"A": _by_matrix, "B": lambda g, a, b: emit("expm_multiply", transposed(a), g)},
)
