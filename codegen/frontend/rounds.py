"""Loops over few things that are known: where one body for all rounds cannot be traced, as the key
of a dict or the type of an item differs between them, the rounds are written one after the other.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.frontend.iteration import written_out
from codegen.frontend.slots import Range, Slot
from codegen.frontend.tracer import Refused, Tracer
from codegen.ir.build import current
from codegen.ir.graph import Value
from codegen.ir.types import facts

_COPIES = 64  # of one piece of text, in loops that stand in each other
_NEEDS_LITERAL = ("CG021", "CG022", "CG024")


class Point:
    """A trace as it stands, to go back to."""

    def __init__(self, t: Tracer, state: Any = None) -> None:
        self.tracer = t
        self.state = t.state.copy() if state is None else state
        self.ops = list(current().ops)
        self.known = facts().remember()
        self.problems, self.given_up, self.followed = dict(t.problems), dict(t.given_up), t.followed
        self.pending = list(t.pending)
        self.held_names, self.callees = t.held_names, list(t.callees)

    def go_back(self) -> None:
        t = self.tracer
        t.state = self.state
        current().ops[:] = self.ops
        facts().restore(self.known)
        t.problems, t.given_up, t.followed = self.problems, self.given_up, self.followed
        t.pending[:] = self.pending
        t.held_names, t.callees = self.held_names, self.callees


def loop_or_rounds(
    t: Tracer,
    source: Slot,
    loop: Callable[[], None],
    rounds: Callable[[list[Slot]], None],
) -> None:
    """loop(), or, where that is refused and the items are few and known, rounds(items)."""
    before = Point(t)
    refused: Refused | None = None
    try:
        loop()
    except Refused as caught:
        refused = caught
    found = t.problems.keys() - before.problems.keys()
    if refused is None and not found:
        return
    codes = {t.problems[key].code for key in found} | ({refused.code} if refused else set())
    loop_traced = Point(t, t.state)
    before.go_back()
    items = _items(t, source, codes)
    if items is not None:
        copies, t.copies = t.copies, t.copies * max(len(items), 1)
        try:
            rounds(items)
            if t.problems.keys() <= loop_traced.problems.keys() - found:
                return
        except Refused:
            pass
        finally:
            t.copies = copies
    loop_traced.go_back()
    if refused is not None:
        raise refused


def _items(t: Tracer, source: Slot, codes: set[str]) -> list[Slot] | None:
    if isinstance(source, Range) and codes & set(_NEEDS_LITERAL):
        for bound in (source.start, source.stop, source.step):
            if isinstance(bound, Value):
                t.need_literal(bound)
    try:
        items = written_out(t, source)
    except Refused:
        return None
    return items if items is not None and len(items) * t.copies <= _COPIES else None
