"""Blocks of statements, each traced as a step; `language` says what handles which statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from codegen.frontend.branches import Step, Way, sequence
from codegen.frontend.slots import Poison
from codegen.frontend.targets import names_assigned
from codegen.frontend.tracer import RAISED, RESULT, Raises, Refused, Tracer
from codegen.ir.build import current, emit_op
from codegen.ir.graph import RETURN, constant

Handler = Callable[[Tracer, Any, "Way | None"], "bool | None"]
STATEMENTS: dict[type[cst.CSTNode], Handler] = {}


def block(t: Tracer, body: cst.BaseSuite) -> None:
    """Trace the statements of a block up to the first exit."""
    sequence(t, steps_of(t, body))


def steps_of(t: Tracer, body: cst.BaseSuite) -> list[Step]:
    steps: list[Step] = []
    for statement in body.body:
        if isinstance(statement, cst.SimpleStatementLine):
            steps += [step_of(t, small, statement) for small in statement.body]
        else:
            steps.append(step_of(t, statement, statement))
    return steps


def step_of(t: Tracer, node: Any, line: cst.CSTNode) -> Step:
    def run(rest: Way | None) -> bool:
        outer, since = current().origin, len(t.pending)
        current().origin = t.source.origin(node, line)
        try:
            handler = STATEMENTS.get(type(node))
            if handler is None:
                word = t.source.text_of(node).split()[0]
                t.refuse("CG060", f"`{word}` is not supported here", _ADVICE.get(word, ""))
            return bool(handler(t, node, rest))
        except Refused as refused:
            t.report(refused, node)
            for name in names_assigned(node):
                t.state.names[t.frame, name] = Poison("")
            if isinstance(node, cst.Return):
                t.state.names[t.frame, RESULT] = Poison("")
                t.leave(RETURN)
            return False
        except Raises as raised:
            emit_op("raise", (constant(raised.message),), {"exception": raised.exception})
            t.leave(RAISED)
            return False
        finally:
            current().origin = outer
            del t.pending[since:]

    return run


_ADVICE = {
    "try:": "Test for the case before it arises, or compute this outside.",
    "with": "Open and read outside the function, and pass what was read.",
    "global": "Pass it as a parameter and return it.",
    "nonlocal": "Return the new value and assign it outside.",
    "class": "Define it outside the function.",
    "match": "Write `if`, `elif` and `else`.",
    "async": "Write a plain function.",
}
