"""Operators on slots: arithmetic, sequences, comparisons, choices between two expressions."""

from __future__ import annotations

import operator
from collections.abc import Callable

from codegen.frontend.branches import branch
from codegen.frontend.classes import Class
from codegen.frontend.dicts import joined_dicts
from codegen.frontend.dispatch import apply
from codegen.frontend.enums import is_member
from codegen.frontend.known import UNKNOWN, known, slots_of_known
from codegen.frontend.objects import class_of, special
from codegen.frontend.overloading import overloaded, same_object
from codegen.frontend.sets import combined, compared, entry_of
from codegen.frontend.sharing import share
from codegen.frontend.slots import (
    Buffer,
    Choice,
    Dict,
    FixedList,
    Function,
    Iteration,
    KeySet,
    Named,
    Partial,
    Ref,
    Slot,
    TupleSlot,
    Unbound,
    View,
)
from codegen.frontend.sparse import sparse_operation
from codegen.frontend.texts import of_text
from codegen.frontend.throwing import Thrown, is_caught, throw
from codegen.frontend.tracer import RAISED, Raises, Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    ListOf,
    NoneType,
    Scalar,
    Str,
    Type,
    is_number,
)

_ORDER = ("lt", "le", "gt", "ge", "eq", "ne")
_CALLABLE = (Named, Function, Partial, Choice)
VALUE = "$value"  # the result of a conditional expression


def binary(t: Tracer, name: str, left: Slot, right: Slot) -> Slot:
    """left (op) right: numbers and arrays, or lists, tuples and strings under + and *."""
    own = overloaded(t, name, left, right)
    if own is not None:
        return own
    sequence = _sequence(t, name, left, right)
    if sequence is not None:
        return sequence
    x, y = t.value(left), t.value(right)
    if (
        type(x.const) is int
        and type(y.const) is int
        and name in ("add", "sub", "mul", "floordiv", "mod")
    ):
        if name not in ("floordiv", "mod") or y.const:
            return constant(getattr(operator, name)(x.const, y.const))
    if isinstance(x.type, Str) or isinstance(y.type, Str):
        t.refuse("CG014", "operators on text are not supported", "Use an f-string.")
    if isinstance(x.type, Sparse) or isinstance(y.type, Sparse):
        return sparse_operation(t, name, x, y)
    return t.slot(operation(t, name, x, y))


def operation(t: Tracer, name: str, *operands: Value) -> Value:
    """An operator of Python's, by its name in the module `operator`."""
    spelling = f"operator.{name}"
    return t.emit(SPELLINGS[spelling], *operands, via=spelling)


def _items(t: Tracer, slot: Slot) -> tuple[Slot, ...] | None:
    if isinstance(slot, TupleSlot):
        return slot.items
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    return entry.items if isinstance(entry, FixedList) else None


def _is_list(t: Tracer, slot: Slot) -> bool:
    if not isinstance(slot, Ref):
        return False
    entry = t.state.heap[slot.address]
    return isinstance(entry, FixedList) or (
        isinstance(entry, Buffer | View) and isinstance(t.value(slot).type, ListOf)
    )


def _sequence(t: Tracer, name: str, left: Slot, right: Slot) -> Slot | None:
    for combine in (combined, joined_dicts, of_text):
        found = combine(t, name, left, right)
        if found is not None:
            return found
    mine, theirs = _items(t, left), _items(t, right)
    if name == "add" and mine is not None and theirs is not None:
        if isinstance(left, TupleSlot) and isinstance(right, TupleSlot):
            return TupleSlot(mine + theirs)
        if isinstance(left, Ref) and isinstance(right, Ref):
            return t.state.allocate(FixedList(mine + theirs))
    if name == "add" and _is_list(t, left) and _is_list(t, right):
        joined = t.slot(t.emit("list_concat", t.value(left), t.value(right)))
        share(t, left, right, joined)
        return joined
    if name == "mul":
        for one, other, items in ((left, right, mine), (right, left, theirs)):
            if items is None and not _is_list(t, one):
                continue
            if not isinstance(other, Value):
                continue
            if items is not None and isinstance(other.const, int):
                again = items * other.const
                return (
                    TupleSlot(again)
                    if isinstance(one, TupleSlot)
                    else t.state.allocate(FixedList(again))
                )
            if isinstance(one, Ref) and _is_integer(other.type):
                value = t.emit("list_repeat", t.value(one), times=other)
                shared = not is_number(value.type.item) if isinstance(value.type, ListOf) else True
                return t.state.allocate(Buffer(value, aliased=shared))
    return None


def _is_integer(t: Type) -> bool:
    return t == Scalar("int")


