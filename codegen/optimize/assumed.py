"""Parameters without a type: a list is as good as an array only where nothing tells them apart.

The frontend lets a list pass where f uses the parameter as lists are used. What the gradient does
with it shows only here: `+=` of two cotangents adds arrays and joins lists, `np.add.at` takes
arrays only.
"""

from __future__ import annotations

from collections.abc import Iterable

from codegen.ir.graph import Graph, Index, Op, Region, Value, walk
from codegen.optimize.rebuild import with_body

_READS = frozenset({"len", "python_sum", "is_numeric", "zeros_like", "full_like", "copy"})
_KEEP = frozenset({"copy", "update", "accumulate"})  # the first operand with something changed

Owners = dict[
    Value, frozenset[Value]
]  # for each value that may be a list: the parameters it follows


def check_lists(graph: Graph) -> Graph:
    """The graph whose checks of parameters let lists pass only where the gradient is right for
    them."""
    lists = frozenset(
        op.ins[0] for op in walk(graph.body) if op.name == "is_numeric" and op.attrs.get("lists")
    )
    if not lists:
        return graph
    owners = _owners(graph.body, lists)
    strict: set[Value] = set()
    for op in walk(graph.body):
        strict |= _told_apart(op, owners)
    return with_body(graph, _strict(graph.body, strict)) if strict else graph


def _owners(body: Region, lists: Iterable[Value]) -> Owners:
    """Which values may be lists because a parameter is one: it, and its cotangents."""
    owners: Owners = {value: frozenset({value}) for value in lists}

    def give(target: Value, sources: Iterable[Value]) -> bool:
        found = owners.get(target, frozenset()).union(*(owners.get(s, ()) for s in sources))
        changed = bool(found) and found != owners.get(target)
        if changed:
            owners[target] = found
        return changed

    def flow(op: Op) -> bool:
        changed = False
        if op.name in ("zeros_like", "full_like"):
            changed |= give(op.out, op.ins[-1:])
        elif op.name in _KEEP:
            changed |= give(op.out, op.ins[:1])
        elif op.name == "if":
            for k, out in enumerate(op.outs):
                changed |= give(out, [region.results[k] for region in op.regions])
        elif op.name == "loop":
            region, exits = op.regions[0], int(bool(op.attrs.get("exits")))
            params = region.params[int("start" in op.attrs) :]
            results, outs = region.results[exits:], op.outs[exits:]
            for init, param, result, out in zip(op.ins, params, results, outs, strict=True):
                changed |= give(param, (init, result))
                changed |= give(out, (init, result))
        return changed

    ops = list(walk(body))
    while any([flow(op) for op in ops]):
        pass
    return owners


def _told_apart(op: Op, owners: Owners) -> frozenset[Value]:
    """The parameters for which the op needs an array, not a list."""
    if op.name in _READS or op.regions:
        return frozenset()
    path = op.attrs.get("path", ())
    one = len(path) == 1 and isinstance(path[0], Index) and _is_one(path[0])
    if op.name in ("getitem", "update", "accumulate") and one and not op.attrs.get("repeated"):
        rest = op.ins[1:]
    else:
        rest = op.ins
    return frozenset[Value]().union(*(owners.get(value, frozenset()) for value in rest))


def _is_one(index: Index) -> bool:
    """An index as a list takes it."""
    return len(index.items) == 1 and isinstance(index.items[0], int | Value)


def _strict(region: Region, strict: set[Value]) -> Region:
    def change(op: Op) -> Op:
        if op.name == "is_numeric" and op.ins[0] in strict:
            op = op.with_(attrs={k: v for k, v in op.attrs.items() if k != "lists"})
        return op.with_(regions=tuple(_strict(inner, strict) for inner in op.regions))

    return Region(region.params, tuple(map(change, region.ops)), region.results)
