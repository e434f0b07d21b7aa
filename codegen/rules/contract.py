"""np.tensordot: a cotangent is the contraction of the other operand with the result's."""

from __future__ import annotations

from typing import Any

from codegen.infer.products import contracted, tensordot_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.kinds import bilinear
from codegen.rules.language import rank_of, times, transpose_of


def _tensordot(position: int) -> Any:
    def part(g: Value, a: Value, b: Value, axes: Any = 2) -> Value:
        ranks = rank_of(a), rank_of(b)
        if ranks[0] is None or ranks[1] is None:
            raise TypeError("np.tensordot of arrays of unknown rank: annotate the parameters")
        over = contracted(axes, ranks[0], ranks[1])
        mine, other = over[position], over[1 - position]
        x, y = (a, b) if position == 0 else (b, a)
        free_x = [k for k in range(ranks[position] or 0) if k not in mine]
        free_y = [k for k in range(ranks[1 - position] or 0) if k not in other]
        first = len(free_x) if position == 0 else 0
        where_y = tuple(range(first, first + len(free_y)))
        if rank_of(g) == 0:
            product = times(y, g)
        else:
            product = emit("tensordot", g, y, axes=(where_y, tuple(free_y)))
        # its axes: x's free ones, then y's contracted ones in y's order, which are x's contracted
        # ones
        labels = free_x + [mine[other.index(k)] for k in sorted(other)]
        order = tuple(labels.index(k) for k in range(len(labels)))
        return product if order == tuple(range(len(order))) else transpose_of(product, order)

    return part


bilinear(
    "tensordot",
    options={"axes": 2},
    spellings="numpy.tensordot numpy.linalg.tensordot",
    result=tensordot_type,
    transpose={"a": _tensordot(0), "b": _tensordot(1)},
    raises=True,
    access="contraction",
)
