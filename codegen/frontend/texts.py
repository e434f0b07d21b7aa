"""Text that is known before the run: its methods, its operators, its items."""

from __future__ import annotations

import operator
from collections.abc import Callable
from enum import Enum
from typing import Any

from codegen.frontend.known import UNKNOWN, known, slot_of_known, slots_of_known
from codegen.frontend.slots import FixedList, Ref, SliceSlot, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant

_ADVICE = "Compute the text outside and pass it, or print numbers with an f-string."
_METHODS = frozenset(
    "startswith endswith upper lower strip lstrip rstrip split rsplit splitlines replace title "
    "count index rindex find rfind join format isdigit isalpha isalnum isnumeric isidentifier "
    "isupper islower isspace zfill partition rpartition removeprefix removesuffix capitalize "
    "casefold swapcase center ljust rjust expandtabs".split()
)
_OPERATORS: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add, "mul": operator.mul, "mod": operator.mod,
}  # fmt: skip


_CONVERSIONS: dict[str, Callable[[object], str]] = {"r": repr, "s": str, "a": ascii}


def text_method(t: Tracer, text: str, name: str, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """A method of a text, with arguments that are known too."""
    given = [_argument(t, arg) for arg in args]
    named = {key: known(arg) for key, arg in kwargs.items()}
    if name not in _METHODS or UNKNOWN in (*given, *named.values()):
        t.refuse("CG043", f"`.{name}()` of text is not supported", _ADVICE)
    return _computed(t, lambda: getattr(text, name)(*given, **named))


def _argument(t: Tracer, slot: Slot) -> Any:
    """A known argument; a list too, as `join` takes it."""
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if not isinstance(entry, FixedList):
        return known(slot)
    items = [known(item) for item in entry.items]
    return UNKNOWN if UNKNOWN in items else items


def _computed(t: Tracer, compute: Callable[[], Any]) -> Slot:
    try:
        found = compute()
    except (TypeError, ValueError, LookupError) as error:
        t.refuse("CG043", f"this raises {type(error).__name__}: {error}", "See what it is given.")
    if isinstance(found, list):
        return t.state.allocate(FixedList(slots_of_known(found)))
    return slot_of_known(found)


def of_text(t: Tracer, name: str, left: Slot, right: Slot) -> Slot | None:
    """left (op) right where one of them is a text that is known; None for anything else."""
    mine, theirs = known(left), known(right)
    is_text = isinstance(mine, str) or (isinstance(theirs, str) and not isinstance(mine, tuple))
    if not is_text or name not in _OPERATORS or mine is UNKNOWN or theirs is UNKNOWN:
        return None
    return _computed(t, lambda: _OPERATORS[name](mine, theirs))


def item_of_text(t: Tracer, text: str, index: Slot) -> Slot:
    """text[3], text[1:]."""
    if isinstance(index, SliceSlot):
        parts = (index.start, index.stop, index.step)
        if any(isinstance(part, Value) and not part.is_const for part in parts):
            t.refuse("CG024", "a part of a text is not known before the run", _ADVICE)
        start, stop, step = (_bound(part) for part in parts)
        return constant(text[start:stop:step])
    place = known(index)
    if place is UNKNOWN:
        t.refuse("CG024", "a part of a text is not known before the run", _ADVICE)
    return _computed(t, lambda: text[place])


def _bound(part: Any) -> Any:
    return part.const if isinstance(part, Value) else part


def formatted_text(value: Value, conversion: str | None, spec: str) -> str | None:
    """One part of an f-string, where its value is a literal."""
    literal = type(value.const) in (int, str, bool, float, type(None))
    if not value.is_const or not (literal or isinstance(value.const, Enum)):
        return None
    convert = _CONVERSIONS.get(conversion or "")
    shown = value.const if convert is None else convert(value.const)
    try:
        return format(shown, spec)
    except (TypeError, ValueError):
        return None
