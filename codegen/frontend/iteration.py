"""What a `for` runs over: rounds that are counted at run time, or items that are known."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from codegen.frontend.cells import read_cell
from codegen.frontend.known import slots_of_known
from codegen.frontend.loops import Bounds
from codegen.frontend.operators import binary
from codegen.frontend.overloading import converted
from codegen.frontend.sets import ordered
from codegen.frontend.slots import Dict, FixedList, Iteration, KeySet, Range, Ref, Slot, TupleSlot
from codegen.frontend.subscripts import read_item
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.integers import length_of
from codegen.ir.joins import join
from codegen.ir.types import Array, ListOf, facts, is_number

_SHORT = 64  # keys that a comprehension may write out


@dataclass
class Counted:
    """count rounds; at(k) is the item of round k, read when the round begins."""

    count: Slot
    at: Callable[[Slot], Slot]


def known_items(t: Tracer, slot: Slot) -> list[Slot] | None:
    """The items, where their number is known and they differ in kind; else it is a loop."""
    if isinstance(slot, Iteration):
        return _known_iteration(t, slot, known_items)
    own = converted(t, slot, "__iter__")
    if own is not None and own != slot:
        return known_items(t, own)
    items = _structure(t, slot)
    if items is None or _alike(items):
        return None
    return items


def written_out(t: Tracer, slot: Slot) -> list[Slot] | None:
    """The items, where their number is known: for keys, of which each must be known."""
    if isinstance(slot, Range):
        start, stop, step = (t.value(part).const for part in (slot.start, slot.stop, slot.step))
        if isinstance(start, int) and isinstance(stop, int) and isinstance(step, int) and step:
            numbers = range(start, stop, step)
            return [constant(k) for k in numbers] if len(numbers) <= _SHORT else None
    items = _structure(t, slot)
    if items is None and isinstance(slot, Iteration):
        if slot.kind in ("items", "keys", "values") or all(
            written_out(t, source) is not None for source in iterables(slot)
        ):
            return _known_iteration(t, slot, written_out)
    return known_items(t, slot) if items is None else items


def _structure(t: Tracer, slot: Slot) -> list[Slot] | None:
    if isinstance(slot, TupleSlot):
        return list(slot.items)
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return list(entry.items)
        if isinstance(entry, Dict):
            return list(slots_of_known(entry.keys))
        if isinstance(entry, KeySet):
            return list(slots_of_known(ordered(t, entry)))
    if isinstance(slot, Value) and isinstance(slot.const, str):
        return list(slots_of_known(slot.const))
    return None


def _alike(items: list[Slot]) -> bool:
    """Several numbers of one type."""
    values = [item for item in items if isinstance(item, Value)]
    if len(values) < max(len(items), 2):
        return False
    joined: Any = values[0].type
    for value in values:
        joined = None if joined is None else join(joined, value.type)
    return joined is not None and is_number(joined)


def iterables(slot: Iteration) -> tuple[Slot, ...]:
    """What it runs over."""
    return slot.sources[:1] if slot.kind == "enumerate" else slot.sources


def _known_iteration(
    t: Tracer, slot: Iteration, items_of: Callable[[Tracer, Slot], list[Slot] | None]
) -> list[Slot] | None:
    if slot.kind in ("items", "keys", "values"):
        (source,) = slot.sources
        assert isinstance(source, Ref)
        entry = t.state.heap[source.address]
        assert isinstance(entry, Dict)
        keys = list(slots_of_known(entry.keys))
        if slot.kind == "keys":
            return keys
        if slot.kind == "values":
            alike = items_of is known_items and _alike(list(entry.items))
            return None if alike else list(entry.items)
        return [TupleSlot(pair) for pair in zip(keys, entry.items, strict=True)]
    sources = [items_of(t, source) for source in iterables(slot)]
    if all(source is None for source in sources):
        return None
    lists = [
        source if source is not None else _structure_at_run_time(t, slot.sources[k], sources)
        for k, source in enumerate(sources)
    ]
    if slot.kind == "reversed":
        return lists[0][::-1]
    if slot.kind == "enumerate":
        return [
            TupleSlot((binary(t, "add", constant(k), slot.sources[1]), item))
            for k, item in enumerate(lists[0])
        ]
    if slot.kind == "zip strict" and len({len(items) for items in lists}) > 1:
        t.refuse("CG051", "what is zipped has several lengths", "Python raises here, too.")
    return [TupleSlot(pair) for pair in zip(*lists, strict=False)]


def _structure_at_run_time(t: Tracer, slot: Slot, sources: list[list[Slot] | None]) -> list[Slot]:
    """The items of a source that stands beside a list of known items in a zip."""
    count = min(len(source) for source in sources if source is not None)
    items = _structure(t, slot)
    if items is not None:
        return items
    if isinstance(slot, Range):
        counted = counting(t, slot)
        if isinstance(counted.count, Value) and isinstance(counted.count.const, int):
            count = counted.count.const
            return [counted.at(constant(k)) for k in range(count)]
    if isinstance(slot, Ref):
        kind = t.value(slot).type
        if isinstance(kind, Array) and kind.shape and facts().resolve(kind.shape[0]).known == count:
            return [read_item(t, slot, constant(k)) for k in range(count)]
    t.refuse(
        "CG051",
        "a list of unlike things and one whose length is not known are iterated together",
        "Index both in a loop over range(n).",
    )


def bounds_and_items(
    t: Tracer, slot: Slot, name: str | None
) -> tuple[Bounds, Callable[[Slot], Slot]]:
    """The range of a counted loop, and the item of a round by the loop's index.

    name: that of the loop's variable, which is the index where the loop runs over a range.
    """
    if isinstance(slot, Range):
        start, stop, step = (_bound(t.value(part)) for part in (slot.start, slot.stop, slot.step))
        return Bounds(start, stop, step, name), _same
    if isinstance(slot, Iteration) and slot.kind == "reversed":
        (source,) = slot.sources
        if isinstance(source, Range) and t.value(source.step).const == 1:
            start = binary(t, "sub", t.value(source.stop), constant(1))
            stop = binary(t, "sub", t.value(source.start), constant(1))
            return Bounds(_bound(t.value(start)), _bound(t.value(stop)), -1, name), _same
        inner = counting(t, source)
        last = binary(t, "sub", inner.count, constant(1))
        return Bounds(_bound(t.value(last)), -1, -1), inner.at
    counted = counting(t, slot)
    return Bounds(0, _bound(t.value(counted.count)), 1), counted.at


def _same(index: Slot) -> Slot:
    return index


def _bound(value: Value) -> Any:
    return value.const if type(value.const) is int else value


def counting(t: Tracer, slot: Slot) -> Counted:
    """Any iterable as a number of rounds and the item of each."""
    own = converted(t, slot, "__iter__")
    slot = slot if own is None else own
    if isinstance(slot, Range):
        return _counted_range(t, slot)
    if isinstance(slot, TupleSlot):
        slot = t.state.allocate(FixedList(slot.items))
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, Dict | KeySet):
            return counting(t, TupleSlot(tuple(_structure(t, slot) or ())))
        if isinstance(entry, FixedList):
            read_cell(t.side(), slot.address)
        value = t.value(slot)
        if isinstance(value.type, Array | ListOf):
            if isinstance(value.type, Array) and value.type.shape == ():
                t.refuse("CG052", "an array without axes cannot be iterated over")
            source = t.hold(slot)
            count = t.emit("len", value, via="builtins.len")
            return Counted(count, lambda k: read_item(t, t.held(source), k))
    if isinstance(slot, Iteration):
        return _counted_iteration(t, slot)
    t.refuse(
        "CG052",
        "this is no sequence",
        "Loop over range(...), a list, a tuple or an array; annotate the parameter if it is one.",
    )


def _counted_range(t: Tracer, slot: Range) -> Counted:
    start, stop, step = (t.value(part) for part in (slot.start, slot.stop, slot.step))
    if type(step.const) is not int or step.const == 0:
        t.refuse("CG053", "a range with a run-time step inside zip or enumerate")
    if all(type(part.const) is int for part in (start, stop)):
        count: Slot = constant(len(range(start.const, stop.const, step.const)))  # type: ignore[call-overload]
    else:
        span = binary(t, "sub", stop, start) if start.const != 0 else stop
        if step.const != 1:
            sign = 1 if step.const > 0 else -1
            padded = binary(t, "add", span, constant(step.const - sign))
            span = binary(t, "floordiv", padded, step)
        count = span

    def at(k: Slot) -> Slot:
        scaled = binary(t, "mul", k, step) if step.const != 1 else k
        return binary(t, "add", start, scaled) if start.const != 0 else scaled

    return Counted(count, at)


def _counted_iteration(t: Tracer, slot: Iteration) -> Counted:
    if slot.kind == "values":
        (source,) = slot.sources
        entry = t.state.heap[source.address] if isinstance(source, Ref) else None
        assert isinstance(entry, Dict)
        return counting(t, t.state.allocate(FixedList(entry.items)))
    inner = [counting(t, source) for source in iterables(slot)]
    if slot.kind == "enumerate":
        start = t.value(slot.sources[1])

        def numbered(k: Slot) -> Slot:
            number = k if start.const == 0 else binary(t, "add", k, start)
            return TupleSlot((number, inner[0].at(k)))

        return Counted(inner[0].count, numbered)
    if slot.kind == "reversed":
        last = binary(t, "sub", inner[0].count, constant(1))
        return Counted(inner[0].count, lambda k: inner[0].at(binary(t, "sub", last, k)))
    count = inner[0].count
    for other in inner[1:]:
        if _same_count(t, count, other.count):
            continue
        if slot.kind == "zip strict":
            same = t.emit("eq", t.value(count), t.value(other.count))
            emit_op("assert", (same, constant("zip() arguments are of several lengths")))
        else:
            count = t.emit("python_min", t.value(count), t.value(other.count), via="builtins.min")
    return Counted(count, lambda k: TupleSlot(tuple(part.at(k) for part in inner)))


def _same_count(t: Tracer, left: Slot, right: Slot) -> bool:
    one, other = t.value(left), t.value(right)
    if type(one.const) is int and type(other.const) is int:
        return one.const == other.const
    return facts().equal(length_of(one), length_of(other))
