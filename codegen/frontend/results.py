"""Results: what a function returns as a tree of leaves, and the arguments that it changed."""

from __future__ import annotations

from typing import Any

from codegen.frontend.slots import Buffer, Dict, FixedList, Poison, Ref, Slot, TupleSlot, Unbound
from codegen.frontend.tracer import RESULT, Tracer
from codegen.ir.graph import Leaf, Node, Parameter, Value
from codegen.ir.types import is_number


def results_of(
    t: Tracer, params: tuple[Parameter, ...]
) -> tuple[list[Value], Any, tuple[tuple[int, int], ...]]:
    results: list[Value] = []
    slot = t.state.names.get((0, RESULT), Unbound())
    if isinstance(slot, Unbound):
        t.refuse("CG061", f"`{t.function.name}` never returns", "Return a number or an array.")
    output = _tree(t, slot, results)
    effects = []
    for place, parameter in enumerate(params):
        argument = t.state.names.get((0, f"$argument {place}"))
        if isinstance(argument, Ref):
            entry = t.state.heap[argument.address]
            if isinstance(entry, Buffer) and entry.value is not parameter.value:
                effects.append((place, len(results)))
                results.append(entry.value)
    return results, output, tuple(effects)


def _tree(t: Tracer, slot: Slot, results: list[Value]) -> Any:
    if isinstance(slot, Poison):
        t.refuse("CG062", f"the result: {slot.message}", slot.advice)
    if isinstance(slot, TupleSlot):
        return Node("tuple", tuple(_tree(t, item, results) for item in slot.items))
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return Node("list", tuple(_tree(t, item, results) for item in entry.items))
        if isinstance(entry, Dict):
            items = tuple(_tree(t, item, results) for item in entry.items)
            return Node("dict", items, entry.keys)
    value = t.value(slot)
    if value.is_const and value.const is None:
        return None
    if value in t.state.optional and not is_number(value.type):
        t.refuse("CG062", "the result is None on one path", "Return a number on every path.")
    results.append(value)
    return Leaf(len(results) - 1)
