"""Memory of arrays that a round of a loop fills and nobody reads after the round: it is made before
the loop, and every round writes over what the one before has left.

The graph stays pure: the loop carries the array. Where a store cannot go to the memory at hand, the
in-place pass would copy, so that only what is stored to in one chain and read by nothing that keeps
it is carried.
"""

from __future__ import annotations

from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Op, Region, Value, defined_in, reads
from codegen.ir.ops import row_of
from codegen.ir.types import INT, is_mutable
from codegen.optimize.rebuild import with_body

_LENGTHS = frozenset({"add", "sub", "mul"})  # of integers: they raise nothing


def reused(graph: Graph) -> Graph:
    """The graph with arrays of rounds made before their loops."""
    return with_body(graph, _region(graph.body))


def _region(region: Region) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        op = op.with_(regions=tuple(map(_region, op.regions)))
        ops += _without_arrays(op) if _is_plain(op) else [op]
    return Region(region.params, tuple(ops), region.results)


def _is_plain(op: Op) -> bool:
    """Is it a counted loop that goes through all its rounds?"""
    return op.name == "loop" and "start" in op.attrs and not op.attrs.get("exits")


def _without_arrays(loop: Op) -> list[Op]:
    """The loop, and before it the arrays that it made in each round."""
    (body,) = loop.regions
    inside = defined_in(body)
    lengths: list[Op] = []  # what the lengths are computed by
    found: dict[Op, Value] = {}
    for op in body.ops:
        if {*reads(op)} & inside:
            continue
        if op.name in _LENGTHS and op.out.type == INT:
            lengths.append(op)
            inside.remove(op.out)
        elif op.name == "empty" and (last := _last(op.out, body)) is not None:
            found[op] = last
    if not found:
        return [loop]
    made = [op.with_(outs=(Value(op.out.type, op.out.name),)) for op in found]
    loop = loop.with_(
        ins=(*loop.ins, *(op.out for op in made)),
        outs=(*loop.outs, *(Value(last.type, last.name) for last in found.values())),
        regions=(
            Region(
                (*body.params, *(op.out for op in found)),
                tuple(op for op in body.ops if op not in found and op not in lengths),
                (*body.results, *found.values()),
            ),
        ),
    )
    return [*lengths, *made, loop]


def _last(array: Value, body: Region) -> Value | None:
    """What the array is at the end of a round; None where it may be kept for longer."""
    last, shown = array, {array}
    for op in body.ops:
        read = {*reads(op)} & shown
        if not read:
            continue
        if op.name in STORING or op.name == "loop":
            if op.name in STORING and op.ins[1:2] and op.ins[1] in shown:
                return None
            for position, value in enumerate(op.ins):
                if value not in read:
                    continue
                if value is not last:
                    return None
                if op.name in STORING:
                    last = op.out
                elif _is_plain(op):
                    last = op.outs[position]
                else:
                    return None
            shown.add(last)
        elif op.regions or op.name in ("append", "make_list", "asarray", "reshape", "ravel"):
            return None
        elif row_of(op).view and any(is_mutable(out.type) for out in op.outs):
            shown |= {*op.outs}
    return None if shown & {*body.results} else last
