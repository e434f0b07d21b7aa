"""Calls: their arguments, and every kind of callee but user functions (`recursion`)."""

from __future__ import annotations

import libcst as cst

from codegen.frontend.builtin import BUILTIN_SLOTS
from codegen.frontend.defined import definition, is_defined
from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.lazy import passed_once, taken_at_once
from codegen.frontend.operators import choose, spread
from codegen.frontend.output import library_op
from codegen.frontend.rows import short
from codegen.frontend.slots import Choice, Dict, Named, Partial, Ref, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.ops import SPELLINGS

_ITERATORS = ("builtins.zip", "builtins.enumerate", "builtins.reversed")
Arguments = tuple[list[Slot], dict[str, Slot]]


def call(t: Tracer, node: cst.Call) -> Slot:
    """A call expression."""
    callee = evaluate(t, node.func)
    args, kwargs = arguments(t, node)
    if isinstance(callee, Named) and callee.dotted in ("builtins.map", "builtins.filter"):
        return taken_at_once(t, node, lambda: apply(t, callee, args, kwargs))
    if isinstance(callee, Named) and callee.dotted in _ITERATORS:
        passed_once(t, node)
    return apply(t, callee, args, kwargs)


def arguments(t: Tracer, node: cst.Call) -> Arguments:
    """The evaluated arguments; `*xs` and `**options` are spread."""
    args: list[Slot] = []
    kwargs: dict[str, Slot] = {}
    for argument in node.args:
        slot = evaluate(t, argument.value)
        if argument.star == "*":
            args += spread(t, slot)
        elif argument.star == "**":
            entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
            if not isinstance(entry, Dict):
                t.refuse("CG015", "only a dict can be spread with `**`", "", argument.value)
            kwargs |= dict(zip(entry.keys, entry.items, strict=True))
        elif argument.keyword is not None:
            kwargs[argument.keyword.value] = slot
        else:
            args.append(slot)
    return args, kwargs


def library_call(t: Tracer, callee: Named, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """A function of Python, math or NumPy, by its spelling."""
    dotted = callee.dotted
    special = BUILTIN_SLOTS.get(dotted)
    if special is not None:
        return special(t, args, kwargs)
    name = SPELLINGS.get(dotted)
    if is_distribution(dotted):
        return Partial(callee, tuple(args), tuple(kwargs.items()))
    if is_defined(dotted, len(args), kwargs):
        return apply(t, definition(dotted), args, kwargs)
    if name is None:
        t.refuse(
            "CG041",
            f"`{short(dotted)}` is not a function that codegen knows",
            "Write it with functions of NumPy or math, or compute it outside and pass the result.",
        )
    return library_op(t, name, dotted, args, kwargs)


def is_distribution(dotted: str) -> bool:
    """scipy.stats.norm and its kind: called, it is frozen, which fixes the later arguments of its
    methods."""
    return f"{dotted}.logpdf" in SPELLINGS or f"{dotted}.logpmf" in SPELLINGS


def call_choice(t: Tracer, callee: Choice, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """A function that a test decides about: the call of each, on its own path."""
    return choose(
        t,
        callee.test,
        lambda: apply(t, callee.then, args, kwargs),
        lambda: apply(t, callee.otherwise, args, kwargs),
        "ternary",
    )


def call_partial(t: Tracer, callee: Partial, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """What functools.partial made."""
    given = {**dict(callee.keywords), **kwargs}
    return apply(t, callee.function, [*callee.args, *args], given)
