"""Rows of the structural ops: control flow, paths, containers, shape reads, effects, comparisons.

They register themselves when this module is imported. Their derivatives are not rules but part of
the reverse and forward transformations; `STRUCTURAL` names them, so that a test can tell a missing
rule from a missing need. Arithmetic and the functions of NumPy are rows of `codegen.rules`.

Attrs, beside the conventions in `codegen.ir.graph`:

- `getitem`, `update`, `accumulate`: path, a tuple of steps; `accumulate` may have the path ().
- `accumulate`: repeated=True: indices may repeat, every one counts (np.add.at); negative=True: it
  subtracts (prints as `dx -= g`, or `dx - g` where it is no store and the path is ()).
- `update`, `accumulate`: effect=True: a store into an argument of the function.
- every op in STORING: store=True: it may write its first operand's buffer (set by the in-place
pass).
- `make_list`: fixed=True: the type is ListFixed, not ListOf. `make_dict`: keys.
- `pop`: index (absent: the last); `insert`: index; `list_repeat`: times; `shape`: axis (absent: the
  whole tuple).
- `print`: sep, end; `raise`: exception; `format`: template; `call`: callee.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.ir.graph import Value
from codegen.ir.indexing import broadcast_shapes, element_type, path_type, updated_type
from codegen.ir.ops import Infer, Row, register
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
    Str,
    TupleOf,
    Type,
    Undefined,
    join,
)

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

STORING = frozenset(
    {"update", "accumulate", "append", "extend", "pop", "insert"}
)  # ops that take store=True


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


def _joined(types: tuple[Type, ...]) -> Type | None:
    result: Type | None = Undefined()
    for t in types:
        result = join(result, t) if result is not None else None
    return result


def _getitem(ins: Ins, attrs: Attrs) -> Type:
    return path_type(ins[0].type, attrs["path"])


def _update(ins: Ins, attrs: Attrs) -> Type:
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


def _accumulate(ins: Ins, attrs: Attrs) -> Type:
    base, value = ins[0].type, ins[1].type
    path = attrs["path"]
    if not path:
        return sum_type(base, value)
    return updated_type(base, path, sum_type(path_type(base, path), value))


def _make_list(ins: Ins, attrs: Attrs) -> Type:
    types = tuple(value.type for value in ins)
    item = None if attrs.get("fixed") else _joined(types)
    return ListFixed(types) if item is None else ListOf(item)


def _make_tuple(ins: Ins, attrs: Attrs) -> Type:
    return TupleOf(tuple(value.type for value in ins))


def _make_dict(ins: Ins, attrs: Attrs) -> Type:
    return DictOf(tuple(attrs["keys"]), tuple(value.type for value in ins))


def _list_with(base: Type, *items: Type) -> Type:
    """The type of a list with more items."""
    if isinstance(base, ListFixed):
        return ListFixed(base.items + items)
    if not isinstance(base, ListOf):
        raise TypeError(f"{base} is not a list")
    item = _joined((base.item, *items))
    if item is None:
        raise TypeError("a list with elements of types that have nothing in common")
    return ListOf(item)


def _append(ins: Ins, attrs: Attrs) -> Type:
    return _list_with(ins[0].type, ins[1].type)


def _insert(ins: Ins, attrs: Attrs) -> Type:
    base = ins[0].type
    return _list_with(ListOf(_item(base)) if isinstance(base, ListFixed) else base, ins[1].type)


def _item(base: Type) -> Type:
    """The type of any element of a list."""
    if isinstance(base, ListOf):
        return base.item
    item = _joined(base.items) if isinstance(base, ListFixed | TupleOf) else None
    if item is None:
        raise TypeError(f"{base} has no type of elements")
    return item


def _extend(ins: Ins, attrs: Attrs) -> Type:
    base, more = ins[0].type, ins[1].type
    if isinstance(base, ListFixed) and isinstance(more, ListFixed | TupleOf):
        return ListFixed(base.items + more.items)
    if isinstance(base, TupleOf) and isinstance(more, TupleOf):
        return TupleOf(base.items + more.items)
    return _list_with(ListOf(_item(base)), _item(more))


def _pop(ins: Ins, attrs: Attrs) -> tuple[Type, Type]:
    base = ins[0].type
    if isinstance(base, ListFixed):
        at = attrs.get("index", -1)
        if not isinstance(at, int):
            raise TypeError("pop at a run-time position of a list of known structure")
        items = list(base.items)
        item = items.pop(at)
        return ListFixed(tuple(items)), item
    return base, element_type(_item(base))


def _list_repeat(ins: Ins, attrs: Attrs) -> Type:
    base, times = ins[0].type, attrs["times"]
    if isinstance(base, ListFixed) and isinstance(times, int):
        return ListFixed(base.items * times)
    return ListOf(_item(base))


def _shape(ins: Ins, attrs: Attrs) -> Type:
    if "axis" in attrs:
        return INT
    t = ins[0].type
    if isinstance(t, Array) and t.shape is not None:
        return TupleOf((INT,) * len(t.shape))
    return TupleOf(()) if isinstance(t, Scalar) else ListOf(INT)


def _full_like(ins: Ins, attrs: Attrs) -> Type:
    """x's structure; a Python number stands for itself, so that scalars stay scalars."""
    g, x = ins[0].type, tangent_type(ins[1].type)
    if isinstance(x, Scalar):
        return sum_type(x, g)
    if isinstance(x, Array):
        complex_ = isinstance(g, Scalar) and g.kind == "complex"
        return Array("complex128", x.shape, x.scalar, x.generic) if complex_ else x
    return x


