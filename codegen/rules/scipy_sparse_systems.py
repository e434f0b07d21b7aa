"""scipy.sparse.linalg: systems, norms, exponentials."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit_op
from codegen.ir.graph import Value
from codegen.ir.types import Array, Length, Type, facts
from codegen.rules.kinds import pullback
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_sparse import at_entries, sparse, transposed

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
