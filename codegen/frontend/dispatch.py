"""Evaluating an expression and calling something: the two points where everything meets.

How each kind of expression is evaluated and each kind of function called is written in modules
that come back here for the parts; `language` enters them in the tables.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import libcst as cst

from codegen.frontend.advice import INSTEAD
from codegen.frontend.slots import Slot
from codegen.frontend.tracer import Refused, Tracer
from codegen.ir.graph import Value

EXPRESSIONS: dict[type[cst.CSTNode], Callable[[Tracer, Any], Slot]] = {}
CALLABLES: dict[type[Slot], Callable[[Tracer, Any, list[Slot], dict[str, Slot]], Slot]] = {}


def evaluate(t: Tracer, node: cst.BaseExpression) -> Slot:
    """What an expression stands for. Raises Refused, with the innermost node that is to blame."""
    handler = EXPRESSIONS.get(type(node))
    since = len(t.pending)
    try:
        if handler is None:
            kind = _kind(node)
            advice = INSTEAD.get(kind, "")
            t.refuse("CG014", f"`{t.source.text_of(node)}` ({kind}) is not supported", advice)
        slot: Slot = handler(t, node)
        del t.pending[since:]
        if not isinstance(slot, Value):
            t.pending.append(slot)
        return slot
    except Refused as refused:
        if refused.node is None:
            refused.node = node
        raise


def value_of(t: Tracer, node: cst.BaseExpression) -> Value:
    return t.value(evaluate(t, node))


def _kind(node: cst.CSTNode) -> str:
    words = "".join(f" {c.lower()}" if c.isupper() else c for c in type(node).__name__)
    return words.strip()


def apply(t: Tracer, callee: Slot, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """callee(*args, **kwargs)."""
    handler = CALLABLES.get(type(callee))
    if handler is None:
        t.refuse(
            "CG040",
            "this is not a function",
            "Call a function that is defined in the file, passed in, or imported from NumPy.",
        )
    return handler(t, callee, args, kwargs)
