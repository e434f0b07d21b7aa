"""Subscripts: reading an element, a slice or a view; storing into one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.frontend.cells import TYPES, read_cell
from codegen.frontend.dicts import missing
from codegen.frontend.dispatch import apply
from codegen.frontend.enums import enum_of, member_of
from codegen.frontend.known import key_of
from codegen.frontend.sharing import share, written
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Named,
    Range,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.texts import item_of_text
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Index, Path, Slice, Value, constant
from codegen.ir.indexing import path_type, store_fits
from codegen.ir.types import Array, ListOf, Scalar, Str, is_number


def index_of(tracer: Tracer, slot: Slot) -> Index:
    """The content of `[...]` as a path step."""
    items = slot.items if isinstance(slot, TupleSlot) else (slot,)
    return Index(tuple(_index_item(tracer, item) for item in items))


def _index_item(tracer: Tracer, item: Slot) -> Any:
    if isinstance(item, SliceSlot):
        return Slice(*(_bound(part) for part in (item.start, item.stop, item.step)))
    value = tracer.value(_places(tracer, item) if isinstance(item, Range) else item)
    if isinstance(value.type, Str):
        tracer.refuse(
            "CG035",
            "what this holds under its keys is not known",
            "Say it with `--at 'params={W: f64[d, k], b: f64[k]}'`.",
        )
    if value.is_const and (
        value.const is None or value.const is Ellipsis or type(value.const) is int
    ):
        return value.const
    return value


def _places(tracer: Tracer, item: Range) -> Slot:
    """x[range(n), labels]: NumPy makes an array of the numbers."""
    start, stop, step = (tracer.value(part) for part in (item.start, item.stop, item.step))
    bounds: list[Slot] = [start, stop] if start.const != 0 or step.const != 1 else [stop]
    return apply(tracer, Named("numpy.arange"), [*bounds, step] if step.const != 1 else bounds, {})


def _bound(part: Value | None) -> Any:
    if part is None or (part.is_const and (part.const is None or type(part.const) is int)):
        return None if part is None else part.const
    return part


def slice_of(tracer: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """slice(stop), slice(start, stop), slice(start, stop, step): what stands between brackets."""
    if kwargs or not 1 <= len(args) <= 3:
        tracer.refuse("CG045", "`slice` takes one, two or three positional arguments")
    bounds = [tracer.value(argument) for argument in args]
    found = [None if each.is_const and each.const is None else each for each in bounds]
    start, stop, step = [None, *found, None] if len(found) == 1 else [*found, None][:3]
    return SliceSlot(start, stop, step)


def read_item(tracer: Tracer, base: Slot, index: Slot) -> Slot:
    """base[index]."""
    if isinstance(base, TupleSlot):
        return _read_known(tracer, base.items, index, tuple_of=True)
    if isinstance(base, Ref):
        entry = tracer.state.heap[base.address]
        if isinstance(entry, Dict):
            key = key_of(tracer, index)
            if key not in entry.keys:
                return missing(tracer, base, key)
            return entry.items[entry.keys.index(key)]
        if isinstance(entry, FixedList):
            if isinstance(index, SliceSlot) or (isinstance(index, Value) and index.is_const):
                return _read_known(tracer, entry.items, index, tuple_of=False)
            tracer.value(base)
            read_cell(tracer.side(), base.address)
        return read_path(tracer, base, (index_of(tracer, index),))
    kind = enum_of(base)
    if kind is not None:
        return member_of(tracer, kind, index, by_name=True)
    if isinstance(base, Range):
        return _read_range(tracer, base, index)
    value = tracer.value(base)
    if isinstance(value.const, str):
        return item_of_text(tracer, value.const, index)
    return tracer.slot(tracer.emit("getitem", value, path=(index_of(tracer, index),)))


def _read_range(tracer: Tracer, base: Range, index: Slot) -> Slot:
    """range(a, b)[k]; of places that are not known, only where they are surely there."""
    parts = [tracer.value(part).const for part in (base.start, base.stop, base.step)]
    place = tracer.value(index)
    if all(type(part) is int for part in parts) and type(place.const) is int:
        numbers = range(*parts)  # type: ignore[call-overload]
        if not -len(numbers) <= place.const < len(numbers):
            tracer.out_of_range(f"the index {place.const} is out of range", "range object index")
        return constant(numbers[place.const])
    if not tracer.function.library:
        tracer.refuse("CG022", "a range is indexed at run time", "Compute it: `start + k * step`.")
    start, step = tracer.value(base.start), tracer.value(base.step)
    scaled = place if step.const == 1 else tracer.emit("mul", place, step, via="operator.mul")
    if start.const == 0:
        return scaled
    return tracer.emit("add", start, scaled, via="operator.add")


def _read_known(tracer: Tracer, items: tuple[Slot, ...], index: Slot, tuple_of: bool) -> Slot:
    if isinstance(index, SliceSlot):
        parts = [_bound(part) for part in (index.start, index.stop, index.step)]
        if any(isinstance(part, Value) for part in parts):
            tracer.refuse(
                "CG021",
                "a slice of a list of unlike things has bounds that are not known before the run",
            )
        chosen = items[slice(*parts)]
        return TupleSlot(chosen) if tuple_of else tracer.state.allocate(FixedList(chosen))
    value = tracer.value(index)
    if not value.is_const or not isinstance(value.const, int):
        tracer.need_literal(value)
        tracer.refuse(
            "CG022",
            "a tuple of unlike things is indexed at run time",
            "Use a list of numbers or an array, or branches.",
        )
    if not -len(items) <= value.const < len(items):
        tracer.out_of_range(f"the index {value.const} is out of range", "list index out of range")
    return items[value.const]


def read_path(tracer: Tracer, base: Ref, path: Path) -> Slot:
    """A view of a cell where NumPy makes one, else the element or a copy."""
    value = tracer.value(base)
    if is_view(value, path):
        view = tracer.slot_at(base.address, path)
        if tracer.standing.catching:  # what it may raise, it raises here
            tracer.value(view)
        return view
    item = tracer.emit("getitem", value, path=path)
    slot = tracer.slot(item)
    if isinstance(value.type, ListOf):
        share(tracer, base, slot)
    if isinstance(value.type, Array) and isinstance(slot, Ref) and _may_be_view(value, path):
        return tracer.state.allocate(View(base.address, path, value, item, uncertain=TYPES))
    return slot


def is_view(base: Value, path: Path) -> bool:
    """Whether the read shares memory with its base, by the types."""
    (step,) = path
    if not isinstance(step, Index):
        return True
    if isinstance(base.type, ListOf):
        return not isinstance(step.items[0], Slice)
    if not isinstance(base.type, Array) or not all(map(is_plain_index, step.items)):
        return False
    # of an unknown number of axes, integers may leave an element instead of a view
    return base.type.shape is not None or any(
        isinstance(item, Slice) or item is Ellipsis for item in step.items
    )


def is_plain_index(item: Any) -> bool:
    """An integer, slice, None or `...`, no array: one item of a subscript that gives a view."""
    return not isinstance(item, Value) or isinstance(item.type, Scalar) or is_number(item.type)


def _may_be_view(base: Value, path: Path) -> bool:
    """Whether types leave open if a read shares memory with its base."""
    (step,) = path
    assert isinstance(step, Index) and isinstance(base.type, Array)
    known = [
        not isinstance(item, Value) or not isinstance(item.type, Array) or not item.type.generic
        for item in step.items
    ]
    return base.type.shape is None and all(map(is_plain_index, step.items)) or not all(known)


def locate(tracer: Tracer, base: Ref, step: Index | None) -> tuple[int, Path]:
    """The root cell and the whole path of a store through a view."""
    path: Path = () if step is None else (step,)
    address = base.address
    entry = tracer.state.heap[address]
    while isinstance(entry, View):
        if entry.uncertain:
            tracer.refuse(
                "CG030",
                entry.uncertain,
                "Annotate the parameter." if entry.uncertain == TYPES else "Write to a copy of it.",
            )
        path = entry.path + path
        address = entry.base
        entry = tracer.state.heap[address]
    return address, path


def write(
    tracer: Tracer, base: Ref, step: Index | None, value: Value, op: str = "update", **extra: Any
) -> None:
    """Store into a cell, through its views: one update of the root with the whole path."""
    address, path = locate(tracer, base, step)
    why = tracer.state.frozen.get(address)
    if why is not None:
        tracer.refuse(
            "CG030",
            f"this array may not be written: {why}",
            _to_a_copy(tracer, base),
        )
    entry = tracer.state.heap[address]
    if not isinstance(entry, Buffer):
        tracer.refuse("CG031", "a store into this container is not supported")
    written(tracer, address, path, whole=op == "update")
    _assert_order(tracer, address)
    entry = tracer.state.heap[address]
    assert isinstance(entry, Buffer)
    attrs: dict[str, Any] = {"path": path, **extra}
    if tracer.is_argument(address) is not None:
        attrs["effect"] = True
    new = tracer.emit(op, entry.value, value, **attrs)
    store_fits(path_type(entry.value.type, path), value.type)
    new.name = entry.value.name
    tracer.state.heap[address] = Buffer(new, entry.aliased)
    if entry.value in tracer.in_order:
        tracer.in_order.add(new)


def _to_a_copy(tracer: Tracer, base: Ref) -> str:
    """What to write instead, by a name of the array where it has one."""
    own = (
        (name, slot) for (frame, name), slot in tracer.state.names.items() if frame == tracer.frame
    )
    name = next((name for name, slot in own if slot == base and name.isidentifier()), None)
    return f"Write to a copy of it: `{name} = {name}.copy()`." if name else "Write to a copy of it."


def _assert_order(tracer: Tracer, address: int) -> None:
    """A store into an array, of which others are views if it lies in memory in order."""
    state = tracer.state
    reached = {
        part.address
        for slot in [*state.names.values(), *tracer.pending]
        for part in state.parts(slot)
        if isinstance(part, Ref) and part.address in state.heap
    }
    chains = [state.chain(view) for view in sorted(reached) if state.root(view) == address]
    for link in dict.fromkeys(link for chain in chains for link in chain):
        view = state.heap[link]
        assert isinstance(view, View)
        if view.laid_out:
            base = read_cell(tracer.side(), view.base)
            message = constant(
                "reshape or ravel copied what does not lie in order: write .copy() behind it"
            )
            emit_op("assert", (emit("in_order", base), message))
            state.heap[link] = replace(view, laid_out=False)
