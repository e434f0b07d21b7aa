"""Values that only some paths define, made to exist on every path.

What is put into a list or a cache is read on every path. Where a path leaves it unbound, a
placeholder that nothing ever looks at is put in its place.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from codegen.infer.activity import loop_carries
from codegen.ir.build import Builder, building, emit_op
from codegen.ir.graph import UNDEFINED, Graph, Op, Region, Value, constant, walk
from codegen.ir.types import Array, DictOf, ListFixed, ListOf, Scalar, TupleOf, Type, is_number


def placeholder(t: Type) -> Value:
    """Stands where a path defines no value: something of that kind, without elements."""
    if isinstance(t, Scalar) or is_number(t):
        whole = {"int": 0, "bool": False}
        return constant(whole.get(t.kind, 0.0) if isinstance(t, Scalar) else 0.0)
    if isinstance(t, Array):
        return constant(0.0) if t.generic else emit_op("empty", (), {"shape": 0}, types=(t,)).out
    if isinstance(t, ListOf):
        return emit_op("make_list", (), types=(t,)).out
    if isinstance(t, ListFixed | TupleOf | DictOf):
        name = {ListFixed: "make_list", TupleOf: "make_tuple", DictOf: "make_dict"}[type(t)]
        attrs = {"keys": t.keys} if isinstance(t, DictOf) else {}
        return emit_op(name, [placeholder(item) for item in t.items], attrs, types=(t,)).out
    return constant(None)


def bound(region: Region, values: Iterable[Value]) -> Region:
    """The region, in which these values exist on every path."""
    wanted = _sources(region, values)
    return replace(region, ops=_bound(region.ops, wanted))


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


def _bound(ops: tuple[Op, ...], wanted: set[Value]) -> tuple[Op, ...]:
    return tuple(each for op in ops for each in _bind(op, wanted))


def _bind(op: Op, wanted: set[Value]) -> tuple[Op, ...]:
    if not op.regions:
        return (op,)
    regions = tuple(replace(region, ops=_bound(region.ops, wanted)) for region in op.regions)
    if op.name == "if":
        filled = tuple(_filled(region, op.outs, wanted) for region in regions)
        return (op.with_(regions=filled),)
    if op.name != "loop":
        return (op.with_(regions=regions),)
    carries = loop_carries(op)
    builder = Builder(origin=op.origin)
    with building(builder):
        inits = tuple(
            placeholder(param.type) if init.const is UNDEFINED and {param, out} & wanted else init
            for init, param, _, out in carries
        )
    region = _filled(regions[0], op.outs, wanted)
    return (*builder.ops, op.with_(ins=inits, regions=(region,)))


def _filled(region: Region, outs: tuple[Value, ...], wanted: set[Value]) -> Region:
    builder = Builder(origin=region.ops[-1].origin if region.ops else None)
    with building(builder):
        results = tuple(
            placeholder(out.type) if value.const is UNDEFINED and out in wanted else value
            for out, value in zip(outs, region.results, strict=True)
        )
    return replace(region, ops=(*region.ops, *builder.ops), results=results)


# What the backward part may ask of a value that it does not otherwise look at.
_SHAPES = frozenset({"zeros_like", "shape", "size", "len"})


def shapes_bound(graph: Graph) -> Graph:
    """What the backward part takes a shape from exists on every path.

    A zero for a name that is unbound on some path has no shape there, and nothing looks at it.
    """
    read = (op.ins[0] for op in walk(graph.body) if op.backward and op.name in _SHAPES)
    values = [value for value in read if isinstance(value, Value)]
    return replace(graph, body=bound(graph.body, values)) if values else graph
