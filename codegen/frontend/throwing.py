"""Exceptions that are raised in view of a `try`: where they lead, and what is done on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import libcst as cst

from codegen.frontend.raising import catches, exception_class
from codegen.frontend.tracer import RAISED, Tracer
from codegen.ir.build import current, emit_op
from codegen.ir.graph import NEXT, Op, Value, walk
from codegen.ir.ops import REGISTRY
from codegen.ir.standing import Surrounding

_SEEN = frozenset(("print", "raise", "assert", "call"))


@dataclass(frozen=True)
class Thrown:
    """An exception: its class by its dotted name, and its arguments."""

    name: str
    arguments: tuple[Value, ...] = ()


@dataclass(frozen=True)
class Handler:
    """An `except`. node: where it stands. names: what it is for; none: everything. body: what it
    does, if anything. raises: what it raises, where it does nothing else. again: that is the
    exception that it got."""

    node: cst.CSTNode
    names: tuple[str, ...]
    code: int  # the exit code of a path that leads to it
    body: cst.BaseSuite | None = None
    name: str = ""  # of the exception in it
    raises: Thrown | None = None
    again: bool = False


@dataclass(frozen=True, eq=False)
class Catch:
    """A `try` whose block is being traced."""

    handlers: tuple[Handler, ...]
    frame: int
    rounds: int


@dataclass(eq=False)
class Final:
    """A `finally` that is still to come, or what is done on leaving a `with`. always: also where an
    exception leaves it; same: then it is no other. copies: how often it was traced, once for each
    way out. ops: what it did; visible: some of that is seen from outside."""

    frame: int
    rounds: int
    trace: Callable[[], None]
    contexts: tuple[Surrounding, ...]
    catching: int  # how many `try` stand around it
    always: bool = True
    same: bool = True
    copies: int = 0
    ops: list[Op] = field(default_factory=list)

    @property
    def visible(self) -> bool:
        return any(
            op.attrs.get("effect")
            or op.name in _SEEN
            or (op.name in REGISTRY and REGISTRY[op.name].impure)
            for op in self.ops
        )


class Caught(Exception):
    """What is traced ends in an exception that a `try` of a caller catches."""

    def __init__(self, catch: Catch, handler: Handler) -> None:
        super().__init__(handler.code)
        self.catch, self.handler = catch, handler


def is_caught(t: Tracer, dotted: str) -> bool:
    """Whether a handler that does not just raise in its turn gets such an exception."""
    return _find(t, dotted, len(t.standing.catching)) is not None


def _find(t: Tracer, dotted: str, below: int) -> tuple[int, Handler] | None:
    kind = exception_class(dotted)
    for place in reversed(range(below)):
        for handler in t.standing.catching[place].handlers:
            if kind is not None and catches(handler.names, kind):
                if not handler.again:
                    return place, handler
                break
    return None


def throw(t: Tracer, thrown: Thrown) -> None:
    """An exception is raised here."""
    below = len(t.standing.catching)
    while (found := _find(t, thrown.name, below)) is not None:
        below, handler = found
        if handler.raises is None:
            _go(t, t.standing.catching[below], handler, below)
            return
        thrown = handler.raises
    emit_op("raise", thrown.arguments, {"exception": thrown.name.removeprefix("builtins.")})
    t.leave(RAISED)


def _go(t: Tracer, catch: Catch, handler: Handler, place: int) -> None:
    if catch.frame == t.frame and catch.rounds != t.standing.rounds:
        t.refuse(
            "CG064",
            "an exception leaves a loop for a handler",
            "Leave the loop with `break`, and test after it for the case.",
        )
    if catch.frame != t.frame and t.depth != t.depths[catch.frame]:
        t.refuse(
            "CG064",
            f"`{t.function.name}` raises on one path, for a handler of its caller",
            "Let it return whether it worked, and test for that.",
        )
    left = [final for final in t.standing.finals if final.catching > place and final.always]
    if not all(final.same for final in left):
        t.refuse("CG060", "an exception leaves a `with` that asks which it is", "Do without it.")
    leave_finals(t, left)
    if catch.frame != t.frame:
        raise Caught(catch, handler)
    t.leave(handler.code)


# ------------------------------------------------------------------------------------ finally


def leave_finals(t: Tracer, finals: list[Any]) -> None:
    """Do what `finally` says, from the innermost outwards: the path leaves their blocks here."""
    for final in reversed(finals):
        run_final(t, final)


def run_final(t: Tracer, final: Final) -> None:
    """Trace the block once more, as it stands outside of its `try`."""
    outer = t.standing.finals, t.standing.contexts, t.standing.catching
    t.standing.finals = (
        t.standing.finals[: t.standing.finals.index(final)]
        if final in t.standing.finals
        else t.standing.finals
    )
    t.standing.contexts, t.standing.catching = final.contexts, t.standing.catching[: final.catching]
    since = len(current().ops)
    try:
        final.trace()
    finally:
        t.standing.finals, t.standing.contexts, t.standing.catching = outer
    if not (t.code.is_const and t.code.const in (NEXT, RAISED)):
        t.refuse("CG064", "`finally` leaves its block", "Return after the `try`.")
    final.copies += 1
    final.ops += [op for each in current().ops[since:] for op in _whole(each)]


def _whole(op: Op) -> Iterator[Op]:
    yield op
    for region in op.regions:
        yield from walk(region)


@contextmanager
def one_round(t: Tracer) -> Iterator[None]:
    """The body of a loop: `break` in it leaves what was opened in it."""
    t.standing.rounds += 1
    try:
        yield
    finally:
        t.standing.rounds -= 1


def leave_loop_body(t: Tracer) -> None:
    """`break` or `continue`."""
    leave_finals(
        t, [f for f in t.standing.finals if f.frame == t.frame and f.rounds >= t.standing.rounds]
    )


def leave_function(t: Tracer) -> None:
    """`return`."""
    leave_finals(t, [f for f in t.standing.finals if f.frame == t.frame])
