"""Parts of a list that are replaced or taken out: `xs[a:b] = ys`, `del xs[k]`."""

from __future__ import annotations

from typing import Any

from codegen.frontend.cells import read_cell
from codegen.frontend.dicts import check_own
from codegen.frontend.gathering import as_list
from codegen.frontend.lists import growing, store_list
from codegen.frontend.sharing import rearranged, share
from codegen.frontend.slots import FixedList, Ref, SliceSlot, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Index, Slice, Value, constant


def replace_slice(t: Tracer, base: Ref, index: SliceSlot, slot: Slot) -> None:
    """base[start:stop] = slot, for a list."""
    check_own(t, base)
    added = as_list(t, slot)
    assert isinstance(added, Ref)
    bounds = [_literal(part) for part in (index.start, index.stop, index.step)]
    entry, theirs = t.state.heap[base.address], t.state.heap[added.address]
    known = None not in bounds
    if isinstance(entry, FixedList) and isinstance(theirs, FixedList) and known:
        items = list(entry.items)
        try:
            items[slice(*(part[0] for part in bounds))] = theirs.items  # type: ignore[index]
        except ValueError as error:
            t.refuse("CG023", str(error))
        t.state.heap[base.address] = FixedList(tuple(items))
        return
    if not known or bounds[2] not in ((None,), (1,)):
        t.refuse(
            "CG021",
            "a slice of a list is replaced whose bounds are not known before the run",
            "Build the new list with `+` or a comprehension.",
        )
    assert bounds[0] is not None and bounds[1] is not None
    start, stop = bounds[0][0] or 0, bounds[1][0]
    if stop is not None and start and (stop < 0) != (start < 0):
        t.refuse(
            "CG021",
            "a slice of a list is replaced whose bounds are counted from both ends",
            "Build the new list with `+` or a comprehension.",
        )
    if stop is not None and (stop < 0) == (start < 0):
        stop = max(start, stop)
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = growing(t, base)
    if t.is_argument(address) is not None:
        t.refuse(
            "CG031",
            "a slice of a list that came in as an argument is replaced",
            "Change a copy: `xs = list(xs)`.",
        )
    before = t.emit("getitem", root.value, path=(Index((Slice(None, start),)),))
    whole = t.emit("list_concat", before, t.value(added))
    if stop is not None:
        after = t.emit("getitem", root.value, path=(Index((Slice(stop),)),))
        whole = t.emit("list_concat", whole, after)
    rearranged(t, address)
    store_list(t, address, root, whole)
    share(t, base, added, slot)


def _literal(part: Value | None) -> tuple[Any] | None:
    """A bound that is known, in a tuple of one."""
    value = constant(None) if part is None else part
    return (value.const,) if value.is_const else None
