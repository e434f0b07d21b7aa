"""What emission does to a graph before it gives names: nothing that changes what is computed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from codegen.emit.aliases import hand_on
from codegen.emit.contexts import quietened, unwarned
from codegen.emit.schedule import scheduled
from codegen.ir.graph import (
    Field,
    Graph,
    Key,
    Leaf,
    Node,
    Op,
    Region,
    Value,
    reads,
    substitute_op,
    walk,
)
from codegen.ir.types import DictOf, Opaque, TupleOf


def prepare(
    graph: Graph, others: Mapping[str, Graph] | None = None, compiled: bool = False
) -> tuple[Graph, dict[Value, str]]:
    """The graph as it is printed, and names for nameless values that are statements of their
    own."""
    graph = hand_on(scheduled(replace(graph, body=save_early(graph.body))))
    graph, hints = unpack_parameters(graph)
    graph, more = unpack_cache(graph, others or {})
    hints |= more
    if any(op.backward for op in walk(graph.body)):
        graph, more = name_results(graph)
        hints |= more
    return unwarned(graph) if compiled else quietened(graph), hints


_READING = ("getitem", "zeros_like", "replace", "as_argument")


def unpack_parameters(graph: Graph) -> tuple[Graph, dict[Value, str]]:
    """`W1, b1 = params["W1"], params["b1"]` at the entry, for parameters with known keys that are
    only read."""
    body = graph.body
    params = {p.value for p in graph.params if isinstance(p.value.type, DictOf)}
    params -= {op.ins[0] for op in walk(body) if op.name not in _READING and op.ins}
    params -= {value for op in walk(body) for value in op.ins if op.name not in _READING}
    params -= set(body.results)
    if not params:
        return graph, {}
    found: dict[tuple[Value, str], Op] = {}
    merged: dict[Value, Value] = {}
    for op in walk(body):
        key = _key_of(op)
        if key is not None and op.ins[0] in params:
            first = found.setdefault((op.ins[0], key), op)
            if first is not op:
                if op.out.name is not None and first.out.name != op.out.name:
                    continue
                merged[op.out] = first.out
    if not found:
        return graph, {}
    seed = graph.params[-1].value if any(op.backward for op in walk(body)) else None
    hints = {
        op.out: f"d{key}" if whole is seed else key
        for (whole, key), op in found.items()
        if op.out.name is None
    }
    hoisted = {op for op in found.values()}
    moved = sorted(hoisted, key=lambda op: _rank(graph, op))
    rest = _without(body, hoisted | {op for op in walk(body) if op.outs and op.outs[0] in merged})
    ops = (*moved, *(substitute_op(op, merged) for op in rest.ops))
    results = tuple(merged.get(value, value) for value in rest.results)
    return replace(graph, body=Region(body.params, ops, results)), hints


def unpack_cache(graph: Graph, others: Mapping[str, Graph]) -> tuple[Graph, dict[Value, str]]:
    """`x, h, _ = cache` at the entry, for a tuple of which nothing but parts is read."""
    body = graph.body
    hints: dict[Value, str] = {}
    first: list[Op] = []
    for parameter in graph.params:
        value = parameter.value
        parts = [op for op in body.ops if is_part(op, value)]
        readers = sum(value in op.operands() for op in walk(body)) + (value in body.results)
        count = length_of(value, graph, others)
        if count is None or not parts or readers != len(parts):
            continue
        if len({op.attrs["path"] for op in parts}) != len(parts):
            continue
        # a part that is called as the whole comes last: the name is free by then
        first += sorted(parts, key=lambda op: op.out.name == parameter.name)
        hints |= {op.out: "saved#" for op in parts if op.out.name is None}
    ops = (*first, *(op for op in body.ops if op not in first))
    return replace(graph, body=Region(body.params, ops, body.results)), hints


def length_of(value: Value, graph: Graph, others: Mapping[str, Graph]) -> int | None:
    """The number of items of a tuple; that of the cache from the function that makes it."""
    if isinstance(value.type, TupleOf):
        return len(value.type.items)
    maker = others.get(graph.name.removesuffix("_backward") + "_forward")
    if maker is None or maker is graph or not isinstance(value.type, Opaque):
        return None
    tree = maker.output
    if not isinstance(tree, Node) or len(tree.items) != 2 or not isinstance(tree.items[1], Leaf):
        return None
    cache = maker.body.results[tree.items[1].index]
    made = [op for op in maker.body.ops if cache in op.outs and op.name == "make_tuple"]
    return len(made[0].ins) if made and value.name == "cache" else None


def is_part(op: Op, whole: Value) -> bool:
    """Is the op the read of one part of a value of known structure?"""
    path = op.attrs.get("path", ())
    return (
        op.name == "getitem" and op.ins[0] is whole and len(path) == 1 and isinstance(path[0], Key)
    )


def save_early(region: Region) -> Region:
    """A version that is saved after its name has been bound anew is saved before that: one name
    less."""
    ops = [
        (op.with_(regions=tuple(save_early(inner) for inner in op.regions)) if op.regions else op)
        for op in region.ops
    ]
    for op in list(ops):
        if op.name != "append" or not op.attrs.get("store") or op.attrs.get("effect"):
            continue
        base, item = op.ins
        here = ops.index(op)
        start = max(
            (k + 1 for k, each in enumerate(ops) if {base, item} & set(each.outs)), default=0
        )
        between = ops[start:here]
        rebound = item.name is not None and item.name in {
            value.name for each in between for value in _defined(each)
        }
        alone = base not in region.results and sum(base in reads(each) for each in ops) == 1
        if rebound and alone:
            ops.insert(start, ops.pop(here))
    return Region(region.params, tuple(ops), region.results)


def _rank(graph: Graph, op: Op) -> tuple[int, int]:
    """Parameters in their order, keys in theirs."""
    position = [p.value for p in graph.params].index(op.ins[0])
    t = op.ins[0].type
    assert isinstance(t, DictOf)
    step = op.attrs["path"][0]
    return position, t.keys.index(step.name if isinstance(step, Field) else step.key)


def _key_of(op: Op) -> str | None:
    if op.name != "getitem" or len(op.attrs["path"]) != 1:
        return None
    step = op.attrs["path"][0]
    if isinstance(step, Field):
        return step.name
    if isinstance(step, Key) and isinstance(step.key, str) and step.key.isidentifier():
        return step.key
    return None


def _without(region: Region, gone: set[Op]) -> Region:
    ops = tuple(
        op.with_(regions=tuple(_without(inner, gone) for inner in op.regions)) if op.regions else op
        for op in region.ops
        if op not in gone
    )
    return Region(region.params, ops, region.results)


def name_results(graph: Graph) -> tuple[Graph, dict[Value, str]]:
    """The value that f returns is a statement, `out = ...`, before the backward part begins.

    Where a later version of the same variable is made in the backward part, the value is kept as
    `out`.
    """
    body = graph.body
    if not isinstance(graph.output, Node) or graph.output.kind != "tuple" or not graph.output.items:
        return graph, {}
    forward = {value for op in body.ops if not op.backward for value in op.outs}
    again = {value.name for op in walk(body) if op.backward for value in _defined(op)}
    used = {value.name for op in walk(body) if not op.backward for value in _defined(op)}
    result = "out" if "out" not in used else "result"  # the user's own variables keep their names
    hints: dict[Value, str] = {}
    results = list(body.results)
    aliases: list[Op] = []
    for leaf in _leaves(graph.output.items[0]):
        value = results[leaf.index]
        if value not in forward and value not in body.params:
            continue
        if value.name is None or _is_expression_on_a_path(value, body):
            hints[value] = result
        elif value.name in again and guard_of(body) is None:
            kept = Value(value.type, result)
            aliases.append(Op("alias", (value,), (kept,)))
            results[leaf.index] = kept
    if not aliases:
        return graph, hints
    kept_values = {op.ins[0] for op in aliases}
    # parts of the seed may be taken apart at the entry: the values must have been made
    made = max((k + 1 for k, op in enumerate(body.ops) if kept_values & {*op.outs}), default=0)
    start = next((k for k, op in enumerate(body.ops) if op.backward and k >= made), made)
    ops = (*body.ops[:start], *aliases, *body.ops[start:])
    return replace(graph, body=Region(body.params, ops, tuple(results))), hints


def _is_expression_on_a_path(value: Value, body: Region) -> bool:
    """Does f return this variable on one path, and an expression on another?"""
    maker = next((op for op in body.ops if value in op.outs), None)
    if maker is None or maker.name != "if" or maker.attrs.get("form") not in (None, "return"):
        return False
    at = maker.outs.index(value)
    ends = [region.results[at] for region in maker.regions]
    return any(end.name is None and not end.is_const for end in ends)


def guard_of(region: Region) -> Op | None:
    """The branch that ends a path and decides what is returned: one `return` a side."""
    last = region.ops[-1] if region.ops else None
    return last if last is not None and last.attrs.get("form") == "return" else None


def _defined(op: Op) -> list[Value]:
    return [*op.outs, *(param for region in op.regions for param in region.params)]


def _leaves(tree: object) -> list[Leaf]:
    if isinstance(tree, Leaf):
        return [tree]
    if isinstance(tree, Node):
        return [leaf for item in tree.items for leaf in _leaves(item)]
    return []
