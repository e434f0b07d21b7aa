"""The type of a value that is one or another: where paths meet, and of the items of a list."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.ir.types import (
    Array,
    DictOf,
    ListFixed,
    ListOf,
    Scalar,
    TupleOf,
    Type,
    Undefined,
    facts,
    fresh_length,
    is_complex,
    record_of,
)

_KIND_ORDER = {"bool": 0, "int": 1, "float": 2, "complex": 3}


def join(left: Type, right: Type) -> Type | None:
    """The least type of a value that is one or the other; None where no such type is supported.

    int|float -> float (a Python float holds both for our purposes), and complex beside either; two
    arrays of one rank keep it, an axis whose lengths differ gets a fresh one; different ranks or
    scalar|array -> the generic number.
    """
    if left == right:
        return left
    if isinstance(left, Undefined):
        return right
    if isinstance(right, Undefined):
        return left
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        return left if _KIND_ORDER[left.kind] >= _KIND_ORDER[right.kind] else right
    if isinstance(left, Array) and isinstance(right, Array):
        return _join_arrays(left, right)
    if isinstance(left, Scalar) and isinstance(right, Array):
        return _join_arrays(right, _as_number(left))
    if isinstance(left, Array) and isinstance(right, Scalar):
        return _join_arrays(left, _as_number(right))
    if isinstance(left, ListOf) and isinstance(right, ListOf):
        item = join(left.item, right.item)
        return None if item is None else ListOf(item)
    if type(left) is type(right) and isinstance(left, TupleOf | ListFixed | DictOf):
        return _join_items(left, right)
    return None


def _as_number(t: Scalar) -> Array:
    return Array("complex128" if is_complex(t) else None, (), scalar=True)


def _joined_dtype(left: Array, right: Array) -> str | None:
    """What is one or the other and may be complex is complex: its cotangent is."""
    if left.dtype == right.dtype:
        return left.dtype
    if is_complex(left) or is_complex(right):
        narrow = {left.dtype, right.dtype} <= {"complex64", "float32", "float16"}
        return "complex64" if narrow else "complex128"
    return None


def _join_arrays(left: Array, right: Array) -> Array:
    dtype = _joined_dtype(left, right)
    if left.shape is None or right.shape is None or len(left.shape) != len(right.shape):
        return Array(dtype, None, generic=True)
    if left.scalar != right.scalar:
        return Array(dtype, None, generic=True)
    shape = tuple(
        (
            mine
            if facts().alike(mine, theirs)
            else fresh_length(facts().not_one(mine) and facts().not_one(theirs))
        )
        for mine, theirs in zip(left.shape, right.shape)
    )
    return Array(dtype, shape, left.scalar)


def _join_items(left: Any, right: Any) -> Type | None:
    if len(left.items) != len(right.items) or getattr(left, "keys", None) != getattr(
        right, "keys", None
    ):
        return None
    mine, theirs = record_of(left), record_of(right)
    if mine != theirs or (
        mine and theirs and (mine.identity, mine.constants) != (theirs.identity, theirs.constants)
    ):
        return None
    items = tuple(join(mine, theirs) for mine, theirs in zip(left.items, right.items))
    if any(item is None for item in items):
        return None
    joined: Type = replace(left, items=items)
    return joined
