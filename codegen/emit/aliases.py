"""`dx = dxpy`: a cotangent that several variables begin with is handed on by a statement, and
then added to."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from codegen.ir.core import REUSING
from codegen.ir.graph import Graph, Op, Origin, Region, Value, reads, walk
from codegen.ir.types import is_number

Terms = dict[tuple[str | None, str | None], Origin | None]


def hand_on(graph: Graph) -> Graph:
    """The graph with an alias where `dx = dxpy + g` should read `dx = dxpy`, `dx += g`.

    Numbers are handed on where the whole is made, as the statement `xpy = x + y` does it. An array
    is handed on where it is written: until then it is read by its own name.
    """
    seeds = {p.value for p in graph.params}
    return replace(graph, body=_region(graph.body, _terms(graph.body), seeds))


def _terms(body: Region) -> Terms:
    """The statements `xpy = x + y`, by the names of the sum and of each term."""
    return {
        (op.out.name, term.name): op.origin
        for op in walk(body)
        if op.name in ("add", "sub") and not op.backward and op.out.name is not None
        for term in op.ins
    }


def _region(region: Region, terms: Terms, seeds: set[Value]) -> Region:
    ops: list[Op] = []
    readers = Counter(value for each in region.ops for value in {*reads(each)})
    for op in region.ops:
        if op.regions:
            op = op.with_(regions=tuple(_region(inner, terms, seeds) for inner in op.regions))
        if _begins(op) and op.ins[0] not in seeds:
            base = op.ins[0]
            home = next((k for k in reversed(range(len(ops))) if base in ops[k].outs), None)
            others = readers[base] + (base in region.results) - 1
            if home is not None and others and ops[home].name not in ("loop", "if", "call"):
                first = Value(base.type, op.out.name)
                origin = terms.get(((base.name or "")[1:], (op.out.name or "")[1:]))
                origin = origin or ops[home].origin
                alias = Op("alias", (base,), (first,), {}, (), origin, True)
                if op.attrs.get("store"):
                    alias = alias.with_(origin=op.origin)
                    ops.append(alias)
                else:
                    place = home + 1
                    while place < len(ops) and ops[place].name == "alias":
                        place += 1
                    ops.insert(place, alias)
                op = op.with_(ins=(first, *op.ins[1:]))
        name = _taking_over(op, ops, region)
        if name is not None:
            first = Value(op.ins[0].type, name)
            ops.append(Op("alias", op.ins[:1], (first,), {}, (), op.origin, True))
            op = op.with_(ins=(first, op.ins[1]))
        ops.append(op)
    return Region(region.params, tuple(ops), region.results)


def _taking_over(op: Op, before: list[Op], region: Region) -> str | None:
    """The new name, where an op is the first to write the memory of a value of another name, or
    of the forward part."""
    if op.name not in REUSING or not op.attrs.get("store"):
        return None
    base, name = op.ins[0], op.out.name
    if name is None:  # a part of what is printed in several statements
        out: Value | None = op.out
        while out is not None and name is None:
            reader = next((each for each in region.ops if each.ins and each.ins[0] is out), None)
            known = reader is not None and reader.name in REUSING | {"update", "accumulate"}
            goes_on = known and reader is not None and reader.attrs.get("store")
            out = reader.out if reader is not None and goes_on else None
            name = out.name if out is not None else None
    if base.name is None:
        made = next((each for each in reversed(before) if base in each.outs), None)
        if made is None or made.backward:
            return None
    return name if base.name != name else None


def _begins(op: Op) -> bool:
    """Is it the first sum under a new name?"""
    if op.name != "accumulate" or not op.backward or op.attrs["path"]:
        return False
    base, out = op.ins[0], op.out
    if base.name is None or out.name is None or base.name == out.name:
        return False
    return bool(op.attrs.get("store")) or is_number(out.type) and is_number(base.type)
