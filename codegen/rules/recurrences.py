"""`ufunc.accumulate`, and `ufunc.reduce` of functions that have no rule of their own.

y[k] = f(y[k-1], x[k]). With p[k] and q[k], the slopes of f at step k by its first and its second
operand, the cotangents obey c[k] = g[k] + p[k+1] c[k+1]: the same recurrence from the other end,
and dx[k] = q[k] c[k].
"""

from __future__ import annotations

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array
from codegen.rules.kinds import DERIVATIVES, pullback
from codegen.rules.language import full_like, item, known_rank, with_item, zeros_like

_FIRST, _LATER, _EARLIER = 0, Slice(1, None), Slice(None, -1)


def _flip(x: Value) -> Value:
    return emit("flip", x, axis=0)


def _from_the_end(g: Value, factors: Value) -> Value:
    return _flip(emit("recurrence", _flip(g), _flip(factors)))


def _recurrence(g: Value, y: Value, x: Value, factors: Value) -> dict[int, Value]:
    found = _from_the_end(g, factors)
    return {0: found, 1: item(found, _LATER) * item(y, _EARLIER)}


pullback(
    "recurrence",
    ("x", "factors"),
    spellings="helpers.recurrence",
    result=lambda ins, attrs: array_type(ins[0].type),
    rule=_recurrence,
    access="scan",
)


def slopes(name: str, z: Value, x: Value, y: Value) -> tuple[Value, Value]:
    """The partial derivatives of a function of two arrays of one shape: z = f(x, y)."""
    ones = full_like(emit("float", 1.0), z)
    found = []
    for factor in DERIVATIVES[name].parts[:2]:  # hypot takes any number
        part = factor(ones, z, x, y) if factor is not None else None
        found.append(zeros_like(z) if part is None else part)
    return found[0], found[1]


def accumulated(name: str, g: Value, y: Value, x: Value, axis: int) -> Value:
    """The cotangent of x, for y = f.accumulate(x, axis)."""
    rank = known_rank(x)
    if axis % rank:
        g, y, x = (emit("moveaxis", each, source=axis, destination=0) for each in (g, y, x))
        return emit("moveaxis", accumulated(name, g, y, x, 0), source=0, destination=axis)
    before, own = slopes(name, item(y, _LATER), item(y, _EARLIER), item(x, _LATER))
    found = _from_the_end(g, before)
    return with_item(found, own * item(found, _LATER), _LATER)


def reduced(name: str, g: Value, x: Value, axis: int, keepdims: bool) -> Value:
    """The cotangent of x, for f.reduce(x, axis): the last element of f.accumulate."""
    rank = known_rank(x)
    if axis % rank:
        x_first = emit("moveaxis", x, source=axis, destination=0)
        g_first = emit("moveaxis", g, source=axis, destination=0) if keepdims else g
        found = reduced(name, g_first, x_first, 0, keepdims)
        return emit("moveaxis", found, source=0, destination=axis)
    last = item(g, 0) if keepdims else g
    ends = with_item(zeros_like(x), last, -1)
    floats = isinstance(x.type, Array) and (x.type.dtype or "float").startswith("float")
    y = emit(f"{name}_accumulate", x, **({} if floats else {"dtype": "float64"}))
    return accumulated(name, ends, y, x, 0)
