"""defaultdict, OrderedDict and Counter: dicts that do more where a key is missing, or moved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from codegen.frontend.dicts import entry_of, items_of, no_key, store_items
from codegen.frontend.dispatch import apply
from codegen.frontend.iteration import written_out
from codegen.frontend.known import UNKNOWN, key_of, known, slot_of_known
from codegen.frontend.operators import binary
from codegen.frontend.set_methods import keys_of
from codegen.frontend.slots import Dict, FixedList, Named, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]
Handler = Callable[[Tracer, Ref, list[Slot], dict[str, Slot]], Slot]


def _default_dict(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """defaultdict(factory, items)."""
    factory: Slot = args[0] if args else constant(None)
    given = args[1:]
    none = isinstance(factory, Value) and factory.is_const and factory.const is None
    return _of_kind(t, "defaultdict", given, kwargs, None if none else factory)


def _ordered_dict(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return _of_kind(t, "OrderedDict", args, kwargs, None)


def _of_kind(
    t: Tracer, kind: str, args: list[Slot], kwargs: dict[str, Slot], factory: Slot | None
) -> Slot:
    ref = apply(t, Named("builtins.dict"), args, kwargs)
    assert isinstance(ref, Ref)
    t.state.heap[ref.address] = replace(entry_of(t, ref), factory=factory, kind=kind)
    return ref


def _counter(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """Counter(items), Counter(counts)."""
    ref = t.state.allocate(Dict((), (), kind="Counter"))
    _add_counts(t, ref, args, kwargs)
    return ref


def _add_counts(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items = items_of(entry_of(t, base))
    for source in args:
        entry = t.state.heap[source.address] if isinstance(source, Ref) else None
        if isinstance(entry, Dict):
            more = list(items_of(entry).items())
        else:
            written = written_out(t, source)
            keys = keys_of(t, source) if written is None else tuple(key_of(t, k) for k in written)
            more = [(key, constant(1)) for key in keys]
        for key, count in more:
            items[key] = binary(t, "add", items.get(key, constant(0)), count)
    for name, count in kwargs.items():
        items[name] = binary(t, "add", items.get(name, constant(0)), count)
    store_items(t, base, items)
    return constant(None)


def _move_to_end(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items, key = items_of(entry_of(t, base)), key_of(t, args[0])
    if key not in items:
        no_key(t, key)
    last = known(kwargs.get("last", args[1] if len(args) > 1 else constant(True)))
    item = {key: items.pop(key)}
    store_items(t, base, {**items, **item} if last else {**item, **items})
    return constant(None)


def _pop_item(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items = items_of(entry_of(t, base))
    last = known(kwargs.get("last", args[0] if args else constant(True)))
    if not items or last is UNKNOWN:
        no_key(t, "dictionary is empty")
    key = list(items)[-1 if last else 0]
    item = items.pop(key)
    store_items(t, base, items)
    return TupleSlot((slot_of_known(key), item))


def _most_common(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items = items_of(entry_of(t, base))
    counts = {key: known(item) for key, item in items.items()}
    n = known(args[0]) if args else None
    if UNKNOWN in (*counts.values(), n):
        t.refuse("CG024", "which keys are the most common is not known before the run", "Use max.")
    keys = sorted(items, key=lambda key: counts[key], reverse=True)[:n]
    return t.state.allocate(
        FixedList(tuple(TupleSlot((slot_of_known(key), items[key])) for key in keys))
    )


def _total(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return apply(t, Named("builtins.sum"), [TupleSlot(entry_of(t, base).items)], {})


METHODS: dict[str, dict[str, Handler]] = {
    "OrderedDict": {"move_to_end": _move_to_end, "popitem": _pop_item},
    "Counter": {"update": _add_counts, "most_common": _most_common, "total": _total},
}

SPECIAL_DICTS: dict[str, Special] = {
    "collections.defaultdict": _default_dict,
    "collections.OrderedDict": _ordered_dict,
    "collections.Counter": _counter,
}
