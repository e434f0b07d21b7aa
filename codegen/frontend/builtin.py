"""Python's own functions that are about structure: ranges, lengths, slices, containers, print."""

from __future__ import annotations

from collections.abc import Callable
from string import ascii_letters
from typing import Any

from codegen.frontend.binding import dtype_name
from codegen.frontend.consuming import CONSUMERS
from codegen.frontend.copying import COPIES
from codegen.frontend.defined import apply_definition, definition, pad
from codegen.frontend.derived import DERIVED
from codegen.frontend.dispatch import apply
from codegen.frontend.enums import is_member, members_of
from codegen.frontend.gathering import as_list, sequence, spread
from codegen.frontend.generators import is_iterator, is_lazy
from codegen.frontend.getters import GETTERS
from codegen.frontend.interpolators import INTERPOLATORS
from codegen.frontend.introspection import INTROSPECTION
from codegen.frontend.iteration import counting, known_items, written_out
from codegen.frontend.iterators import ITERATORS
from codegen.frontend.kinds import KINDS
from codegen.frontend.known import UNKNOWN, key_of, known
from codegen.frontend.managers import opened
from codegen.frontend.numerics import NUMERICS
from codegen.frontend.operators import compare
from codegen.frontend.ordering import sorted_list
from codegen.frontend.output import copyto, library_op, put_along_axis
from codegen.frontend.overloading import converted, truth
from codegen.frontend.rows import as_argument, emit_row
from codegen.frontend.run_time_sets import check_member
from codegen.frontend.set_methods import frozen_set_of, keys_of, set_of
from codegen.frontend.slots import (
    Dict,
    FixedList,
    Iteration,
    KeySet,
    Partial,
    Range,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.sparse import sparse_absolute
from codegen.frontend.sparse_making import SPARSE_MAKERS
from codegen.frontend.special_dicts import SPECIAL_DICTS
from codegen.frontend.subscripts import slice_of
from codegen.frontend.tracer import Refused, Tracer
from codegen.frontend.ufuncs import AT
from codegen.ir.build import emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.sparse import Sparse
from codegen.ir.types import Array, Scalar, Type, is_array

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def _range(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    if kwargs or not 1 <= len(args) <= 3:
        t.refuse("CG042", "`range` takes one to three numbers")
    values = [t.value(arg) for arg in args]
    for value in values:
        if isinstance(value.type, Scalar) and value.type.kind in ("int", "bool"):
            continue
        if isinstance(value.type, Array) and (value.type.generic or value.type.scalar):
            if value.type.dtype is None or value.type.dtype.startswith(("int", "uint")):
                continue
        t.refuse(
            "CG042",
            "`range` needs integers",
            "Convert it: `range(int(n))`, or annotate the parameter as int.",
        )
    if len(values) == 1:
        return Range(constant(0), values[0], constant(1))
    return Range(values[0], values[1], values[2] if len(values) == 3 else constant(1))


def _enumerate(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    start = kwargs.get("start", args[1] if len(args) > 1 else constant(0))
    args = [sequence(t, args[0]), *args[1:]]
    if is_lazy(t, args[0]):
        return apply(t, definition("builtins.enumerate"), [args[0], start], {})
    return Iteration("enumerate", (args[0], t.value(start)))


def _zip(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    strict = known(kwargs.get("strict", constant(False)))
    if not set(kwargs) <= {"strict"} or not args or strict is UNKNOWN:
        t.refuse("CG042", "`zip` of nothing, or with these options", "Pass the sequences only.")
    args = [sequence(t, arg) for arg in args]
    lazy = [place for place, arg in enumerate(args) if is_lazy(t, arg)]
    if len(lazy) == len(args) == 2 and not strict and all(is_iterator(t, arg) for arg in args):
        return apply(t, definition("builtins.zip_iterators"), args, {})
    if lazy and (strict or len(lazy) > 1):
        t.refuse("CG055", "several generators are zipped, or `strict`ly", "Make lists of them.")
    if lazy:
        (place,) = lazy
        before, after = TupleSlot(tuple(args[:place])), TupleSlot(tuple(args[place + 1 :]))
        return apply(t, definition("builtins.zip"), [before, args[place], after], {})
    return Iteration("zip strict" if strict else "zip", tuple(args))


def _reversed(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return Iteration("reversed", (sequence(t, args[0]),))


def _len(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    (slot,) = args
    own = converted(t, slot, "__len__")
    if own is not None:
        return own
    slot = members_of(slot) or slot
    if isinstance(slot, TupleSlot):
        return constant(len(slot.items))
    if isinstance(slot, Value) and isinstance(slot.const, str):
        return constant(len(slot.const))
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList | Dict):
            return constant(len(entry.items))
        if isinstance(entry, KeySet):
            return constant(len(entry.keys))
    if isinstance(slot, Range):
        return counting(t, slot).count
    return emit_row(t, "len", "builtins.len", args, kwargs)


def _print(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    options: dict[str, Any] = {}
    for key, slot in kwargs.items():
        value = t.value(slot)
        if key not in ("sep", "end") or not isinstance(value.const, str):
            t.refuse(
                "CG042", f"`print` with `{key}=` is not supported: print to the standard output"
            )
        options[key] = value.const
    shown = [constant(str(known(arg))) if is_member(arg) else arg for arg in args]
    emit_op("print", [t.value(arg) for arg in shown], options)
    return constant(None)


def _list(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """list(x): a list of its own."""
    if not args:
        return t.state.allocate(FixedList(()))
    return as_list(t, args[0])


def _tuple(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    if not args:
        return TupleSlot(())
    if isinstance(args[0], Iteration):
        items = known_items(t, args[0])
        if items is not None:
            return TupleSlot(tuple(items))
    if isinstance(args[0], Iteration | Range) or is_lazy(t, args[0]):
        listed = as_list(t, args[0])
        entry = t.state.heap[listed.address] if isinstance(listed, Ref) else None
        return TupleSlot(entry.items) if isinstance(entry, FixedList) else listed
    return TupleSlot(spread(t, args[0]))


def _dict(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    keys: dict[Any, Slot] = {}
    if args:
        entry = t.state.heap[args[0].address] if isinstance(args[0], Ref) else None
        if isinstance(entry, Dict):
            keys = dict(zip(entry.keys, entry.items, strict=True))
        else:
            pairs = written_out(t, args[0])
            for pair in spread(t, args[0]) if pairs is None else pairs:
                key, item = spread(t, pair)
                keys[key_of(t, key)] = item
    keys |= kwargs
    return t.state.allocate(Dict(tuple(keys), tuple(keys.values())))


def _dict_from_keys(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """dict.fromkeys(keys, value): one object under all keys."""
    keys = dict.fromkeys(keys_of(t, args[0]))
    item = args[1] if len(args) > 1 else constant(None)
    return t.state.allocate(Dict(tuple(keys), (item,) * len(keys)))


def _converting(name: str) -> Special:
    """float and abs, which an object may define."""

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        own = converted(t, args[0], f"__{name}__") if len(args) == 1 else None
        if name == "abs" and args and isinstance(args[0], Value):
            if isinstance(args[0].type, Sparse):
                return sparse_absolute(t, args[0])
        return emit_row(t, name, f"builtins.{name}", args, kwargs) if own is None else own

    return run


def _bool(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    own = truth(t, args[0]) if len(args) == 1 else None
    return emit_row(t, "bool", "builtins.bool", args if own is None else [own], kwargs)


def _contains(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return compare(t, "in", args[1], args[0])


def _partial(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return Partial(args[0], tuple(args[1:]), tuple(kwargs.items()))


def _identity(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.asarray of an array is that array."""
    if "copy" in kwargs:
        return apply_definition(t, "numpy.asarray", args, kwargs)
    slot = args[0]
    if isinstance(slot, Ref) and len(args) == 1 and not set(kwargs) - {"dtype"}:
        entry = t.state.heap[slot.address]
        if not isinstance(entry, FixedList | Dict):
            kind = t.value(slot).type
            known = is_array(kind) and not (isinstance(kind, Array) and kind.generic)
            if known and _is_of(t, kind, kwargs.get("dtype", constant(None))):
                return slot
    return emit_row(t, "asarray", "numpy.asarray", args, kwargs)


def _is_of(t: Tracer, kind: Type, dtype: Slot) -> bool:
    """Whether an array is of a dtype already, or none is asked for."""
    if isinstance(dtype, Value) and dtype.is_const and dtype.const is None:
        return True
    try:
        wanted = dtype_name("numpy.asarray", as_argument(t, dtype))
    except (TypeError, Refused):
        return False
    return isinstance(kind, Array) and kind.dtype == wanted


def _einsum(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.einsum(a, [0, 1], b, [1, 2]) is np.einsum("ab,bc", a, b)."""
    if isinstance(t.value(args[0]).const, str) or "subscripts" in kwargs:
        return library_op(t, "einsum", "numpy.einsum", args, kwargs)
    lists = [_letters(t, slot) for slot in args[1::2]]
    text = ",".join(lists[: len(args) // 2])
    if len(args) % 2:
        text += "->" + _letters(t, args[-1])
    operands = args[: len(args) // 2 * 2 : 2]
    return library_op(t, "einsum", "numpy.einsum", [constant(text), *operands], kwargs)


def _letters(t: Tracer, slot: Slot) -> str:
    found = ""
    for part in spread(t, slot):
        label = t.value(part).const
        if label is Ellipsis:
            found += "..."
        elif isinstance(label, int) and 0 <= label < len(ascii_letters):
            found += ascii_letters[label]
        else:
            t.refuse("CG042", "np.einsum with labels that are no literal integers")
    return found


def _ndim(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.ndim of an array whose rank is known is that number."""
    if len(args) == 1 and not kwargs:
        kind = t.value(args[0]).type
        rank = 0 if isinstance(kind, Scalar) else kind.rank if isinstance(kind, Array) else None
        if rank is not None:
            return constant(rank)
    return emit_row(t, "ndim", "numpy.ndim", args, kwargs)


def _where(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.where(mask) is np.nonzero(mask)."""
    if len(args) == 1 and not kwargs:
        return emit_row(t, "nonzero", "numpy.nonzero", args, kwargs)
    return emit_row(t, "where", "numpy.where", args, kwargs)


BUILTIN_SLOTS: dict[str, Special] = {
    "numpy.where": _where,
    "numpy.pad": pad,
    "numpy.ndim": _ndim,
    "builtins.range": _range,
    "builtins.enumerate": _enumerate,
    "builtins.zip": _zip,
    "builtins.reversed": _reversed,
    "builtins.len": _len,
    "builtins.print": _print,
    "builtins.list": _list,
    "builtins.slice": slice_of,
    "builtins.tuple": _tuple,
    "builtins.dict": _dict,
    **KINDS,
    **NUMERICS,
    **DERIVED,
    "contextlib.contextmanager": opened,
    "builtins.dict.fromkeys": _dict_from_keys,
    "functools.partial": _partial,
    **AT,
    **INTROSPECTION,
    **COPIES,
    **GETTERS,
    **CONSUMERS,
    **SPECIAL_DICTS,
    **ITERATORS,
    **SPARSE_MAKERS,
    **INTERPOLATORS,
    "builtins.float": _converting("float"),
    "builtins.abs": _converting("abs"),
    "builtins.bool": _bool,
    "builtins.sorted": sorted_list,
    "builtins.set": set_of,
    "builtins.hash": check_member,
    "builtins.frozenset": frozen_set_of,
    "numpy.copyto": copyto,
    "numpy.put_along_axis": put_along_axis,
    "numpy.asarray": _identity,
    "operator.contains": _contains,
    "numpy.einsum": _einsum,
}
