"""Blocks of statements, each traced as a step; `language` says what handles which statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import libcst as cst

from codegen.frontend.attempts import attempt, is_attempt
from codegen.frontend.branches import Step, Way, sequence
from codegen.frontend.frames import forget_frames
from codegen.frontend.slots import Named, Poison
from codegen.frontend.targets import names_assigned, names_done
from codegen.frontend.throwing import Caught, Thrown, throw
from codegen.frontend.tracer import RAISED, RESULT, Raises, Refused, Tracer
from codegen.ir.build import current
from codegen.ir.graph import RETURN, constant

Handler = Callable[[Tracer, Any, "Way | None"], "bool | None"]
STATEMENTS: dict[type[cst.CSTNode], Handler] = {}


def block(t: Tracer, body: cst.BaseSuite) -> None:
    """Trace the statements of a block up to the first exit."""
    sequence(t, steps_of(t, body))


def steps_of(t: Tracer, body: cst.BaseSuite) -> list[Step]:
    return [step for statement in body.body for step in _steps(t, statement)]


def steps_of_function(t: Tracer, body: cst.BaseSuite) -> list[Step]:
    """The steps of a whole body: names that nothing mentions any more are forgotten, so that what
    is joined where paths meet does not grow with the length of the function."""
    steps: list[Step] = []
    for statement, names in zip(body.body, names_done(body), strict=True):
        *first, last = _steps(t, statement)
        steps += [*first, _forgetting(t, last, names) if names else last]
    return steps


def _steps(t: Tracer, statement: Any) -> list[Step]:
    if isinstance(statement, cst.SimpleStatementLine):
        return [step_of(t, small, statement) for small in statement.body]
    return [step_of(t, statement, statement)]


def _forgetting(t: Tracer, step: Step, names: frozenset[str]) -> Step:
    def run(rest: Way | None) -> bool:
        followed = step(rest)
        if not followed:
            for name in names:
                t.state.names.pop((t.frame, name), None)
        return followed

    return run


def step_of(t: Tracer, node: Any, line: cst.CSTNode) -> Step:
    def run(rest: Way | None) -> bool:
        outer, since = current().origin, len(t.pending)
        depth, t.depths[t.frame] = t.depths.get(t.frame, 0), t.depth
        if not (t.function.library or t.function.standard):
            current().origin = replace(t.source.origin(node, line), contexts=t.standing.contexts)
        try:
            handler = STATEMENTS.get(type(node))
            if handler is None:
                word = t.source.text_of(node).split()[0]
                t.refuse("CG060", f"`{word}` is not supported here", _ADVICE.get(word, ""))
            if is_attempt(t, node):
                followed = attempt(t, partial(handler, t, node, None), rest)
            else:
                followed = bool(handler(t, node, rest))
            del t.pending[since:]
            forget_frames(t, t.state)
            return followed
        except Refused as refused:
            if t.function.standard:
                why = refused.message.rpartition(_AS)[2]
                raise Refused("CG041", f"`{t.function.standard}`{_AS}{why}", _WRITE) from refused
            if t.function.library:  # reported where it is called
                raise Refused(refused.code, refused.message, refused.advice) from refused
            t.report(refused, node)
            for name in names_assigned(node):
                if isinstance(t.function.environment.lookup(name), Named):
                    continue  # `np.copyto(...)` does not change np
                t.state.names[t.home(name) or t.frame, name] = Poison("")
            if isinstance(node, cst.Return):
                t.state.names[t.frame, RESULT] = Poison("")
                t.leave(RETURN)
            return False
        except Raises as raised:
            return _thrown(t, node, raised)
        except Caught as caught:
            if caught.catch.frame != t.frame:
                raise
            t.leave(caught.handler.code)
            return False
        finally:
            t.depths[t.frame] = depth
            current().origin = outer
            del t.pending[since:]

    return run


def _thrown(t: Tracer, node: cst.CSTNode, raised: Raises) -> bool:
    """Python raises here, as is known before the run."""
    if not raised.exception:
        t.leave(RAISED)
        return False
    try:
        throw(t, Thrown(f"builtins.{raised.exception}", (constant(raised.message),)))
    except Refused as refused:
        t.report(refused, node)
    except Caught as caught:
        if caught.catch.frame != t.frame:
            raise
        t.leave(caught.handler.code)
    return False


_AS = " is not read, as "
_WRITE = "Write it with functions of NumPy or math, or compute it outside and pass the result."
_ADVICE = {
    "class": "Define it outside the function.",
    "async": "Write a plain function.",
}
