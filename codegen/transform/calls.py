"""Calls that stay calls (recursion): `out, cache = g_forward(...)`, `da = g_backward(dout, cache)`.

The pair is made once per callee, for every argument through which any of its calls is active.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.errors import InternalError, Problem, UnsupportedError
from codegen.infer.activity import active_values
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Graph, Leaf, Node, Op, Value, constant, walk
from codegen.ir.results import tangent_type
from codegen.ir.types import CACHE
from codegen.transform.adjoints import Adjoints, build
from codegen.transform.cotangents import Cotangent
from codegen.transform.masks import SAFE
from codegen.transform.seeds import numeric_leaf
from codegen.transform.split import split

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


class Pairs:
    """The callees of one function that are differentiated, and with respect to what."""

    def __init__(self, graph: Graph) -> None:
        self.graphs = {each.name: each for each in _all_graphs(graph)}
        self.wrt: dict[str, tuple[int, ...]] = {}
        self.widened = False  # after a call was reversed: that one expects too few results

    def request(self, name: str, positions: tuple[int, ...]) -> tuple[int, ...]:
        """Ask for derivatives with respect to these arguments, and what else has been asked for."""
        before = self.wrt.get(name)
        wrt = set(before or ()) | set(positions)
        while True:
            self.wrt[name] = tuple(sorted(wrt))
            active = active_values(self.graphs[name], self.wrt[name])
            for op in walk(self.graphs[name].body):
                if op.name == "call" and op.attrs["callee"] == name:
                    if any(out in active for out in op.outs):
                        wrt |= {k for k, value in enumerate(op.ins) if value in active}
            if wrt == set(self.wrt[name]):
                self.widened |= before is not None and before != self.wrt[name]
                return self.wrt[name]

    def is_singular(self, name: str) -> bool:
        """Whether something in a callee, or in what it calls, may have an infinite derivative."""
        done, open_ = set[str](), [name]
        while open_:
            done.add(name := open_.pop())
            for op in walk(self.graphs[name].body):
                if op.name in SAFE:
                    return True
                if op.name == "call" and op.attrs["callee"] not in done:
                    open_.append(op.attrs["callee"])
        return False

    def halves(
        self, reverse: Callable[[Graph, tuple[int, ...], Pairs], Graph]
    ) -> tuple[Graph, ...]:
        """The forward and backward graphs of everything that was asked for."""
        made: dict[str, tuple[Graph, Graph]] = {}
        while open_ := [name for name in self.wrt if name not in made]:
            for name in open_:
                pair = split(reverse(self.graphs[name], self.wrt[name], self))
                made[name] = (_plain(pair[0]), _plain(pair[1]))
        return tuple(graph for pair in made.values() for graph in pair)

    def plainly_called(self, *graphs: Graph) -> tuple[Graph, ...]:
        """The callees that these graphs still call as they are: nothing is differentiated there."""
        found: dict[str, Graph] = {}
        open_ = list(graphs)
        while open_:
            for op in walk(open_.pop().body):
                name = op.attrs["callee"] if op.name == "call" else None
                if name in self.graphs and name not in found:
                    found[name] = _plain(self.graphs[name])
                    open_.append(found[name])
        return tuple(found.values())


def _plain(graph: Graph) -> Graph:
    """Callees stand beside the function that is called from outside, not below each other."""
    return replace(graph, callees=())


def _all_graphs(graph: Graph) -> Iterator[Graph]:
    yield graph
    for callee in graph.callees:
        yield from _all_graphs(callee)


def reverse_call(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    name = op.attrs["callee"]
    callee = tape.pairs.graphs[name]
    positions = tuple(k for k, value in enumerate(op.ins) if value in tape.active)
    if callee.effects:
        span = op.origin.span if op.origin else None
        problem = Problem(
            "CG073",
            f"`{name}` writes to an argument and calls itself",
            "Let it return the new value instead of storing it.",
            span,
        )
        raise UnsupportedError(problem)
    if any(parameter.kind != "plain" for parameter in callee.params):
        raise InternalError("a call with star or keyword arguments should have been flattened")
    wrt = tape.pairs.request(name, positions)
    cache = tape.cache_of(op, CACHE)
    seed = _seed(callee, callee.output, op, cotangents)
    types = tuple(tangent_type(callee.params[k].value.type) for k in wrt)
    found = emit_op("call", (seed, cache), {"callee": f"{name}_backward"}, types=types)
    for position, g in zip(wrt, found.outs, strict=True):
        if position in positions:
            adjoints.add(op.ins[position], g)


def _seed(callee: Graph, tree: object, op: Op, cotangents: tuple[Cotangent, ...]) -> Value:
    """The cotangents of a call's results in the structure of what the callee returns."""
    if isinstance(tree, Leaf):
        if not numeric_leaf(op.outs[tree.index].type):
            return constant(None)
        return build(op.outs[tree.index], cotangents[tree.index])
    assert isinstance(tree, Node)
    items = [_seed(callee, item, op, cotangents) for item in tree.items]
    if tree.kind == "dict":
        return emit("make_dict", *items, keys=tree.keys)
    return (
        emit("make_tuple", *items)
        if tree.kind == "tuple"
        else emit("make_list", *items, fixed=True)
    )
