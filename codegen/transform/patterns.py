"""Sparse matrices whose entries are differentiated keep those that SciPy would leave out.

SciPy stores nothing where the terms of a sum or a product cancel, nor where a dense matrix is 0. A
change of the operands changes these places all the same: their entries are kept, as zeros. Where
the pattern itself is read the value of f would be another one, which is refused.
"""

from __future__ import annotations

from dataclasses import replace

from codegen.ir.graph import Graph, Op, Region, Value, walk
from codegen.ir.sparse import SPARSE, Sparse
from codegen.ir.types import Array
from codegen.transform.tape import refuse

_SUMS = frozenset({"sparse_add", "sparse_sub", "sparse_product", "sparse_multiply"})
_CONVERSIONS = frozenset({"sparse_tocsr", "sparse_tocsc", "sparse_tocoo"})
# what tells how many entries there are
_READS = frozenset(f"sparse_{part}" for part in "data nnz indices indptr row col nonzero".split())


def whole_patterns(graph: Graph, active: set[Value]) -> Graph:
    """The graph with the entries of active matrices kept. UnsupportedError where f reads them."""
    changed = {op for op in walk(graph.body) if _loses_entries(op, active)}
    if not changed:
        return graph
    _check(graph, {out for op in changed for out in op.outs})
    return replace(graph, body=_region(graph.body, changed))


def _loses_entries(op: Op, active: set[Value]) -> bool:
    if not any(out in active and isinstance(out.type, Sparse) for out in op.outs):
        return False
    if op.name in _CONVERSIONS:
        kind = op.ins[0].type
        return isinstance(kind, Sparse) and kind.format == "dia"
    return op.name in _SUMS or _is_of_dense(op)


def _is_of_dense(op: Op) -> bool:
    return op.name.removeprefix("make_") in SPARSE and isinstance(op.ins[0].type, Array)


def _region(region: Region, changed: set[Op]) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        if op.regions:
            op = replace(op, regions=tuple(_region(inner, changed) for inner in op.regions))
        if op not in changed:
            ops.append(op)
        elif _is_of_dense(op):
            made = Value(op.out.type)
            ops.append(replace(op, outs=(made,)))
            ops.append(Op("whole_matrix", (made, op.ins[0]), op.outs, {}, (), op.origin, False))
        else:
            attrs = {key: item for key, item in op.attrs.items() if key != "via"}
            ops.append(replace(op, name=f"whole_{op.name}", attrs=attrs))
    return replace(region, ops=tuple(ops))


def _check(graph: Graph, whole: set[Value]) -> None:
    """Refuse what reads the entries of a matrix that has more of them than f's."""
    count = 0
    while len(whole) > count:
        count = len(whole)
        for op in walk(graph.body):
            passed = [*op.ins, *(value for inner in op.regions for value in inner.results)]
            if any(value in whole for value in passed):
                parameters = (value for inner in op.regions for value in inner.params)
                whole.update(v for v in (*op.outs, *parameters) if isinstance(v.type, Sparse))
    for op in walk(graph.body):
        if op.name in _READS and op.ins[0] in whole:
            raise refuse(
                op,
                "the stored entries of a sum, a product or a dense matrix that is made sparse",
                "Where terms cancel SciPy stores none: use the matrix, or `.toarray()`.",
            )
