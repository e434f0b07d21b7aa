"""scipy.linalg: linear systems and matrix equations.

Y is the cotangent of the right side: the solution of the transposed system for g. What a function
does not read of a matrix (the other triangle of a symmetric one) has the derivative 0.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.products import matmul_type
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Op, Value
from codegen.ir.ops import REGISTRY, Row, register
from codegen.ir.types import Array, Type, facts
from codegen.rules import (  # noqa: F401  (their rows are built on here)
    decompositions,
    matrices,
    norms,
    singular,
    solve,
)
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import pullback
from codegen.rules.language import known_rank, matmul, outer, rank_of, swap_last, transpose_of
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
CHECKED: dict[str, Any] = {"check_finite": True}
KEPT: dict[str, Any] = {"overwrite_a": False, "overwrite_b": False} | CHECKED


def taking(operands: tuple[str, ...], options: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a row, in their order. An array that is overwritten holds nothing that is
    defined: that is no option, and refused."""
    return {
        "options": {k: v for k, v in options.items() if not k.startswith("overwrite")},
        "positional": (*operands, *options),
    }


def same_as(
    name: str, options: Mapping[str, Any], kept: tuple[str, ...] = (), wide: bool = False
) -> None:
    """Register scipy.linalg's form of a function of NumPy. options: those that change no value;
    kept: those of NumPy's that it has, too. wide: the result is a float64 whatever the operand is.
    """
    base = REGISTRY[name]
    assert base.result is not None and base.pullback is not None
    infer, pull = base.result, base.pullback

    def plain(attrs: Attrs) -> dict[str, Any]:
        return {k: v for k, v in attrs.items() if k not in options and k != "via"}

    def widened(t: Type) -> Type:
        return replace(t, dtype="float64") if wide and isinstance(t, Array) else t

    register(
        Row(
            f"scipy_{name}",
            base.operands,
            **taking(base.operands, {each: base.options[each] for each in kept} | dict(options)),
            spellings=(f"scipy.linalg.{name}",),
            result=lambda ins, attrs: widened(infer(ins, plain(attrs))),
            pullback=lambda op, cotangents, wanted: pull(
                Op(name, op.ins, op.outs, plain(op.attrs)), cotangents, wanted
            ),
            raises=True,
            access=base.access,
        )
    )


def matrix(t: Type) -> Array:
    found = array_type(t)
    if found.shape is not None and len(found.shape) != 2:
        raise TypeError("a stack of matrices: take them one by one")
    return found


def square(t: Type) -> Array:
    matrix(t)
    return square_stack(t)


def square_stack(t: Type) -> Array:
    """Of a square matrix, or of a stack of them."""
    found = array_type(t)
    if found.shape is not None:
        if len(found.shape) < 2:
            raise TypeError("a vector, where a square matrix is needed")
        facts().unify(found.shape[-1], found.shape[-2])
    return found


def right_side(a: Array, b: Type) -> Array:
    """The type of the solution of a system."""
    found = array_type(b)
    dtype = float_dtype(a.dtype, found.dtype)
    if found.shape is None or len(found.shape) > 2:
        raise TypeError("the number of axes of the right side must be known here, 1 or 2")
    if a.shape is not None:
        facts().unify(a.shape[-1], found.shape[0])
    return Array(dtype, found.shape)


