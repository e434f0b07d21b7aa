"""`operator.itemgetter` and `operator.attrgetter`: functions that read an item or an attribute."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.attributes import attribute
from codegen.frontend.slots import Named, Partial, Slot, TupleSlot
from codegen.frontend.subscripts import read_item
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def _getter(name: str) -> Special:
    """operator.itemgetter(...): a function of the object, which comes last."""

    def make(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        if not args or kwargs:
            t.refuse("CG042", f"`{name}` needs what to read")
        return Partial(Named(f"operator.{name} of"), tuple(args), ())

    return make


def _several(t: Tracer, args: list[Slot], read: Callable[[Slot, Slot], Slot]) -> Slot:
    *wanted, base = args
    found = tuple(read(base, each) for each in wanted)
    return found[0] if len(found) == 1 else TupleSlot(found)


def _items(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    return _several(t, args, lambda base, key: read_item(t, base, key))


def _attributes(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    def read(base: Slot, path: Slot) -> Slot:
        words = path.const if isinstance(path, Value) else None
        if not isinstance(words, str):
            t.refuse("CG017", "the name of an attribute is not known before the run")
        for word in words.split("."):
            base = attribute(t, base, word)
        return base

    return _several(t, args, read)


GETTERS: dict[str, Special] = {
    "operator.itemgetter": _getter("itemgetter"),
    "operator.attrgetter": _getter("attrgetter"),
    "operator.itemgetter of": _items,
    "operator.attrgetter of": _attributes,
}
