"""Two ways on from one point: both are traced, then joined into one `if` op."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from codegen.frontend.cells import Side
from codegen.frontend.merge import Merge
from codegen.frontend.state import State
from codegen.frontend.tracer import CODE, RAISED, Tracer
from codegen.ir.build import Builder, current, emit
from codegen.ir.graph import NEXT, Op, Value, constant, undefined

Way = Callable[[], None]
Step = Callable[["Way | None"], bool]  # traces one statement; True: it traced the rest too


def nothing() -> None:
    """The way on where nothing is done."""


def branch(t: Tracer, test: Value, then: Way, otherwise: Way, form: str | None = None) -> None:
    """if test: then() else: otherwise(). form: as in the `if` op."""
    if test.is_const:
        (then if test.const else otherwise)()
        return
    with t.pending_named():
        _branch(t, test, then, otherwise, form)


def _branch(t: Tracer, test: Value, then: Way, otherwise: Way, form: str | None) -> None:
    entry = t.state
    left, right = (_traced(t, entry, way) for way in (then, otherwise))
    codes = [side.state.names.get((t.frame, CODE)) for side in (left, right)]
    raised = [isinstance(c, Value) and c.const == RAISED for c in codes]
    if raised[0] != raised[1]:
        state, pairs = _lifted(right if raised[0] else left, on_left=raised[1])
    else:
        merge = Merge(left, right, test=test).run()
        state, pairs = merge.state, merge.pairs
    regions = tuple(
        side.builder.region(pair[place] for pair in pairs)
        for place, side in enumerate((left, right))
    )
    attrs = {"form": form} if form is not None and len(pairs) == 1 and not any(raised) else {}
    outs = tuple(joined for _, _, joined in pairs)
    current().add(Op("if", (test,), outs, attrs, regions, current().origin))
    t.state = state
    for one, other, joined in pairs:
        if joined is t.code:
            t.possible[joined] = t.codes(one) | t.codes(other)


def _traced(t: Tracer, entry: State, way: Way) -> Side:
    since = len(t.pending)
    with t.region(entry.copy(), Builder()) as builder:
        way()
        del t.pending[since:]  # what only this path knows
        return Side(t.state, builder)


def _lifted(side: Side, on_left: bool) -> tuple[State, list[tuple[Value, Value, Value]]]:
    """The state of the one side that goes on, where the other ends in an exception."""
    pairs = []
    mapping: dict[Value, Value] = {}
    for op in side.builder.ops:
        for value in op.outs:
            out = Value(value.type, value.name)
            mapping[value] = out
            pairs.append((value, undefined(), out) if on_left else (undefined(), value, out))
            if value in side.state.optional:
                side.state.optional.add(out)
    side.state.map_values(mapping)
    return side.state, pairs


def sequence(t: Tracer, steps: Sequence[Step]) -> None:
    """Trace steps one after the other; what follows an exit is left out."""
    for place, step in enumerate(steps):
        later = steps[place + 1 :]
        rest = partial(sequence, t, later) if later else None
        if step(rest):
            return
        code = t.code
        if code.is_const:
            if code.const != NEXT:
                return
        elif rest is not None:
            go_on(t, code, rest)
            return


def go_on(t: Tracer, code: Value, rest: Way) -> None:
    """Trace the rest where no exit was taken."""

    def stay() -> None:
        t.leave(NEXT)
        rest()

    others = t.codes(code) - {NEXT}
    if NEXT not in t.codes(code):
        return

    def gone() -> None:
        if len(others) == 1:
            t.leave(next(iter(others)))
        else:
            t.possible[code] = others

    branch(t, emit("eq", code, constant(NEXT)), stay, gone)
