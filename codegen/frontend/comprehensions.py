"""Comprehensions and generators: unrolled where the items are known, else a loop that appends."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import libcst as cst

from codegen.frontend.assignment import assign
from codegen.frontend.branches import branch, nothing
from codegen.frontend.conditions import condition
from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.gathering import Holder, iterated, over
from codegen.frontend.iteration import written_out
from codegen.frontend.known import key_of
from codegen.frontend.lazy import taken_at_once
from codegen.frontend.rounds import Point
from codegen.frontend.run_time_sets import set_class
from codegen.frontend.slots import Dict, KeySet, Range, Ref, Slot
from codegen.frontend.source import nodes_in
from codegen.frontend.targets import makes_functions, names_assigned
from codegen.frontend.tracer import Refused, Tracer
from codegen.frontend.yielding import later
from codegen.ir.graph import constant

_FEW = 16  # rounds of a comprehension that are written out where they make dicts


def comprehension(t: Tracer, node: Any) -> Slot:
    """[e for x in xs if c], {k: e for ...}."""
    if makes_functions(node):
        with _frame_of_its_own(t, node):
            return _comprehension(t, node)
    return _comprehension(t, node)


@contextmanager
def _frame_of_its_own(t: Tracer, node: cst.BaseExpression) -> Iterator[None]:
    """Functions that a comprehension makes read its variables, as they are in the end."""
    if nodes_in(node, cst.NamedExpr):
        t.refuse("CG060", "`:=` in a comprehension that makes functions", "Write a loop.", node)
    function, frame = t.function, t.frame
    t.frames_used += 1
    t.function, t.frame = replace(function, frames=(*function.frames, frame)), t.frames_used
    own = t.frame
    t.opened.add(own)
    try:
        yield
    finally:
        t.function, t.frame = function, frame
        t.opened.remove(own)
        t.kept.add(own)


def _comprehension(t: Tracer, node: Any) -> Slot:
    held = t.held_names
    names = [(t.frame, name) for name in _names(node.for_in)]
    outer = {name: t.hold(t.state.names[name]) for name in names if name in t.state.names}
    if isinstance(node, cst.DictComp):
        result = _keyed(t, node)
    elif isinstance(node, cst.SetComp):
        result = _set(t, node)
    else:
        holder = Holder(t)
        of_dicts = isinstance(node.elt, cst.Dict)
        if _is_function(node.elt):
            holder.written_out = True
        _rounds(t, node.for_in, lambda: holder.add(evaluate(t, node.elt)), holder, of_dicts)
        result = holder.taken()
    for name in names:
        if not makes_functions(node):  # they may go on reading it
            t.state.names.pop(name, None)
        if name in outer:
            t.state.names[name] = t.state.names[outer[name]]
    t.drop_held(held)
    return result


def _is_function(node: cst.BaseExpression) -> bool:
    """The items are functions, or hold some: they stay apart."""
    return isinstance(node, cst.Lambda | cst.Tuple | cst.List | cst.Dict) and makes_functions(node)


def generator(t: Tracer, node: cst.GeneratorExp) -> Slot:
    """(e for x in xs if c); where all items are taken at once, the list of them."""
    return taken_at_once(t, node, lambda: comprehension(t, node), lambda: later(t, node))


def _names(clause: cst.CompFor) -> list[str]:
    found = names_assigned(
        cst.For(target=clause.target, iter=clause.iter, body=cst.IndentedBlock([]))
    )
    return found + (_names(clause.inner_for_in) if clause.inner_for_in is not None else [])


def _set(t: Tracer, node: cst.SetComp) -> Slot:
    """{k for ...}: of keys that are known, or one of run-time members."""
    point = Point(t)
    try:
        return _keyed(t, node)
    except Refused:
        point.go_back()
    holder = Holder(t)
    _rounds(t, node.for_in, lambda: holder.add(evaluate(t, node.elt)), holder)
    return apply(t, set_class(), [holder.taken()], {})


def _keyed(t: Tracer, node: cst.DictComp | cst.SetComp) -> Slot:
    """{k: e for ...}, {k for ...}: the keys are known, one round stands after the other."""
    depth = sum(1 for _, name in t.state.names if name.startswith("$keyed"))
    holder, name = Holder(t), (t.frame, f"$keyed {depth}")
    holder.written_out = holder.keyed = True
    of_dict = isinstance(node, cst.DictComp)
    t.state.names[name] = t.state.allocate(Dict((), ()) if of_dict else KeySet(()))

    def one() -> None:
        key = key_of(t, evaluate(t, node.key if isinstance(node, cst.DictComp) else node.elt))
        item = evaluate(t, node.value) if isinstance(node, cst.DictComp) else None
        ref = t.usable(t.state.names[name], "what this makes")
        assert isinstance(ref, Ref)
        entry = t.state.heap[ref.address]
        if isinstance(entry, Dict) and item is not None:
            items = {**dict(zip(entry.keys, entry.items, strict=True)), key: item}
            t.state.heap[ref.address] = Dict(tuple(items), tuple(items.values()))
        elif isinstance(entry, KeySet):
            t.state.heap[ref.address] = KeySet(tuple(dict.fromkeys((*entry.keys, key))))

    _rounds(t, node.for_in, one, holder)
    holder.taken()
    return t.usable(t.state.names.pop(name), "what this makes")


def _rounds(
    t: Tracer,
    clause: cst.CompFor,
    inner: Callable[[], None],
    holder: Holder,
    of_dicts: bool = False,
) -> None:
    if clause.asynchronous is not None:
        t.refuse("CG060", "`async for` is not supported", "Write a plain loop.")
    source = iterated(t, evaluate(t, clause.iter))

    def one(item: Slot) -> None:
        assign(t, clause.target, item)
        _filtered(t, list(clause.ifs), lambda: _next(t, clause, inner, holder))

    few = _few(t, source) if of_dicts else None
    if few is not None:
        for number in few:
            one(constant(number))
        return
    items = written_out(t, source) if holder.written_out else None
    if items is not None:
        for item in items:
            one(item)
        return
    if holder.keyed:
        t.refuse("CG024", "the keys are not known before the run", "Use a list, or literal keys.")
    over(t, source, one, holder)


def _few(t: Tracer, source: Slot) -> range | None:
    """A short range that is known: dicts made in it become cells of their own, which may change."""
    if not isinstance(source, Range):
        return None
    start, stop, step = (t.value(part).const for part in (source.start, source.stop, source.step))
    if type(start) is not int or type(stop) is not int or type(step) is not int or step == 0:
        return None
    numbers = range(start, stop, step)
    return numbers if len(numbers) <= _FEW else None


def _next(t: Tracer, clause: cst.CompFor, inner: Callable[[], None], holder: Holder) -> None:
    if clause.inner_for_in is not None:
        _rounds(t, clause.inner_for_in, inner, holder)
    else:
        inner()


def _filtered(t: Tracer, tests: list[cst.CompIf], inner: Callable[[], None]) -> None:
    if not tests:
        inner()
        return
    test = condition(t, tests[0].test)
    branch(t, test, lambda: _filtered(t, tests[1:], inner), nothing)
