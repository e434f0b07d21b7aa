"""What statements run in: `with np.errstate(...):`, and `try:` whose handlers raise in their turn.

Neither changes a number, so the graph knows nothing of them: the origin of an op carries them, and
they are printed around the lines of their ops, wherever these come to stand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from codegen.emit.scope import Scope
from codegen.emit.syntax import call
from codegen.ir.graph import Graph, Op, Origin, Region, walk
from codegen.ir.standing import INFINITE_SLOPE, Context, Contexts, Ensured, Guard, around


def contexts_of(op: Op) -> Contexts:
    """What the lines of an op stand in."""
    return () if op.origin is None else around(op.origin.contexts, op.backward)


def quietened(graph: Graph) -> Graph:
    """With all of the backward part in one `with`, where a slope in it may be infinite: what is
    computed once more, or elsewhere, is not torn apart."""
    backward = [op for op in walk(graph.body) if op.backward]
    if not any(INFINITE_SLOPE in contexts_of(op) for op in backward):
        return graph
    return replace(graph, body=_mapped(graph.body, _quiet))


def unwarned(graph: Graph) -> Graph:
    """Without any `with`, for a compiler: compiled code warns of nothing."""
    return replace(graph, body=_mapped(graph.body, _plain))


def _mapped(region: Region, change: Callable[[Op], Op]) -> Region:
    return replace(region, ops=tuple(_within(op, change) for op in region.ops))


def _within(op: Op, change: Callable[[Op], Op]) -> Op:
    return change(op.with_(regions=tuple(_mapped(inner, change) for inner in op.regions)))


def _plain(op: Op) -> Op:
    if op.origin is None:
        return op
    kept = tuple(each for each in op.origin.contexts if not isinstance(each, Context))
    return op.with_(origin=replace(op.origin, contexts=kept))


def _quiet(op: Op) -> Op:
    if not op.backward:
        return op
    own = tuple(context for context in contexts_of(op) if context != INFINITE_SLOPE)
    origin = op.origin or Origin("")
    return op.with_(origin=replace(origin, contexts=(INFINITE_SLOPE, *own)))


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
