"""Targets: names, unpacking, subscripts, and the augmented forms, which write in place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

import libcst as cst

from codegen.frontend.attributes import attribute, mangled
from codegen.frontend.cells import read_cell
from codegen.frontend.dict_methods import update_dict
from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.expressions import place_of
from codegen.frontend.gathering import iterated, spread
from codegen.frontend.generators import is_lazy
from codegen.frontend.held import stored
from codegen.frontend.iteration import written_out
from codegen.frontend.known import key_of, slots_of_known
from codegen.frontend.lazy import holds_the_same
from codegen.frontend.list_methods import extend
from codegen.frontend.objects import class_of, set_attribute, special
from codegen.frontend.operators import binary, operation
from codegen.frontend.replacing import replace_slice
from codegen.frontend.run_time_sets import become_run_time, is_run_time_set
from codegen.frontend.sets import replace_keys
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Iteration,
    KeySet,
    Named,
    Object,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.subscripts import index_of, is_plain_index, read_item, read_path, write
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Index, Key, Value, constant
from codegen.ir.types import Array, ListOf, is_mutable, is_number

_AUGMENTED = {
    cst.AddAssign: "add", cst.SubtractAssign: "sub", cst.MultiplyAssign: "mul",
    cst.DivideAssign: "truediv", cst.FloorDivideAssign: "floordiv", cst.ModuloAssign: "mod",
    cst.PowerAssign: "pow", cst.MatrixMultiplyAssign: "matmul", cst.BitAndAssign: "and_",
    cst.BitOrAssign: "or_", cst.BitXorAssign: "xor",
    cst.LeftShiftAssign: "lshift", cst.RightShiftAssign: "rshift",
}  # fmt: skip
_DUNDERS = {"and_": "and", "or_": "or"}
_WHOLE = Index((Ellipsis,))


def assign(t: Tracer, target: cst.BaseExpression, slot: Slot) -> None:
    """target = slot."""
    if isinstance(target, cst.Name):
        t.bind(target.value, slot)
    elif isinstance(target, cst.Tuple | cst.List):
        _unpack(t, target.elements, slot)
    elif isinstance(target, cst.Subscript):
        base, index = place_of(t, target)
        set_item(t, base, index, slot)
    elif isinstance(target, cst.Attribute):
        base = evaluate(t, target.value)
        if class_of(t, base) is None:
            _refuse_target(t, target)
        set_attribute(t, base, mangled(t, target.attr.value), slot)
    else:
        _refuse_target(t, target)


def _refuse_target(t: Tracer, target: cst.BaseExpression) -> NoReturn:
    t.refuse(
        "CG032",
        f"assigning to `{t.source.text_of(target)}` is not supported",
        "Assign to a name, to an item of a list or array, or to an attribute of an object of your "
        "own class.",
        target,
    )


def _unpack(t: Tracer, targets: Sequence[cst.BaseElement], slot: Slot) -> None:
    starred = [k for k, target in enumerate(targets) if isinstance(target, cst.StarredElement)]
    if starred and _is_of_any_length(t, slot):
        for target, item in zip(targets, _parts(t, slot, starred[0], len(targets)), strict=True):
            assign(t, target.value, item)
        return
    items = list(_items_of(t, slot, len(targets), bool(starred)))
    if starred:
        first = starred[0]
        after = len(targets) - first - 1
        if len(items) < len(targets) - 1:
            t.refuse("CG023", f"{len(items)} values for {len(targets) - 1} names or more")
        middle = items[first : len(items) - after]
        listed = t.state.allocate(FixedList(tuple(middle)))
        items = [*items[:first], listed, *items[len(items) - after :]]
    if len(items) != len(targets):
        t.refuse("CG023", f"{len(items)} values are unpacked into {len(targets)} names")
    for target, item in zip(targets, items, strict=True):
        assign(t, target.value, item)


def _is_of_any_length(t: Tracer, slot: Slot) -> bool:
    """An array, or a list whose length is known at run time."""
    if not isinstance(slot, Ref) or isinstance(t.state.heap[slot.address], FixedList | Dict):
        return False
    return isinstance(t.value(slot).type, Array | ListOf)


def _parts(t: Tracer, slot: Slot, first: int, count: int) -> list[Slot]:
    """The items for `count` names of which the one at `first` is starred: it gets a list."""
    after = count - first - 1
    length = t.emit("len", t.value(slot), via="builtins.len")
    emit_op("assert", (t.emit("ge", length, constant(count - 1)),))
    stop = constant(-after) if after else None
    between = read_item(t, slot, SliceSlot(constant(first), stop, None))
    return [
        *(read_item(t, slot, constant(k)) for k in range(first)),
        apply(t, Named("builtins.list"), [between], {}),
        *(read_item(t, slot, constant(k)) for k in range(-after, 0)),
    ]


def _items_of(t: Tracer, slot: Slot, count: int, starred: bool) -> tuple[Slot, ...]:
    slot = iterated(t, slot)
    if isinstance(slot, TupleSlot):
        return slot.items
    if isinstance(slot, Iteration):
        items = written_out(t, slot)
        if items is not None:
            return tuple(items)
    if is_lazy(t, slot):
        return spread(t, slot)
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return entry.items
        if isinstance(entry, Dict):
            return slots_of_known(entry.keys)
        value = t.value(slot)
        if not starred and isinstance(value.type, Array | ListOf):
            length = t.emit("len", value, via="builtins.len")
            known = (
                value.type.shape[0].known
                if isinstance(value.type, Array) and value.type.shape
                else None
            )
            if known != count:
                emit_op("assert", (t.emit("eq", length, constant(count)),))
            return tuple(read_item(t, slot, constant(k)) for k in range(count))
    t.refuse("CG015", "into how many values this unpacks is not known", "Index its items.")


def set_item(t: Tracer, base: Slot, index: Slot, slot: Slot) -> None:
    """base[index] = slot."""
    method = special(t, base, "__setitem__")
    if method is not None:
        apply(t, method, [index, slot], {})
        return
    if not isinstance(base, Ref):
        t.refuse(
            "CG033", "this has no items that could be assigned", "Make it a list or an array first."
        )
    entry = t.state.heap[base.address]
    if isinstance(entry, Dict):
        _set_key(t, base, entry, index, slot)
        return
    if isinstance(index, SliceSlot) and _is_list(t, base):
        replace_slice(t, base, index, slot)
        return
    if isinstance(entry, FixedList):
        value = index if isinstance(index, Value) else None
        if value is not None and type(value.const) is int and _replaced(t, base, value.const, slot):
            return
        _check_own(t, base)
        if value is not None and type(value.const) is int:
            items = list(entry.items)
            if not -len(items) <= value.const < len(items):
                t.refuse("CG023", f"the index {value.const} is out of range")
            items[value.const] = slot
            t.state.heap[base.address] = FixedList(tuple(items))
            return
        read_cell(t.side(), base.address)
    value = t.value(slot)
    if isinstance(t.value(base).type, ListOf) and is_mutable(value.type) and isinstance(slot, Ref):
        t.state.put_into_list(slot.address, "store a copy")
    write(t, base, index_of(t, index), value)


def _is_list(t: Tracer, base: Ref) -> bool:
    entry = t.state.heap[base.address]
    return isinstance(entry, FixedList) or (
        isinstance(entry, Buffer | View) and isinstance(t.value(base).type, ListOf)
    )


def _check_own(t: Tracer, base: Ref) -> None:
    """A list or dict that came in as an argument is the caller's."""
    why = t.state.borrowed.get(base.address)
    if why:
        t.refuse("CG031", why, "Build a new one and store that.")
    if why is not None:
        t.refuse(
            "CG031",
            "an item of a list or dict that came in as an argument is replaced",
            "Build a new one and return it. Elements of arrays may be assigned.",
        )


