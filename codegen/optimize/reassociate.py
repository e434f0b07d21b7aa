"""A product begins with the factor whose memory it can take over: `dp * (c * mask)` for
`c * dp * mask`, where dp is not read again, so that the in-place pass can write `dp *= c * mask`.
"""

from __future__ import annotations

from codegen.ir.build import Builder, building
from codegen.ir.graph import Graph, Op, Region, Value, reads
from codegen.ir.types import Array, is_number
from codegen.optimize.deadcode import eliminate
from codegen.optimize.liveness import uses
from codegen.optimize.places import may_return
from codegen.optimize.products import numbers_first
from codegen.optimize.rebuild import with_body
from codegen.optimize.reuse import takes_forward_memory
from codegen.optimize.rewrite import same_type


def dead_factors_first(graph: Graph) -> Graph:
    """The graph with the products of the backward part turned that way."""
    turned = _Turning(uses(graph))
    return eliminate(with_body(graph, turned.region(graph.body)))


class _Turning:
    def __init__(self, counts: dict[Value, int]) -> None:
        self.counts = counts

    def region(self, region: Region) -> Region:
        makers = {out: op for op in region.ops for out in op.outs}
        last: dict[Value, int] = {value: len(region.ops) for value in region.results}
        for at, op in enumerate(region.ops):
            for value in reads(op):
                last[value] = max(at, last.get(value, 0))
        ops: list[Op] = []
        for at, op in enumerate(region.ops):
            if op.regions:
                op = op.with_(regions=tuple(map(self.region, op.regions)))
            ops += self.turned(op, makers, last, at)
        return Region(region.params, tuple(ops), region.results)

    def has_variable(self, value: Value) -> bool:
        return value.name is not None or self.counts.get(value, 0) > 1

    def turned(self, op: Op, makers: dict[Value, Op], last: dict[Value, int], at: int) -> list[Op]:
        """A product, or a quotient with a product above the line, in that order."""
        if op.name not in ("mul", "div") or not op.backward or not self.has_variable(op.out):
            return [op]
        above = op.out if op.name == "mul" else op.ins[0]
        factors = self.factors(above, makers, above is op.out)
        dead = [v for v in factors if v in makers and last[v] <= at]
        fitting = [v for v in dead if self.fits(v, op, makers)]
        if len(factors) < 2 or not fitting:
            return [op]
        first = next((v for v in fitting if makers[v].backward), fitting[0])
        rest = list(factors)
        rest.remove(first)
        if not makers[first].backward and not takes_forward_memory(op.out, rest):
            return [op]
        if first in rest or above is op.out and factors[0] is first and len(rest) == 1:
            return [op]
        with building(Builder(origin=op.origin, backward=True)) as builder:
            product: Value | None = None
            for factor in numbers_first(rest):
                product = factor if product is None else product * factor
            assert product is not None
            result = first * product
            if op.name == "div":
                result = result / op.ins[1]
        made = builder.ops[-1]
        if result is not made.out or not same_type(op.out.type, result.type):
            return [op]
        return [*builder.ops[:-1], made.with_(outs=op.outs)]

    def factors(self, value: Value, makers: dict[Value, Op], root: bool) -> list[Value]:
        """The factors of a product, nested products that only it reads taken apart."""
        maker = makers.get(value)
        if maker is None or maker.name != "mul" or not maker.backward:
            return [value]
        if not root and self.has_variable(value):
            return [value]
        return [x for part in maker.ins for x in self.factors(part, makers, False)]

    def fits(self, value: Value, op: Op, makers: dict[Value, Op]) -> bool:
        """Whether the result may lie in the memory of the value."""
        maker = makers[value]
        if maker.name == "getitem" or maker.regions or may_return(maker):
            return False  # not memory that the op made
        if is_number(value.type) or not isinstance(value.type, Array) or not value.type.shape:
            return False
        if not self.has_variable(value):
            inner = maker.name in ("add", "sub") and maker.backward
            if not inner or not any(self.has_variable(v) for v in maker.ins[:1]):
                return False
        return same_type(op.out.type, value.type)
