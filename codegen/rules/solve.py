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
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import pullback
from codegen.rules.language import matmul, outer, rank_of, swap_last
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _inverse_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is not None:
        facts().unify(t.shape[-1], t.shape[-2])
    return Array(float_dtype(t.dtype), t.shape)


def _inverse(g: Value, y: Value, x: Value) -> Value:
    turned = swap_last(y)
    return -matmul(matmul(turned, g), turned)


pullback("inv", spellings="numpy.linalg.inv", result=_inverse_type, rule=_inverse, raises=True)


def _solve_type(ins: Ins, attrs: Attrs) -> Type:
    """b is one vector, or matrices that are broadcast against those of a."""
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None:
        return Array(None, None, generic=True)
    if len(a.shape) < 2 or not b.shape:
        raise TypeError("np.linalg.solve takes square matrices")
    facts().unify(a.shape[-1], a.shape[-2])
    t = matmul_type(ins, attrs)
    assert isinstance(t, Array)
    return Array(float_dtype(t.dtype), t.shape)


def _solve(g: Value, x: Value, a: Value, b: Value) -> dict[int, Value]:
    if rank_of(a) is None or rank_of(b) is None:
        return {0: emit("solve_left", g, x, a, b), 1: emit("solve_right", g, a, b)}
    turned = swap_last(a)
    if rank_of(b) == 1 and rank_of(a) == 2:
        db = emit("solve", turned, g)
        return {0: -outer(db, x), 1: db}
    vector = rank_of(b) == 1
    columns = emit("solve", turned, _column(g) if vector else g)
    da = matmul(columns, emit("expand_dims", x, axis=-2) if vector else swap_last(x))
    db = emit("squeeze", columns, axis=-1) if vector else columns
    return {0: -unbroadcast(da, a), 1: unbroadcast(db, b)}


def _column(g: Value) -> Value:
    return emit("expand_dims", g, axis=-1)


pullback(
    "solve",
    ("a", "b"),
    spellings="numpy.linalg.solve",
    result=_solve_type,
    rule=_solve,
    raises=True,
)
