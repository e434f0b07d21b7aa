"""Comprehensions and generators: unrolled where the items are known, else a loop that appends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from codegen.frontend.assignment import assign
from codegen.frontend.branches import branch, nothing
from codegen.frontend.expressions import condition, evaluate, value_of
from codegen.frontend.iteration import bounds_and_items, known_items
from codegen.frontend.loops import trace_loop
from codegen.frontend.methods import append
from codegen.frontend.slots import Buffer, Dict, FixedList, Range, Ref, Slot
from codegen.frontend.targets import names_assigned
from codegen.frontend.tracer import CODE, Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import NEXT, Value, constant
from codegen.ir.types import ListOf, Undefined

_FEW = 16  # rounds of a comprehension that are written out where they make dicts


def comprehension(t: Tracer, node: Any) -> Slot:
    """[e for x in xs if c], the generator of the same form, {k: e for ...}."""
    held = t.held_names
    names = [(t.frame, name) for name in _names(node.for_in)]
    outer = {name: t.hold(t.state.names[name]) for name in names if name in t.state.names}
    if isinstance(node, cst.DictComp):
        result = _dict(t, node)
    else:
        holder = _Holder(t)
        of_dicts = isinstance(node.elt, cst.Dict)
        _rounds(t, node.for_in, lambda: holder.add(evaluate(t, node.elt)), holder, of_dicts)
        result = holder.taken()
    for name in names:
        t.state.names.pop(name, None)
        if name in outer:
            t.state.names[name] = t.state.names[outer[name]]
    t.drop_held(held)
    return result


def _names(clause: cst.CompFor) -> list[str]:
    found = names_assigned(
        cst.For(target=clause.target, iter=clause.iter, body=cst.IndentedBlock([]))
    )
    return found + (_names(clause.inner_for_in) if clause.inner_for_in is not None else [])


def _dict(t: Tracer, node: cst.DictComp) -> Slot:
    clause = node.for_in
    items = known_items(t, evaluate(t, clause.iter))
    if items is None or clause.ifs or clause.inner_for_in is not None:
        t.refuse(
            "CG024",
            "the keys of a dict are not known before the run",
            "Use a list, or literal keys.",
        )
    found: dict[Any, Slot] = {}
    for item in items:
        assign(t, clause.target, item)
        key = value_of(t, node.key)
        if not key.is_const:
            t.refuse(
                "CG024",
                "the keys of a dict are not known before the run",
                "Use a list, or literal keys.",
            )
        found[key.const] = evaluate(t, node.value)
    return t.state.allocate(Dict(tuple(found), tuple(found.values())))


class _Holder:
    """The list that is being built, under a hidden name, so that loops carry it."""

    def __init__(self, t: Tracer) -> None:
        self.tracer = t
        depth = sum(1 for frame, name in t.state.names if name.startswith("$list"))
        self.name = (t.frame, f"$list {depth}")
        t.state.names[self.name] = t.state.allocate(FixedList(()))

    def add(self, slot: Slot) -> None:
        ref = self.tracer.state.names[self.name]
        assert isinstance(ref, Ref)
        append(self.tracer, ref, [slot])

    def become_run_time(self) -> None:
        """An empty list that is about to grow in a loop."""
        t = self.tracer
        ref = t.state.names[self.name]
        assert isinstance(ref, Ref)
        entry = t.state.heap[ref.address]
        if isinstance(entry, FixedList) and not entry.items:
            value = emit_op("make_list", (), types=(ListOf(Undefined()),)).out
            t.state.heap[ref.address] = Buffer(value)

    def taken(self) -> Slot:
        return self.tracer.usable(self.tracer.state.names.pop(self.name), "this list")


def _rounds(
    t: Tracer,
    clause: cst.CompFor,
    inner: Callable[[], None],
    holder: _Holder,
    of_dicts: bool = False,
) -> None:
    if clause.asynchronous is not None:
        t.refuse("CG060", "`async for` is not supported", "Write a plain loop.")
    source = evaluate(t, clause.iter)

    def one(item: Slot) -> None:
        assign(t, clause.target, item)
        _filtered(t, list(clause.ifs), lambda: _next(t, clause, inner, holder))

    few = _few(t, source) if of_dicts else None
    if few is not None:
        for number in few:
            one(constant(number))
        return
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


def _next(t: Tracer, clause: cst.CompFor, inner: Callable[[], None], holder: _Holder) -> None:
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


def over(t: Tracer, source: Slot, one: Callable[[Slot], None], holder: _Holder) -> None:
    """Call one(item) for every item."""
    items = known_items(t, source)
    if items is not None:
        for item in items:
            one(item)
        return
    holder.become_run_time()
    held = t.held_names
    bounds, at = bounds_and_items(t, source, None)
    code = t.state.names.get((t.frame, CODE))

    def body(index: Value | None) -> None:
        assert index is not None
        one(at(index))

    trace_loop(t, bounds, body)
    t.drop_held(held)
    t.leave(NEXT)
    if code is not None:
        t.state.names[t.frame, CODE] = code


def gather(t: Tracer, source: Slot, item: Callable[[Slot], Slot] | None = None) -> Slot:
    """The items of an iterable as a list."""
    holder = _Holder(t)
    over(t, source, lambda slot: holder.add(slot if item is None else item(slot)), holder)
    return holder.taken()


def folded(
    t: Tracer, source: Slot, initial: Slot | None, step: Callable[[Slot, Slot], Slot]
) -> Slot:
    """step(step(initial, x0), x1)...; without an initial value the first item is it."""
    items = known_items(t, source)
    held = t.held_names
    if items is not None:
        if initial is None:
            initial, *items = items
        total = initial
        for item in items:
            total = step(total, item)
        return total
    bounds, at = bounds_and_items(t, source, None)
    if initial is None:
        if bounds.start != 0 or bounds.step != 1:
            t.refuse("CG042", "functools.reduce over this needs an initial value", "Give it one.")
        initial, bounds.start = at(constant(0)), 1
    name = t.hold(initial)

    def body(index: Value | None) -> None:
        assert index is not None
        t.state.names[name] = step(t.held(name), at(index))

    code = t.state.names.get((t.frame, CODE))
    trace_loop(t, bounds, body)
    total = t.held(name)
    t.drop_held(held)
    t.leave(NEXT)
    if code is not None:
        t.state.names[t.frame, CODE] = code
    return total
