"""Calls: their arguments, and every kind of callee but user functions (`recursion`)."""

from __future__ import annotations

from functools import partial

import libcst as cst

from codegen.frontend.builtin import BUILTIN_SLOTS
from codegen.frontend.defined import (
    DEFINITIONS,
    apply_definition,
    definition,
    is_defined,
    row_or_definition,
)
from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.gathering import as_list, sequence, spread
from codegen.frontend.generators import is_lazy, iterator
from codegen.frontend.lazy import passed_once, taken_at_once
from codegen.frontend.objects import class_of
from codegen.frontend.operators import choose
from codegen.frontend.rows import short
from codegen.frontend.slots import Choice, Dict, Iteration, Named, Partial, Ref, Slot
from codegen.frontend.sparse import sparse_function
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.sparse import Sparse

_TAKE_ALL = ("math.fsum", "math.prod", "numpy.fromiter")
_EMPTY = {"builtins.float": 0.0, "builtins.int": 0, "builtins.bool": False, "builtins.str": ""}
Arguments = tuple[list[Slot], dict[str, Slot]]


def call(t: Tracer, node: cst.Call) -> Slot:
    """A call expression."""
    callee = evaluate(t, node.func)
    args, kwargs = arguments(t, node)
    if isinstance(callee, Named) and callee.dotted in ("builtins.map", "builtins.filter"):
        at_once = [callee, definition(callee.dotted)]
        return taken_at_once(t, node, *(partial(apply, t, way, args, kwargs) for way in at_once))
    found = apply(t, callee, args, kwargs)
    if isinstance(found, Iteration) and callee != found and not passed_once(t, node):
        if isinstance(callee, Named):
            return iterator(t, found)
    return found


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
    if not args and not kwargs and dotted in _EMPTY:
        return constant(_EMPTY[dotted])
    special = BUILTIN_SLOTS.get(dotted)
    if special is not None:
        return special(t, args, kwargs)
    name = SPELLINGS.get(dotted)
    if dotted.startswith("numpy.") and args and isinstance(args[0], Value):
        if isinstance(args[0].type, Sparse):
            return sparse_function(t, dotted, args[0], args[1:], kwargs)
    if name is None and dotted.endswith(".reduceat"):
        args = [Named(dotted.removesuffix(".reduceat")), *args]
        return apply_definition(t, "numpy.reduceat", args, kwargs)
    if is_distribution(dotted):
        return Partial(callee, tuple(args), tuple(kwargs.items()))
    if is_defined(dotted, len(args), kwargs):
        if dotted.startswith("itertools."):
            args = [sequence(t, arg) for arg in args]
        return apply_definition(t, dotted, args, kwargs)
    if name is None:
        t.refuse(
            "CG041",
            f"`{short(dotted)}` is not a function that codegen knows",
            "Write it with functions of NumPy or math, or compute it outside and pass the result.",
        )
    for place, arg in enumerate(args):
        cls = class_of(t, arg)
        if cls is not None and cls.identity is DEFINITIONS["collections.deque"]:
            args = [*args[:place], as_list(t, arg), *args[place + 1 :]]
        elif is_lazy(t, arg):
            if dotted not in _TAKE_ALL:
                t.refuse("CG055", f"a generator is passed to `{short(dotted)}`", "Pass a list.")
            args = [*args[:place], as_list(t, arg), *args[place + 1 :]]
    return row_or_definition(t, name, dotted, dotted, args, kwargs)


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
