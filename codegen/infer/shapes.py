"""Types of operations that rearrange arrays: reshape, transpose, concatenate, stack and their
kind.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.ir.graph import Value
from codegen.ir.integers import length_of
from codegen.ir.joins import join
from codegen.ir.types import (
    Array,
    Length,
    ListFixed,
    ListOf,
    Shape,
    TupleOf,
    Type,
    facts,
    fresh_length,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def unknown(t: Array) -> Array:
    return Array(t.dtype, None)


def lengths_of(shape: Any) -> Shape | None:
    """The lengths of a static shape: an int, a Value or a tuple of them; None where the rank is a
    run-time thing.
    """
    if isinstance(shape, Value):
        if isinstance(shape.type, TupleOf | ListFixed):
            return tuple(fresh_length() for _ in shape.type.items)
        if isinstance(shape.type, ListOf):
            return None
        return (length_of(shape),)
    if isinstance(shape, int):
        return (Length.of(shape),)
    return tuple(length_of(part) for part in shape)


def reshaped(shape: Shape, wanted: Any) -> Shape | None:
    """The shape after a reshape; -1 stands for what is left over."""
    new = lengths_of(wanted)
    if new is None:
        return None
    if not any(length.known == -1 for length in new):
        return new
    rest = _left_over([facts().resolve(n) for n in shape], [n for n in new if n.known != -1])
    return tuple(rest if length.known == -1 else length for length in new)


def _left_over(have: list[Length], used: list[Length]) -> Length:
    """The quotient of two products of lengths, where one can be told."""
    number, divisor = 1, 1
    symbolic = []
    for length in have:
        if length.known is None:
            symbolic.append(length)
        else:
            number *= length.known
    for length in map(facts().resolve, used):
        if length.known is not None:
            divisor *= length.known
        elif length in symbolic:
            symbolic.remove(length)
        else:
            return fresh_length()
    if divisor == 0 or number % divisor or len(symbolic) > 1:
        return fresh_length()
    if not symbolic:
        return Length.of(number // divisor)
    return symbolic[0] * (number // divisor)


def product(shape: Shape) -> Length:
    """The number of elements."""
    return _left_over([facts().resolve(n) for n in shape], [])


def reshape_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    wanted = attrs["shape"]
    if t.shape is None:
        new = lengths_of(wanted)
        shape = new and tuple(fresh_length() if n.known == -1 else n for n in new)
        return Array(t.dtype, shape if new is not None else None)
    return Array(t.dtype, reshaped(t.shape, wanted))


def ravel_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    return Array(t.dtype, (fresh_length() if t.shape is None else product(t.shape),))


def transpose_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        return t
    axes = attrs.get("axes")
    if axes is None:
        return Array(t.dtype, t.shape[::-1])
    if len(axes) != len(t.shape):
        raise TypeError("the axes of a transpose do not match the array")
    return Array(t.dtype, tuple(t.shape[k] for k in axes))


def permuted(order: Any) -> Any:
    """A type function from `order(rank, attrs)`, the axes in their new order."""

    def infer(ins: Ins, attrs: Attrs) -> Type:
        t = array_type(ins[0].type)
        if t.shape is None:
            return t
        return Array(t.dtype, tuple(t.shape[k] for k in order(len(t.shape), attrs)))

    return infer


def swapped(rank: int, attrs: Attrs) -> list[int]:
    order = list(range(rank))
    i, j = attrs["axis1"], attrs["axis2"]
    order[i], order[j] = order[j], order[i]
    return order


def moved(rank: int, attrs: Attrs) -> list[int]:
    source, destination = _axes(attrs["source"], rank), _axes(attrs["destination"], rank)
    order = [k for k in range(rank) if k not in source]
    for target, origin in sorted(zip(destination, source, strict=True)):
        order.insert(target, origin)
    return order


def _axes(axes: Any, rank: int) -> list[int]:
    return [axis % rank for axis in (axes if isinstance(axes, tuple) else (axes,))]


def expand_dims_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        return unknown(t)
    axes = attrs["axis"] if isinstance(attrs["axis"], tuple) else (attrs["axis"],)
    rank = len(t.shape) + len(axes)
    places = {axis % rank for axis in axes}
    rest = iter(t.shape)
    return Array(t.dtype, tuple(Length.of(1) if k in places else next(rest) for k in range(rank)))


def squeeze_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    axis = attrs.get("axis")
    if t.shape is None:
        return Array(t.dtype, None, generic=True)  # perhaps of rank 0
    if axis is None:
        if any(not facts().is_one(n) and not facts().not_one(n) for n in t.shape):
            return Array(t.dtype, None, generic=True)  # perhaps of rank 0
        return Array(t.dtype, tuple(n for n in t.shape if not facts().is_one(n)))
    axes = {k % len(t.shape) for k in (axis if isinstance(axis, tuple) else (axis,))}
    return Array(t.dtype, tuple(n for k, n in enumerate(t.shape) if k not in axes))


def broadcast_to_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    return Array(t.dtype, lengths_of(attrs["shape"]))


def joined_operands(ins: Ins) -> tuple[Array, Length | None]:
    """The common type of the operands of concatenate or stack, and how many there are (None: at
    run time).

    One operand that is a list, or an array whose rows are the operands, stands for all of them.
    """
    if len(ins) == 1 and not isinstance(ins[0].type, ListFixed | TupleOf):
        t = ins[0].type
        if isinstance(t, ListOf):
            return array_type(t.item), None
        whole = array_type(t)
        if whole.shape is None:
            return whole, None
        return Array(whole.dtype, whole.shape[1:]), whole.shape[0]
    types: Sequence[Type] = [value.type for value in ins]
    if len(ins) == 1:
        types = ins[0].type.items  # type: ignore[union-attr]
    arrays = [array_type(t) for t in types]
    return _common(arrays), Length.of(len(arrays))


def _common(arrays: Sequence[Array]) -> Array:
    found: Type | None = arrays[0]
    dtypes = [t.dtype for t in arrays]
    dtype = (
        None if any(d is None for d in dtypes) else np.result_type(*(d for d in dtypes if d)).name
    )
    for t in arrays[1:]:
        found = (
            join(replace(found, dtype=dtype), replace(t, dtype=dtype))
            if isinstance(found, Array)
            else None
        )
    assert isinstance(found, Array)
    return Array(dtype, found.shape)


def stack_type(ins: Ins, attrs: Attrs) -> Type:
    item, count = joined_operands(ins)
    if item.shape is None:
        return Array(item.dtype, None)
    axis = attrs.get("axis", 0) % (len(item.shape) + 1)
    length = fresh_length() if count is None else count
    return Array(item.dtype, (*item.shape[:axis], length, *item.shape[axis:]))


def operand_types(ins: Ins) -> list[Array] | None:
    """The types of the operands of concatenate, one by one; None for a run-time list."""
    if len(ins) == 1:
        t = ins[0].type
        if isinstance(t, ListFixed | TupleOf):
            return [array_type(item) for item in t.items]
        return None
    return [array_type(value.type) for value in ins]


def concatenate_type(ins: Ins, attrs: Attrs) -> Type:
    parts = operand_types(ins)
    item, _ = joined_operands(ins)
    axis = attrs.get("axis", 0)
    if axis is None:
        return Array(item.dtype, (fresh_length(),))
    if item.shape is None:
        return Array(item.dtype, None)
    axis %= len(item.shape)
    total = fresh_length()
    if parts is not None and all(t.shape is not None for t in parts):
        total = Length()
        for t in parts:
            assert t.shape is not None
            total = total + facts().resolve(t.shape[axis])
            for k, (mine, theirs) in enumerate(zip(item.shape, t.shape, strict=True)):
                if k != axis:
                    facts().unify(mine, theirs)
    first = parts[0].shape if parts is not None and parts[0].shape is not None else item.shape
    return Array(item.dtype, (*first[:axis], total, *first[axis + 1 :]))