def _replaced(t: Tracer, base: Ref, key: Any, slot: Slot) -> bool:
    """Replace a number in a list or dict of the caller's: an effect on the argument."""
    place = t.state.places.get(base.address)
    entry = t.state.heap[base.address]
    if place is None or t.state.borrowed.get(base.address) != "":
        return False
    root, path = place
    assert isinstance(entry, FixedList | Dict)
    at = key if isinstance(entry, FixedList) else entry.keys.index(key)
    if not isinstance(slot, Value) or not -len(entry.items) <= at < len(entry.items):
        return False
    old = entry.items[at]
    if not isinstance(old, Value) or not is_number(slot.type) or not is_number(old.type):
        return False
    whole = t.state.heap[root]
    if not isinstance(whole, Buffer) or t.is_argument(root) is None or root in t.state.frozen:
        return False
    new = t.emit("update", whole.value, slot, path=(*path, Key(key)), effect=True)
    new.name = whole.value.name
    t.state.heap[root] = replace(whole, value=new)
    items = list(entry.items)
    items[at] = slot
    t.state.heap[base.address] = replace(entry, items=tuple(items))
    return True


def _set_key(t: Tracer, base: Ref, entry: Dict, index: Slot, slot: Slot) -> None:
    key = key_of(t, index)
    if key in entry.keys and (_replaced(t, base, key, slot) or stored(t, base, key, slot)):
        return
    _check_own(t, base)
    items = {**dict(zip(entry.keys, entry.items, strict=True)), key: slot}
    t.state.heap[base.address] = replace(entry, keys=tuple(items), items=tuple(items.values()))


