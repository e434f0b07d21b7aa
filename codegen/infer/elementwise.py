"""Types of element-wise results and of reductions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from codegen.infer.samples import sampled
from codegen.ir.graph import Value
from codegen.ir.indexing import broadcast_shapes
from codegen.ir.joins import join
from codegen.ir.ops import Infer
from codegen.ir.types import (
    Array,
    Length,
    ListFixed,
    ListOf,
    Scalar,
    Shape,
    TupleOf,
    Type,
    fresh_length,
)

Axis = int | tuple[int, ...] | None


def array_type(t: Type) -> Array:
    """The type of np.asarray(x). TypeError where x is no number, array or regular nest of them."""
    if isinstance(t, Array):
        return replace(t, scalar=False) if t.scalar else t
    if isinstance(t, Scalar):
        return Array(
            {"int": "int64", "float": "float64", "complex": "complex128"}.get(t.kind, t.kind), ()
        )
    if isinstance(t, ListOf):
        inner = array_type(t.item)
        return _stacked(inner, fresh_length())
    if isinstance(t, ListFixed | TupleOf) and t.items:
        joined: Type | None = array_type(t.items[0])
        for item in t.items[1:]:
            joined = (
                join(joined, _promoted(array_type(item), joined)) if joined is not None else None
            )
        if isinstance(joined, Array):
            return _stacked(joined, Length.of(len(t.items)))
    if isinstance(t, ListFixed | TupleOf) and not t.items:
        return Array("float64", (Length.of(0),))
    raise TypeError("this is no number, array or regular list of numbers")


def _promoted(item: Array, other: Type) -> Array:
    """An integer beside a float becomes a float, as in np.array([1, 2.0])."""
    if isinstance(other, Array) and other.dtype != item.dtype and item.dtype and other.dtype:
        return replace(item, dtype=np.result_type(item.dtype, other.dtype).name)
    return item


def _stacked(item: Array, length: Length) -> Array:
    if item.shape is None:
        return Array(item.dtype, None)
    return Array(item.dtype, (length, *item.shape))


def as_array_like(t: Type, via: str | None) -> Type:
    """A list is an array to a function of NumPy."""
    if (
        isinstance(t, ListOf | ListFixed | TupleOf)
        and via is not None
        and via.startswith(("numpy.", "scipy."))
    ):
        return array_type(t)
    return t


def elementwise_type(
    name: str, ins: tuple[Value, ...], attrs: Mapping[str, Any], *, constants: bool = False
) -> Type:
    """The type of a broadcasting function of numbers and arrays. TypeError for anything else."""
    via = attrs.get("via")
    types = tuple(as_array_like(value.type, via) for value in ins)
    for t in types:
        if not isinstance(t, Scalar | Array):
            raise TypeError(f"`{name}` takes numbers and arrays")
    options = {key: item for key, item in attrs.items() if key != "via"}
    kind = sampled(name, ins, via, constants=constants, types=types, **options)
    arrays = [t for t in types if isinstance(t, Array)]
    python = via is not None and via.startswith(("math.", "cmath."))  # of a NumPy number, too
    if isinstance(kind, Scalar) and (python or not arrays):
        return kind
    dtype = kind if isinstance(kind, str) else None
    shape = shape_of_all(types)
    if shape is None:
        return Array(dtype, None, generic=True)
    return Array(dtype, shape, scalar=not shape)


def shape_of_all(types: tuple[Type, ...]) -> Shape | None:
    """The broadcast shape of numbers and arrays; None where a rank is unknown."""
    shapes: list[Shape] = []
    for t in types:
        if isinstance(t, Array):
            if t.shape is None:
                return None
            shapes.append(t.shape)
    return broadcast_shapes(shapes)


def elementwise(name: str, *, constants: bool = False) -> Infer:
    return lambda ins, attrs: elementwise_type(name, ins, attrs, constants=constants)


def normal_axes(axis: Axis, rank: int) -> tuple[int, ...]:
    """The axes as positions from the front, in order; all of them for None."""
    if axis is None:
        return tuple(range(rank))
    axes = axis if isinstance(axis, tuple) else (axis,)
    for each in axes:
        if not -rank <= each < rank:
            raise TypeError(f"axis {each} of an array with {rank} axes")
    return tuple(sorted(each % rank for each in axes))


def reduced_shape(shape: Shape, axis: Axis, keepdims: bool) -> Shape:
    axes = normal_axes(axis, len(shape))
    if keepdims:
        return tuple(Length.of(1) if k in axes else n for k, n in enumerate(shape))
    return tuple(n for k, n in enumerate(shape) if k not in axes)


def reduction(name: str) -> Infer:
    """The type of np.sum and its kind: axis and keepdims among the attrs."""

    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        via = attrs.get("via")
        operand = array_type(ins[0].type)
        wanted = {"dtype": attrs["dtype"]} if attrs.get("dtype") else {}
        kind = sampled(name, ins[:1], via or f"numpy.{name}", types=(operand,), **wanted)
        dtype = kind if isinstance(kind, str) else None
        axis, keepdims = attrs.get("axis"), attrs.get("keepdims", False)
        if operand.shape is None:
            if axis is None and not keepdims:
                return Array(dtype, (), scalar=True)
            return Array(dtype, None, generic=True)
        shape = reduced_shape(operand.shape, axis, keepdims)
        return Array(dtype, shape, scalar=not shape)

    return infer
