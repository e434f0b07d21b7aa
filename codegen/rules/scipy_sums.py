"""scipy.special: log-sum-exp and softmax, over axes; sine, cosine and Fresnel integrals.

The shares of a log-sum-exp, exp(a - y), are at most 1: nothing overflows that did not before.
"""

from __future__ import annotations

import math
from typing import Any

from codegen.infer.elementwise import Axis, elementwise_type, reduced_shape
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, TupleOf, Type, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import pullback
from codegen.rules.language import cos, equal, exp, expand, part_of, rank_of, sin, sum_over, where

Ins = tuple[Value, ...]


def float_type(*ins: Value) -> Array:
    """What NumPy computes a function of floats of these in, broadcast."""
    found = elementwise_type("logaddexp", (ins[0], ins[-1]), {"via": "numpy.logaddexp"})
    assert isinstance(found, Array)
    return found


def _sum_type(ins: Ins, attrs: Any) -> Type:
    if attrs.get("return_sign"):
        raise TypeError("logsumexp with return_sign=True: take the sign of the sum yourself")
    found = float_type(*(x for x in ins if x.const is not None))
    axis, keepdims = attrs.get("axis"), attrs.get("keepdims", False)
    if found.shape is None:
        if axis is None and not keepdims:
            return Array(found.dtype, (), scalar=True)
        return Array(found.dtype, None, generic=True)
    if not found.shape and keepdims:
        raise TypeError("logsumexp of a number with keepdims=True: it is the number")
    shape = reduced_shape(found.shape, axis, keepdims)
    return Array(found.dtype, shape, scalar=not shape)


def _log_of_sum(
    g: Value,
    y: Value,
    x: Value,
    b: Value,
    axis: Axis = None,
    keepdims: bool = False,
    return_sign: bool = False,
) -> dict[int, Value]:
    wide = x if b.const is None or (rank_of(x) or 0) >= (rank_of(b) or 0) else b
    if rank_of(x) is None or rank_of(b) is None:
        wide = x
    finite = where(equal(y, -math.inf), 0.0, y)  # of nothing, the shares are nothing and not nan
    top, flow = expand(finite, wide, axis, keepdims), expand(g, wide, axis, keepdims)
    share = flow * exp(x - top)
    if b.const is None:
        return {0: share if rank_of(x) is not None else unbroadcast(share, x)}
    return {0: unbroadcast(share * b, x), 1: unbroadcast(share, b)}


pullback(
    "logsumexp",
    ("x", "b"),
    options={"axis": None, "keepdims": False, "return_sign": False},
    positional=("x", "axis", "b", "keepdims", "return_sign"),
    spellings="scipy.special.logsumexp",
    defaults={"b": None},
    result=_sum_type,
    rule=_log_of_sum,
    access="reduce",
)


def _same_type(ins: Ins, attrs: Any) -> Type:
    return float_type(*ins)


def _total(g: Value, axis: Axis) -> Value:
    if is_number(g.type):
        return g
    return sum_over(g) if axis is None else sum_over(g, axis, keepdims=True)


pullback(
    "softmax",
    options={"axis": None},
    spellings="scipy.special.softmax",
    result=_same_type,
    rule=lambda g, y, x, axis=None: y * (g - _total(g * y, axis)),
    access="reduce",
)
pullback(
    "log_softmax",
    options={"axis": None},
    spellings="scipy.special.log_softmax",
    result=_same_type,
    rule=lambda g, y, x, axis=None: g - exp(y) * _total(g, axis),
    access="reduce",
)


def _pair_type(ins: Ins, attrs: Any) -> Type:
    part = float_type(*ins)
    return TupleOf((part, part))


def _sine_and_cosine(g: Value, y: Value, x: Value) -> Value:
    """sin(x) / x and cos(x) / x; the second only where it is asked for, so that 0 may stand."""
    first, second = part_of(g, 0), part_of(g, 1)
    return first * emit("sinc", x / math.pi) + second * cos(x) / where(equal(second, 0), 1.0, x)


pullback(
    "sici",
    spellings="scipy.special.sici",
    result=_pair_type,
    rule=_sine_and_cosine,
)


def _fresnel(g: Value, y: Value, x: Value) -> Value:
    angle = math.pi / 2 * x**2
    return part_of(g, 0) * sin(angle) + part_of(g, 1) * cos(angle)


pullback(
    "fresnel",
    spellings="scipy.special.fresnel",
    result=_pair_type,
    rule=_fresnel,
)
