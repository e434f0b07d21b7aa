"""Branches and loops."""

from __future__ import annotations

from collections.abc import Callable

import libcst as cst

from codegen.frontend.assignment import assign
from codegen.frontend.blocks import block, step_of
from codegen.frontend.branches import Step, Way, branch, sequence
from codegen.frontend.conditions import condition
from codegen.frontend.dispatch import evaluate
from codegen.frontend.gathering import iterated
from codegen.frontend.generators import is_lazy, run_through
from codegen.frontend.iteration import bounds_and_items, known_items, written_out
from codegen.frontend.lengths import check_lengths, lists_run_over, refuse_change
from codegen.frontend.loops import after_loop, end_round, trace_loop
from codegen.frontend.rounds import loop_or_rounds
from codegen.frontend.slots import Buffer, Iteration, Ref, Slot, TupleSlot, View
from codegen.frontend.targets import keeps_functions, names_put_again
from codegen.frontend.throwing import one_round
from codegen.frontend.tracer import Tracer
from codegen.ir.build import current
from codegen.ir.graph import FINISHED, Value


def leaves(body: cst.BaseSuite, caught: bool = False) -> bool:
    """Whether a block ends in return, break or continue on every path, by its text. caught: or in
    an exception, which leads to a handler."""
    if not body.body:
        return False
    last = body.body[-1]
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    if isinstance(last, cst.Return | cst.Break | cst.Continue):
        return True
    if isinstance(last, cst.Raise):
        return caught
    if isinstance(last, cst.If) and last.orelse is not None:
        other = last.orelse
        return leaves(last.body, caught) and (
            leaves(other.body, caught)
            if isinstance(other, cst.Else)
            else leaves(cst.IndentedBlock(body=[other]), caught)
        )
    return False


def if_statement(t: Tracer, node: cst.If, rest: Way | None) -> bool:
    test = condition(t, node.test)

    def then() -> None:
        block(t, node.body)

    def otherwise() -> None:
        if isinstance(node.orelse, cst.Else):
            block(t, node.orelse.body)
        elif isinstance(node.orelse, cst.If):
            sequence(t, [step_of(t, node.orelse, node.orelse)])

    caught = bool(t.standing.catching)
    mine, theirs = leaves(node.body, caught), _branch_leaves(node.orelse, caught)
    return two_ways(t, test, (then, mine), (otherwise, theirs), rest)


def two_ways(
    t: Tracer,
    test: Value,
    then: tuple[Way, bool],
    otherwise: tuple[Way, bool],
    rest: Way | None,
) -> bool:
    """if test: then, else: otherwise; each with whether it always leaves the block, by its text.
    Where one leaves, what follows belongs to the other. True where `rest` was traced."""
    (first, mine), (second, theirs) = then, otherwise
    if test.is_const:
        (first if test.const else second)()
        return False
    if rest is None or mine == theirs:
        branch(t, test, first, second)
        return False

    def with_rest(way: Way) -> Way:
        def run() -> None:
            sequence(t, [_whole(way, False), _whole(rest, True)])

        return run

    branch(t, test, first if mine else with_rest(first), with_rest(second) if mine else second)
    return True


def _whole(way: Way, rest_too: bool) -> Step:
    """A way as a step; rest_too: it traces what follows as well."""

    def run(_: Way | None) -> bool:
        way()
        return rest_too

    return run


def _branch_leaves(node: cst.If | cst.Else | None, caught: bool) -> bool:
    if isinstance(node, cst.Else):
        return leaves(node.body, caught)
    if isinstance(node, cst.If):
        return leaves(node.body, caught) and _branch_leaves(node.orelse, caught)
    return False


def while_loop(t: Tracer, node: cst.While, rest: Way | None) -> bool:
    def body(_: Value | None) -> None:
        test = condition(t, node.test)
        branch(t, test, lambda: _round(t, node.body), lambda: t.leave(FINISHED))

    trace_loop(t, None, body)
    return after_loop(t, False, _orelse(t, node.orelse), rest)


