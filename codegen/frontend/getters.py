"""The module `operator`: functions that do what operators, brackets and dots do."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.attributes import attribute
from codegen.frontend.dispatch import apply
from codegen.frontend.known import known
from codegen.frontend.operators import binary, compare
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


def _method_caller(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """operator.methodcaller(name, ...): a function of the object."""
    return Partial(Named("operator.methodcaller of"), tuple(args), tuple(kwargs.items()))


def _call_method(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    name, *given, base = args
    word = known(name)
    if not isinstance(word, str):
        t.refuse("CG017", "the name of a method is not known before the run")
    return apply(t, attribute(t, base, word), given, kwargs)


def _operator(name: str) -> Special:
    """operator.add(x, y), of lists and tuples too."""

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        if len(args) != 2 or kwargs:
            t.refuse("CG045", f"`operator.{name}` takes two arguments")
        if name in _COMPARISONS:
            return compare(t, name, args[0], args[1])
        return binary(t, _OTHER_NAMES.get(name, name), args[0], args[1])

    return run


def _get_item(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    base, key = args
    return read_item(t, base, key)


_OTHER_NAMES = {"concat": "add"}
_COMPARISONS = ("eq", "ne", "lt", "le", "gt", "ge")
_BINARY = "add sub mul truediv floordiv mod pow matmul and_ or_ xor concat".split()

GETTERS: dict[str, Special] = {
    "operator.itemgetter": _getter("itemgetter"),
    "operator.attrgetter": _getter("attrgetter"),
    "operator.itemgetter of": _items,
    "operator.attrgetter of": _attributes,
    "operator.methodcaller": _method_caller,
    "operator.methodcaller of": _call_method,
    "operator.getitem": _get_item,
    **{f"operator.{name}": _operator(name) for name in (*_BINARY, *_COMPARISONS)},
}
