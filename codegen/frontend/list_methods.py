"""Methods of lists and tuples; `append` is in `lists`, `sort` in `ordering`."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.cells import read_cell
from codegen.frontend.dicts import check_own
from codegen.frontend.gathering import as_list
from codegen.frontend.known import UNKNOWN, known
from codegen.frontend.lists import append, growing, store_list
from codegen.frontend.sharing import effect, list_item, rearranged, share
from codegen.frontend.slots import FixedList, Ref, Slot, TupleSlot
from codegen.frontend.state import PUT
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Index, Slice, Value, constant
from codegen.ir.types import ListFixed, ListOf, Str, TupleOf, Type, is_number


def extend(t: Tracer, base: Slot, more: Slot) -> Slot:
    assert isinstance(base, Ref)
    entry = t.state.heap[base.address]
    added = as_list(t, more)
    assert isinstance(added, Ref)
    theirs = t.state.heap[added.address]
    if isinstance(entry, FixedList) and isinstance(theirs, FixedList):
        check_own(t, base)
        t.state.heap[base.address] = FixedList(entry.items + theirs.items)
        return constant(None)
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = growing(t, base)
    rearranged(t, address, appended=True)
    store_list(t, address, root, t.emit("extend", root.value, t.value(added), **effect(t, address)))
    share(t, base, added, more)
    return constant(None)


def _extend(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    return extend(t, base, args[0])


def _pop(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    index = t.value(args[0]) if args else constant(-1)
    entry = t.state.heap[base.address]
    if isinstance(entry, FixedList) and isinstance(index.const, int):
        check_own(t, base)
        items = list(entry.items)
        if not items:
            t.out_of_range("pop from an empty list", "pop from empty list")
        if not -len(items) <= index.const < len(items):
            t.out_of_range(f"the index {index.const} is out of range", "pop index out of range")
        item = items.pop(index.const)
        t.state.heap[base.address] = FixedList(tuple(items))
        return item
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = growing(t, base)
    attrs = {} if not args else {"index": index.const if index.is_const else index}
    attrs |= effect(t, address)
    named = rearranged(t, address)
    op = emit_op("pop", (root.value,), attrs)
    store_list(t, address, root, op.outs[0])
    item = t.slot(op.outs[1])
    if (root.aliased or named) and isinstance(item, Ref):
        t.state.freeze(item.address, PUT + "take a copy of it")
    return item


def _insert(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    index, slot = t.value(args[0]), args[1]
    entry = t.state.heap[base.address]
    if isinstance(entry, FixedList) and isinstance(index.const, int):
        check_own(t, base)
        items = list(entry.items)
        items.insert(index.const, slot)
        t.state.heap[base.address] = FixedList(tuple(items))
        return constant(None)
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = growing(t, base)
    at = index.const if index.is_const else index
    rearranged(t, address)
    store_list(
        t,
        address,
        root,
        t.emit("insert", root.value, list_item(t, slot), index=at, **effect(t, address)),
    )
    return constant(None)


def _copy(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    return as_list(t, base)


def _reverse(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    entry = t.state.heap[base.address]
    check_own(t, base)
    if isinstance(entry, FixedList):
        t.state.heap[base.address] = FixedList(entry.items[::-1])
        return constant(None)
    address, root = growing(t, base)
    if t.is_argument(address) is not None:
        t.refuse("CG031", "a list of the caller's is reversed", "Use a copy: `xs[::-1]`.")
    rearranged(t, address)
    turned = t.emit("getitem", root.value, path=(Index((Slice(None, None, -1),)),))
    store_list(t, address, root, turned)
    return constant(None)


def _clear(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    check_own(t, base)
    if not isinstance(t.state.heap[base.address], FixedList):
        address, _ = growing(t, base)
        if t.is_argument(address) is not None:
            t.refuse("CG031", "a list of the caller's is emptied", "Bind a new one: `xs = []`.")
    t.state.heap[base.address] = FixedList(())
    return constant(None)


def _remove(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    """The first item that is equal goes."""
    _pop(t, base, [find(t, base, args, "list.remove(x): x not in list")])
    return constant(None)


def _index(t: Tracer, base: Slot, args: list[Slot]) -> Slot:
    return find(t, base, args, "")


def find(t: Tracer, base: Slot, args: list[Slot], message: str) -> Slot:
    """The place of an item. message: of Python's error where it is not there."""
    if len(args) != 1:
        t.refuse("CG043", "`.index()` of a part of a list", "Take the slice, then its index.")
    items, wanted = _known_items(t, base), known(args[0])
    if items is not None and wanted is not UNKNOWN:
        if wanted in items:
            return constant(items.index(wanted))
        if t.loops or t.standing.catching:
            t.end("ValueError", message or f"{wanted!r} is not in list")
        t.refuse("CG023", f"{wanted!r} is not in this list", "Test for it with `in` before.")
    return _asked(t, "list_index", base, args[0])


def count(t: Tracer, base: Slot, args: list[Slot]) -> Slot:
    """How often an item is there."""
    if len(args) != 1:
        t.refuse("CG045", "`.count()` takes one item")
    items, wanted = _known_items(t, base), known(args[0])
    if items is not None and wanted is not UNKNOWN:
        return constant(items.count(wanted))
    return _asked(t, "list_count", base, args[0])


def _known_items(t: Tracer, base: Slot) -> list[object] | None:
    entry = t.state.heap[base.address] if isinstance(base, Ref) else base
    if not isinstance(entry, FixedList | TupleSlot):
        return None
    items = [known(item) for item in entry.items]
    return None if UNKNOWN in items else items


def _asked(t: Tracer, name: str, base: Slot, wanted: Slot) -> Value:
    """At run time: of numbers and text, which are equal or not."""
    listed, value = t.value(base), t.value(wanted)
    kinds: tuple[Type, ...] = (value.type,)
    if isinstance(listed.type, ListOf):
        kinds += (listed.type.item,)
    elif isinstance(listed.type, ListFixed | TupleOf):
        kinds += listed.type.items
    if not all(is_number(kind) or isinstance(kind, Str) for kind in kinds):
        t.refuse("CG016", "objects are looked for in a list", "Look for a number or a text.")
    spelling = f"builtins.list.{name.removeprefix('list_')}"
    return t.emit(name, listed, value, via=spelling)


LIST_METHODS: dict[str, Callable[[Tracer, Ref, list[Slot]], Slot]] = {
    "append": append,
    "extend": _extend,
    "pop": _pop,
    "insert": _insert,
    "copy": _copy,
    "reverse": _reverse,
    "clear": _clear,
    "remove": _remove,
    "index": _index,
    "count": count,
}
