"""Methods and attributes: of arrays, of lists and of dicts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.frontend.cells import read_cell, slot_value
from codegen.frontend.sharing import PUT, rearranged, share
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Iteration,
    Method,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.subscripts import locate, write
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Index, Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.types import Array, ListOf, Scalar, is_number

_ATTRIBUTES = {"T": "transpose", "real": "real", "imag": "imag", "mT": "matrix_transpose"}


def array_attribute(t: Tracer, base: Slot, value: Value, name: str) -> Slot | None:
    """An attribute of an array or a number that is not a method."""
    from codegen.frontend.calls import emit_row

    kind = value.type
    rank = 0 if isinstance(kind, Scalar) else kind.rank if isinstance(kind, Array) else None
    if name == "shape":
        if rank is None:
            return t.slot(t.emit("shape", value))
        return TupleSlot(tuple(t.emit("shape", value, axis=axis) for axis in range(rank)))
    if name == "ndim":
        return constant(rank) if rank is not None else t.emit("ndim", value)
    if name == "size":
        return t.emit("size", value)
    if name == "dtype":
        dtype = kind.dtype if isinstance(kind, Array) else None
        if dtype is None:
            t.refuse(
                "CG017",
                "`.dtype` of an array whose dtype is not known",
                "Annotate the parameter with its dtype, or write the dtype out.",
            )
        return constant(dtype)
    if name in _ATTRIBUTES:
        spelling = f"numpy.ndarray.{name}" if f"numpy.ndarray.{name}" in SPELLINGS else None
        row = _ATTRIBUTES[name]
        found = emit_row(t, row, spelling or f"numpy.{row}", [base], {})
        return found
    return None


def call_method(t: Tracer, method: Method, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    receiver, name = method.receiver, method.name
    if isinstance(receiver, Ref):
        entry = t.state.heap[receiver.address]
        if isinstance(entry, Dict):
            return _dict_method(t, receiver, entry, name, args)
        if isinstance(entry, FixedList) or isinstance(t.value(receiver).type, ListOf):
            handler = _LIST_METHODS.get(name)
            if handler is None or kwargs:
                t.refuse("CG043", f"`.{name}()` of a list is not supported")
            return handler(t, receiver, args)
        if name == "fill" and len(args) == 1:
            write(t, receiver, Index((Ellipsis,)), t.value(args[0]))
            return constant(None)
    if isinstance(receiver, TupleSlot) and name in ("index", "count"):
        t.refuse("CG043", f"`.{name}()` of a tuple is not supported")
    spelling = f"numpy.ndarray.{name}"
    if spelling not in SPELLINGS or (
        isinstance(receiver, Value) and not isinstance(receiver.type, Array)
    ):
        t.refuse(
            "CG043",
            f"`.{name}()` is not a method that codegen knows",
            "Write it with functions of NumPy or operators.",
        )
    from codegen.frontend.calls import emit_row

    return emit_row(t, SPELLINGS[spelling], spelling, [receiver, *args], kwargs)


# ---------------------------------------------------------------- lists


def _root(t: Tracer, base: Ref) -> tuple[int, Buffer]:
    """The cell that a list method writes to, which must be the list itself."""
    _own(t, base)
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


def _effect(t: Tracer, address: int) -> dict[str, Any]:
    return {"effect": True} if t.is_argument(address) is not None else {}


def _own(t: Tracer, base: Ref) -> None:
    why = t.state.borrowed.get(base.address)
    if why:
        t.refuse("CG031", why, "Build a new one and store that.")
    if why is not None:
        t.refuse(
            "CG031",
            "a list that came in as an argument is made longer or shorter",
            "Change a copy: `xs = list(xs)`.",
        )


def append(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    (slot,) = args
    entry = t.state.heap[base.address]
    if isinstance(entry, FixedList):
        _own(t, base)
        t.state.heap[base.address] = FixedList((*entry.items, slot))
        return constant(None)
    address, root = _root(t, base)
    item = _element(t, slot)
    rearranged(t, address, appended=True)
    _set(t, address, root, t.emit("append", root.value, item, **_effect(t, address)))
    return constant(None)


def _element(t: Tracer, slot: Slot) -> Value:
    """A value that is put into a run-time list: what it refers to may no longer be written."""
    try:
        return slot_value(t.side(), slot)
    except TypeError as error:
        t.refuse("CG012", str(error), "Put numbers, arrays or lists of them into a list.")


def _set(t: Tracer, address: int, root: Buffer, value: Value) -> None:
    value.name = root.value.name
    t.state.heap[address] = Buffer(value, root.aliased)


def extend(t: Tracer, base: Slot, more: Slot) -> Slot:
    assert isinstance(base, Ref)
    entry = t.state.heap[base.address]
    from codegen.frontend.builtin import as_list

    added = as_list(t, more)
    assert isinstance(added, Ref)
    theirs = t.state.heap[added.address]
    if isinstance(entry, FixedList) and isinstance(theirs, FixedList):
        _own(t, base)
        t.state.heap[base.address] = FixedList(entry.items + theirs.items)
        return constant(None)
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = _root(t, base)
    rearranged(t, address, appended=True)
    _set(t, address, root, t.emit("extend", root.value, t.value(added), **_effect(t, address)))
    share(t, base, added, more)
    return constant(None)


def _extend(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    return extend(t, base, args[0])


def _pop(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    index = t.value(args[0]) if args else constant(-1)
    entry = t.state.heap[base.address]
    if isinstance(entry, FixedList) and isinstance(index.const, int):
        _own(t, base)
        items = list(entry.items)
        if not items:
            t.out_of_range("pop from an empty list", "pop from empty list")
        item = items.pop(index.const)
        t.state.heap[base.address] = FixedList(tuple(items))
        return item
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = _root(t, base)
    attrs = {} if not args else {"index": index.const if index.is_const else index}
    attrs |= _effect(t, address)
    named = rearranged(t, address)
    op = emit_op("pop", (root.value,), attrs)
    _set(t, address, root, op.outs[0])
    item = t.slot(op.outs[1])
    if (root.aliased or named) and isinstance(item, Ref):
        t.state.freeze(item.address, PUT + "take a copy of it")
    return item


def _insert(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    index, slot = t.value(args[0]), args[1]
    entry = t.state.heap[base.address]
    if isinstance(entry, FixedList) and isinstance(index.const, int):
        _own(t, base)
        items = list(entry.items)
        items.insert(index.const, slot)
        t.state.heap[base.address] = FixedList(tuple(items))
        return constant(None)
    if isinstance(entry, FixedList):
        read_cell(t.side(), base.address)
    address, root = _root(t, base)
    at = index.const if index.is_const else index
    rearranged(t, address)
    _set(
        t,
        address,
        root,
        t.emit("insert", root.value, _element(t, slot), index=at, **_effect(t, address)),
    )
    return constant(None)


def _copy(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    from codegen.frontend.builtin import as_list

    return as_list(t, base)


def _reverse(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    entry = t.state.heap[base.address]
    if not isinstance(entry, FixedList):
        t.refuse("CG043", "`reverse` of a run-time list is not supported", "Use xs[::-1].")
    _own(t, base)
    t.state.heap[base.address] = FixedList(entry.items[::-1])
    return constant(None)


def _clear(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    _own(t, base)
    if not isinstance(t.state.heap[base.address], FixedList):
        _root(t, base)
    t.state.heap[base.address] = FixedList(())
    return constant(None)


_LIST_METHODS: dict[str, Callable[[Tracer, Ref, list[Slot]], Slot]] = {
    "append": append,
    "extend": _extend,
    "pop": _pop,
    "insert": _insert,
    "copy": _copy,
    "reverse": _reverse,
    "clear": _clear,
}


# ---------------------------------------------------------------- dicts


def _dict_method(t: Tracer, base: Ref, entry: Dict, name: str, args: list[Slot]) -> Slot:
    if name in ("items", "keys", "values"):
        return Iteration(name, (base,))
    if name == "copy":
        return t.state.allocate(entry)
    if name in ("get", "pop", "setdefault"):
        key = t.value(args[0])
        if not key.is_const:
            t.refuse(
                "CG024",
                "the key of a dict is not known before the run",
                "Use a literal key, or a list or array with integer indices.",
            )
        if key.const in entry.keys:
            place = entry.keys.index(key.const)
            if name == "pop":
                _own(t, base)
                keys, items = list(entry.keys), list(entry.items)
                keys.pop(place)
                items.pop(place)
                t.state.heap[base.address] = Dict(tuple(keys), tuple(items))
            return entry.items[place]
        default = args[1] if len(args) > 1 else constant(None)
        if name == "setdefault":
            _own(t, base)
            t.state.heap[base.address] = Dict((*entry.keys, key.const), (*entry.items, default))
        return default
    if name == "update" and len(args) == 1 and isinstance(args[0], Ref):
        other = t.state.heap[args[0].address]
        if isinstance(other, Dict):
            _own(t, base)
            merged = dict(zip(entry.keys, entry.items, strict=True))
            merged |= dict(zip(other.keys, other.items, strict=True))
            t.state.heap[base.address] = Dict(tuple(merged), tuple(merged.values()))
            return constant(None)
    t.refuse(
        "CG043",
        f"`.{name}()` of a dict is not supported",
        "Use indexing, `.get`, `.items`, `.keys`, `.values`.",
    )
