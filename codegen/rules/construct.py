"""Making arrays: constants have no derivative, conversions are linear."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import lengths_of
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.integers import length_of
from codegen.ir.types import Array, Scalar, Type, fresh_length, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import linear, nondiff, scalar
from codegen.rules.language import sum_over

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _filled(ins: Ins, attrs: Attrs) -> Type:
    return Array(attrs.get("dtype", "float64"), lengths_of(attrs["shape"]))


for _name in ("zeros", "ones", "empty"):
    nondiff(
        _name,
        (),
        options={"shape": None, "dtype": "float64"},
        spellings=f"numpy.{_name}",
        result=_filled,
        raises=True,
        access="map",
    )


def _full_type(ins: Ins, attrs: Attrs) -> Type:
    inner = array_type(ins[0].type)
    return Array(attrs.get("dtype", inner.dtype), lengths_of(attrs["shape"]))


def keeps(dtype: str | None) -> bool:
    """Storing into this dtype does not cut a number to an integer."""
    return dtype is None or dtype.startswith(("float", "complex"))


def _full(g: Value, x: Value, shape: Any, dtype: str | None = None) -> Value | None:
    if not keeps(dtype):
        return None
    return sum_over(g) if is_number(x.type) else unbroadcast(g, x)


linear(
    "full",
    ("fill_value",),
    options={"shape": None, "dtype": None},
    positional=("shape", "fill_value", "dtype"),
    spellings="numpy.full",
    result=_full_type,
    transpose={"fill_value": _full},
    access="map",
)


def _like(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    return replace(t, dtype=attrs.get("dtype", t.dtype), generic=False)


for _name in ("zeros_like", "ones_like", "empty_like"):
    nondiff(
        f"array_{_name}",
        options={"dtype": None},
        spellings=f"numpy.{_name}",
        result=_like,
        shape_only=frozenset({"x"}),
    )


def _full_like(g: Value, x: Value, value: Value, dtype: str | None = None) -> Value | None:
    if not keeps(dtype or array_type(x.type).dtype):
        return None
    return unbroadcast(g, value)


linear(
    "array_full_like",
    ("x", "fill_value"),
    options={"dtype": None},
    spellings="numpy.full_like",
    result=_like,
    transpose={"fill_value": _full_like},
    shape_only=frozenset({"x"}),
)


def _arange_type(ins: Ins, attrs: Attrs) -> Type:
    kinds = [
        getattr(value.type, "kind", None) or getattr(value.type, "dtype", None) for value in ins
    ]
    dtype = "int64" if all(k is not None and str(k).startswith("int") for k in kinds) else "float64"
    if len(ins) == 1 and dtype == "int64":
        return Array(dtype, (length_of(ins[0]),))
    if len(ins) == 2 and dtype == "int64":
        return Array(dtype, (length_of(ins[1]) - length_of(ins[0]),))
    return Array(attrs.get("dtype", dtype), (fresh_length(),))


def _counted(position: int) -> Any:
    """Elements are start + k * step: the cotangents of start and step; none of the end."""

    def part(g: Value, y: Value, *bounds: Value, dtype: Any = None) -> Value | None:
        if len(bounds) == 1 or position == 1:
            return None
        return sum_over(g) if position == 0 else sum_over(g * emit("arange", emit("len", g)))

    return part


scalar(
    "arange",
    *(_counted(position) for position in range(3)),
    operands=("*bounds",),
    options={"dtype": None},
    positional=("*bounds", "dtype"),
    spellings="numpy.arange",
    result=_arange_type,
    noun="rows",
)


def _eye_type(ins: Ins, attrs: Attrs) -> Type:
    lengths = [length_of(value) for value in ins]
    return Array(attrs.get("dtype", "float64"), (lengths[0], lengths[-1]))


nondiff(
    "eye",
    ("*sides",),
    options={"dtype": "float64", "k": 0},
    positional=("*sides",),
    spellings="numpy.eye numpy.identity",
    result=_eye_type,
)


def _linspace_type(ins: Ins, attrs: Attrs) -> Type:
    num = attrs.get("num", 50)
    if not all(is_number(value.type) for value in ins):
        return Array(None, None, generic=True)
    return Array("float64", (length_of(num) if isinstance(num, int | Value) else fresh_length(),))


def _linspace(end: bool) -> Any:
    def part(g: Value, start: Value, stop: Value, num: Any = 50, endpoint: bool = True) -> Value:
        attrs = {"num": num} | ({} if endpoint else {"endpoint": False})
        weights = emit("linspace", 0.0, 1.0, **attrs)
        if not (is_number(start.type) and is_number(stop.type)):
            share = weights if end else 1 - weights
            ends = sum_over(emit("moveaxis", g, source=0, destination=-1) * share, -1)
            return emit("unbroadcast", ends, stop if end else start)
        return sum_over(g * weights) if end else sum_over(g * (1 - weights))

    return part


linear(
    "linspace",
    ("start", "stop"),
    options={"num": 50, "endpoint": True},
    spellings="numpy.linspace",
    result=_linspace_type,
    transpose={"start": _linspace(False), "stop": _linspace(True)},
)


def _array_result(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    return replace(t, dtype=attrs.get("dtype", t.dtype), generic=False)


def _same_elements(g: Value, x: Value, dtype: str | None = None) -> Value | None:
    return g if keeps(dtype) else None


for _name, _spellings in {
    "array": "numpy.array",
    "asarray": "numpy.asarray numpy.ascontiguousarray numpy.asanyarray",
}.items():
    linear(
        _name,
        options={"dtype": None},
        positional=("x", "dtype"),
        spellings=_spellings,
        result=_array_result,
        transpose={"x": _same_elements},
        view=_name == "asarray",
    )


def _as_precise(g: Value, x: Value) -> Value:
    """Where x's dtype is not known, it is asked for at run time."""
    known = not isinstance(x.type, Array) or x.type.dtype is not None
    return g if known else emit("unbroadcast", g, x)


def _astype_type(ins: Ins, attrs: Attrs) -> Type:
    t = ins[0].type
    dtype = attrs["dtype"]
    if isinstance(t, Array):
        return replace(t, dtype=dtype)
    return Array(dtype, (), scalar=isinstance(t, Scalar))


linear(
    "astype",
    options={"dtype": None},
    positional=("x", "dtype", "order", "casting", "subok", "copy"),
    spellings="numpy.ndarray.astype",
    result=_astype_type,
    transpose={"x": lambda g, x, dtype: _as_precise(g, x) if keeps(dtype) else None},
    access="map",
)
for _dtype in ("float64", "float32", "float16"):

    def _converted(ins: Ins, attrs: Attrs, dtype: str = _dtype) -> Type:
        t = array_type(ins[0].type)
        return Array(dtype, t.shape, scalar=t.shape == (), generic=t.generic)

    linear(_dtype, spellings=f"numpy.{_dtype}", result=_converted, transpose={"x": lambda g, x: g})
for _dtype in ("int64", "int32", "int8", "uint8", "bool_"):

    def _truncated(ins: Ins, attrs: Attrs, dtype: str = _dtype.rstrip("_")) -> Type:
        t = array_type(ins[0].type)
        return Array(dtype, t.shape, scalar=t.shape == (), generic=t.generic)

    nondiff(_dtype, spellings=f"numpy.{_dtype}", result=_truncated)
