"""The border of a kernel: containers stay outside, numbers and arrays go in and come out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from codegen.ir.graph import (
    Graph,
    Index,
    Key,
    Leaf,
    Node,
    Op,
    Parameter,
    Region,
    Value,
    reads,
    substitute,
)
from codegen.ir.types import (
    DictOf,
    ListFixed,
    NoneType,
    Str,
    TupleOf,
    Type,
    Undefined,
    holds_objects,
)
from codegen.optimize.kernels.fit import Unfit

_CONTAINERS = (DictOf, ListFixed, TupleOf)


@dataclass(frozen=True)
class Entry:
    """An argument of a kernel: a part of a parameter of the function, and its type outside."""

    parameter: str
    keys: tuple[Any, ...]
    type: Type


@dataclass(frozen=True)
class Border:
    """How a kernel is called. output: the structure of the function's result; `Leaf(k)` is result k
    of the kernel, whose type outside is types[k]."""

    entries: tuple[Entry, ...]
    output: Any
    types: tuple[Type, ...]


def flattened(graph: Graph, name: str) -> tuple[Graph, Border]:
    """The graph with one parameter for every number, array or list that it reads, and one result
    for every one that it returns. Unfit where a container has to be handled inside."""
    if graph.effects:
        raise Unfit("it writes to its arguments")
    if graph.callees:
        raise Unfit("it calls a function of its own")
    if any(holds_objects(value.type) for value in (*graph.body.params, *graph.body.results)):
        raise Unfit("it takes or returns objects with fields")
    body, params, entries = _parameters(graph)
    body, output = _results(body, graph.output)
    border = Border(entries, output, tuple(value.type for value in body.results))
    count = len(body.results)
    plain: Any = Leaf(0) if count == 1 else Node("tuple", tuple(Leaf(k) for k in range(count)))
    flat = replace(
        graph, name=name, params=params, body=body, output=plain, docstring=None, effects=()
    )
    return flat, border


def _parameters(graph: Graph) -> tuple[Region, tuple[Parameter, ...], tuple[Entry, ...]]:
    body = graph.body
    parts: dict[tuple[str, tuple[Any, ...]], Value] = {}
    mapping: dict[Value, Value] = {}
    ops: list[Op] = []
    whole = {p.value: (p.name, ()) for p in graph.params}
    places: dict[Value, tuple[str, tuple[Any, ...]]] = dict(whole)
    for op in body.ops:
        keys = _keys(op)
        if keys is not None and op.ins[0] in places:
            name, above = places[op.ins[0]]
            places[op.out] = (name, above + keys)
            if not isinstance(op.out.type, _CONTAINERS):
                part = parts.setdefault(places[op.out], op.out)
                mapping[op.out] = part
            continue
        ops.append(op)
    used = {value for op in ops for value in reads(op)} | {*body.results}
    for value, place in places.items():
        if value in used and value not in mapping:
            if isinstance(value.type, _CONTAINERS):
                raise Unfit(f"{place[0]} is used as a whole")
            parts.setdefault(place, value)
            mapping[value] = value
    same = {value: part for value, part in mapping.items() if value is not part}
    read = {same.get(value, value) for value in used}
    taken: dict[str, int] = {}
    params, entries = [], []
    for (name, keys), value in parts.items():
        if value not in read or isinstance(value.type, Undefined):
            continue
        if isinstance(value.type, NoneType | Str):
            raise Unfit(f"{name} is text or None")
        label = "_".join([name, *(str(key) for key in keys)])
        label = label if label.isidentifier() else name
        taken[label] = number = taken.get(label, 0) + 1
        label = label if number == 1 else f"{label}_{number}"
        entries.append(Entry(name, keys, value.type))
        params.append(Parameter(value, label))
    body = substitute(Region(body.params, tuple(ops), body.results), same)
    body = Region(tuple(p.value for p in params), body.ops, body.results)
    return body, tuple(params), tuple(entries)


def _keys(op: Op) -> tuple[Any, ...] | None:
    """The keys of a read of a part of known structure."""
    if op.name != "getitem":
        return None
    keys = []
    for step in op.attrs["path"]:
        if isinstance(step, Key):
            keys.append(step.key)
        elif isinstance(step, Index) and isinstance(op.ins[0].type, _CONTAINERS) and not keys:
            (item,) = step.items if len(step.items) == 1 else (None,)
            key = item.const if isinstance(item, Value) else item
            if type(key) is not int:
                return None
            keys.append(key)
        else:
            return None
    return tuple(keys)


def _results(body: Region, output: Any) -> tuple[Region, Any]:
    """Containers that are made to be returned are made outside."""
    makers = {op.out: op for op in body.ops if op.name in _MAKERS}
    results: list[Value] = []

    def expand(tree: Any) -> Any:
        if isinstance(tree, Leaf):
            return value_of(body.results[tree.index])
        if isinstance(tree, Node):
            return replace(tree, items=tuple(expand(item) for item in tree.items))
        return tree

    def value_of(value: Value) -> Any:
        if isinstance(value.type, _CONTAINERS):
            maker = makers.get(value)
            if maker is None:
                raise Unfit("a container is built step by step")
            kind = _MAKERS[maker.name]
            return Node(kind, tuple(map(value_of, maker.ins)), tuple(maker.attrs.get("keys", ())))
        if isinstance(value.type, NoneType | Str | Undefined):
            raise Unfit("it returns text or None")
        results.append(value)
        return Leaf(len(results) - 1)

    output = expand(output)
    return _without_unused(Region(body.params, body.ops, tuple(results))), output


_MAKERS = {"make_dict": "dict", "make_tuple": "tuple", "make_list": "list"}


def _without_unused(body: Region) -> Region:
    """Without containers that are not read any more."""
    used = set(body.results)
    kept = []
    for op in reversed(body.ops):
        if op.name in _MAKERS and op.out not in used and isinstance(op.out.type, _CONTAINERS):
            continue
        used |= set(reads(op))
        kept.append(op)
    return Region(body.params, tuple(reversed(kept)), body.results)


def leaves(tree: Any) -> Iterator[int]:
    """The results that an output tree names, in order."""
    if isinstance(tree, Leaf):
        yield tree.index
    elif isinstance(tree, Node):
        for item in tree.items:
            yield from leaves(item)
