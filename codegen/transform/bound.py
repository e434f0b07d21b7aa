"""Values that only some paths define, made to exist on every path.

What is put into a list or a cache is read on every path. Where a path leaves it unbound, a
placeholder that nothing ever looks at is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen.infer.activity import loop_carries
from codegen.ir.graph import UNDEFINED, Op, Region, Value, constant, walk
from codegen.ir.types import Scalar, Type, is_numeric


def placeholder(t: Type) -> Value:
    """Stands where a path defines no value."""
    if isinstance(t, Scalar) and t.kind in ("int", "bool"):
        return constant(0 if t.kind == "int" else False)
    return constant(0.0) if is_numeric(t) else constant(None)


def bound(region: Region, values: Iterable[Value]) -> Region:
    """The region, in which these values exist on every path."""
    wanted = _sources(region, values)
    return replace(region, ops=tuple(_bind(op, wanted) for op in region.ops))


def _sources(region: Region, values: Iterable[Value]) -> set[Value]:
    """The values, and what they may be on some path."""
    owner = {out: op for op in walk(region) for out in op.outs}
    carry = {
        param: (op, k)
        for op in walk(region)
        if op.name == "loop"
        for k, (_, param, _, _) in enumerate(loop_carries(op))
    }
    found: set[Value] = set()
    pending = list(values)
    while pending:
        value = pending.pop()
        if value in found or value.is_const:
            continue
        found.add(value)
        op = owner.get(value)
        if value in carry:
            loop, k = carry[value]
            init, _, result, _ = loop_carries(loop)[k]
            pending += [init, result]
        elif op is not None and op.name == "if":
            pending += [each.results[op.outs.index(value)] for each in op.regions]
        elif op is not None and op.name == "loop":
            for init, param, result, out in loop_carries(op):
                if out is value:
                    pending += [init, param, result]
    return found


def _bind(op: Op, wanted: set[Value]) -> Op:
    if not op.regions:
        return op
    regions = tuple(
        replace(region, ops=tuple(_bind(each, wanted) for each in region.ops))
        for region in op.regions
    )
    if op.name == "if":
        return op.with_(regions=tuple(_filled(region, op.outs, wanted) for region in regions))
    if op.name != "loop":
        return op.with_(regions=regions)
    carries = loop_carries(op)
    inits = tuple(
        placeholder(param.type) if init.const is UNDEFINED and {param, out} & wanted else init
        for init, param, _, out in carries
    )
    return op.with_(ins=inits, regions=(_filled(regions[0], op.outs, wanted),))


def _filled(region: Region, outs: tuple[Value, ...], wanted: set[Value]) -> Region:
    results = tuple(
        placeholder(out.type) if value.const is UNDEFINED and out in wanted else value
        for out, value in zip(outs, region.results, strict=True)
    )
    return replace(region, results=results)
