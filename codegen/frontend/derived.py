"""`grad(f)` and `value_and_grad(f)` inside of a function: what codegen writes for f is read as if
the user had written it, so that the whole can be differentiated.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.frontend.dispatch import apply
from codegen.frontend.inlining import bound_arguments
from codegen.frontend.slots import (
    Dict,
    FixedList,
    Function,
    Named,
    Object,
    Partial,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import DictOf, ListFixed, TupleOf, Type, facts, map_lengths

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]

CALL = Named("codegen.derived")
_ADVICE = "Define it at the top of a file, and pass what it reads as parameters."


def _derivative(form: str) -> Special:
    """grad(f, wrt)."""

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        function, *others = args
        named = {**dict(zip(("wrt",), others, strict=False)), **kwargs}
        wrt = named.pop("wrt", constant(0))
        if named or len(others) > 1:
            t.refuse("CG042", f"an option of `{form}` in a function that is differentiated")
        return Partial(CALL, (function, wrt, constant(form)), ())

    return run


def _called(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """grad(f, wrt)(*args, **kwargs)."""
    f, wrt, form, *others = args
    if not isinstance(f, Function) or f.node is not f.source.function or f.owner is not None:
        t.refuse("CG041", "the gradient of this function inside another is not read", _ADVICE)
    bound = bound_arguments(t, f, others, kwargs)
    types = {name: map_lengths(_type(t, slot), facts().resolve) for name, slot in bound.items()}
    values = {name: s.const for name, s in bound.items() if isinstance(s, Value) and s.is_const}
    found = f.environment.derived(f, types, values, _literal(t, wrt), str(t.value(form).const))
    return apply(t, t.usable(found, f.name), [], bound)


def _literal(t: Tracer, wrt: Slot) -> Any:
    if isinstance(wrt, TupleSlot):
        return tuple(_literal(t, item) for item in wrt.items)
    value = t.value(wrt)
    if not value.is_const:
        t.refuse("CG042", "with respect to what is not known before the run", "Write it out.")
    return value.const


def _type(t: Tracer, slot: Slot) -> Type:
    if isinstance(slot, TupleSlot) and slot.cls is None:
        return TupleOf(tuple(_type(t, item) for item in slot.items))
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    match entry:
        case FixedList(items):
            return ListFixed(tuple(_type(t, item) for item in items))
        case Dict(keys, items):
            return DictOf(keys, tuple(_type(t, item) for item in items))
    if isinstance(entry, Object) or isinstance(slot, TupleSlot):
        t.refuse("CG042", "the gradient with respect to an object, inside a function", _ADVICE)
    return t.value(slot).type


DERIVED: dict[str, Special] = {
    "codegen.grad": _derivative("grad"),
    "codegen.value_and_grad": _derivative("joint"),
    CALL.dotted: _called,
}
