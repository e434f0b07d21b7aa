"""Running sums: the cotangent of one is the running sum from the other end."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.samples import sampled
from codegen.infer.shapes import product
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Length, Type, fresh_length
from codegen.rules.kinds import linear
from codegen.rules.language import reshape_like


def scan_type(name: str) -> Callable[..., Type]:
    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        operand = array_type(ins[0].type)
        kind = sampled(name, ins[:1], f"numpy.{name}", types=(operand,))
        dtype = kind if isinstance(kind, str) else None
        if operand.shape is None:
            return (
                Array(dtype, None)
                if attrs.get("axis") is not None
                else Array(dtype, (fresh_length(),))
            )
        if not operand.shape:
            return Array(dtype, (Length.of(1),))
        if attrs.get("axis") is None and len(operand.shape) != 1:
            return Array(dtype, (product(operand.shape),))
        return Array(dtype, operand.shape)

    return infer


def _flip(x: Value, axis: int | None) -> Value:
    return emit("flip", x, axis=axis) if axis is not None else emit("flip", x)


def scanned_back(g: Value, axis: int | None) -> Value:
    """The sum from here to the end."""
    along: dict[str, Any] = {} if axis is None else {"axis": axis}
    return _flip(emit("cumsum", _flip(g, axis), **along), axis)


def _cumsum(g: Value, x: Value, axis: int | None = None) -> Value:
    return reshape_like(scanned_back(g, axis), x)


linear(
    "cumsum",
    options={"axis": None},
    positional=("x", "axis", "dtype", "out"),
    spellings="numpy.cumsum numpy.ndarray.cumsum",
    result=scan_type("cumsum"),
    transpose={"x": _cumsum},
    access="scan",
)
