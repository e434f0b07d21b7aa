"""The items of an iterable, one by one: gathered in a list, or folded into one value."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.defined import definition
from codegen.frontend.dispatch import apply
from codegen.frontend.enums import members_of
from codegen.frontend.generators import is_lazy, run_through, unwrapped
from codegen.frontend.iteration import bounds_and_items, known_items
from codegen.frontend.known import slots_of_known
from codegen.frontend.lengths import check_lengths, lists_run_over
from codegen.frontend.lists import append
from codegen.frontend.loops import trace_loop
from codegen.frontend.objects import special
from codegen.frontend.overloading import converted
from codegen.frontend.rounds import loop_or_rounds
from codegen.frontend.run_time_sets import refuse_order
from codegen.frontend.sets import ordered
from codegen.frontend.sharing import share
from codegen.frontend.slots import Buffer, Dict, FixedList, Iteration, KeySet, Ref, Slot, TupleSlot
from codegen.frontend.subscripts import read_item
from codegen.frontend.tracer import CODE, Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import NEXT, Value, constant
from codegen.ir.types import Array, ListOf, Type, Undefined


class Holder:
    """The list that is being built, under a hidden name, so that loops carry it."""

    def __init__(self, t: Tracer) -> None:
        self.tracer = t
        depth = sum(1 for frame, name in t.state.names if name.startswith("$list"))
        self.name = (t.frame, f"$list {depth}")
        self.written_out = False  # one round after the other, where their number is known
        self.keyed = False  # what is made has keys, which have to be known
        t.state.names[self.name] = t.state.allocate(FixedList(()))

    def add(self, slot: Slot) -> None:
        ref = self.tracer.state.names[self.name]
        assert isinstance(ref, Ref)
        append(self.tracer, ref, [slot])

    def become_run_time(self) -> None:
        """An empty list that is about to grow in a loop."""
        t = self.tracer
        ref = t.state.names[self.name]
        assert isinstance(ref, Ref)
        entry = t.state.heap[ref.address]
        if isinstance(entry, FixedList) and not entry.items:
            value = emit_op("make_list", (), types=(ListOf(Undefined()),)).out
            t.state.heap[ref.address] = Buffer(value)

    def taken(self) -> Slot:
        return self.tracer.usable(self.tracer.state.names.pop(self.name), "this list")


def iterated(t: Tracer, slot: Slot) -> Slot:
    """What an object of a class gives as its items: `__iter__`, `__next__`."""
    refuse_order(t, slot)
    members = members_of(slot)
    if members is not None:
        return members
    own = converted(t, slot, "__iter__")
    if own is not None:
        slot = unwrapped(t, own)
    if special(t, slot, "__next__") is not None:
        return apply(t, definition("builtins.steps"), [slot], {})
    return slot


def over(t: Tracer, source: Slot, one: Callable[[Slot], None], holder: Holder) -> None:
    """Call one(item) for every item."""
    source = iterated(t, source)
    if is_lazy(t, source):
        code = t.state.names.get((t.frame, CODE))
        run_through(t, source, one)
        _leave(t, code)
        return
    items = known_items(t, source)
    if items is not None:
        for item in items:
            one(item)
        return

    def rounds(items: list[Slot]) -> None:
        for item in items:
            one(item)

    loop_or_rounds(t, source, lambda: _looped(t, source, one, holder), rounds)


def _leave(t: Tracer, code: Slot | None) -> None:
    """The exit code is what it was before a loop of which nothing can leave."""
    t.leave(NEXT)
    if code is not None:
        t.state.names[t.frame, CODE] = code


def _looped(t: Tracer, source: Slot, one: Callable[[Slot], None], holder: Holder) -> None:
    holder.become_run_time()
    held = t.held_names
    bounds, at = bounds_and_items(t, source, None)
    code = t.state.names.get((t.frame, CODE))

    def body(index: Value | None) -> None:
        assert index is not None
        lists = lists_run_over(t, held)
        one(at(index))
        check_lengths(t, lists)

    trace_loop(t, bounds, body)
    t.drop_held(held)
    _leave(t, code)


def gather(t: Tracer, source: Slot, item: Callable[[Slot], Slot] | None = None) -> Slot:
    """The items of an iterable as a list."""
    holder = Holder(t)
    over(t, source, lambda slot: holder.add(slot if item is None else item(slot)), holder)
    return holder.taken()


def folded(
    t: Tracer, source: Slot, initial: Slot | None, step: Callable[[Slot, Slot], Slot]
) -> Slot:
    """step(step(initial, x0), x1)...; without an initial value the first item is it."""
    if is_lazy(t, source):
        source = as_list(t, source)
    items = known_items(t, source)
    held = t.held_names
    if items is not None:
        if initial is None:
            initial, *items = items
        total = initial
        for item in items:
            total = step(total, item)
        return total
    bounds, at = bounds_and_items(t, source, None)
    if initial is None:
        if bounds.start != 0 or bounds.step != 1:
            t.refuse("CG042", "functools.reduce over this needs an initial value", "Give it one.")
        initial, bounds.start = at(constant(0)), 1
    name = t.hold(initial)

    def body(index: Value | None) -> None:
        assert index is not None
        t.state.names[name] = step(t.held(name), at(index))

    code = t.state.names.get((t.frame, CODE))
    trace_loop(t, bounds, body)
    total = t.held(name)
    t.drop_held(held)
    t.leave(NEXT)
    if code is not None:
        t.state.names[t.frame, CODE] = code
    return total


def as_list(t: Tracer, slot: Slot) -> Slot:
    """list(x): a list of its own."""
    slot = iterated(t, slot)
    if is_lazy(t, slot):
        return gather(t, slot)
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        known = isinstance(entry, FixedList | Dict | KeySet)
        if not known and isinstance(t.value(slot).type, ListOf):
            share(t, slot)
            shared = t.state.heap[t.state.root(slot.address)]
            aliased = isinstance(shared, Buffer) and shared.aliased
            return t.state.allocate(Buffer(t.value(slot), aliased=aliased))
    if isinstance(slot, TupleSlot) or (
        isinstance(slot, Ref) and isinstance(t.state.heap[slot.address], FixedList | Dict | KeySet)
    ):
        return t.state.allocate(FixedList(spread(t, slot)))
    return gather(t, slot)


def spread(t: Tracer, slot: Slot) -> tuple[Slot, ...]:
    """The items of a sequence whose length is known."""
    slot = iterated(t, slot)
    if is_lazy(t, slot):
        slot = as_list(t, slot)
    if isinstance(slot, TupleSlot):
        return slot.items
    if isinstance(slot, Iteration) and slot.kind in ("keys", "values"):
        (source,) = slot.sources
        entry = t.state.heap[source.address] if isinstance(source, Ref) else None
        if isinstance(entry, Dict):
            return slots_of_known(entry.keys) if slot.kind == "keys" else entry.items
    if isinstance(slot, Value) and isinstance(slot.const, str):
        return slots_of_known(slot.const)
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return entry.items
        if isinstance(entry, Dict):
            return slots_of_known(entry.keys)
        if isinstance(entry, KeySet):
            return slots_of_known(ordered(t, entry))
        length = _known_length(t.value(slot).type)
        if length is not None:
            return tuple(read_item(t, slot, constant(k)) for k in range(length))
    t.refuse(
        "CG015",
        "the length of what is spread with `*` is not known",
        "Write the items out: `g(x[0], x[1])`.",
    )


def _known_length(t: Type) -> int | None:
    if isinstance(t, Array) and t.shape:
        return t.shape[0].known
    return None


def sequence(t: Tracer, slot: Slot) -> Slot:
    """What is gone through in place of a slot: the keys of a dict, the letters of a text, what
    `__iter__` gives of an object."""
    slot = iterated(t, slot)
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    text = isinstance(slot, Value) and isinstance(slot.const, str)
    return TupleSlot(spread(t, slot)) if text or isinstance(entry, Dict | KeySet) else slot
