"""What a graph means: `run` executes it on Python and NumPy values, the oracle of every pass.

    run(graph, *args)           pure: nothing that the caller passed is written
    run_inplace(graph, *args)   ops with store=True write their operand's buffer

Both return an Outcome: the structure that the function returns, and the final value of each
argument that it mutates, in the order of `graph.effects`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from codegen.errors import InternalError
from codegen.ir import core
from codegen.ir.graph import (
    MISSING,
    NEXT,
    UNDEFINED,
    Graph,
    Leaf,
    Node,
    Op,
    Region,
    Value,
    map_values,
)
from codegen.ir.meaning import STRUCTURAL, apply
from codegen.ir.standing import around, entered
from codegen.ir.stores import Stores


class Outcome(NamedTuple):
    """What a call gives: `output`, the returned structure, and `effects`, final values of
    arguments."""

    output: Any
    effects: list[Any]


def run(graph: Graph, *args: Any, **kwargs: Any) -> Outcome:
    """Execute a graph; arguments as in a call of the function, defaults are not evaluated."""
    return _Machine(graph, Stores(in_place=False)).call(graph, args, kwargs)


def run_inplace(graph: Graph, *args: Any, **kwargs: Any) -> Outcome:
    """Execute a graph, honouring store=True by writing the operand's own buffer."""
    return _Machine(graph, Stores(in_place=True)).call(graph, args, kwargs)


class _Machine:
    def __init__(self, graph: Graph, stores: Stores) -> None:
        self.stores = stores
        self.graphs: dict[str, Graph] = {}
        self.add(graph)

    def add(self, graph: Graph) -> None:
        if graph.name not in self.graphs:
            self.graphs[graph.name] = graph
            for callee in graph.callees:
                self.add(callee)

    def call(self, graph: Graph, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Outcome:
        results = self.region(graph.body, _bound(graph, args, kwargs), {})
        effects = [results[position] for _, position in graph.effects]
        return Outcome(_structure(graph.output, results), effects)

    def region(self, region: Region, arguments: Iterable[Any], env: dict[Value, Any]) -> list[Any]:
        env = {**env, **dict(zip(region.params, arguments, strict=True))} if region.params else env
        for op in region.ops:
            results = self.op(op, env)
            if len(results) != len(op.outs):
                raise InternalError(f"{op.name} gave {len(results)} results for {len(op.outs)}")
            env.update(zip(op.outs, results, strict=True))
        return [_read(value, env) for value in region.results]

    def op(self, op: Op, env: dict[Value, Any]) -> Sequence[Any]:
        if op.origin is None or not op.origin.contexts:
            return self._op(op, env)
        with entered(around(op.origin.contexts, op.backward)):
            return self._op(op, env)

    def _op(self, op: Op, env: dict[Value, Any]) -> Sequence[Any]:
        ins = [_read(value, env) for value in op.ins]
        if op.name == "if":
            return self.region(op.regions[0 if ins[0] else 1], (), dict(env))
        attrs = {key: map_values(item, lambda v: _read(v, env)) for key, item in op.attrs.items()}
        if op.name == "loop":
            return self.loop(op, ins, attrs, env)
        if op.name == "zeros_like" and ins[0] is UNDEFINED:
            return (UNDEFINED,)  # the cotangent of what is not bound on this path
        for value in (*ins, *attrs.values()):
            if value is UNDEFINED:
                raise UnboundLocalError(f"{op.name} reads a name that is not bound on this path")
        if op.name == "call":
            callee = self.graphs[attrs["callee"]]
            return self.region(callee.body, _bound(callee, tuple(ins), {}), {})
        if op.name in core.STORING:
            return self.stores.apply(op.name, ins, attrs)
        result = apply(op.name, ins, attrs)
        if op.attrs.get("store"):
            result = self.stores.reused(ins[0], result)
        if not op.outs:
            return ()
        return (result,) if len(op.outs) == 1 or op.name in STRUCTURAL else tuple(result)

    def loop(
        self, op: Op, carries: list[Any], attrs: Mapping[str, Any], env: dict[Value, Any]
    ) -> list[Any]:
        (body,) = op.regions
        exits = bool(attrs.get("exits"))
        rounds: Iterable[Any] = iter(int, 1)  # for ever
        counted = "start" in attrs
        if counted:
            rounds = range(attrs["start"], attrs["stop"], attrs["step"])
        for index in rounds:
            arguments = [index, *carries] if counted else carries
            results = self.region(body, arguments, dict(env))
            carries = results[1:] if exits else results
            if exits and results[0] != NEXT:
                return results
        return [NEXT, *carries] if exits else carries


def _read(value: Value, env: Mapping[Value, Any]) -> Any:
    if value.is_const:
        return value.const
    found = env.get(value, MISSING)
    if found is MISSING:
        raise InternalError(f"{value!r} has no value here")
    return found


def _bound(graph: Graph, args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> list[Any]:
    """One argument per parameter. A `*args` parameter takes the rest as a tuple, `**kwargs` as a
    dict."""
    rest, named = list(args), dict(kwargs)
    found: list[Any] = []
    for parameter in graph.params:
        if parameter.kind == "args":
            found.append(tuple(rest))
            rest = []
        elif parameter.kind == "kwargs":
            found.append(named)
            named = {}
        elif rest and (parameter.kind == "plain" or parameter.name not in named):
            found.append(rest.pop(0))
        elif parameter.name in named:
            found.append(named.pop(parameter.name))
        else:
            raise TypeError(f"{graph.name}() is missing {parameter.name!r}")
    if rest or named:
        raise TypeError(f"{graph.name}() got {len(rest) + len(named)} arguments too many")
    return found


def _structure(tree: Any, results: list[Any]) -> Any:
    if isinstance(tree, Leaf):
        return results[tree.index]
    if not isinstance(tree, Node):
        return tree
    items = [_structure(item, results) for item in tree.items]
    makers: dict[str, Callable[[], Any]] = {
        "tuple": lambda: tuple(items),
        "list": lambda: items,
        "dict": lambda: dict(zip(tree.keys, items, strict=True)),
    }
    return makers[tree.kind]()
