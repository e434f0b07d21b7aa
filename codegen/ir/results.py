"""The types of the results of the structural ops, from operands and static arguments."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.ir.graph import Value
from codegen.ir.indexing import broadcast_shapes, element_type, path_type, updated_type
from codegen.ir.joins import join
from codegen.ir.ops import Infer
from codegen.ir.sparse import Sparse
from codegen.ir.types import (
    BOOL,
    COMPLEX,
    FLOAT,
    INT,
    Array,
    DictOf,
    ListFixed,
    ListOf,
    NoneType,
    Scalar,
    TupleOf,
    Type,
    Undefined,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def tangent_dtype(dtype: str | None) -> str | None:
    """The dtype of a gradient with respect to an array: float64 for integers and booleans."""
    if dtype is None or dtype.startswith(("float", "complex")):
        return dtype
    return "float64"


def tangent_type(t: Type) -> Type:
    """The type of a derivative with respect to a value of type t; None where there is none."""
    match t:
        case Scalar(kind):
            return COMPLEX if kind == "complex" else FLOAT
        case Array(dtype, shape, scalar, generic):
            return Array(tangent_dtype(dtype), shape, scalar, generic)
        case Sparse(dtype=dtype, stored=stored):
            return Array(tangent_dtype(dtype), (stored,))
        case ListOf(item):
            return ListOf(tangent_type(item))
        case ListFixed(items):
            return ListFixed(tuple(map(tangent_type, items)))
        case TupleOf(items):
            return TupleOf(tuple(map(tangent_type, items)))
        case DictOf(keys, items):
            return DictOf(keys, tuple(map(tangent_type, items)))
        case Undefined():
            return t
    return NoneType()


def joined(types: tuple[Type, ...]) -> Type | None:
    result: Type | None = Undefined()
    for t in types:
        result = join(result, t) if result is not None else None
    return result


def getitem_type(ins: Ins, attrs: Attrs) -> Type:
    return path_type(ins[0].type, attrs["path"])


def update_type(ins: Ins, attrs: Attrs) -> Type:
    return updated_type(ins[0].type, attrs["path"], ins[1].type)


def sum_type(base: Type, value: Type) -> Type:
    """The type of base + value where value fits into base: what accumulating a cotangent gives."""
    if isinstance(base, Scalar) and isinstance(value, Scalar):
        return COMPLEX if "complex" in (base.kind, value.kind) else FLOAT
    if isinstance(base, Scalar) and isinstance(value, Array):
        return tangent_type(value)
    if isinstance(base, Array) and base.scalar and isinstance(value, Array) and not value.scalar:
        return value
    return base


def accumulate_type(ins: Ins, attrs: Attrs) -> Type:
    base, value = ins[0].type, ins[1].type
    path = attrs["path"]
    if not path:
        return sum_type(base, value)
    return updated_type(base, path, sum_type(path_type(base, path), value))


def make_list_type(ins: Ins, attrs: Attrs) -> Type:
    types = tuple(value.type for value in ins)
    item = None if attrs.get("fixed") else joined(types)
    return ListFixed(types) if item is None else ListOf(item)


def make_tuple_type(ins: Ins, attrs: Attrs) -> Type:
    return TupleOf(tuple(value.type for value in ins))


def make_dict_type(ins: Ins, attrs: Attrs) -> Type:
    return DictOf(tuple(attrs["keys"]), tuple(value.type for value in ins))


def list_with(base: Type, *items: Type) -> Type:
    """The type of a list with more items."""
    if isinstance(base, ListFixed):
        return ListFixed(base.items + items)
    if not isinstance(base, ListOf):
        raise TypeError(f"{base} is not a list")
    item = joined((base.item, *items))
    if item is None:
        raise TypeError("a list with elements of types that have nothing in common")
    return ListOf(item)


def append_type(ins: Ins, attrs: Attrs) -> Type:
    return list_with(ins[0].type, ins[1].type)


def insert_type(ins: Ins, attrs: Attrs) -> Type:
    base = ins[0].type
    return list_with(ListOf(item_of(base)) if isinstance(base, ListFixed) else base, ins[1].type)


def item_of(base: Type) -> Type:
    """The type of any element of a list."""
    if isinstance(base, ListOf):
        return base.item
    item = joined(base.items) if isinstance(base, ListFixed | TupleOf) else None
    if item is None:
        raise TypeError(f"{base} has no type of elements")
    return item


def extend_type(ins: Ins, attrs: Attrs) -> Type:
    base, more = ins[0].type, ins[1].type
    if isinstance(base, ListFixed) and isinstance(more, ListFixed | TupleOf):
        return ListFixed(base.items + more.items)
    if isinstance(base, TupleOf) and isinstance(more, TupleOf):
        return TupleOf(base.items + more.items)
    return list_with(ListOf(item_of(base)), item_of(more))


def pop_type(ins: Ins, attrs: Attrs) -> tuple[Type, Type]:
    base = ins[0].type
    if isinstance(base, ListFixed):
        at = attrs.get("index", -1)
        if not isinstance(at, int):
            raise TypeError("pop at a run-time position of a list of known structure")
        items = list(base.items)
        item = items.pop(at)
        return ListFixed(tuple(items)), item
    return base, element_type(item_of(base))


def list_repeat_type(ins: Ins, attrs: Attrs) -> Type:
    base, times = ins[0].type, attrs["times"]
    if isinstance(base, ListFixed) and isinstance(times, int):
        return ListFixed(base.items * times)
    return ListOf(item_of(base))


def shape_type(ins: Ins, attrs: Attrs) -> Type:
    if "axis" in attrs:
        return INT
    t = ins[0].type
    if isinstance(t, Array) and t.shape is not None:
        return TupleOf((INT,) * len(t.shape))
    return TupleOf(()) if isinstance(t, Scalar) else ListOf(INT)


def full_like_type(ins: Ins, attrs: Attrs) -> Type:
    """x's structure; a Python number stands for itself, so that scalars stay scalars."""
    g, x = ins[0].type, tangent_type(ins[1].type)
    if isinstance(x, Scalar):
        return sum_type(x, g)
    if isinstance(x, Array):
        complex_ = isinstance(g, Scalar) and g.kind == "complex"
        return Array("complex128", x.shape, x.scalar, x.generic) if complex_ else x
    return x


