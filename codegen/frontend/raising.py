"""Which exceptions an op may raise, by its types: what `try` has to reckon with."""

from __future__ import annotations

import builtins

import numpy as np

from codegen.ir.graph import Index, Op, Slice, values_in
from codegen.ir.ops import REGISTRY
from codegen.ir.standing import Context, Contexts
from codegen.ir.types import Array, Scalar, Type, facts, is_number

ANY = (Exception,)
_NEVER = frozenset(
    "len shape size ndim make_list make_tuple make_dict append extend insert copy print format "
    "loop if is is_not not bool sum mean zeros_like ones_like transpose asarray astype "
    "list_concat list_repeat in_order is_numeric fails".split()
)
_FILLED = frozenset("zeros ones empty full eye identity".split())  # of a known shape
_POWERS = (ZeroDivisionError, OverflowError)
_OF_ARRAYS = (ValueError, TypeError, IndexError, ArithmeticError, MemoryError)
_MATH = (ValueError, OverflowError)


def exception_class(dotted: str) -> type[BaseException] | None:
    """The class of an exception of Python or NumPy, by its dotted name."""
    module, _, name = dotted.rpartition(".")
    home = {"builtins": builtins, "numpy.linalg": np.linalg, "numpy": np}.get(module)
    found = getattr(home, name, None)
    return found if isinstance(found, type) and issubclass(found, BaseException) else None


def may_raise(op: Op) -> tuple[type[BaseException], ...]:
    """The exceptions that an op of the forward part may end in; its regions are asked apart."""
    if op.name in ("update", "accumulate", "getitem"):
        return _of_path(op)
    if op.name in _NEVER:
        return ()
    if op.name == "raise":
        found = exception_class(f"builtins.{op.attrs['exception']}")
        return ANY if found is None else (found,)
    if op.name == "assert":
        return (AssertionError, ValueError)
    if op.name == "pop":
        return (IndexError,)
    if op.name in _FILLED and not any(True for _ in values_in(tuple(op.attrs.values()))):
        return ()
    kinds = [value.type for value in op.ins]
    via = str(op.attrs.get("via", ""))
    if all(isinstance(kind, Scalar) for kind in kinds):
        return _of_numbers(op, via, kinds)
    row = REGISTRY.get(op.name)
    if via.startswith("numpy.linalg."):
        return (np.linalg.LinAlgError, ValueError)
    if row is None or via.startswith("scipy.") or op.name == "call":
        return ANY
    if row.access != "map" or via.startswith(("math.", "builtins.")) or not _fit(kinds):
        return _OF_ARRAYS
    return ()


def _of_numbers(op: Op, via: str, kinds: list[Type]) -> tuple[type[BaseException], ...]:
    mixed = len({kind for kind in kinds}) > 1 and any(kind == Scalar("int") for kind in kinds)
    long = (OverflowError,) if mixed and not all(v.is_const for v in op.ins) else ()
    if op.name in ("add", "sub", "mul", "neg", "pos", "eq", "ne", "lt", "le", "gt", "ge", "abs"):
        return long
    if op.name in ("div", "floordiv", "mod"):
        return (ZeroDivisionError, *long)
    if op.name == "pow":
        return _POWERS
    if via.startswith("math."):
        return _MATH
    if via.startswith("numpy.") and op.name in REGISTRY and REGISTRY[op.name].access == "map":
        return ()
    if op.name == "float":
        return ()
    return _MATH if op.name in ("int", "round") else ANY


def _of_path(op: Op) -> tuple[type[BaseException], ...]:
    items = [item for step in op.attrs["path"] if isinstance(step, Index) for item in step.items]
    plain = all(isinstance(item, Slice) or item is None or item is Ellipsis for item in items)
    found: tuple[type[BaseException], ...] = () if plain else (IndexError,)
    stored = op.ins[1].type if op.name != "getitem" else Scalar("float")
    return found if is_number(stored) else (*found, ValueError)


def _fit(kinds: list[Type]) -> bool:
    """Do these operands certainly have shapes that broadcast?"""
    shapes = []
    for kind in kinds:
        if is_number(kind):
            continue
        if not isinstance(kind, Array) or kind.generic or kind.shape is None:
            return False
        shapes.append(kind.shape)
    return all(
        len(one) == len(other)
        and all(facts().equal(a, b) or 1 in (a.known, b.known) for a, b in zip(one, other))
        for one in shapes
        for other in shapes
    )


def catches(names: tuple[str, ...], raised: type[BaseException]) -> bool:
    """Whether a handler for these is for an exception; no names: it is for all."""
    kinds = [exception_class(name) for name in names]
    return not names or any(kind is not None and issubclass(raised, kind) for kind in kinds)


def may_lead(op: Op, raised: type[BaseException], names: tuple[str, ...]) -> bool:
    """Whether an op that raises an exception of this class, or of one below, may lead to a handler
    for these."""
    linear = op.name == "call" or "linalg." in str(op.attrs.get("via", ""))
    kinds = [exception_class(name) for name in names]
    if not linear:  # nothing else raises it, which is a ValueError
        kinds = [kind for kind in kinds if kind is not np.linalg.LinAlgError]
    return (
        not names
        or any(kind is not None and issubclass(raised, kind) for kind in kinds)
        or any(kind is not None and issubclass(kind, raised) for kind in kinds)
    )


def is_strict(contexts: Contexts) -> bool:
    """Whether NumPy raises there where it would warn."""
    return any(
        isinstance(context, Context)
        and any(mode in ("raise", "call") for _, mode in context.options)
        for context in contexts
    )


def exceptions_of(op: Op) -> tuple[type[BaseException], ...]:
    """What an op may raise where it stands."""
    strict = op.origin is not None and is_strict(op.origin.contexts)
    return (*may_raise(op), FloatingPointError) if strict else may_raise(op)
