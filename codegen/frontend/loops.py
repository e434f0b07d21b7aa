"""Loops: the body is traced until what it carries, and the types of that, no longer change.

The first head is the state before the loop. After each trace the states at its start and its end
are joined; whatever differs becomes a parameter of the body, and the body is traced again on the
joined state. Types only widen, partitions into cells only get finer and frozen cells only grow, so
that this ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from codegen.frontend.branches import Way, branch, nothing, sequence
from codegen.frontend.cells import Side
from codegen.frontend.frames import forget_frames
from codegen.frontend.matching import Match
from codegen.frontend.merge import Merge
from codegen.frontend.slots import (
    Name,
    Poison,
    Ref,
    View,
)
from codegen.frontend.state import State
from codegen.frontend.tracer import CODE, CONTINUE, Tracer
from codegen.ir.build import Builder, current, emit
from codegen.ir.graph import BREAK, FINISHED, NEXT, RETURN, Op, Region, Value, constant, substitute
from codegen.ir.suppositions import suppose_equal
from codegen.ir.types import INT, facts, lengths_made_up_since_now

_ATTEMPTS = 25


@dataclass
class Bounds:
    """The rounds of a counted loop, as range(start, stop, step), and a name for the index."""

    start: Any
    stop: Any
    step: Any
    name: str | None = None


def trace_loop(t: Tracer, bounds: Bounds | None, body: Callable[[Value | None], None]) -> None:
    """Trace a loop; body(index) traces one round. Leaves the exit code in `t.code`.

    A counted loop that runs out leaves NEXT; an uncounted one is left by the code that its body
    sets.
    """
    t.loops += 1
    try:
        with t.pending_named():
            _trace_loop(t, bounds, body)
    finally:
        t.loops -= 1


def _trace_loop(t: Tracer, bounds: Bounds | None, body: Callable[[Value | None], None]) -> None:
    entry = t.state
    head = entry.copy()
    params: list[Value] = []
    made_up = lengths_made_up_since_now()
    since = len(t.pending)
    for _ in range(_ATTEMPTS):
        known, problems, followed = facts().remember(), dict(t.problems), t.followed
        inlined = t.inlined
        index = Value(INT, bounds.name) if bounds is not None else None
        with t.region(head.copy(), Builder()) as builder:
            t.leave(NEXT)
            body(index)
            end_round(t)
            spoiled = _unspoil(t, head) if len(t.problems) > len(problems) else []
            end = Side(t.state, builder)
            code = t.code
            learned = facts().remember()
        del t.pending[since:]  # what only the body knows
        before = Builder(origin=current().origin)
        start = Side(entry.copy(), before)
        for side in (start, end):
            side.state.names.pop((t.frame, CODE), None)
        if bounds is not None and _is_run(bounds):
            facts().learn(learned, made_up)
        with facts().after_round(learned):
            merge = Merge(start, end).run()
        forget_frames(t, merge.state)
        match = Match(head, merge.state, params, made_up).run((t.frame, CODE))
        if match is not None:
            break
        facts().restore(known)
        t.given_up |= t.problems
        t.problems, t.followed, t.inlined = problems, followed, inlined
        head, params = merge.state, [joined for _, _, joined in merge.pairs]
    else:
        t.refuse("CG050", "the types in this loop do not settle", "Annotate what it carries.")
    if bounds is not None:
        suppose_equal(learned)
    current().ops.extend(before.ops)
    merge.state.names |= {name: Poison("") for name in spoiled}
    _close(t, bounds, index, code, builder, params, merge, match)


def _is_run(bounds: Bounds) -> bool:
    """Whether a loop certainly has a round: what its body needs of lengths holds everywhere."""
    start, stop, step = (
        each.const if isinstance(each, Value) else each
        for each in (bounds.start, bounds.stop, bounds.step)
    )
    if type(start) is not int or type(stop) is not int or type(step) is not int or step == 0:
        return False
    return len(range(start, stop, step)) > 0


def _unspoil(t: Tracer, head: State) -> list[Name]:
    """What a refused statement would have bound is as it was: the next attempt, with wider types,
    may succeed. The names of these."""
    spoiled = []
    for name, slot in t.state.names.items():
        before = head.names.get(name)
        if isinstance(slot, Poison) and not slot.message and before is not None:
            t.state.names[name] = before
            spoiled.append(name)
            for part in head.parts(before):
                address = part.address if isinstance(part, Ref) else None
                while address is not None and address not in t.state.heap:
                    entry = t.state.heap[address] = head.heap[address]
                    address = entry.base if isinstance(entry, View) else None
    return spoiled


def end_round(t: Tracer) -> None:
    """`continue` only leaves out the rest of a round."""
    code = t.code
    codes = t.codes(code)
    if codes <= {NEXT, CONTINUE}:
        t.leave(NEXT)
    elif CONTINUE in codes:
        others = codes - {CONTINUE}

        def keep() -> None:
            t.leave(next(iter(others)) if len(others) == 1 else code)

        t.possible[code] = others
        branch(t, emit("eq", code, constant(CONTINUE)), lambda: t.leave(NEXT), keep)
        t.possible[code] = codes


def _close(
    t: Tracer,
    bounds: Bounds | None,
    index: Value | None,
    code: Value,
    builder: Builder,
    params: list[Value],
    merge: Merge,
    match: dict[Value, Value],
) -> None:
    ends = {joined: (init, result) for init, result, joined in merge.pairs}
    carried = []  # (parameter, init, result, out)
    unchanged: dict[Value, Value] = {}
    dropped: dict[Value, Value] = {}
    for param in params:
        joined = match.get(param)
        if joined is None:
            continue
        init, result = ends[joined]
        if result is param:
            unchanged[param] = init
            dropped[joined] = init
        else:
            carried.append((param, init, result, joined))
    outs, seen = [], set()
    for _, _, _, joined in carried:
        out = joined if joined not in seen else Value(joined.type, joined.name)
        seen.add(joined)
        outs.append(out)
    results = [result for _, _, result, _ in carried]
    codes = t.codes(code)
    exits = codes != {NEXT}
    attrs: dict[str, Any] = {"exits": True} if exits else {}
    inner = [param for param, _, _, _ in carried]
    if bounds is not None:
        assert index is not None
        attrs |= {"start": bounds.start, "stop": bounds.stop, "step": bounds.step}
        inner = [index, *inner]
    region = Region(tuple(inner), tuple(builder.ops), tuple([code] * exits + results))
    region = substitute(region, unchanged)
    if exits:
        out_code = Value(INT, "code")
        outs = [out_code, *outs]
    ins = tuple(unchanged.get(init, init) for _, init, _, _ in carried)
    current().add(Op("loop", ins, tuple(outs), attrs, (region,), current().origin))
    t.state = merge.state
    t.state.map_values(dropped)
    after = codes - {NEXT} | ({NEXT} if bounds is not None else frozenset())
    if len(after) == 1:
        t.leave(next(iter(after)))
    elif exits:
        t.possible[out_code] = frozenset(after)
        t.leave(out_code)
    else:
        t.leave(NEXT)


def after_loop(t: Tracer, counted: bool, orelse: Way | None, rest: Way | None) -> bool:
    """What follows a loop: its `else`, and a return that left it. True where `rest` was traced."""
    code = t.code
    codes = t.codes(code)

    def finish(_: Way | None = None) -> bool:
        """On from here, where no return left the loop."""
        t.leave(NEXT)
        if orelse is not None:
            ran_out = NEXT if counted else FINISHED
            if BREAK not in codes:
                orelse()
            elif ran_out in codes:
                branch(t, emit("eq", code, constant(ran_out)), orelse, nothing)
        return False

    if codes == {RETURN}:
        return False
    if RETURN not in codes:
        return finish()

    def stay() -> None:
        sequence(t, [finish, *([lambda _: rest() is None] if rest is not None else [])])

    branch(t, emit("eq", code, constant(RETURN)), lambda: t.leave(RETURN), stay)
    return True
