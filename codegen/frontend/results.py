"""Results: what a function returns as a tree of leaves, and the arguments that it changed."""

from __future__ import annotations

from typing import Any

from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Object,
    Poison,
    Ref,
    Slot,
    TupleSlot,
    Unbound,
    View,
)
from codegen.frontend.tracer import RESULT, Tracer
from codegen.ir.graph import Field, Leaf, Node, Parameter, Path, Value
from codegen.ir.sparse import Sparse
from codegen.ir.types import is_number


def results_of(
    t: Tracer, params: tuple[Parameter, ...]
) -> tuple[list[Value], Any, tuple[tuple[int, int], ...]]:
    results: list[Value] = []
    slot = t.state.names.get((0, RESULT), Unbound())
    if isinstance(slot, Unbound):
        t.refuse("CG061", f"`{t.function.name}` never returns", "Return a number or an array.")
    output = _tree(t, slot, results)
    _set_given(t)
    effects = []
    for place, parameter in enumerate(params):
        argument = t.state.names.get((0, f"$argument {place}"))
        if isinstance(argument, Ref):
            entry = t.state.heap[argument.address]
            if isinstance(entry, Buffer) and entry.value is not parameter.value:
                effects.append((place, len(results)))
                results.append(entry.value)
    return results, output, tuple(effects)


def _set_given(t: Tracer) -> None:
    """The attributes of the caller's objects that f has set: in the objects themselves, now that
    nothing else is read of them."""
    stores: list[tuple[int, Path, Value]] = []
    for name, (root, path, before) in t.given_objects.items():
        ref = t.state.names[name]
        now = t.state.heap[ref.address] if isinstance(ref, Ref) else None
        if not isinstance(now, Object):
            t.refuse("CG031", f"an object of the class {before.cls.name} is changed on one path")
        for key, slot in zip(now.keys, now.items, strict=True):
            step = (*path, Field(key))
            if not _stands(t, slot, before.get(key), root, step):
                if isinstance(slot, Poison | Unbound):
                    t.refuse(
                        "CG031",
                        f"the attribute `{key}` of an argument is not set on every path",
                        "Set it on every path, or in `__init__`.",
                    )
                stores.append((root, step, _stored(t, key, slot)))
    for root, step, value in stores:
        whole = t.state.heap[root]
        assert isinstance(whole, Buffer)
        new = t.emit("update", whole.value, value, path=step, effect=True)
        new.name = whole.value.name
        t.state.heap[root] = Buffer(new, whole.aliased)


def _stands(t: Tracer, slot: Slot, before: Slot | None, root: int, path: Path) -> bool:
    """Whether an attribute is still what it was when f was called."""
    if slot == before:
        return True
    if not isinstance(slot, Ref) or not isinstance(before, Ref):
        return False
    entry = t.state.heap[slot.address]
    return isinstance(entry, View) and (entry.base, entry.path) == (root, path)


def _stored(t: Tracer, key: str, slot: Slot) -> Value:
    parts = [t.state.heap[part.address] for part in t.state.parts(slot) if isinstance(part, Ref)]
    named = any(isinstance(p, TupleSlot) and p.cls is not None for p in t.state.parts(slot))
    if named or any(isinstance(part, Object) for part in parts):
        t.refuse(
            "CG031",
            f"the attribute `{key}` of an argument is set to another object",
            "Set the attributes of the object that is there.",
        )
    return t.value(slot)


def _tree(t: Tracer, slot: Slot, results: list[Value]) -> Any:
    if isinstance(slot, Poison):
        t.refuse("CG062", f"the result: {slot.message}", slot.advice)
    if isinstance(slot, TupleSlot):
        if slot.cls is not None:
            t.refuse(
                "CG062",
                f"the result holds a named tuple of the class {slot.cls.name}",
                "Return a plain tuple: `tuple(point)`.",
            )
        return Node("tuple", tuple(_tree(t, item, results) for item in slot.items))
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return Node("list", tuple(_tree(t, item, results) for item in entry.items))
        if isinstance(entry, Dict):
            if entry.kind != "dict":
                t.refuse("CG062", f"the result is a {entry.kind}", "Return `dict(d)`.")
            items = tuple(_tree(t, item, results) for item in entry.items)
            return Node("dict", items, entry.keys)
        if isinstance(entry, Object):
            t.refuse(
                "CG062",
                f"the result holds an object of the class {entry.cls.name}",
                "Return its attributes, in a tuple or dict.",
            )
    value = t.value(slot)
    if value.is_const and value.const is None:
        return None
    if value in t.state.optional and not is_number(value.type):
        t.refuse("CG062", "the result is None on one path", "Return a number on every path.")
    if isinstance(value.type, Sparse):
        t.refuse(
            "CG062", "the result is a sparse matrix", "Return a product of it, or its `.data`."
        )
    results.append(value)
    return Leaf(len(results) - 1)