def _round(t: Tracer, body: cst.BaseSuite) -> None:
    with one_round(t):
        block(t, body)


def _orelse(t: Tracer, node: cst.Else | None) -> Way | None:
    if node is None:
        return None
    return lambda: block(t, node.body)


def for_loop(t: Tracer, node: cst.For, rest: Way | None) -> bool:
    if node.asynchronous is not None:
        t.refuse("CG060", "`async for` is not supported", "Write a plain loop.")
    since = len(t.pending)
    source = evaluate(t, node.iter)
    del t.pending[since:]  # held by a name of its own

    def one(item: Slot) -> None:
        assign(t, node.target, item)
        _round(t, node.body)

    name = node.target.value if isinstance(node.target, cst.Name) else None
    apart = keeps_functions(node.body) or _puts_again(t, node)
    for_each(t, source, one, name, apart)
    return after_loop(t, True, _orelse(t, node.orelse), rest)


def for_each(
    t: Tracer,
    source: Slot,
    one: Callable[[Slot], None],
    name: str | None = None,
    apart: bool = False,
) -> None:
    """one(item) for every item, in order; it may leave the loop. The exit code is in `t.code`.

    name: of the variable. apart: the rounds have to be told apart, where their number is known.
    """
    source = iterated(t, source)
    if is_lazy(t, source):
        run_through(t, source, one)
        return
    items = known_items(t, source)
    if items is None and apart:
        items = written_out(t, source)
    if items is not None:
        _unrolled(t, source, items, one)
        return
    loop_or_rounds(
        t,
        source,
        lambda: _looped(t, source, one, name),
        lambda known: _unrolled(t, source, known, one),
    )


def _looped(t: Tracer, source: Slot, one: Callable[[Slot], None], name: str | None) -> None:
    """One body for all rounds."""
    held = t.held_names
    bounds, at = bounds_and_items(t, source, name)
    origin = current().origin

    def body(index: Value | None) -> None:
        assert index is not None
        current().origin = origin
        lists = lists_run_over(t, held)
        one(at(index))
        check_lengths(t, lists)

    trace_loop(t, bounds, body)
    t.drop_held(held)


def _puts_again(t: Tracer, node: cst.For) -> bool:
    """Whether rounds put one array into a list that is written to: what the list holds then are
    names of it, and each has to be known."""
    names = names_put_again(node.body)
    found = [t.state.names.get((t.frame, name)) for name in names if name in t.function.written]
    return any(
        isinstance(slot, Ref) and isinstance(t.state.heap[slot.address], Buffer | View)
        for slot in found
    )


def _unrolled(t: Tracer, source: Slot, items: list[Slot], one: Callable[[Slot], None]) -> None:
    """A loop over things of different kinds: one copy of the body for each."""

    held = t.held_names
    live = t.hold(source)
    row = t.hold(TupleSlot(tuple(items)))
    before = _entries(t, source)

    def round_of(place: int) -> Step:
        def run(_: Way | None) -> bool:
            nonlocal before
            now = _entries(t, t.held(live))
            if now != before:  # Python reads each item when its round begins
                t.state.names[row] = _items_now(t, t.held(live), len(items))
                before = _entries(t, t.held(live))
            found = t.held(row)
            assert isinstance(found, TupleSlot)
            one(found.items[place])
            end_round(t)
            return False

        return run

    sequence(t, [round_of(place) for place in range(len(items))])
    t.drop_held(held)


def _entries(t: Tracer, source: Slot) -> list[object]:
    """What the lists and dicts that a loop runs over hold."""
    parts = [part for part in _sources(source) if isinstance(part, Ref)]
    return [t.state.heap[part.address] for part in parts]


def _sources(source: Slot) -> list[Slot]:
    if isinstance(source, Iteration):
        return [part for each in source.sources for part in _sources(each)]
    return [source]


def _items_now(t: Tracer, source: Slot, count: int) -> Slot:
    """The items of what a loop runs over, which its body has changed."""
    items = written_out(t, source)
    if items is None or len(items) != count:
        refuse_change(t)
    return TupleSlot(tuple(items))
