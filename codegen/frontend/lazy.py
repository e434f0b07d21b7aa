"""Generators and `map`: Python evaluates their items when they are asked for, and only once.

They are traced at once, as lists, where that is the same: where something takes all items there and
then, `sum(v * v for v in x)`. It is not where the generator is kept under a name, or run by a loop
whose body writes what the items are made of: then it is an object of its own (`generators`).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from codegen.frontend.dispatch import evaluate
from codegen.frontend.rounds import Point
from codegen.frontend.slots import Buffer, Function, Named, Ref, Slot, View
from codegen.frontend.source import nodes_in
from codegen.frontend.targets import names_assigned
from codegen.frontend.tracer import Refused, Tracer

_TAKE_ALL = frozenset(
    "sum max min any all list tuple sorted dict set fsum prod fromiter reduce".split()
)
_PASS_ON = frozenset("zip enumerate reversed map filter".split())
_STOP_EARLY = frozenset(("any", "all"))
_NUMPY_TAKES = frozenset(("numpy.sum", "numpy.fromiter"))  # others make one object of a generator


def taken_at_once(
    t: Tracer, node: cst.BaseExpression, make: Callable[[], Slot], later: Callable[[], Slot]
) -> Slot:
    """The list of the items that make() gives, where tracing them now is what Python does; else
    later(), a generator."""
    at_once, stops = _is_at_once(t, node)
    if not at_once:
        return later()
    if not stops:
        return make()
    before, point = dict(t.state.heap), Point(t)
    slot = make()
    if nodes_in(node, cst.NamedExpr) or not all(
        address in t.state.heap and holds_the_same(entry, t.state.heap[address])
        for address, entry in before.items()
    ):
        point.go_back()
        return later()
    return slot


def _is_at_once(t: Tracer, node: cst.BaseExpression) -> tuple[bool, bool]:
    """Whether all items are taken there and then; whether what takes them may stop early."""
    place: cst.CSTNode = node
    stops = False
    while isinstance(argument := t.source.parent(place), cst.Arg) and not argument.star:
        call = t.source.parent(argument)
        if not isinstance(call, cst.Call):
            return False, stops
        word = _library(t, call.func)
        later = call.args[call.args.index(argument) + 1 :]
        if any(nodes_in(arg, cst.Call | cst.NamedExpr) for arg in later):
            return False, stops
        stops = stops or word in _STOP_EARLY
        if word in _TAKE_ALL:
            break
        if word not in _PASS_ON:
            return False, stops
        place = call
    parent = t.source.parent(place)
    if isinstance(parent, cst.For):
        return _is_apart(t, node, set(names_assigned(parent)), parent.body), stops
    if isinstance(parent, cst.CompFor):
        around = t.source.parent(parent)
        own = {node, *nodes_in(node, cst.Call)}
        calls = nodes_in(around, cst.Call) if around is not None else []
        return not any(call not in own and _library(t, call.func) is None for call in calls), stops
    return isinstance(parent, cst.Arg | cst.StarredElement) or _unpacked(parent), stops


def holds_the_same(before: Any, after: Any) -> bool:
    """Has nothing been written to a cell between two points?"""
    if isinstance(before, Buffer) and isinstance(after, Buffer):
        return before.value is after.value
    if isinstance(before, View) and isinstance(after, View):
        return before.base == after.base and before.path == after.path
    return bool(before == after)


def passed_once(t: Tracer, node: cst.Call) -> bool:
    """zip, enumerate and reversed read what they run over live, but only once: whether that is
    there and then."""
    parent = t.source.parent(node)
    if isinstance(parent, cst.Arg) and not parent.star:
        call = t.source.parent(parent)
        return isinstance(call, cst.Call) and _library(t, call.func) in _TAKE_ALL | _PASS_ON
    return isinstance(parent, cst.For | cst.CompFor | cst.Arg | cst.StarredElement) or _unpacked(
        parent
    )


def _library(t: Tracer, function: cst.BaseExpression) -> str | None:
    """The last word of a library function's name, of NumPy's the whole where it takes no generator;
    None for anything else."""
    try:
        slot = evaluate(t, function)
    except Refused:
        return None
    if not isinstance(slot, Named):
        return None
    if slot.dotted.startswith("numpy.") and slot.dotted not in _NUMPY_TAKES:
        return slot.dotted
    return slot.dotted.rpartition(".")[2]


def _unpacked(parent: cst.CSTNode | None) -> bool:
    return isinstance(parent, cst.Assign) and all(
        isinstance(target.target, cst.Tuple | cst.List) for target in parent.targets
    )


def _is_apart(t: Tracer, node: cst.BaseExpression, bound: set[str], body: cst.CSTNode) -> bool:
    """The body of a loop does not change what the items are made of: it binds other names and
    calls library functions, nothing else."""
    words = {name.value for name in nodes_in(node, cst.Name)}
    for found in nodes_in(body, cst.Subscript | cst.AugAssign | cst.Call):
        if isinstance(found, cst.Call) and _library(t, found.func) is not None:
            continue
        if isinstance(found, cst.AugAssign) and isinstance(found.target, cst.Name):
            if not isinstance(t.state.names.get((t.frame, found.target.value)), Ref):
                continue
        if isinstance(found, cst.Subscript) and not _is_target(t, found):
            continue
        return False
    words -= {parameter.name.value for parameter in nodes_in(node, cst.Param)}
    local = any(isinstance(t.state.names.get((t.frame, word)), Function) for word in words)
    return not (bound & words or local)


def _is_target(t: Tracer, node: cst.Subscript) -> bool:
    parent = t.source.parent(node)
    while isinstance(parent, cst.Element | cst.Tuple | cst.List):
        parent = t.source.parent(parent)
    return isinstance(parent, cst.AssignTarget | cst.AugAssign | cst.Del)
