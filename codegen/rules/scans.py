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
from codegen.rules.kinds import linear, pullback
from codegen.rules.language import equal, rank_of, reshape_like, where


def scan_type(name: str) -> Callable[..., Type]:
    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        operand = array_type(ins[0].type)
        wanted = {"dtype": attrs["dtype"]} if attrs.get("dtype") else {}
        kind = sampled(name, ins[:1], attrs.get("via"), types=(operand,), **wanted)
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


def _cumsum(g: Value, x: Value, axis: int | None = None, dtype: str | None = None) -> Value:
    return reshape_like(scanned_back(g, axis), x)


SCAN: dict[str, Any] = {
    "options": {"axis": None, "dtype": None},
    "positional": ("x", "axis", "dtype", "out"),
    "access": "scan",
}
linear(
    "cumsum",
    spellings="numpy.cumsum numpy.ndarray.cumsum",
    result=scan_type("cumsum"),
    transpose={"x": _cumsum},
    **SCAN,
)


def cumulative_product(
    g: Value, y: Value, x: Value, axis: int | None = None, dtype: str | None = None
) -> Value:
    """The sum from here on of g y, divided by x; a first zero gets what the others make of it.

    Beyond the first zero all products are 0, and so is every slope but that of this zero: it is
    found by putting a 1 in its place. So nothing is divided by 0.
    """
    along: dict[str, Any] = {} if axis is None else {"axis": axis}
    flat = x if axis is not None or rank_of(x) == 1 else emit("ravel", x)
    zero = equal(flat, 0)
    first = emit("logical_and", zero, equal(emit("cumsum", zero, **along), 1))
    without = emit("cumprod", where(first, 1, flat), **along)
    plain = scanned_back(g * y, axis) / where(zero, 1, flat)
    return reshape_like(where(first, scanned_back(g * without, axis), plain), x)


pullback(
    "cumprod",
    spellings="numpy.cumprod numpy.ndarray.cumprod",
    result=scan_type("cumprod"),
    rule=cumulative_product,
    **SCAN,
)
