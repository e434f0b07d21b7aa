"""Sets whose members are known at run time: objects of the class in `definitions.members`."""

from __future__ import annotations

from functools import cache

from codegen.frontend.classes import Class
from codegen.frontend.definitions.members import RunTimeSet
from codegen.frontend.environment import Live
from codegen.frontend.known import slots_of_known
from codegen.frontend.slots import Entry, FixedList, KeySet, Object, Ref, Slot, TupleSlot
from codegen.frontend.state import State
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import Array, Scalar, Str

_LIST = "members"


@cache
def set_class() -> Class:
    found = Live(vars(RunTimeSet)["__init__"]).slot_of(RunTimeSet, "set")
    assert isinstance(found, Class)
    return found


def as_object(state: State, entry: KeySet) -> Object:
    """A set of literals to which others are added."""
    items = state.allocate(FixedList(slots_of_known(entry.keys)))
    return Object(set_class(), (_LIST, "_frozen"), (items, constant(entry.frozen)))


def grown(state: State, entry: Entry) -> Entry:
    """A set of literals that holds others on another path; anything else as it is."""
    return as_object(state, entry) if isinstance(entry, KeySet) and not entry.frozen else entry


def is_run_time_set(t: Tracer, slot: Slot) -> bool:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    return isinstance(entry, Object) and entry.cls == set_class()


def become_run_time(t: Tracer, base: Ref) -> None:
    """The set itself, under all of its names."""
    entry = t.state.heap[base.address]
    if isinstance(entry, KeySet) and not entry.frozen:
        t.state.heap[base.address] = as_object(t.state, entry)


def as_run_time_set(t: Tracer, slot: Slot) -> Slot:
    """Another object with the members of a set of literals; anything else as it is."""
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    return t.state.allocate(as_object(t.state, entry)) if isinstance(entry, KeySet) else slot


def members_of_set(t: Tracer, slot: Slot) -> Slot | None:
    """The list behind a set, in whatever order; None for anything else."""
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, KeySet):
        return t.state.allocate(FixedList(slots_of_known(entry.keys)))
    if isinstance(entry, Object) and is_run_time_set(t, slot):
        return t.usable(entry.get(_LIST) or constant(None), "this set")
    return None


def check_member(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """hash(x), of what is put into a set: integers, text and tuples of them."""
    if not t.function.library:
        t.refuse("CG041", "`hash` is not supported", "Use the value itself.")
    check_whole(t, args[0])
    return constant(0)


def check_whole(t: Tracer, slot: Slot) -> None:
    """Integers, text and tuples of them: what has no gradient."""
    for part in t.state.parts(slot):
        if isinstance(part, TupleSlot):
            continue
        kind = part.type if isinstance(part, Value) else None
        whole = isinstance(kind, Scalar) and kind.kind in ("int", "bool")
        if isinstance(kind, Array) and kind.scalar and kind.dtype is not None:
            whole = kind.dtype.startswith(("int", "uint", "bool"))
        if not whole and not isinstance(kind, Str):
            t.refuse(
                "CG024",
                "a set of run-time members that are no integers or text",
                "Use a list, or a set of places: `seen.add(k)`.",
            )


def refuse_order(t: Tracer, slot: Slot) -> None:
    if is_run_time_set(t, slot):
        t.refuse(
            "CG052",
            "the order of the items of a set is not known before the run",
            "Go through `sorted(...)` of it, or make it a list or tuple.",
        )
