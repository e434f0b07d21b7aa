"""What a function is specialised on: the kinds of its real arguments, never their sizes.

`key_of` is on the path of every call and only tells two specialisations apart; `type_of` builds the
type that the engine works with, once for each key.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import is_dataclass, replace
from enum import Enum
from types import BuiltinFunctionType, FunctionType
from typing import Any

import numpy as np

from codegen.errors import Problem, UnsupportedError
from codegen.frontend.instances import (
    attributes_of,
    is_named_tuple,
    is_object,
    is_remade,
    whole_attributes,
)
from codegen.ir.joins import join
from codegen.ir.records import Record
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    Array,
    DictOf,
    Length,
    ListFixed,
    ListOf,
    Opaque,
    Shape,
    Symbol,
    TupleOf,
    Type,
    facts,
    fresh_length,
    type_of_constant,
)

_CONSTANT_TYPES = frozenset((float, int, bool, complex, str, type(None)))
_NUMERIC_KINDS = "biufc"
_REAL = frozenset((bool, int, float))
_FEW, _MANY = 4, 16


def key_of(value: Any) -> Any:
    """A hashable key: equal for two values exactly if one specialisation serves both.

    It holds kinds, dtypes, ranks, which axes have length 1, keys of dicts in order, None-ness, and
    the element types of lists; not sizes, the length of homogeneous lists, or contiguity.
    """
    kind = type(value)
    if kind in _CONSTANT_TYPES:
        return kind
    if kind is np.ndarray:
        return value.dtype, tuple([length == 1 for length in value.shape])
    if kind is list:
        items = [key_of(item) for item in value]
        if items and all(item == items[0] for item in items):
            return "list", items[0]
        if float in items and _REAL.issuperset(items):  # what stands among floats is one
            return "list", float
        return "fixed", *items
    if kind is tuple:
        return "tuple", *map(key_of, value)
    if kind is dict:
        return "dict", tuple(value), *map(key_of, value.values())
    if isinstance(value, np.generic):
        return value.dtype, None
    if isinstance(value, Enum):
        return "=", value
    if kind.__module__.startswith("scipy.sparse"):
        return "sparse", kind, value.dtype, tuple([length == 1 for length in value.shape])
    if is_object(value):
        try:
            return kind, *((name, _part_key(part)) for name, part in attributes_of(value).items())
        except RecursionError:
            raise UnsupportedError(_endless(kind)) from None
    return kind


def _part_key(value: Any) -> Any:
    """The key of an attribute: of text, flags and functions the value itself decides."""
    return ("=", value) if _is_constant(value) else key_of(value)


def _is_constant(value: Any) -> bool:
    return isinstance(value, (bool, str, FunctionType, BuiltinFunctionType, type, np.ufunc)) or (
        isinstance(value, (Enum, np.dtype))
    )


def _endless(kind: type) -> Problem:
    return Problem(
        "CG905",
        f"an object of the class {kind.__name__} holds itself",
        "Pass what is read of it, without the way back.",
    )


def type_of(value: Any, name: str = "argument") -> Type:
    """The type of a real argument. Its axes get symbols of their own, named after the argument and
    the way to the array in it: `p['W']` is not a parameter `p_W`.

    Raises UnsupportedError for subclasses of ndarray and for arrays that hold no numbers.
    """
    kind = type(value)
    if kind in _CONSTANT_TYPES:
        return type_of_constant(value)
    if kind is np.ndarray:
        _check_dtype(value.dtype, name)
        return Array(value.dtype.name, _shape_of(value.shape, name))
    if kind is list:
        return _type_of_list(value, name)
    if kind is tuple:
        return TupleOf(tuple(type_of(item, f"{name}[{k}]") for k, item in enumerate(value)))
    if kind is dict:
        items = tuple(type_of(item, f"{name}[{key!r}]") for key, item in value.items())
        return DictOf(tuple(value), items)
    if isinstance(value, np.generic):
        _check_dtype(value.dtype, name)
        return Array(value.dtype.name, (), scalar=True)
    if isinstance(value, Enum):
        return type_of_constant(value)
    if kind.__module__.startswith("scipy.sparse"):
        return _type_of_sparse(value, name)
    if is_object(value):
        return _type_of_object(value, name)
    if isinstance(value, np.ndarray):
        raise UnsupportedError(
            Problem(
                "CG902",
                f"argument {name} is a {kind.__name__}, a subclass of numpy.ndarray with its own "
                "arithmetic",
                f"Pass np.asarray({name}).",
            )
        )
    if isinstance(value, (bool, int, float, complex, str, list, tuple, dict)):
        base = next(
            t for t in (bool, int, float, complex, str, list, tuple, dict) if isinstance(value, t)
        )
        raise UnsupportedError(
            Problem(
                "CG903",
                f"argument {name} is a {kind.__name__}, a subclass of {base.__name__} that may "
                "behave differently",
                f"Pass {base.__name__}({name}).",
            )
        )
    return Opaque(f"{kind.__module__}.{kind.__qualname__}")


def _type_of_sparse(value: Any, name: str) -> Type:
    if value.format not in ("csr", "csc", "coo") or len(value.shape) != 2:
        raise UnsupportedError(
            Problem(
                "CG902",
                f"argument {name} is a {type(value).__name__}, a format that is not read",
                f"Pass {name}.tocsr().",
            )
        )
    _check_dtype(value.dtype, name)
    stored = Length.of(Symbol(f"{name}_stored"))
    matrix = type(value).__name__.endswith("_matrix")
    return Sparse(value.format, value.dtype.name, _shape_of(value.shape, name), stored, matrix)


def _type_of_object(value: Any, name: str) -> Type:
    cls = type(value)
    attributes = attributes_of(value)
    constants = tuple((key, part) for key, part in attributes.items() if _is_constant(part))
    fixed = {key for key, _ in constants}
    items = tuple(
        type_of_constant(part) if key in fixed else type_of(part, f"{name}.{key}")
        for key, part in attributes.items()
    )
    if is_named_tuple(cls):
        whole, names = whole_attributes(cls), tuple(attributes)
        return TupleOf(items, Record(cls.__name__, "namedtuple", cls, (), whole, names))
    form = "dataclass" if is_dataclass(cls) else "plain"
    whole, remade = whole_attributes(cls), is_remade(cls, attributes)
    record = Record(cls.__name__, form, cls, constants, whole, remade=remade)
    return DictOf(tuple(attributes), items, record)


def _check_dtype(dtype: np.dtype[Any], name: str) -> None:
    if dtype.kind not in _NUMERIC_KINDS:
        raise UnsupportedError(
            Problem(
                "CG904",
                f"argument {name} has dtype {dtype}, which holds no numbers that NumPy computes "
                "with",
                f"Pass {name}.astype(float), or the numeric columns of it.",
            )
        )


def _shape_of(shape: tuple[int, ...], name: str) -> Shape:
    return tuple(
        Length.of(1) if length == 1 else Length.of(Symbol(f"{name}{axis}", True, likely))
        for axis, (length, likely) in enumerate(zip(shape, _likely(shape), strict=True))
    )


def _likely(shape: tuple[int, ...]) -> tuple[int | None, ...]:
    """Of many points in the plane or in space, how many coordinates one has."""
    few = len(shape) > 1 and shape[-1] <= _FEW and shape[0] >= _MANY
    return (*(None for _ in shape[1:]), shape[-1] if few else None) if shape else ()


def _type_of_list(value: list[Any], name: str) -> Type:
    items = [type_of(item, f"{name}[{k}]") for k, item in enumerate(value)]
    if key_of(value)[0] == "fixed":
        return ListFixed(tuple(items))
    joined = items[0]
    for item in items[1:]:
        wider = join(joined, item)
        if wider is None:
            return ListFixed(tuple(items))
        joined = wider
    return ListOf(_anonymous(joined))


def _anonymous(t: Type) -> Type:
    """The type of any element of a list: the elements' lengths are not one another's."""
    if isinstance(t, Array) and t.shape is not None:
        axes = tuple(a if a.known == 1 else fresh_length(facts().not_one(a)) for a in t.shape)
        return Array(t.dtype, axes, t.scalar, t.generic)
    if isinstance(t, ListOf):
        return ListOf(_anonymous(t.item))
    if isinstance(t, TupleOf):
        return replace(t, items=tuple(map(_anonymous, t.items)))
    if isinstance(t, ListFixed):
        return ListFixed(tuple(map(_anonymous, t.items)))
    if isinstance(t, DictOf):
        return replace(t, items=tuple(map(_anonymous, t.items)))
    return t


def arrays_in(value: Any) -> Iterator[np.ndarray[Any, Any]]:
    """The arrays in an argument, in order."""
    if isinstance(value, np.ndarray):
        yield value
    elif type(value).__module__.startswith("scipy.sparse"):
        yield value.data
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from arrays_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from arrays_in(item)
    elif is_object(value):
        for item in attributes_of(value).values():
            yield from arrays_in(item)


def containers_in(value: Any) -> Iterator[Any]:
    """The lists, dicts and objects in an argument, itself included."""
    if isinstance(value, (list, dict)) or (not isinstance(value, tuple) and is_object(value)):
        yield value
    if isinstance(value, (list, tuple)):
        for item in value:
            yield from containers_in(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from containers_in(item)
    elif is_object(value):
        for item in attributes_of(value).values():
            yield from containers_in(item)


def overlapping(values: dict[str, Any]) -> tuple[str, str] | None:
    """Two arguments that share memory or a container (or one, within itself), else None.

    It matters only to a function that writes to an argument: the write would show through the other
    name.
    """
    seen: list[tuple[str, np.ndarray[Any, Any]]] = []
    owners: dict[int, str] = {}
    for name, value in values.items():
        for container in containers_in(value):
            if id(container) in owners:
                return owners[id(container)], name
            owners[id(container)] = name
        for array in arrays_in(value):
            for other, earlier in seen:
                if np.may_share_memory(earlier, array) and np.shares_memory(earlier, array):
                    return other, name
            seen.append((name, array))
    return None
