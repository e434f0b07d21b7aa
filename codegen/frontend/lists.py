"""Lists that grow: whether one may change, and `append`."""

from __future__ import annotations

from codegen.frontend.dicts import check_own
from codegen.frontend.sharing import effect, list_item, rearranged
from codegen.frontend.slots import Buffer, FixedList, Ref, Slot
from codegen.frontend.subscripts import locate
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import ListOf, is_number


def growing(t: Tracer, base: Ref) -> tuple[int, Buffer]:
    """The cell that a list method writes to, which must be the list itself."""
    check_own(t, base)
    address, path = locate(t, base, None)
    entry = t.state.heap[address]
    if path or not isinstance(entry, Buffer):
        t.refuse(
            "CG031",
            "a list inside another grows",
            "Build the inner list under a name of its own, then append that.",
        )
    why = t.state.frozen.get(address)
    if why is not None:
        t.refuse("CG030", f"this list may not be changed: {why}", "Change a copy of it.")
    t_list = entry.value.type
    numbers = isinstance(t_list, ListOf) and is_number(t_list.item)
    if t.is_argument(address) is not None and not numbers:
        t.refuse(
            "CG031",
            "a list of arrays that came in as an argument is made longer or shorter",
            "Change a copy: `xs = list(xs)`.",
        )
    return address, entry


def append(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    (slot,) = args
    entry = t.state.heap[base.address]
    if isinstance(entry, FixedList):
        check_own(t, base)
        t.state.heap[base.address] = FixedList((*entry.items, slot))
        return constant(None)
    address, root = growing(t, base)
    item = list_item(t, slot)
    rearranged(t, address, appended=True)
    store_list(t, address, root, t.emit("append", root.value, item, **effect(t, address)))
    return constant(None)


def store_list(t: Tracer, address: int, root: Buffer, value: Value) -> None:
    value.name = root.value.name
    now = t.state.heap[address]  # what was put in may stand there already
    t.state.heap[address] = Buffer(value, root.aliased or (isinstance(now, Buffer) and now.aliased))
