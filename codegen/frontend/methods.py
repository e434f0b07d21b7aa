"""Methods and attributes: of arrays, of lists and of dicts."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.cells import read_cell
from codegen.frontend.defined import definition, is_defined
from codegen.frontend.dispatch import apply
from codegen.frontend.gathering import as_list
from codegen.frontend.lists import append, check_own, effect, growing, list_item, store_list
from codegen.frontend.objects import as_dict, replaced
from codegen.frontend.ordering import sort_in_place
from codegen.frontend.output import IN_PLACE, library_op
from codegen.frontend.rows import emit_row
from codegen.frontend.sets import set_method
from codegen.frontend.sharing import PUT, rearranged, share
from codegen.frontend.slots import (
    Dict,
    FixedList,
    Iteration,
    KeySet,
    Method,
    Named,
    Partial,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.sparse import sparse_method
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    ListOf,
    Scalar,
    is_number,
)

_ATTRIBUTES = {"T": "transpose", "real": "real", "imag": "imag", "mT": "matrix_transpose"}


def array_attribute(t: Tracer, base: Slot, value: Value, name: str) -> Slot | None:
    """An attribute of an array or a number that is not a method."""
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
        return emit_row(t, row, spelling or f"numpy.{row}", [base], {})
    return None


def call_method(t: Tracer, method: Method, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    receiver, name = method.receiver, method.name
    if isinstance(receiver, Partial):
        return _frozen_method(t, receiver, name, args, kwargs)
    if isinstance(receiver, Ref):
        entry = t.state.heap[receiver.address]
        if isinstance(entry, Dict):
            return _dict_method(t, receiver, entry, name, args, kwargs)
        if isinstance(entry, KeySet):
            return set_method(t, receiver, entry, name, args)
        if isinstance(entry, FixedList) or isinstance(t.value(receiver).type, ListOf):
            handler = _LIST_METHODS.get(name)
            if name == "sort" and not args:
                return sort_in_place(t, receiver, kwargs)
            if handler is None or kwargs:
                t.refuse("CG043", f"`.{name}()` of a list is not supported")
            return handler(t, receiver, args)
        if name in IN_PLACE:
            return IN_PLACE[name](t, receiver, args, kwargs)
    if isinstance(receiver, TupleSlot) and name in ("_replace", "_asdict"):
        return replaced(t, receiver, kwargs) if name == "_replace" else as_dict(t, receiver)
    if isinstance(receiver, Value) and isinstance(receiver.type, Sparse):
        return sparse_method(t, receiver, name, args, kwargs)
    if isinstance(receiver, TupleSlot) and name in ("index", "count"):
        t.refuse("CG043", f"`.{name}()` of a tuple is not supported")
    if isinstance(receiver, Value) and isinstance(receiver.const, str):
        return _text_method(t, receiver.const, name, args, kwargs)
    spelling = f"numpy.ndarray.{name}"
    of_number = name == "conjugate" and isinstance(receiver, Value) and is_number(receiver.type)
    if spelling not in SPELLINGS or (
        isinstance(receiver, Value) and not isinstance(receiver.type, Array) and not of_number
    ):
        t.refuse(
            "CG043",
            f"`.{name}()` is not a method that codegen knows",
            "Write it with functions of NumPy or operators.",
        )
    if is_defined(f"numpy.{name}", 1 + len(args), kwargs, spelling):
        return apply(t, definition(f"numpy.{name}"), [receiver, *args], kwargs)
    return library_op(t, SPELLINGS[spelling], spelling, [receiver, *args], kwargs)


def _frozen_method(
    t: Tracer, frozen: Partial, name: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """norm(loc, scale).logpdf(x) is norm.logpdf(x, loc, scale)."""
    spelling = f"{frozen.function.dotted}.{name}" if isinstance(frozen.function, Named) else ""
    if spelling not in SPELLINGS:
        t.refuse("CG043", f"`.{name}` of a function or distribution with fixed arguments")
    given = [*args, *frozen.args], kwargs | dict(frozen.keywords)
    return library_op(t, SPELLINGS[spelling], spelling, *given)


def _text_method(
    t: Tracer, text: str, name: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """A method of a text that is known, with arguments that are."""
    given = [t.value(arg) for arg in args]
    if name not in _OF_TEXT or kwargs or not all(value.is_const for value in given):
        t.refuse("CG043", f"`.{name}()` of text is not supported", "Use an f-string.")
    found = getattr(text, name)(*(value.const for value in given))
    if isinstance(found, list):
        return t.state.allocate(FixedList(tuple(map(constant, found))))
    return constant(found)


_OF_TEXT = frozenset(
    "startswith endswith upper lower strip lstrip rstrip split replace title count".split()
)


# ---------------------------------------------------------------- lists


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
    if not isinstance(entry, FixedList):
        t.refuse("CG043", "`reverse` of a run-time list is not supported", "Use xs[::-1].")
    check_own(t, base)
    t.state.heap[base.address] = FixedList(entry.items[::-1])
    return constant(None)


def _clear(t: Tracer, base: Ref, args: list[Slot]) -> Slot:
    check_own(t, base)
    if not isinstance(t.state.heap[base.address], FixedList):
        growing(t, base)
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


def _dict_method(
    t: Tracer, base: Ref, entry: Dict, name: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
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
                check_own(t, base)
                keys, items = list(entry.keys), list(entry.items)
                keys.pop(place)
                items.pop(place)
                t.state.heap[base.address] = Dict(tuple(keys), tuple(items))
            return entry.items[place]
        default = args[1] if len(args) > 1 else constant(None)
        if name == "setdefault":
            check_own(t, base)
            t.state.heap[base.address] = Dict((*entry.keys, key.const), (*entry.items, default))
        return default
    if name == "update" and len(args) <= 1:
        check_own(t, base)
        merged = dict(zip(entry.keys, entry.items, strict=True)) | kwargs
        if args:
            given = apply(t, Named("builtins.dict"), args, kwargs)
            other = t.state.heap[given.address] if isinstance(given, Ref) else None
            assert isinstance(other, Dict)
            merged |= dict(zip(other.keys, other.items, strict=True))
        t.state.heap[base.address] = Dict(tuple(merged), tuple(merged.values()))
        return constant(None)
    t.refuse(
        "CG043",
        f"`.{name}()` of a dict is not supported",
        "Use indexing, `.get`, `.items`, `.keys`, `.values`.",
    )
