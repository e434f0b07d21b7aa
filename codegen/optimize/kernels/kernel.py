"""From a joint graph to a kernel."""

from __future__ import annotations

from dataclasses import dataclass, replace

from codegen.ir.graph import Graph, Index, Op, Value, carries_of, walk
from codegen.ir.types import Array, Length, facts, is_number
from codegen.optimize.common import merge
from codegen.optimize.deadcode import eliminate
from codegen.optimize.inplace import inplace
from codegen.optimize.kernels.border import Border, flattened
from codegen.optimize.kernels.bounds import required
from codegen.optimize.kernels.extents import lengths
from codegen.optimize.kernels.fit import Unfit, check
from codegen.optimize.kernels.guards import guarded
from codegen.optimize.kernels.lists import lists_as_arrays
from codegen.optimize.kernels.nests import in_loops
from codegen.optimize.kernels.regular import assume, regular
from codegen.optimize.kernels.reused import reused
from codegen.optimize.kernels.shifted import aligned
from codegen.optimize.kernels.short_loops import written_out
from codegen.optimize.kernels.typed import typed


@dataclass(frozen=True)
class Kernel:
    """graph: what is compiled. indexed: the user's own subscripts are in it, and have to be
    watched. short: another kernel, and of which arguments (by position) which axes have which
    lengths where it is called."""

    graph: Graph
    border: Border
    indexed: bool
    short: Kernel | None = None
    lengths: tuple[tuple[int, int, int], ...] = ()


def kernel_of(pure: Graph, name: str) -> Kernel:
    """The kernel of a joint graph before stores are decided. Raises Unfit."""
    flat, border = flattened(pure, name)
    _keep_lengths(flat)
    short, found = _of_short_axes(flat, border)
    graph, indexed = _lowered(flat)
    if short is None or _loops(short.graph) >= _loops(graph):
        return Kernel(graph, border, indexed)
    return Kernel(graph, border, indexed, short, found)


def _keep_lengths(graph: Graph) -> None:
    """Take arrays that a loop carries to have one shape in all rounds: a kernel requires what this
    says of its arguments."""
    for op in walk(graph.body):
        if op.name != "loop":
            continue
        for carry in carries_of(op):
            shapes = [lengths(value) for value in carry if isinstance(value.type, Array)]
            for shape in shapes[1:]:
                if len(shape) == len(shapes[0]):
                    for own, other in zip(shapes[0], shape, strict=True):
                        facts().unify(own, other)


def _of_short_axes(
    flat: Graph, border: Border
) -> tuple[Kernel | None, tuple[tuple[int, int, int], ...]]:
    """A kernel for axes of the few places that they have in the first call."""
    found = tuple(
        (position, axis, length.symbol.likely)
        for position, parameter in enumerate(flat.params)
        for axis, length in enumerate(lengths(parameter.value))
        if length.symbol is not None and length.symbol.likely is not None
    )
    if not found:
        return None, ()
    known = facts().remember()
    try:
        for position, axis, size in found:
            facts().unify(lengths(flat.params[position].value)[axis], Length.of(size))
        name = "_".join([flat.name, *map(str, sorted({size for _, _, size in found}))])
        graph, indexed = _lowered(replace(flat, name=name))
        return Kernel(graph, border, indexed), found
    except Unfit:
        return None, ()
    finally:
        facts().restore(known)


def _loops(graph: Graph) -> int:
    return sum(op.name == "loop" for op in walk(graph.body))


def _lowered(flat: Graph) -> tuple[Graph, bool]:
    """The graph in loops, and whether subscripts have to be watched."""
    graph = typed(lists_as_arrays(assume(eliminate(written_out(guarded(flat))))))
    indexed = any(map(_is_indexed, walk(graph.body)))
    needed = required(graph) if indexed else []
    lowered = None if needed is None else _in_loops(regular(graph, False), needed)
    if lowered is None:
        needed, lowered = None, _in_loops(regular(graph, True), [])
    assert lowered is not None
    indexed = indexed and needed is None
    graph = reused(eliminate(lowered))
    check(graph)
    gradients = tuple(range(len(graph.body.results)))
    return inplace(graph, gradients), indexed


def _in_loops(graph: Graph, needed: list[Length]) -> Graph | None:
    graph, more = aligned(plain(graph))
    return in_loops(eliminate(graph), [*needed, *more])


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
