"""`with`: of contexts that change no number, only what is warned about or printed; `suppress`,
which is a `try`. The user's own are in `managers`."""

from __future__ import annotations

from functools import partial

import libcst as cst

from codegen.frontend.assignment import assign
from codegen.frontend.blocks import block
from codegen.frontend.branches import Way
from codegen.frontend.calls import arguments
from codegen.frontend.dispatch import evaluate
from codegen.frontend.exceptions import handled, handler_for
from codegen.frontend.managers import managed
from codegen.frontend.rows import short
from codegen.frontend.slots import Named, Poison, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant
from codegen.ir.standing import Context

_QUIET = frozenset(("numpy.errstate", "numpy.printoptions"))
_ADVICE = "Open and read outside the function, and pass what was read."


def with_statement(t: Tracer, node: cst.With, rest: Way | None) -> None:
    """The statements of the block, in what they stand in."""
    if node.asynchronous is not None:
        t.refuse("CG060", "`async with` is not supported", "Write a plain function.")
    _within(t, node, list(node.items))


def _within(t: Tracer, node: cst.With, items: list[cst.WithItem]) -> None:
    if not items:
        block(t, node.body)
        return
    item, *others = items
    further = partial(_within, t, node, others)
    call = item.item
    target = item.asname.name if item.asname is not None else None
    callee = evaluate(t, call.func) if isinstance(call, cst.Call) else None
    dotted = callee.dotted if isinstance(callee, Named) else ""

    def enter(slot: Slot) -> None:
        if target is not None:
            assign(t, target, slot)

    if isinstance(call, cst.Call) and dotted == "contextlib.nullcontext":
        args, kwargs = arguments(t, call)
        enter([*args, *kwargs.values(), constant(None)][0])
        further()
    elif isinstance(call, cst.Call) and dotted == "contextlib.suppress":
        args, kwargs = arguments(t, call)
        if kwargs or not args:
            t.refuse("CG060", "`suppress` without an exception", "Name what it is for.", call)
        handled(t, (handler_for(t, call, args),), further)
    elif isinstance(call, cst.Call) and dotted in _QUIET:
        outer = t.standing.contexts
        try:
            _quieten(t, call, dotted)
            if isinstance(target, cst.Name):
                t.bind(target.value, Poison(f"what `{short(dotted)}` gives is not read"))
            further()
        finally:
            t.standing.contexts = outer
    elif dotted:
        t.refuse("CG060", f"`with {t.source.text_of(call)}` is not supported", _ADVICE, call)
    else:
        managed(t, node, evaluate(t, call), enter, further)


def _quieten(t: Tracer, call: cst.Call, dotted: str) -> None:
    args, kwargs = arguments(t, call)
    if args:
        t.refuse("CG042", f"`{short(dotted)}` takes keywords only", "Write the names.", call)
    options = tuple((key, _option(t, slot, dotted, call)) for key, slot in kwargs.items())
    t.standing.contexts = (*t.standing.contexts, Context(dotted, options))


def _option(t: Tracer, slot: Slot, dotted: str, call: cst.Call) -> object:
    value = t.value(slot)
    if not value.is_const:
        t.refuse("CG042", f"an option of `{short(dotted)}` is not a literal", "Write it out.", call)
    return value.const
