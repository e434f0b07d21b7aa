"""Functions of NumPy that are read as if the user had written them out: see `definitions`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from types import FunctionType
from typing import Any

from codegen.frontend.definitions import MODULES
from codegen.frontend.dispatch import apply
from codegen.frontend.environment import Live
from codegen.frontend.output import library_op, store_result, taken_out
from codegen.frontend.slots import Dict, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Refused, Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.ops import REGISTRY, SPELLINGS
from codegen.ir.types import Scalar


def _dotted(library: str, name: str) -> str:
    """The name of a definition in its library; of SciPy, the part comes first."""
    if library == "scipy":
        return ".".join((library, *name.split("_", 1)))
    return f"{library}.{name if library == 'numpy' else name.rstrip('_')}"


# dotted name -> its definition, by the name that it has in NumPy
DEFINITIONS: dict[str, Any] = {
    _dotted(library, name): found
    for library, modules in MODULES.items()
    for module in modules
    for name, found in vars(module).items()
    if isinstance(found, FunctionType | type) and found.__module__ == module.__name__
    if not name.startswith("_")
}
DEFINITIONS["itertools.chain.from_iterable"] = DEFINITIONS["itertools.chain_from_iterable"]
DEFINITIONS["numpy.ndarray.compress"] = DEFINITIONS.pop("numpy.ndarray_compress")
DEFINITIONS["numpy.polynomial.Polynomial"] = DEFINITIONS["numpy.polynomial.polynomial.Polynomial"]


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
    """A call that is read by its definition; with `out=`, stored there."""
    kwargs, out = taken_out(t, dotted, kwargs)
    result = apply(t, definition(dotted), args, kwargs)
    if out is not None:
        return store_result(t, dotted, t.value(result), out)
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
        if definition(dotted) in t.stack:  # it is the definition that asks
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
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    return not isinstance(entry, Dict) and all(
        isinstance(part, Value) and isinstance(part.type, Scalar) and part.type.kind == "int"
        for part in t.state.parts(slot)
        if not isinstance(part, TupleSlot)
    )
