"""Methods of dicts, whose keys are known before the run."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.dicts import entry_of, items_of, no_key, refuse_counter, store_items
from codegen.frontend.dispatch import apply
from codegen.frontend.known import key_of, slot_of_known
from codegen.frontend.slots import Iteration, Named, Ref, Slot, TupleSlot
from codegen.frontend.special_dicts import METHODS
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant

Handler = Callable[[Tracer, Ref, list[Slot], dict[str, Slot]], Slot]


def dict_method(t: Tracer, base: Ref, name: str, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    kind = entry_of(t, base).kind
    handler = METHODS.get(kind, {}).get(name) or _METHODS.get(name)
    if handler is None:
        t.refuse(
            "CG043",
            f"`.{name}()` of a dict is not supported",
            "Use indexing, `.get`, `.items`, `.keys`, `.values`.",
        )
    return handler(t, base, args, kwargs)


def _view(name: str) -> Handler:
    def run(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        return Iteration(name, (base,))

    return run


def _copy(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return t.state.allocate(entry_of(t, base))


def _get(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    default = args[1] if len(args) > 1 else constant(None)
    return items_of(entry_of(t, base)).get(key_of(t, args[0]), default)


def _pop(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items, key = items_of(entry_of(t, base)), key_of(t, args[0])
    if key not in items:
        if len(args) == 1:
            no_key(t, key)
        return args[1]
    item = items.pop(key)
    store_items(t, base, items)
    return item


def _pop_item(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items = items_of(entry_of(t, base))
    if args or kwargs:
        t.refuse("CG043", "`.popitem()` takes no arguments")
    if not items:
        no_key(t, "popitem(): dictionary is empty")
    key, item = items.popitem()
    store_items(t, base, items)
    return TupleSlot((slot_of_known(key), item))


def _set_default(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    items, key = items_of(entry_of(t, base)), key_of(t, args[0])
    if key not in items:
        items[key] = args[1] if len(args) > 1 else constant(None)
        store_items(t, base, items)
    return items[key]


def _update(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    given = apply(t, Named("builtins.dict"), args, kwargs)
    assert isinstance(given, Ref)
    store_items(t, base, items_of(entry_of(t, base)) | items_of(entry_of(t, given)))
    return constant(None)


def _clear(t: Tracer, base: Ref, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    store_items(t, base, {})
    return constant(None)


def update_dict(t: Tracer, base: Ref, more: Slot) -> None:
    """base |= more."""
    refuse_counter(t, entry_of(t, base))
    _update(t, base, [more], {})


_METHODS: dict[str, Handler] = {
    "items": _view("items"),
    "keys": _view("keys"),
    "values": _view("values"),
    "copy": _copy,
    "get": _get,
    "pop": _pop,
    "popitem": _pop_item,
    "setdefault": _set_default,
    "update": _update,
    "clear": _clear,
}