def _system_type(ins: Ins, attrs: Attrs) -> Type:
    """As in NumPy, b is one vector, or matrices that are broadcast against those of a."""
    a, b = square_stack(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None or not b.shape:
        raise TypeError("the number of axes of both sides must be known here, 1 or more")
    t = matmul_type(ins, attrs)
    assert isinstance(t, Array)
    return Array(float_dtype(t.dtype), t.shape)


def _of_system(
    solved: Callable[[Value], Value], g: Value, x: Value, a: Value, b: Value, turned: bool
) -> tuple[Value, Value]:
    """The cotangents of A X and of b. solved: by the transposed system; turned: it is A^T X."""
    if rank_of(a) == 2 and known_rank(b) <= 2:
        db = solved(g)
        return product_of(x, db) if turned else product_of(db, x), db
    vector = rank_of(b) == 1
    if vector:
        g, x = (emit("expand_dims", each, axis=-1) for each in (g, x))
    db = solved(g)
    da = matmul(x, swap_last(db)) if turned else matmul(db, swap_last(x))
    db = emit("squeeze", db, axis=-1) if vector else db
    return unbroadcast(da, a), unbroadcast(db, b)


def product_of(left: Value, right: Value) -> Value:
    """left right^T: the sum over the columns of right sides of their outer products."""
    if known_rank(left) == 1:
        return outer(left, right)
    return matmul(left, transpose_of(right))


def one_triangle(g: Value, lower: bool) -> Value:
    """The cotangent of a symmetric matrix of which one triangle is read."""
    if lower:
        return emit("tril", g) + emit("tril", swap_last(g), k=-1)
    return emit("triu", g) + emit("triu", swap_last(g), k=1)


_STRUCTURES: dict[str | None, str] = {  # assume_a: what it reads of the matrix
    None: "all",
    "gen": "all",
    "general": "all",
    "diagonal": "diagonal",
    "tridiagonal": "tridiagonal",
    "upper triangular": "upper",
    "lower triangular": "lower",
    **dict.fromkeys(
        ("sym", "symmetric", "her", "hermitian", "pos", "positive definite"), "symmetric"
    ),
}


def _part_read(g: Value, assume_a: str | None, lower: bool) -> Value:
    match _STRUCTURES.get(assume_a):
        case "all":
            return g
        case "diagonal":
            return emit("tril", emit("triu", g))
        case "tridiagonal":
            return emit("tril", emit("triu", g, k=-1), k=1)
        case "upper":
            return emit("triu", g)
        case "lower":
            return emit("tril", g)
        case "symmetric":
            return one_triangle(g, lower)
    raise TypeError(f"scipy.linalg.solve with assume_a={assume_a!r}")


def _solve(
    g: Value,
    x: Value,
    a: Value,
    b: Value,
    lower: bool = False,
    assume_a: str | None = None,
    transposed: bool = False,
    **kept: Any,
) -> dict[int, Value]:
    symmetric = _STRUCTURES.get(assume_a) == "symmetric"
    options = {"lower": lower, "assume_a": assume_a, "transposed": not transposed and not symmetric}
    given = {k: v for k, v in options.items() if v not in (None, False)}
    da, db = _of_system(lambda g: emit_op("scipy_solve", (a, g), given).out, g, x, a, b, transposed)
    return {0: -_part_read(da, assume_a, lower), 1: db}


pullback(
    "scipy_solve",
    ("a", "b"),
    **taking(("a", "b"), {"lower": False} | KEPT | {"assume_a": None, "transposed": False}),
    spellings="scipy.linalg.solve",
    result=_system_type,
    rule=_solve,
    raises=True,
)


def _solve_triangular(
    g: Value,
    x: Value,
    a: Value,
    b: Value,
    trans: int | str = 0,
    lower: bool = False,
    unit_diagonal: bool = False,
    **kept: Any,
) -> dict[int, Value]:
    turned = trans not in (0, "N")
    options = {"trans": 0 if turned else 1, "lower": lower, "unit_diagonal": unit_diagonal}
    given = {k: v for k, v in options.items() if v}
    da, db = _of_system(
        lambda g: emit_op("solve_triangular", (a, g), given).out, g, x, a, b, turned
    )
    inside = (-1 if lower else 1) if unit_diagonal else 0
    offset: dict[str, Any] = {"k": inside} if inside else {}
    return {0: -emit("tril" if lower else "triu", da, **offset), 1: db}


pullback(
    "solve_triangular",
    ("a", "b"),
    **taking(
        ("a", "b"),
        {"trans": 0, "lower": False, "unit_diagonal": False, "overwrite_b": False} | CHECKED,
    ),
    spellings="scipy.linalg.solve_triangular",
    result=_system_type,
    rule=_solve_triangular,
    raises=True,
)

# Sums of products with the unknown


def _equation_type(ins: Ins, attrs: Attrs) -> Type:
    parts = [square(x.type) for x in ins[:-1]]
    q = matrix(ins[-1].type)
    return Array(float_dtype(*(t.dtype for t in parts), q.dtype), q.shape)


def _discrete_type(ins: Ins, attrs: Attrs) -> Type:
    """Small systems are solved in float64."""
    found = _equation_type(ins, attrs)
    assert isinstance(found, Array)
    return replace(found, dtype=None) if found.dtype == "float32" else found


def _sylvester(g: Value, x: Value, a: Value, b: Value, q: Value) -> dict[int, Value]:
    """A X + X B = Q."""
    dq = emit("solve_sylvester", transpose_of(a), transpose_of(b), g)
    return {0: -matmul(dq, transpose_of(x)), 1: -matmul(transpose_of(x), dq), 2: dq}


pullback(
    "solve_sylvester",
    ("a", "b", "q"),
    spellings="scipy.linalg.solve_sylvester",
    result=_equation_type,
    rule=_sylvester,
    raises=True,
)


def _lyapunov(g: Value, x: Value, a: Value, q: Value) -> dict[int, Value]:
    """A X + X A^T = Q."""
    dq = emit("solve_continuous_lyapunov", transpose_of(a), g)
    return {0: -(matmul(dq, transpose_of(x)) + matmul(transpose_of(dq), x)), 1: dq}


pullback(
    "solve_continuous_lyapunov",
    ("a", "q"),
    spellings="scipy.linalg.solve_continuous_lyapunov scipy.linalg.solve_lyapunov",
    result=_equation_type,
    rule=_lyapunov,
    raises=True,
)


def _discrete_lyapunov(
    g: Value, x: Value, a: Value, q: Value, method: str | None = None
) -> dict[int, Value]:
    """X = A X A^T + Q."""
    dq = emit("solve_discrete_lyapunov", transpose_of(a), g)
    turned = matmul(transpose_of(dq), matmul(a, x))
    return {0: matmul(dq, matmul(a, transpose_of(x))) + turned, 1: dq}


pullback(
    "solve_discrete_lyapunov",
    ("a", "q"),
    options={"method": None},
    spellings="scipy.linalg.solve_discrete_lyapunov",
    result=_discrete_type,
    rule=_discrete_lyapunov,
    raises=True,
)

_ALONE: dict[str, Any] = {"overwrite_a": False} | CHECKED
same_as("inv", _ALONE)
same_as("det", _ALONE, wide=True)
same_as("norm", CHECKED, kept=("ord", "axis", "keepdims"))
same_as("svd", _ALONE, kept=("full_matrices", "compute_uv"))
for _name in ("svdvals", "eigh", "eigvalsh", "eig", "eigvals"):
    same_as(_name, _ALONE)
same_as("pinv", CHECKED)