# ---------------------------------------------------------------- augmented assignment


def augmented(t: Tracer, node: cst.AugAssign) -> None:
    """target op= value: arrays and lists are changed in place, numbers are bound anew."""
    op = _AUGMENTED[type(node.operator)]
    target = node.target
    if isinstance(target, cst.Name):
        old = t.read(target.value)
        if not isinstance(old, Value):
            t.pending.append(old)  # the right side may give the name to something else
        new = _combined(t, op, old, evaluate(t, node.value))
        if new is not None or t.read(target.value) != old:
            t.bind(target.value, old if new is None else new)
    elif isinstance(target, cst.Subscript):
        base, index = place_of(t, target)
        _augment_item(t, op, base, index, node.value)
    elif isinstance(target, cst.Attribute):
        base, name = evaluate(t, target.value), mangled(t, target.attr.value)
        old = attribute(t, base, name)
        new = _combined(t, op, old, evaluate(t, node.value))
        set_attribute(t, base, name, old if new is None else new)
    else:
        assign(t, target, constant(None))


def _combined(t: Tracer, op: str, old: Slot, more: Slot) -> Slot | None:
    """The new object that the target is bound to; None where the old one was changed in place."""
    if isinstance(old, Ref) and is_run_time_set(t, more):
        become_run_time(t, old)
    method = special(t, old, f"__i{_DUNDERS.get(op, op)}__")
    if method is not None:
        return apply(t, method, [more], {})
    if not isinstance(old, Ref):
        return binary(t, op, old, more)
    entry = t.state.heap[old.address]
    if isinstance(entry, Object):
        return binary(t, op, old, more)
    if isinstance(entry, Dict) and op == "or_":
        update_dict(t, old, more)
        return None
    if isinstance(entry, KeySet) and replace_keys(t, op, old, more):
        return None
    if isinstance(entry, FixedList | Dict | KeySet):
        if op != "add" or not isinstance(entry, FixedList):
            return binary(t, op, old, more)
        extend(t, old, more)
        return None
    value = t.value(old)
    if isinstance(value.type, ListOf):
        extend(t, old, more)
        return None
    if op == "matmul":
        _product_in_place(t, old, t.value(more))
        return None
    if isinstance(value.type, Array) and value.type.generic:
        return _generic(t, op, old, more)
    _in_place(t, op, old, t.value(more))
    return None


