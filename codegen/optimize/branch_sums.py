"""`if c: dx[i] += g` for `part = g if c else 0.0`, `dx[i] += part`: what one branch adds is added
in that branch.
"""

from __future__ import annotations

from codegen.ir.graph import Graph, Op, Region, Value, reads
from codegen.optimize.liveness import uses
from codegen.optimize.rebuild import with_body
from codegen.optimize.rewrite import literal


def added_in_branches(graph: Graph) -> Graph:
    """The graph with the additions of the backward part in the branches that have something to
    add."""
    body = _Sinking(uses(graph)).region(graph.body)
    return with_body(graph, body) if body is not graph.body else graph


class _Sinking:
    def __init__(self, counts: dict[Value, int]) -> None:
        self.counts = counts

    def region(self, region: Region) -> Region:
        ops = list(region.ops)
        at = 0
        while at < len(ops):
            op = ops[at]
            chain = self.chain(ops, at) if op.name == "if" and op.backward else []
            if chain:
                ops = [each for each in ops if each not in chain]
                ops[at] = op = self.sunk(op, chain)
            if op.regions:
                ops[at] = op.with_(regions=tuple(map(self.region, op.regions)))
            at += 1
        if all(new is old for new, old in zip(ops, region.ops, strict=False)):
            return region
        return Region(region.params, tuple(ops), region.results)

    def chain(self, ops: list[Op], at: int) -> list[Op]:
        """The additions to one adjoint, one after the other, of results of the `if` at this
        place."""
        found: list[Op] = []
        made: set[Value] = set()  # between the `if` and the additions
        choice = ops[at]
        for op in ops[at + 1 :]:
            follows = bool(found) and op.ins[:1] == found[-1].outs
            if op.name == "accumulate" and (follows or not found) and self.fits(op, choice):
                if made.isdisjoint(v for v in reads(op) if v not in (op.ins[1], op.ins[0])) and (
                    follows or op.ins[0] not in made
                ):
                    found.append(op)
                    continue
            if found or not made.isdisjoint(choice.outs) or set(choice.outs) & set(reads(op)):
                break
            made.update(op.outs)
        if not found:
            return []
        base, between = found[0].ins[0], ops[at + 1 : ops.index(found[0])]
        if base in choice.outs and self.counts.get(base, 0) != 1:
            return []
        return [] if any(base in reads(op) for op in between) else found

    def fits(self, op: Op, choice: Op) -> bool:
        """Whether the op adds a number of the choice, which nobody else reads, and that is 0 on
        one way."""
        value = op.ins[1]
        if value not in choice.outs or self.counts.get(value, 0) != 1 or not op.attrs["path"]:
            return False
        place = choice.outs.index(value)
        return any(literal(region.results[place]) == 0 for region in choice.regions)

    def sunk(self, choice: Op, chain: list[Op]) -> Op:
        base, places = chain[0].ins[0], [choice.outs.index(op.ins[1]) for op in chain]
        own = choice.outs.index(base) if base in choice.outs else None
        kept = [k for k in range(len(choice.outs)) if k not in (*places, own)]
        regions = []
        for region in choice.regions:
            total = base if own is None else region.results[own]
            made = []
            for place, op in zip(places, chain, strict=True):
                if literal(region.results[place]) == 0:
                    continue
                out = Value(op.out.type, op.out.name)
                made.append(op.with_(ins=(total, region.results[place]), outs=(out,)))
                total = out
            results = (*(region.results[k] for k in kept), total)
            regions.append(Region(region.params, (*region.ops, *made), results))
        outs = (*(choice.outs[k] for k in kept), chain[-1].out)
        return choice.with_(outs=outs, regions=tuple(regions))
