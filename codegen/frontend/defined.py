"""Functions of NumPy that are read as if the user had written them out: see `definitions`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import FunctionType
from typing import Any

from codegen.frontend.definitions import MODULES
from codegen.frontend.dispatch import apply
from codegen.frontend.environment import Live
from codegen.frontend.output import library_op
from codegen.frontend.slots import FixedList, Named, Ref, SliceSlot, Slot, TupleSlot
from codegen.frontend.tracer import Refused, Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.ops import REGISTRY, SPELLINGS
from codegen.ir.types import Array, Scalar, Str

# dotted name -> its definition, by the name that it has in NumPy
DEFINITIONS: dict[str, Any] = {
    f"{library}.{name if library == 'numpy' else name.rstrip('_')}": found
    for library, modules in MODULES.items()
    for module in modules
    for name, found in vars(module).items()
    if isinstance(found, FunctionType | type) and found.__module__ == module.__name__
    if not name.startswith("_")
}
DEFINITIONS["itertools.chain.from_iterable"] = DEFINITIONS["itertools.chain_from_iterable"]
DEFINITIONS["numpy.linalg.diagonal"] = DEFINITIONS.pop("numpy.linalg_diagonal")
for _ufunc in ("multiply", "maximum", "minimum"):
    DEFINITIONS[f"numpy.{_ufunc}.reduceat"] = DEFINITIONS.pop(f"numpy.{_ufunc}_reduceat")
# What NumPy gives as a view that nobody may write to
_VIEWS = ("numpy.diagonal", "numpy.linalg.diagonal")


def is_defined(dotted: str, count: int, keywords: Iterable[str], spelling: str = "") -> bool:
    """Whether a call with so many positions is read by its definition: there is no rule, or none
    with these arguments. spelling: of a method."""
    name = SPELLINGS.get(spelling or dotted)
    if dotted not in DEFINITIONS or name is None:
        return dotted in DEFINITIONS
    row = REGISTRY[name]
    places = row.positional or (*row.operands, *row.options)
    variadic = any(place.startswith("*") for place in places) or name == "reshape"
    known = own_keywords(dotted) - set(row.options)
    return bool(known & set(keywords)) or (count > len(places) and not variadic)


def own_keywords(dotted: str) -> set[str]:
    """The parameters of a definition that have a default."""
    code, defaults = DEFINITIONS[dotted].__code__, DEFINITIONS[dotted].__defaults__ or ()
    names = code.co_varnames[: code.co_argcount]
    return {*names[len(names) - len(defaults) :], *(DEFINITIONS[dotted].__kwdefaults__ or ())}


@cache
def definition(dotted: str) -> Slot:
    """The function to inline."""
    found = DEFINITIONS[dotted]
    function = vars(found)["__init__"] if isinstance(found, type) else found
    return Live(function).slot_of(found, found.__name__)


def apply_definition(t: Tracer, dotted: str, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """A call that is read by its definition."""
    result = apply(t, definition(dotted), args, kwargs)
    if dotted in _VIEWS and args:
        for part in [*t.state.parts(args[0]), *t.state.parts(result)]:
            if isinstance(part, Ref) and not isinstance(t.state.heap[part.address], FixedList):
                t.state.freeze(part.address, "they share memory, and one of them is read-only")
    return result


def row_or_definition(
    t: Tracer, name: str, spelling: str, dotted: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """The op of a row; where the row does not take these arguments, the definition, if there is
    one."""
    try:
        return library_op(t, name, spelling, args, kwargs)
    except Refused as refused:
        if refused.code != "CG042" or dotted not in DEFINITIONS:
            raise
        try:
            return apply_definition(t, dotted, args, kwargs)
        except Refused as other:
            raise (refused if other.code == "CG045" else other) from None


def pad(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.pad: with zeros or one constant it is an operation, in other modes it is written out."""
    mode = kwargs.get("mode", args[2] if len(args) > 2 else constant("constant"))
    simple = isinstance(mode, Value) and mode.const == "constant"
    width = kwargs.get("pad_width", args[1] if len(args) > 1 else constant(0))
    values = kwargs.get("constant_values", constant(0))
    if simple and isinstance(values, Value) and values.is_const and _are_integers(t, width):
        return library_op(t, "pad", "numpy.pad", args, kwargs)
    return apply(t, definition("numpy.pad"), args, kwargs)


def _are_integers(t: Tracer, slot: Slot) -> bool:
    """Python integers, and tuples of them."""
    return all(
        isinstance(part, Value) and isinstance(part.type, Scalar) and part.type.kind == "int"
        for part in t.state.parts(slot)
        if not isinstance(part, TupleSlot)
    )


def joined(t: Tracer, name: str, index: Slot) -> Slot:
    """np.r_[...], np.c_[...]."""
    items = index.items if isinstance(index, TupleSlot) else (index,)
    parts = [_range(t, item) if isinstance(item, SliceSlot) else item for item in items]
    types = [t.value(part).type for part in parts]
    if any(isinstance(kind, Str) for kind in types):
        t.refuse("CG042", f"np.{name} with a string", "Use np.concatenate.")
    weak = any(isinstance(kind, Scalar) for kind in types)
    if weak and any(isinstance(k, Array) and k.dtype not in ("float64", "int64") for k in types):
        t.refuse(
            "CG042",
            f"np.{name} of Python numbers and arrays of another precision",
            "Use np.concatenate.",
        )
    return apply(t, definition(f"numpy.{name}"), parts, {})


def _range(t: Tracer, item: SliceSlot) -> Slot:
    start, step = item.start or constant(0), item.step or constant(1)
    if item.stop is None:
        t.refuse("CG042", "a slice without an end in np.r_", "Write np.arange out.")
    if isinstance(step.const, complex):
        count = constant(int(abs(step.const)))
        return apply(t, Named("numpy.linspace"), [start, item.stop, count], {})
    return apply(t, Named("numpy.arange"), [start, item.stop, step], {})