def _shaped_like(ins: Ins, attrs: Attrs) -> Type:
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


def _comparison(ins: Ins, attrs: Attrs) -> Type:
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


def _always(*types: Type) -> Infer:
    return lambda ins, attrs: types if len(types) != 1 else types[0]


def _operand(ins: Ins, attrs: Attrs) -> Type:
    return ins[0].type


def _rows() -> list[Row]:
    x = frozenset({"x"})
    rows = [
        Row("if", ("condition",)),
        Row("loop", ("*carries",)),
        Row("call", ("*arguments",), raises=True),
        Row("getitem", ("base",), result=_getitem, view=True, raises=True, access="gather"),
        Row("update", ("base", "value"), result=_update, raises=True, access="scatter"),
        Row("accumulate", ("base", "value"), result=_accumulate, raises=True, access="scatter"),
        Row("make_list", ("*items",), result=_make_list, noun="items"),
        Row("make_tuple", ("*items",), result=_make_tuple, noun="pair"),
        Row("make_dict", ("*items",), result=_make_dict),
        Row("append", ("base", "item"), result=_append),
        Row("extend", ("base", "more"), result=_extend),
        Row("pop", ("base",), result=_pop, raises=True),
        Row("insert", ("base", "item"), result=_insert),
        Row("list_concat", ("a", "b"), result=_extend),
        Row("list_repeat", ("a",), result=_list_repeat),
        Row(
            "copy",
            ("x",),
            spellings=("numpy.copy", "numpy.ndarray.copy"),
            result=_operand,
            access="map",
        ),
        Row(
            "len",
            ("x",),
            spellings=("builtins.len",),
            result=_always(INT),
            inactive=True,
            shape_only=x,
        ),
        Row(
            "shape",
            ("x",),
            {"axis": None},
            spellings=("numpy.shape",),
            result=_shape,
            inactive=True,
            shape_only=x,
        ),
        Row(
            "size",
            ("x",),
            spellings=("numpy.size",),
            result=_always(INT),
            inactive=True,
            shape_only=x,
        ),
        Row(
            "ndim",
            ("x",),
            spellings=("numpy.ndim",),
            result=_always(INT),
            inactive=True,
            shape_only=x,
        ),
        Row(
            "zeros_like",
            ("x",),
            result=lambda ins, attrs: tangent_type(ins[0].type),
            inactive=True,
            shape_only=x,
        ),
        Row("full_like", ("g", "x"), result=_full_like, shape_only=x),
        Row("unbroadcast", ("g", "x"), result=_shaped_like, shape_only=x),
        Row("reshape_like", ("g", "x"), result=_shaped_like, shape_only=x, view=True),
        Row(
            "print",
            ("*values",),
            {"sep": " ", "end": "\n"},
            result=_always(),
            impure=True,
            raises=True,
            inactive=True,
        ),
        Row("assert", ("condition", "message"), result=_always(), raises=True, inactive=True),
        Row("raise", ("*arguments",), result=_always(), raises=True, inactive=True),
        Row("format", ("*values",), result=_always(Str()), raises=True, inactive=True),
        Row(
            "not",
            ("x",),
            spellings=("operator.not_",),
            result=_always(BOOL),
            inactive=True,
            raises=True,
        ),
        Row("is", ("a", "b"), spellings=("operator.is_",), result=_always(BOOL), inactive=True),
        Row(
            "is_not",
            ("a", "b"),
            spellings=("operator.is_not",),
            result=_always(BOOL),
            inactive=True,
        ),
        Row("in", ("a", "b"), result=_always(BOOL), inactive=True, raises=True),
        Row("not_in", ("a", "b"), result=_always(BOOL), inactive=True, raises=True),
    ]
    comparisons = [("lt", "less"), ("le", "less_equal"), ("gt", "greater"), ("ge", "greater_equal")]
    comparisons += [("eq", "equal"), ("ne", "not_equal")]
    for name, function in comparisons:
        spellings = (f"operator.{name}", f"numpy.{function}")
        rows.append(
            Row(
                name,
                ("a", "b"),
                spellings=spellings,
                result=_comparison,
                inactive=True,
                noun="mask",
                access="map",
            )
        )
    return rows


STRUCTURAL = frozenset(register(row).name for row in _rows())