def compare(t: Tracer, name: str, left: Slot, right: Slot) -> Value:
    if is_member(left) or is_member(right):
        mine, theirs = known(left), known(right)
        if UNKNOWN not in (mine, theirs) and name in ("is", "is_not", "eq", "ne"):
            same = mine is theirs if name.startswith("is") else mine == theirs
            return constant(same == (name in ("is", "eq")))
        if name in ("is", "is_not", "eq", "ne"):
            t.refuse(
                "CG016",
                "which member of an enum this is is not known before the run",
                "Call the gradient in Python, where it is, or pass its `.value`.",
            )
    if name in ("in", "not_in"):
        method = special(t, right, "__contains__")
        if method is not None:
            found = t.value(apply(t, method, [left], {}))
            return found if name == "in" else t.emit("not", found, via="operator.not_")
        holds = _contains(t, left, right)
        if holds is not None:
            return constant(holds == (name == "in"))
    if name in _ORDER:
        own = overloaded(t, name, left, right)
        if own is not None:
            return t.value(own)
    if name in ("is", "is_not") and _is_object(t, left) and (_is_object(t, right)):
        same = same_object(t, left, right)
        if same is not None:
            return constant(same == (name == "is"))
    if name in ("is", "is_not") and isinstance(left, Class) and isinstance(right, Class):
        return constant((left == right) == (name == "is"))
    if name in ("eq", "ne") and isinstance(left, Class) and isinstance(right, Class):
        return constant((left == right) == (name == "eq"))
    if name in ("is", "is_not") and (_is_object(t, left) or _is_object(t, right)):
        if _is_none(left) or _is_none(right):
            return constant(name == "is_not")
    if name in ("is", "is_not") and _is_none(right) and isinstance(left, _CALLABLE):
        return constant(name == "is_not")
    of_sets = compared(t, name, left, right)
    if of_sets is not None:
        return of_sets
    keys = entry_of(t, right)
    if name in ("in", "not_in") and keys is not None:
        right = TupleSlot(slots_of_known(keys.keys))
    if name in ("is", "is_not") and not (_is_none(left) or _is_none(right)):
        t.refuse(
            "CG016",
            "`is` between anything but None is not supported",
            "Compare values with `==`, or decide it by a flag.",
        )
    if isinstance(left, Named | Function) or isinstance(right, Named | Function):
        t.refuse(
            "CG016", "functions and types are compared", "Decide it by a flag: a bool parameter."
        )
    x, y = t.value(left), t.value(right)
    if name in ("is", "is_not"):
        other = y if _is_none(left) else x
        if isinstance(other.type, NoneType) or other not in t.state.optional:
            return constant(isinstance(other.type, NoneType) == (name == "is"))
    if x.is_const and y.is_const and name in _ORDER:
        try:
            return constant(bool(getattr(operator, name)(x.const, y.const)))
        except TypeError as error:
            t.refuse("CG016", str(error))
    if name in _ORDER:
        return t.emit(name, x, y, via=f"operator.{name}")
    return t.emit(name, x, y)


def _is_object(t: Tracer, slot: Slot) -> bool:
    return class_of(t, slot) is not None


def _is_none(slot: Slot) -> bool:
    return isinstance(slot, Value) and slot.is_const and slot.const is None


def _contains(t: Tracer, item: Slot, container: Slot) -> bool | None:
    """`in` where everything is known."""
    wanted = known(item)
    if wanted is UNKNOWN:
        return None
    entry = t.state.heap[container.address] if isinstance(container, Ref) else None
    if isinstance(entry, Dict | KeySet):
        return wanted in entry.keys
    if isinstance(container, Iteration) and container.kind == "keys":
        return _contains(t, item, container.sources[0])
    if isinstance(container, Iteration) and container.kind == "values":
        (source,) = container.sources
        entry = t.state.heap[source.address] if isinstance(source, Ref) else None
        return _contains(t, item, TupleSlot(entry.items)) if isinstance(entry, Dict) else None
    text = known(container)
    if isinstance(text, str) and isinstance(wanted, str):
        return wanted in text
    items = _items(t, container)
    found = None if items is None else [known(each) for each in items]
    return None if found is None or UNKNOWN in found else wanted in found


def check_truth(t: Tracer, value: Value) -> None:
    kind = value.type
    if isinstance(kind, Array) and not kind.scalar and kind.shape is not None and kind.shape:
        if not all(axis.known == 1 for axis in kind.shape):
            t.refuse(
                "CG016",
                "an array has no truth value",
                "Say which is meant: `.any()`, `.all()` or `len(x) > 0`.",
            )


def choose(
    t: Tracer, test: Value, then: Callable[[], Slot], otherwise: Callable[[], Slot], form: str
) -> Slot:
    """One of two expressions."""
    if test.is_const:
        return then() if test.const else otherwise()

    def way(expression: Callable[[], Slot]) -> Callable[[], None]:
        def run() -> None:
            outer, t.choosing = t.choosing, t.depth
            try:
                t.state.names[t.frame, VALUE] = expression()
            except Raises as raised:
                if raised.exception:
                    if is_caught(t, f"builtins.{raised.exception}"):
                        t.refuse("CG064", "one path of this expression raises", "Write an `if`.")
                    throw(t, Thrown(f"builtins.{raised.exception}", (constant(raised.message),)))
                t.state.names[t.frame, VALUE] = Unbound()
                t.leave(RAISED)
            finally:
                t.choosing = outer

        return run

    code = t.code
    branch(t, test, way(then), way(otherwise), form=form)
    slot = t.state.names.pop((t.frame, VALUE))
    if t.code.const == RAISED:
        t.leave(code)
        t.end("", None)
    return t.usable(slot, "this expression")
