"""Linear systems.

The cotangents of inverse and solution are those of Giles, "Collected matrix derivative results for
forward and reverse mode algorithmic differentiation" (2008).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.products import matmul_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Type, facts
from codegen.rules.kinds import pullback
from codegen.rules.language import known_rank, matmul, outer, rank_of, swap_last, transpose_of

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _inverse_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is not None:
        facts().unify(t.shape[-1], t.shape[-2])
    return Array("float64" if t.dtype is not None and "int" in t.dtype else t.dtype, t.shape)


def _inverse(g: Value, y: Value, x: Value) -> Value:
    turned = swap_last(y)
    return -matmul(matmul(turned, g), turned)


pullback("inv", spellings="numpy.linalg.inv", result=_inverse_type, rule=_inverse, raises=True)


def _solve_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None:
        return Array(None, None, generic=True)
    if len(a.shape) != 2 or len(b.shape) > 2:
        raise TypeError("np.linalg.solve of a stack of matrices: take them one by one")
    facts().unify(a.shape[0], a.shape[1])
    t = matmul_type(ins, attrs)
    assert isinstance(t, Array)
    return Array("float64" if t.dtype is not None and "int" in t.dtype else t.dtype, b.shape)


def _solve(g: Value, x: Value, a: Value, b: Value) -> dict[int, Value]:
    if rank_of(a) is None or rank_of(b) is None:
        return {0: emit("solve_left", g, x, a, b), 1: emit("solve_right", g, a, b)}
    db = emit("solve", transpose_of(a), g)
    da = outer(db, x) if known_rank(b) == 1 else matmul(db, transpose_of(x))
    return {0: -da, 1: db}


pullback(
    "solve",
    ("a", "b"),
    spellings="numpy.linalg.solve",
    result=_solve_type,
    rule=_solve,
    raises=True,
)