def shaped_like_type(ins: Ins, attrs: Attrs) -> Type:
    """g's dtype, x's shape."""
    g, x = ins[0].type, ins[1].type
    dtype = g.dtype if isinstance(g, Array) else None
    if isinstance(g, Scalar) and isinstance(x, Scalar | Array):
        return tangent_type(g) if isinstance(x, Scalar) or x.scalar else tangent_type(x)
    if isinstance(x, Scalar):
        return Array(dtype, (), scalar=True)
    if isinstance(x, Array):
        return Array(dtype, x.shape, x.scalar, x.generic)
    return tangent_type(x)


def comparison_type(ins: Ins, attrs: Attrs) -> Type:
    types = [value.type for value in ins]
    arrays = [t for t in types if isinstance(t, Array)]
    if not arrays:
        return BOOL
    if not all(isinstance(t, Array | Scalar) for t in types):
        return Array("bool", None, generic=True)
    shapes = []
    for t in arrays:
        if t.shape is None:
            return Array("bool", None, generic=True)
        shapes.append(t.shape)
    shape = broadcast_shapes(shapes)
    return Array("bool", shape, scalar=not shape)


def always(*types: Type) -> Infer:
    return lambda ins, attrs: types if len(types) != 1 else types[0]


def operand_type(ins: Ins, attrs: Attrs) -> Type:
    return ins[0].type


def zeros_like_type(ins: Ins, attrs: Attrs) -> Type:
    return tangent_type(ins[0].type)
