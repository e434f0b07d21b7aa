"""The bodies of generators: functions with `yield`, and generator expressions that are kept."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import libcst as cst

from codegen.frontend.assignment import assign
from codegen.frontend.branches import branch, nothing
from codegen.frontend.conditions import condition
from codegen.frontend.control import for_each
from codegen.frontend.dispatch import evaluate
from codegen.frontend.generators import generator, hand_over
from codegen.frontend.loops import after_loop
from codegen.frontend.slots import Function, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import NEXT, constant

_FIRST = "first of"  # what the first `for` of a generator expression runs over


def yield_items(t: Tracer, node: cst.Yield) -> None:
    """`yield item`, `yield from items`, as a statement."""
    _check_place(t, node)
    if isinstance(node.value, cst.From):
        for_each(t, evaluate(t, node.value.item), lambda item: hand_over(t, item))
        after_loop(t, True, None, None)
        return
    hand_over(t, constant(None) if node.value is None else evaluate(t, node.value))


def _check_place(t: Tracer, node: cst.CSTNode) -> None:
    if t.frame not in t.takers:
        t.refuse("CG014", "the function itself is a generator", "Return a list of the values.")
    place = t.source.parent(node)
    while place is not None and not isinstance(place, cst.FunctionDef):
        if isinstance(place, cst.Try | cst.With):
            t.refuse("CG014", "`yield` in a `try` or `with`", "Collect the values in a list.")
        place = t.source.parent(place)


@cache
def _as_lambda(node: cst.GeneratorExp) -> cst.Lambda:
    return cst.Lambda(params=cst.Parameters(), body=node)


def later(t: Tracer, node: cst.GeneratorExp) -> Slot:
    """A generator expression whose items are computed when they are asked for. What its first
    `for` runs over is evaluated at once, as Python does."""
    around = t.function
    frames = (*around.frames, t.frame)
    f = Function(
        t.source, _as_lambda(node), around.environment, frames, around.outer, (), around.owner
    )
    return generator(t, f, {_FIRST: evaluate(t, node.for_in.iter)})


def run_expression(t: Tracer, f: Function) -> None:
    """The rounds of a generator expression."""
    node = f.node.body
    assert isinstance(node, cst.GeneratorExp)
    t.leave(NEXT)
    first = t.read(_FIRST)
    _rounds(t, node.for_in, first, lambda: hand_over(t, evaluate(t, node.elt)))


def _rounds(t: Tracer, clause: cst.CompFor, source: Slot, inner: Callable[[], None]) -> None:
    if clause.asynchronous is not None:
        t.refuse("CG060", "`async for` is not supported", "Write a plain loop.")

    def go_on() -> None:
        if clause.inner_for_in is None:
            inner()
            return
        _rounds(t, clause.inner_for_in, evaluate(t, clause.inner_for_in.iter), inner)
        after_loop(t, True, None, None)

    def one(item: Slot) -> None:
        assign(t, clause.target, item)
        _filtered(t, list(clause.ifs), go_on)

    for_each(t, source, one)


def _filtered(t: Tracer, tests: list[cst.CompIf], inner: Callable[[], None]) -> None:
    if not tests:
        inner()
        return
    test = condition(t, tests[0].test)
    branch(t, test, lambda: _filtered(t, tests[1:], inner), nothing)
