"""Generators and iterators: objects that give their items once, when they are asked for them.

A generator is traced where it is consumed: its body runs in a frame of its own, and each `yield`
hands its item to what consumes it, there and then. So the two take turns as they do in Python.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import libcst as cst

from codegen.frontend.branches import branch, nothing, sequence
from codegen.frontend.classes import Class
from codegen.frontend.inlining import opened
from codegen.frontend.iteration import Counted, counting, known_items
from codegen.frontend.lengths import check_lengths, lists_run_over, refuse_change
from codegen.frontend.loops import Bounds, end_round, trace_loop
from codegen.frontend.operators import binary
from codegen.frontend.slots import Function, Iteration, Object, Poison, Ref, Slot
from codegen.frontend.throwing import leave_function
from codegen.frontend.tracer import RAISED, Tracer
from codegen.ir.build import emit
from codegen.ir.graph import NEXT, RETURN, Value, constant

FRESH, UNDER_WAY, SPENT = "fresh", "under way", "spent"
_LEFT = "$left"  # with which exit code what consumes a generator has left it
_DEPTH = 10  # generators of one function that run within each other
_CODE, _STATE, _SOURCE, _PLACE = "$code", "$state", "$source", "$place"


def _nothing(name: str) -> Slot | None:
    return None


GENERATOR = Class("generator", "generator", _nothing)
ITERATOR = Class("iterator", "iterator", _nothing)

# how the body of a generator is traced, by its kind of node; `language` enters them. A generator
# expression is the body of a lambda
BODIES: dict[type[cst.CSTNode], Callable[[Tracer, Function], None]] = {}


@dataclass
class Taker:
    """What consumes a generator: one(item), in the frame that does."""

    one: Callable[[Slot], None]
    function: Function
    frame: int
    codes: set[int] = field(default_factory=set)  # with which it may leave


def generator(t: Tracer, f: Function, bound: dict[str, Slot]) -> Ref:
    """The object that a call of a generator function gives."""
    items = {_CODE: f, _STATE: constant(FRESH), **bound}
    return t.state.allocate(Object(GENERATOR, tuple(items), tuple(items.values())))


def iterator(t: Tracer, source: Slot) -> Slot:
    """iter(source)."""
    if is_lazy(t, source):
        return source
    items = (source, constant(0))
    return t.state.allocate(Object(ITERATOR, (_SOURCE, _PLACE), items))


def is_lazy(t: Tracer, slot: Slot) -> bool:
    """A generator or an iterator."""
    return _object(t, slot) is not None


def is_iterator(t: Tracer, slot: Slot) -> bool:
    """What `iter` gives of a sequence: its place is known, so that it may be asked one by one."""
    entry = _object(t, slot)
    return entry is not None and entry.cls == ITERATOR


def _object(t: Tracer, slot: Slot) -> Object | None:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(entry, Object) and entry.cls in (GENERATOR, ITERATOR):
        return entry
    return None


def _set(t: Tracer, ref: Ref, name: str, slot: Slot) -> None:
    entry = t.state.heap[ref.address]
    assert isinstance(entry, Object)
    t.state.heap[ref.address] = entry.with_(name, slot)


def unwrapped(t: Tracer, slot: Slot) -> Slot:
    """What an iterator that nothing else holds, and that has given nothing yet, goes through."""
    entry = _object(t, slot)
    if entry is None or entry.cls != ITERATOR or not isinstance(slot, Ref):
        return slot
    place = entry.get(_PLACE)
    fresh = isinstance(place, Value) and place.is_const and place.const == 0
    return entry.get(_SOURCE) or slot if fresh and not t.state.sharers(slot.address) else slot


def run_through(t: Tracer, slot: Slot, one: Callable[[Slot], None]) -> None:
    """one(item) for every item that is left. Leaves the exit code of `one` in `t.code`."""
    entry = _object(t, slot)
    assert entry is not None and isinstance(slot, Ref)
    if entry.cls == ITERATOR:
        _run_iterator(t, slot, one)
    else:
        _run_generator(t, slot, entry, one)


# ------------------------------------------------------------------------------- generators


def _run_generator(t: Tracer, ref: Ref, entry: Object, one: Callable[[Slot], None]) -> None:
    state, f = entry.get(_STATE), entry.get(_CODE)
    known = state.const if isinstance(state, Value) and state.is_const else None
    if known == SPENT:
        return
    if known != FRESH or not isinstance(f, Function):
        t.refuse(
            "CG055",
            "a generator is run through that may have given some of its items before",
            "Make it a list where it is made: `list(...)`.",
        )
    if sum(other.node is f.node for other in t.stack) >= _DEPTH:
        t.refuse("CG044", f"the generator `{f.name}` calls itself too often", "Write a loop.")
    _set(t, ref, _STATE, constant(UNDER_WAY))
    bound = {key: item for key, item in zip(entry.keys, entry.items, strict=True) if key[0] != "$"}
    taker = Taker(one, t.function, t.frame)
    name = t.hold(ref)
    with opened(t, f, bound) as mine:
        t.takers[mine] = taker
        t.state.names[mine, _LEFT] = constant(NEXT)
        BODIES[type(f.node)](t, f)
        raised = t.code.const == RAISED
        left = t.state.names.pop((mine, _LEFT), constant(NEXT))
        del t.takers[mine]
    if raised:
        t.end("", None)
    if isinstance(left, Poison) or not isinstance(left, Value):
        t.refuse("CG055", "how the loop over this generator is left is not known", "Use a list.")
    if left.is_const and left.const == NEXT:
        held = t.held(name)
        assert isinstance(held, Ref)
        _set(t, held, _STATE, constant(SPENT))
        t.state.names.pop(name, None)
        return
    t.state.names.pop(name, None)
    if not left.is_const:
        t.possible[left] = frozenset(taker.codes | {NEXT})
    t.leave(left)


def hand_over(t: Tracer, slot: Slot) -> None:
    """`yield slot`: what consumes the generator gets the item, in its own frame."""
    mine = t.frame
    taker = t.takers[mine]
    with _as(t, taker.frame, taker.function):
        taker.one(slot)
        end_round(t)
        code = t.code
        if code.is_const and code.const == RAISED:
            t.end("", None)
        t.leave(NEXT)
    if code.is_const and code.const == NEXT:
        return
    t.state.names[mine, _LEFT] = code
    codes = t.codes(code)
    taker.codes |= codes

    def leave() -> None:
        leave_function(t)
        t.leave(RETURN)

    if code.is_const:
        leave()
    else:
        branch(t, emit("eq", code, constant(NEXT)), nothing, leave)


@contextmanager
def _as(t: Tracer, frame: int, function: Function) -> Iterator[None]:
    own = t.frame, t.function
    t.frame, t.function = frame, function
    try:
        yield
    finally:
        t.frame, t.function = own


# -------------------------------------------------------------------------------- iterators


def _run_iterator(t: Tracer, ref: Ref, one: Callable[[Slot], None]) -> None:
    name, held = t.hold(ref), t.held_names - 1
    source, place = _parts(t, ref)
    items = known_items(t, source)
    first = t.value(place)
    if items is not None and type(first.const) is int:
        lists = _lists(t, source)

        def step(k: int) -> Callable[[object], bool]:
            def run(_: object) -> bool:
                if _lists(t, _parts(t, t.held(name))[0]) != lists:
                    refuse_change(t)
                _go_on(t, name, constant(k + 1))
                one(items[k])
                end_round(t)
                return False

            return run

        sequence(t, [step(k) for k in range(first.const, len(items))])
        t.drop_held(held)
        return
    counted = counting(t, source)

    def body(index: Value | None) -> None:
        assert index is not None
        before = lists_run_over(t, held)
        place = t.value(binary(t, "add", index, constant(1)))
        _go_on(t, name, place)
        one(counted.at(index))
        check_lengths(t, before)
        if _parts(t, t.held(name))[1] is not place:
            t.refuse(
                "CG055",
                "`next` of an iterator is called in a loop over it",
                "Ask for every item with `next`, in a `while` loop.",
            )

    start = first.const if type(first.const) is int else first
    count = t.value(counted.count)
    trace_loop(t, Bounds(start, count.const if type(count.const) is int else count, 1), body)
    t.drop_held(held)


def _lists(t: Tracer, source: Slot) -> list[object]:
    """What the lists and dicts that an iterator goes through hold."""
    parts = source.sources if isinstance(source, Iteration) else (source,)
    return [t.state.heap[part.address] for part in parts if isinstance(part, Ref)]


def _go_on(t: Tracer, name: tuple[int, str], place: Value) -> None:
    ref = t.held(name)
    assert isinstance(ref, Ref)
    _set(t, ref, _PLACE, place)


def _parts(t: Tracer, ref: Slot) -> tuple[Slot, Slot]:
    entry = _object(t, ref)
    assert entry is not None
    source, place = entry.get(_SOURCE), entry.get(_PLACE)
    assert source is not None and place is not None
    return t.usable(source, "this iterator"), t.usable(place, "this iterator")


def remaining(t: Tracer, ref: Ref) -> tuple[Counted, Value]:
    """The items of an iterator, and at which of them it is."""
    source, place = _parts(t, ref)
    items = known_items(t, source)
    if items is None:
        return counting(t, source), t.value(place)

    def at(k: Slot) -> Slot:
        if not isinstance(k, Value) or type(k.const) is not int:
            t.refuse("CG055", "which of some unlike items is next is not known", "Use an index.")
        return items[k.const]

    return Counted(constant(len(items)), at), t.value(place)


def take_one(t: Tracer, ref: Ref, place: Value) -> None:
    """An item was taken from an iterator."""
    _set(t, ref, _PLACE, t.value(binary(t, "add", place, constant(1))))
