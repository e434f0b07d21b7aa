"""From a joint graph to a kernel."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.ir.graph import Graph, Index, Op, Value, walk
from codegen.ir.types import is_number
from codegen.optimize.common import merge
from codegen.optimize.deadcode import eliminate
from codegen.optimize.inplace import inplace
from codegen.optimize.kernels.border import Border, flattened
from codegen.optimize.kernels.bounds import required
from codegen.optimize.kernels.fit import check
from codegen.optimize.kernels.guards import guarded
from codegen.optimize.kernels.lists import lists_as_arrays
from codegen.optimize.kernels.nests import in_loops
from codegen.optimize.kernels.regular import assume, regular
from codegen.optimize.kernels.short_loops import written_out
from codegen.optimize.kernels.typed import typed


@dataclass(frozen=True)
class Kernel:
    """graph: what is compiled. indexed: the user's own subscripts are in it, and have to be
    watched."""

    graph: Graph
    border: Border
    indexed: bool


def kernel_of(pure: Graph, name: str) -> Kernel:
    """The kernel of a joint graph before stores are decided. Raises Unfit."""
    flat, border = flattened(pure, name)
    graph = typed(lists_as_arrays(assume(eliminate(written_out(guarded(flat))))))
    indexed = any(map(_is_indexed, walk(graph.body)))
    needed = required(graph) if indexed else []
    lowered = None if needed is None else in_loops(plain(regular(graph, False)), needed)
    if lowered is None:
        needed, lowered = None, in_loops(plain(regular(graph, True)), [])
    assert lowered is not None
    indexed = indexed and needed is None
    graph = eliminate(lowered)
    check(graph)
    gradients = tuple(range(len(graph.body.results)))
    return Kernel(inplace(graph, gradients), border, indexed)


def plain(graph: Graph) -> Graph:
    """What spelling out has left over or made twice."""
    return eliminate(merge(graph))


def _is_indexed(op: Op) -> bool:
    """Does the op read or write at a place that is computed?"""
    if op.name not in ("getitem", "update", "accumulate"):
        return False
    return any(
        isinstance(item, Value) and not item.is_const and is_number(item.type)
        for step in op.attrs["path"]
        if isinstance(step, Index)
        for item in step.items
    )
