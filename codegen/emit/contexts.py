"""What statements run in: `with np.errstate(...):`, and `try:` whose handlers raise in their turn.

Neither changes a number, so the graph knows nothing of them: the origin of an op carries them, and
they are printed around the lines of their ops, wherever these come to stand.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from codegen.emit.scope import Scope
from codegen.emit.syntax import call
from codegen.ir.graph import Op
from codegen.ir.standing import Context, Contexts, Ensured, Guard, around


def contexts_of(op: Op) -> Contexts:
    """What the lines of an op stand in."""
    return () if op.origin is None else around(op.origin.contexts, op.backward)


def by_context(
    ops: Sequence[Op], outer: Contexts
) -> Iterator[tuple[Context | Guard | None, list[Op]]]:
    """Runs of ops, and what each stands in beside what is around all of them."""

    def inner(op: Op) -> Context | Guard | None:
        own = contexts_of(op)
        if own[: len(outer)] != outer:
            return None
        beside = [c for c in own[len(outer) :] if not isinstance(c, Ensured)]
        return beside[0] if beside else None

    for context, group in groupby(ops, inner):
        yield context, list(group)


def ensured(ops: Sequence[Op], outer: Contexts) -> tuple[int, int, int] | None:
    """The first `try` with a `finally` among ops: where that begins, where the `finally` does,
    where it ends."""
    marks: dict[int, list[int]] = {}
    for place, op in enumerate(ops):
        for context in contexts_of(op)[len(outer) :]:
            if isinstance(context, Ensured) and context not in outer:
                marks.setdefault(context.number, [place, -1, -1])
                if context.last:
                    found = marks[context.number]
                    found[1] = place if found[1] < 0 else found[1]
                    found[2] = place + 1
    whole = [(start, middle, end) for start, middle, end in marks.values() if middle > start]
    return min(whole) if whole else None


def mark_of(ops: Sequence[Op], outer: Contexts) -> Ensured:
    """The `try` or `finally` that these are the block of: the outermost."""
    return next(
        context
        for op in ops
        for context in contexts_of(op)[len(outer) :]
        if isinstance(context, Ensured)
    )


def head(context: Context | Guard, scope: Scope) -> str:
    """The line that opens it."""
    if isinstance(context, Guard):
        return "try:"
    options = [f"{key}={scope.constant(item)}" for key, item in context.options]
    return f"with {call(scope.function(context.function), options)}:"


def tail(context: Context | Guard, scope: Scope) -> Iterator[tuple[str, str]]:
    """The handlers that follow a `try:`, each a head and the statement in it."""
    if isinstance(context, Context):
        return
    for caught, raised, arguments in context.handlers:
        names = [scope.function(name) for name in caught]
        kinds = names[0] if len(names) == 1 else f"({', '.join(names)})"
        again = "raise"
        if raised is not None:
            function = scope.function(raised)
            shown = [scope.constant(item).text for item in arguments]
            again = f"raise {call(function, shown) if shown else function}"
        yield (f"except {kinds}:" if names else "except:"), again
