"""`with`: of contexts that change no number, only what is warned about or printed."""

from __future__ import annotations

import libcst as cst

from codegen.frontend.assignment import assign
from codegen.frontend.blocks import block
from codegen.frontend.branches import Way
from codegen.frontend.calls import arguments
from codegen.frontend.dispatch import evaluate
from codegen.frontend.rows import short
from codegen.frontend.slots import Named, Poison, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant
from codegen.ir.standing import Context

_QUIET = frozenset(("numpy.errstate", "numpy.printoptions"))
_ADVICE = "Open and read outside the function, and pass what was read."


def with_statement(t: Tracer, node: cst.With, rest: Way | None) -> None:
    """The statements of the block as they are; what they stand in goes with them."""
    if node.asynchronous is not None:
        t.refuse("CG060", "`async with` is not supported", "Write a plain function.")
    outer = t.standing.contexts
    try:
        for item in node.items:
            _enter(t, item)
        block(t, node.body)
    finally:
        t.standing.contexts = outer


def _enter(t: Tracer, item: cst.WithItem) -> None:
    call = item.item
    callee = evaluate(t, call.func) if isinstance(call, cst.Call) else None
    dotted = callee.dotted if isinstance(callee, Named) else ""
    if not isinstance(call, cst.Call) or dotted not in (*_QUIET, "contextlib.nullcontext"):
        t.refuse("CG060", f"`with {t.source.text_of(call)}` is not supported", _ADVICE, call)
    args, kwargs = arguments(t, call)
    target = item.asname.name if item.asname is not None else None
    if dotted == "contextlib.nullcontext":
        given = [*args, *kwargs.values(), constant(None)]
        if target is not None:
            assign(t, target, given[0])
        return
    if args:
        t.refuse("CG042", f"`{short(dotted)}` takes keywords only", "Write the names.", call)
    options = tuple((key, _option(t, slot, dotted, call)) for key, slot in kwargs.items())
    t.standing.contexts = (*t.standing.contexts, Context(dotted, options))
    if isinstance(target, cst.Name):
        t.bind(target.value, Poison(f"what `{short(dotted)}` gives is not read"))


def _option(t: Tracer, slot: Slot, dotted: str, call: cst.Call) -> object:
    value = t.value(slot)
    if not value.is_const:
        t.refuse("CG042", f"an option of `{short(dotted)}` is not a literal", "Write it out.", call)
    return value.const
