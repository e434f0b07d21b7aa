"""Methods and attributes: of arrays, of lists and of dicts."""

from __future__ import annotations

import numpy as np

from codegen.frontend.defined import (
    DEFINITIONS,
    apply_definition,
    is_defined,
    row_or_definition,
)
from codegen.frontend.dict_methods import dict_method
from codegen.frontend.gathering import as_list
from codegen.frontend.generators import is_lazy
from codegen.frontend.list_methods import LIST_METHODS, count, find
from codegen.frontend.objects import as_dict, replaced
from codegen.frontend.ordering import sort_in_place
from codegen.frontend.output import IN_PLACE, library_op
from codegen.frontend.rows import conjugate, emit_row, flat
from codegen.frontend.set_methods import set_method
from codegen.frontend.slots import (
    Dict,
    FixedList,
    KeySet,
    Method,
    Named,
    Partial,
    Ref,
    Slot,
    TupleSlot,
)
from codegen.frontend.sparse import sparse_method
from codegen.frontend.sparse_making import solve_by
from codegen.frontend.texts import text_method
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    ListOf,
    Scalar,
    is_number,
)

_DEFINED = frozenset({"choose"})  # methods that are their function, which has a definition only
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
    if name == "flat" and isinstance(base, Ref):
        return flat(t, base)
    if name in ("nbytes", "itemsize") and isinstance(kind, Array) and kind.dtype is not None:
        width = np.dtype(kind.dtype).itemsize
        return constant(width) if name == "itemsize" else t.emit("size", value) * width
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
            return dict_method(t, receiver, name, args, kwargs)
        if isinstance(entry, KeySet):
            return set_method(t, receiver, entry, name, args)
        if isinstance(entry, FixedList) or isinstance(t.value(receiver).type, ListOf):
            handler = LIST_METHODS.get(name)
            if name == "sort" and not args:
                return sort_in_place(t, receiver, kwargs)
            if handler is None or kwargs:
                t.refuse("CG043", f"`.{name}()` of a list is not supported")
            return handler(t, receiver, args)
        if name in IN_PLACE:
            return IN_PLACE[name](t, receiver, args, kwargs)
        if name in ("conj", "conjugate") and not args and not kwargs:
            return conjugate(t, receiver)
    if isinstance(receiver, TupleSlot) and name in ("_replace", "_asdict"):
        return replaced(t, receiver, kwargs) if name == "_replace" else as_dict(t, receiver)
    if isinstance(receiver, Value) and isinstance(receiver.type, Sparse):
        return sparse_method(t, receiver, name, args, kwargs)
    if isinstance(receiver, TupleSlot) and name in ("index", "count"):
        if name == "count":
            return count(t, receiver, args)
        return find(t, receiver, args, "tuple.index(x): x not in tuple")
    if isinstance(receiver, Value) and isinstance(receiver.const, str):
        given = [as_list(t, arg) if is_lazy(t, arg) else arg for arg in args]
        return text_method(t, receiver.const, name, given, kwargs)
    spelling = f"numpy.ndarray.{name}"
    if spelling in DEFINITIONS or (spelling not in SPELLINGS and name in _DEFINED):
        dotted = spelling if spelling in DEFINITIONS else f"numpy.{name}"
        return apply_definition(t, dotted, [receiver, *args], kwargs)
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
        return apply_definition(t, f"numpy.{name}", [receiver, *args], kwargs)
    given = [receiver, *args]
    return row_or_definition(t, SPELLINGS[spelling], spelling, f"numpy.{name}", given, kwargs)


def _frozen_method(
    t: Tracer, frozen: Partial, name: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """norm(loc, scale).logpdf(x) is norm.logpdf(x, loc, scale)."""
    spelling = f"{frozen.function.dotted}.{name}" if isinstance(frozen.function, Named) else ""
    if spelling == "scipy.sparse.linalg.splu.solve":
        return solve_by(t, [*frozen.args, *args], kwargs)
    if spelling not in SPELLINGS:
        t.refuse("CG043", f"`.{name}` of a function or distribution with fixed arguments")
    given = [*args, *frozen.args], kwargs | dict(frozen.keywords)
    return library_op(t, SPELLINGS[spelling], spelling, *given)
