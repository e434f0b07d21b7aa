"""The product of all the other elements: the slope of a product."""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import Axis
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, is_number
from codegen.rules.language import expand, item, on_axis, rank_of, reshape_like


def product_slope(
    g: Value, x: Value, axis: Axis = None, keepdims: bool = False, dtype: str | None = None
) -> Value:
    """g times the product of the others: of those before an element and of those behind it.

    Nothing is divided, so that it is exact at zeros, and so is its own derivative.
    """
    if is_number(x.type):
        return g
    wide = {"dtype": dtype} if dtype else {}
    g = expand(g, x, axis, keepdims)
    if axis is None and rank_of(x) != 1:
        flat = emit("ravel", x)
        return g * reshape_like(_others(flat, 0, wide), x)
    axes = (0 if axis is None else axis,) if not isinstance(axis, tuple) else axis
    rest = x
    for place, along in enumerate(axes):
        others = _others(rest, along, wide)
        g = g * others
        if place + 1 < len(axes):
            rest = emit("prod", rest, axis=along, keepdims=True, **wide)
    return g


def _others(x: Value, axis: int, wide: dict[str, Any]) -> Value:
    def part(start: int | None, stop: int | None) -> Value:
        return item(x, *on_axis(axis, Slice(start, stop)))

    along: dict[str, Any] = {"axis": axis} if rank_of(x) != 1 else {}
    one = emit("array_ones_like", part(None, 1))
    before = emit("cumprod", emit("concatenate", one, part(None, -1), **along), **along, **wide)
    behind = emit("concatenate", part(1, None), one, **along)
    behind = emit("flip", emit("cumprod", emit("flip", behind, **along), **along, **wide), **along)
    for value in (before, behind):
        if isinstance(value.type, Array) and isinstance(x.type, Array):
            value.type = Array(value.type.dtype, x.type.shape)
    return before * behind
