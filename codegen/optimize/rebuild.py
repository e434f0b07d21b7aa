"""Graphs built anew from graphs: the few moves that passes share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from codegen.ir.graph import Graph, Op, Region, Value, map_values, substitute_op


def with_body(graph: Graph, body: Region) -> Graph:
    """The graph with another body."""
    return replace(graph, body=body)


def renamed(graph: Graph, mapping: Mapping[Value, Value]) -> Graph:
    """The graph with values replaced everywhere, also where they are defined (unlike `substitute`).
    Chains a -> b -> c are followed."""
    if not mapping:
        return graph

    def change(value: Value) -> Value:
        while value in mapping:
            value = mapping[value]
        return value

    def changed(values: tuple[Value, ...]) -> tuple[Value, ...]:
        return tuple(change(value) for value in values)

    def rename_op(op: Op) -> Op:
        return op.with_(
            ins=changed(op.ins),
            outs=changed(op.outs),
            attrs={key: map_values(item, change) for key, item in op.attrs.items()},
            regions=tuple(map(rename, op.regions)),
        )

    def rename(region: Region) -> Region:
        return Region(
            changed(region.params), tuple(map(rename_op, region.ops)), changed(region.results)
        )

    return with_body(graph, rename(graph.body))


def invariant(graph: Graph) -> Graph:
    """The graph without carries of loops that no round changes, and without results of an `if`
    that are the same value on both paths: their readers read the value itself."""
    mapping: dict[Value, Value] = {}

    def seen(value: Value) -> Value:
        while value in mapping:
            value = mapping[value]
        return value

    def visit(region: Region) -> Region:
        return Region(
            region.params, tuple(map(visit_op, region.ops)), tuple(map(seen, region.results))
        )

    def visit_op(op: Op) -> Op:
        ins = tuple(map(seen, op.ins))
        attrs = {key: map_values(item, seen) for key, item in op.attrs.items()}
        if op.name == "loop":
            return loop(op.with_(ins=ins, attrs=attrs))
        regions = tuple(map(visit, op.regions))
        if op.name == "if":
            then, orelse = regions
            for out, a, b in zip(op.outs, then.results, orelse.results, strict=True):
                if a is b or (a.is_const and b.is_const and _same_literal(a, b)):
                    mapping[out] = a
        return op.with_(ins=ins, attrs=attrs, regions=regions)

    def loop(op: Op) -> Op:
        body = op.regions[0]
        exits, counted = int(bool(op.attrs.get("exits"))), int("start" in op.attrs)
        for k, init in enumerate(op.ins):
            if body.results[k + exits] is body.params[k + counted]:
                mapping[body.params[k + counted]] = init
                mapping[op.outs[k + exits]] = init
        return op.with_(regions=(visit(body),))

    return with_body(graph, visit(graph.body))


def _same_literal(a: Value, b: Value) -> bool:
    return type(a.const) is type(b.const) and repr(a.const) == repr(b.const) and a.type == b.type


def copied(region: Region, mapping: dict[Value, Value]) -> Region:
    """The region with values of its own."""
    for value in region.params:
        mapping[value] = Value(value.type, value.name)
    ops = []
    for op in region.ops:
        regions = tuple(copied(inner, mapping) for inner in op.regions)
        op = substitute_op(replace(op, regions=()), mapping)
        outs = tuple(Value(value.type, value.name) for value in op.outs)
        mapping.update(zip(op.outs, outs, strict=True))
        ops.append(op.with_(outs=outs, regions=regions))
    params = tuple(mapping[value] for value in region.params)
    return Region(params, tuple(ops), tuple(mapping.get(v, v) for v in region.results))
