"""Objects and dicts that a run-time list holds: what is set in one is stored in the list.

The list is one value of the graph; an object that was read from it stands in the heap with the
place that it was read from. After a store, what else was read from the list is read again: it may
be the same object.
"""

from __future__ import annotations

from dataclasses import replace

from codegen.frontend.cells import HELD
from codegen.frontend.sharing import check_single, effect, forget_other_names, list_item, rearranged
from codegen.frontend.slots import STRUCTURES, Buffer, Dict, Object, Ref, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Field, Key, Path, Step, Value
from codegen.ir.indexing import path_type
from codegen.ir.joins import join
from codegen.ir.types import DictOf, Type, is_mutable, record_of


def stored(t: Tracer, ref: Ref, key: object, slot: Slot) -> bool:
    """Set an attribute or the item under a key; False where this is not held by a list."""
    place = t.state.place(ref.address) if t.state.borrowed.get(ref.address) == HELD else None
    if place is None:
        return False
    address, path = place
    root = t.state.heap[address]
    if not isinstance(root, Buffer) or address in t.state.frozen:
        return False
    kind = path_type(root.value.type, path)
    if not isinstance(kind, DictOf) or key not in kind.keys:
        return False
    check_single(t, root)
    structure = isinstance(slot, Ref) and isinstance(t.state.heap[slot.address], STRUCTURES)
    old, value = kind.items[kind.keys.index(key)], (
        list_item(t, slot) if structure else t.value(slot)
    )
    if join(old, value.type) is None or is_mutable(old) != is_mutable(value.type):
        t.refuse(
            "CG031",
            f"`{key}` of what a list of run-time length holds is set to another kind of value",
            "Begin with a value of that kind, such as zeros.",
        )
    if isinstance(slot, Ref) and not structure:
        t.state.put_into_list(slot.address, "store a copy")
    whole = (*path, _step(kind, key))
    forget_other_names(t, structures=True)
    if is_mutable(old):
        rearranged(t, address, depth=len(whole))
    root = t.state.heap[address]
    assert isinstance(root, Buffer)
    new = t.emit("update", root.value, value, path=whole, **effect(t, address))
    new.name = root.value.name
    t.state.heap[address] = Buffer(new, root.aliased)
    _read_again(t, address, ref if isinstance(slot, Value) else None)
    entry = t.state.heap[ref.address]
    assert isinstance(entry, Dict | Object)
    if isinstance(slot, Value):
        items = [slot if name == key else item for name, item in zip(entry.keys, entry.items)]
        t.state.heap[ref.address] = replace(entry, items=tuple(items))
    return True


def _step(kind: DictOf, key: object) -> Step:
    record = record_of(kind)
    return Field(str(key)) if record is not None and record.form != "dict" else Key(key)


def _read_again(t: Tracer, address: int, but: Ref | None) -> None:
    """Whatever of the list stands in the heap is read again. but: what is known to be as it is."""
    state = t.state
    reached = {
        part.address
        for slot in [*state.names.values(), *t.pending]
        for part in state.parts(slot)
        if isinstance(part, Ref) and part.address in state.heap
    }
    for each in sorted(reached):
        entry, place = state.heap[each], t.state.place(each)
        if place is None or place[0] != address or not isinstance(entry, STRUCTURES):
            continue
        if but is not None and each == but.address:
            continue
        whole = state.heap[address]
        assert isinstance(whole, Buffer)
        kind = path_type(whole.value.type, place[1])
        items = [
            _again(t, item, address, (*place[1], step), part)
            for item, step, part in zip(entry.items, _steps(kind), _parts(kind), strict=True)
        ]
        state.heap[each] = replace(entry, items=tuple(items))


def _again(t: Tracer, item: Slot, address: int, path: Path, kind: Type) -> Slot:
    if isinstance(item, Value) and item.is_const:
        return item
    if isinstance(item, Ref) and isinstance(t.state.heap[item.address], STRUCTURES):
        return item  # is read again itself
    return t.slot_at(address, path) if isinstance(item, Value | Ref) else item


def _steps(kind: Type) -> list[Step]:
    if isinstance(kind, DictOf):
        return [_step(kind, key) for key in kind.keys]
    return [Key(k) for k in range(len(_parts(kind)))]


def _parts(kind: Type) -> tuple[Type, ...]:
    items: tuple[Type, ...] = getattr(kind, "items", ())
    return items
