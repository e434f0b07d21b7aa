"""Exception handlers stand where their exception is raised: the frontend notes on each path that it
leads to a handler, and asks for that after the `try`. Where the answer is known on both sides of a
branch before, what the handler does is done in that branch, as a person would write it.
"""

from __future__ import annotations

from codegen.ir.graph import Graph, Op, Region, Value, substitute
from codegen.optimize.exits import possible_codes
from codegen.optimize.rebuild import with_body

_FIRST = -3  # exit codes of handlers are this and below: see `frontend.standing`


def handled_in_place(graph: Graph) -> Graph:
    """The graph with handlers in the branches that lead to them."""
    return with_body(graph, _region(graph.body))


def _region(region: Region) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        op = op.with_(regions=tuple(map(_region, op.regions))) if op.regions else op
        home = _leads_to(op, ops)
        ops.append(op) if home is None else ops.append(_joined(ops.pop(home), op, ops))
    return Region(region.params, tuple(ops), region.results)


def _leads_to(op: Op, before: list[Op]) -> int | None:
    """The place of the branch that says which way this one goes, if nothing but questions for that
    stands between them."""
    code = _question(op, before)
    if code is None:
        return None
    for place in reversed(range(len(before))):
        each = before[place]
        if each.name == "if":
            return None if _sides(each, *code) is None else place
        if each.name != "eq":
            return None
    return None


def _question(op: Op, ops: list[Op]) -> tuple[Value, int] | None:
    """(exit code, constant) where the op branches on their being equal."""
    if op.name != "if":
        return None
    test = next((each for each in reversed(ops) if op.ins[0] in each.outs), None)
    if test is None or test.name != "eq" or type(test.ins[1].const) is not int:
        return None
    return test.ins[0], test.ins[1].const


def _sides(op: Op, code: Value, asked: int) -> list[bool] | None:
    """On each side of a branch that gives a handler's code on one, whether the code is the one that
    is asked for; None where that is not known."""
    if code not in op.outs:
        return None
    at = op.outs.index(code)
    found = [possible_codes(region, region.results[at], {}) for region in op.regions]
    if any(codes is None or (asked in codes and len(codes) > 1) for codes in found):
        return None
    if min(code for codes in found if codes is not None for code in codes) > _FIRST:
        return None
    return [codes is not None and asked in codes for codes in found]


def _joined(first: Op, second: Op, between: list[Op]) -> Op:
    """Both branches as one."""
    found = _question(second, [first, *between])
    assert found is not None
    sides = _sides(first, *found)
    assert sides is not None
    regions = []
    for region, yes in zip(first.regions, sides, strict=True):
        chosen = second.regions[0 if yes else 1]
        chosen = substitute(chosen, dict(zip(first.outs, region.results, strict=True)))
        results = (*region.results, *chosen.results)
        regions.append(_region(Region((), (*region.ops, *chosen.ops), results)))
    attrs = {key: item for key, item in first.attrs.items() if key != "form"}
    return first.with_(outs=(*first.outs, *second.outs), attrs=attrs, regions=tuple(regions))