def _generic(t: Tracer, op: str, old: Ref, more: Slot) -> Slot | None:
    """A number or an array: bound anew, or changed in place. The same where nobody else sees it."""
    entry = t.state.heap[old.address]
    frozen = t.state.root(old.address) in t.state.frozen  # perhaps a view of another array
    if isinstance(entry, View) or frozen or t.state.sharers(old.address) > 1:
        t.refuse(
            "CG034",
            "whether `+=` changes an array or binds a number depends on a type that is not known",
            "Annotate the parameter, or write `x = x + ...`.",
        )
    return binary(t, op, old, more)


def _in_place(t: Tracer, op: str, base: Ref, more: Value) -> None:
    if op in ("add", "sub"):
        extra = {"negative": True} if op == "sub" else {}
        write(t, base, None, more, "accumulate", **extra)
        return
    write(t, base, _WHOLE, operation(t, op, t.value(base), more))


def _product_in_place(t: Tracer, base: Ref, more: Value) -> None:
    """`a @= b`: NumPy writes the product into a, and raises where it has another shape; a store
    alone would broadcast it."""
    old = t.value(base)
    product = operation(t, "matmul", old, more)
    shapes = [v.type.shape if isinstance(v.type, Array) else None for v in (old, product)]
    if shapes[0] is None or shapes[0] != shapes[1]:
        fits = t.emit("eq", t.emit("shape", product), t.emit("shape", old))
        emit_op("assert", (fits, constant("the product has another shape than what it replaces")))
    write(t, base, _WHOLE, product)


def _augment_item(t: Tracer, op: str, base: Slot, index: Slot, value: cst.BaseExpression) -> None:
    method = special(t, base, "__getitem__")
    if method is not None:
        item = apply(t, method, [index], {})
        made = _combined(t, op, item, evaluate(t, value))
        set_item(t, base, index, item if made is None else made)
        return
    if isinstance(base, Ref) and _accumulates(t, op, base, index):
        step = index_of(t, index)
        extra = {"negative": True} if op == "sub" else {}
        more = t.value(_beside(t, base, value))
        write(t, base, step, more, "accumulate", **extra)
        return
    if isinstance(base, Ref) and isinstance(t.state.heap[base.address], Buffer | View):
        step = index_of(t, index)
        old = read_path(t, base, (step,))
        more_slot = _beside(t, base, value)
        if isinstance(t.value(base).type, ListOf) and isinstance(old, Ref):
            new = _combined(t, op, old, more_slot)
            if new is not None:
                set_item(t, base, index, new)
            return
        result = binary(t, op, t.value(old), more_slot)
        write(t, base, step, t.value(result))
        return
    old = read_item(t, base, index)
    new = _combined(t, op, old, evaluate(t, value))
    if new is not None:
        set_item(t, base, index, new)


def _beside(t: Tracer, base: Ref, value: cst.BaseExpression) -> Slot:
    """The right side of `base[i] += value`. Python reads base[i] first, so that a right side that
    writes to base would be added to what stood there before."""
    before = t.state.heap[t.state.root(base.address)]
    slot = evaluate(t, value)
    if not holds_the_same(before, t.state.heap[t.state.root(base.address)]):
        t.refuse(
            "CG036",
            "what is added to an item writes to the array or list itself",
            "Write `y[i] = y[i] + ...`.",
            value,
        )
    return slot


def _accumulates(t: Tracer, op: str, base: Ref, index: Slot) -> bool:
    """`x[i] += e` with indices that name every element once, in an array or a list of numbers."""
    if op not in ("add", "sub") or not isinstance(t.state.heap[base.address], Buffer | View):
        return False
    kind = t.value(base).type
    if isinstance(kind, ListOf):
        return is_number(kind.item)
    return isinstance(kind, Array) and all(map(is_plain_index, index_of(t, index).items))
