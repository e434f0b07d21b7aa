"""An op applied to the arguments of a sample, with the cotangents that its rule gives: graphs that
run."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

import codegen.rules  # noqa: F401  (fills the registry)
from codegen.frontend.binding import bind
from codegen.ir.build import Builder, building, emit_op
from codegen.ir.graph import Graph, Leaf, Node, Op, Parameter, Region, Value, constant, reads
from codegen.ir.ops import REGISTRY, SPELLINGS, name_of_call
from codegen.ir.results import tangent_type
from codegen.ir.run import run
from codegen.ir.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    GENERIC,
    INT,
    Array,
    Length,
    ListFixed,
    ListOf,
    Symbol,
    TupleOf,
    Type,
)
from codegen.runtime.specialise import type_of as type_of_argument
from codegen.transform.reverse import reverse
from tests.rules.numbers import differentiable


class Static:
    """An argument that is written as a literal in the source, not passed at run time."""

    def __init__(self, value: Any) -> None:
        self.value = value


class Named:
    """A keyword argument that is passed at run time, and differentiated: `initial=Named(0.5)`."""

    def __init__(self, value: Any) -> None:
        self.value = value


Key = int | str  # of an argument: its place, or its keyword


@dataclass(frozen=True)
class Applied:
    """params: the run-time operands; values: what a sample gives them; ops: the op and all that its
    rule emitted; y: its result, g: the cotangent of y; active: arguments -> their parameters;
    cotangents: arguments -> what the rule gives (nothing: zero)."""

    params: tuple[Value, ...]
    values: tuple[Any, ...]
    ops: tuple[Op, ...]
    y: Value
    g: Value
    active: dict[Key, int]
    cotangents: dict[Key, Value]

    @property
    def emitted(self) -> set[str]:
        """The ops that the rule emitted."""
        return {op.name for op in self.ops if self.y not in op.outs}

    def value(self) -> Any:
        return _run(_graph(self.params, self.ops, [self.y]), *self.values)[0]

    def pullback(self, g: Any) -> dict[Key, Any]:
        """The cotangents of the active arguments."""
        found = _run(self._pullback(), *self.values, g)
        return dict(zip(self.cotangents, found, strict=True))

    def tangent(self, g: Any, directions: dict[Key, Any]) -> Any:
        """The derivative of y along directions of the arguments: a pullback is linear in g, so that
        its own pullback by g is the tangent."""
        return self._reversed((len(self.params),), g, directions)

    def second(self, g: Any, directions: dict[Key, Any]) -> dict[Key, Any]:
        """The gradient of <direction, cotangent> by the arguments, summed over those that have
        one."""
        wrt = tuple(self.active[k] for k in self.cotangents)
        found = self._reversed(wrt, g, directions)
        return dict(zip(self.cotangents, found if len(wrt) > 1 else (found,), strict=True))

    def _reversed(self, wrt: tuple[int, ...], g: Any, directions: dict[Key, Any]) -> Any:
        seeds = [directions[k] for k in self.cotangents]
        graph = _needed(reverse(self._pullback(), wrt))
        return run(graph, *self.values, g, seeds).output[1]

    def _pullback(self) -> Graph:
        return _graph((*self.params, self.g), self.ops, list(self.cotangents.values()))


def _run(graph: Graph, *values: Any) -> list[Any]:
    found: list[Any] = run(graph, *values).output
    return found


def _graph(params: tuple[Value, ...], ops: tuple[Op, ...], results: list[Value]) -> Graph:
    graph = Graph(
        "sample",
        tuple(Parameter(p, f"p{k}") for k, p in enumerate(params)),
        Region(params, ops, tuple(results)),
        Node("list", tuple(Leaf(k) for k in range(len(results)))),
    )
    return _needed(graph)


def _needed(graph: Graph) -> Graph:
    """Only the ops that the results need: the value is checked before there is a g."""
    need, kept = set(graph.body.results), []
    for op in reversed(graph.body.ops):
        if need & set(op.outs):
            kept.append(op)
            need |= set(reads(op))
    return replace(graph, body=replace(graph.body, ops=tuple(reversed(kept))))


def applied(
    spelling: str,
    args: tuple[Any, ...],
    options: dict[str, Any],
    inactive: tuple[int, ...] = (),
    mode: str = "typed",
    integers: bool = False,
) -> Applied:
    """Bind a call and ask the rule. integers: numbers that only count are differentiated too.

    TypeError where the row or the rule refuses. To be called inside `new_facts()`.
    """
    builder = Builder()
    named: dict[Key, Any] = {k: x.value for k, x in options.items() if isinstance(x, Named)}
    given: dict[Key, Any] = dict(enumerate(args)) | named
    operands = {k: Value(type_of(x, mode), f"x{k}") for k, x in given.items() if is_operand(x)}
    bound = [operands[k] if k in operands else _literal(plain(x)) for k, x in enumerate(args)]
    masks = {
        name: Value(type_of(x, "typed"), name)
        for name, x in options.items()
        if isinstance(x, np.ndarray)
    }
    params = (*operands.values(), *masks.values())
    row = REGISTRY[name_of_call(SPELLINGS[spelling], options)]
    with building(builder):
        keywords = {k: operands.get(k, x) for k, x in (options | masks).items()}
        ins, attrs = bind(row, spelling, bound, keywords)
        op = emit_op(row.name, ins, attrs)
        g = Value(tangent_type(op.out.type), "g")
        wanted = {
            ins.index(p): k
            for k, p in operands.items()
            if k not in inactive and p in ins and (integers or differentiable(given[k]))
        }
        found: dict[int, Value] = {}
        if row.pullback is not None and wanted:
            found = row.pullback(op, (g,), frozenset(wanted))
    return Applied(
        params=params,
        values=(*(given[k] for k in operands), *(options[name] for name in masks)),
        ops=tuple(builder.ops),
        y=op.out,
        g=g,
        active={k: params.index(operands[k]) for k in wanted.values()},
        cotangents={wanted[position]: found[position] for position in sorted(found)},
    )


def replaced(sample: Applied, values: dict[Key, Any]) -> Applied:
    """The same graphs with other values of arguments."""
    changed = list(sample.values)
    for k, x in values.items():
        changed[sample.active[k]] = x
    return replace(sample, values=tuple(changed))


def plain(x: Any) -> Any:
    return x.value if isinstance(x, Static | Named) else x


def type_of(x: Any, mode: str) -> Type:
    match x:
        case bool() | np.bool_():
            return BOOL
        case np.generic():
            return Array(x.dtype.name, (), scalar=True)
        case float() | int() | complex():
            numbers = {int: INT, float: FLOAT, complex: COMPLEX}
            return GENERIC if mode == "generic" else numbers[type(x)]
        case np.ndarray() if mode in ("generic", "mixed"):
            return GENERIC
        case np.ndarray():
            return Array(x.dtype.name, tuple(_length(n) for n in x.shape))
        case list() if mode == "fixed":
            return ListFixed(tuple(type_of(item, mode) for item in x))
        case list():
            return ListOf(type_of(x[0], "typed")) if x else ListOf(FLOAT)
        case tuple():
            return TupleOf(tuple(type_of(item, mode) for item in x))
    if is_sparse(x):
        return type_of_argument(x)
    raise TypeError(type(x))


def is_sparse(x: Any) -> bool:
    return type(x).__module__.startswith("scipy.sparse")


def _length(n: int) -> Length:
    return Length.of(n if n < 2 else Symbol(f"n{n}", not_one=True))


def is_operand(x: Any) -> bool:
    if isinstance(x, list):
        return bool(x) and all(is_operand(item) for item in x)
    if isinstance(x, tuple):  # as (c, lower): an array and what it is
        return any(isinstance(item, np.ndarray) for item in x)
    numbers = float | complex | np.floating | np.complexfloating | np.ndarray
    return isinstance(x, numbers) or is_sparse(x)


def _literal(x: Any) -> Any:
    if isinstance(x, list | tuple):
        return type(x)(_literal(item) for item in x)
    return constant(x)
