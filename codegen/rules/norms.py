"""Norms of vectors and matrices."""

from __future__ import annotations

import math
from typing import Any

from codegen.infer.elementwise import Axis, array_type, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import is_complex
from codegen.rules.extremes import first_extreme
from codegen.rules.kinds import pullback
from codegen.rules.language import conj, expand, not_equal, rank_of, sign, where


def _norm(
    g: Value, y: Value, x: Value, ord: Any = None, axis: Axis = None, keepdims: bool = False
) -> Value:
    """x / |x|, and 0 at 0."""
    wide, top = expand(g, x, axis, keepdims), expand(y, x, axis, keepdims)
    if ord == 1:
        return wide * sign(x)
    if ord == math.inf:
        largest = first_extreme("max")(g, y, emit("abs", x), axis, keepdims)
        routed: Value = largest * sign(x)
        return routed
    if ord not in (None, 2, "fro"):
        ratio = emit("abs", x) / where(not_equal(top, 0), top, 1)
        slope: Value = wide * sign(x) * ratio ** (ord - 1)
        return slope
    return wide * conj(x) / where(not_equal(top, 0), top, 1)


def _norm_type(ins: tuple[Value, ...], attrs: Any) -> Any:
    ord_, rank = attrs.get("ord"), rank_of(ins[0])
    axis = attrs.get("axis")
    over = rank if axis is None else (len(axis) if isinstance(axis, tuple) else 1)
    if ord_ is None or (ord_ == "fro" and over in (2, None)):
        return reduction("norm")(ins, {"via": "numpy.linalg.norm", **attrs})
    if is_complex(array_type(ins[0].type)) or isinstance(ord_, str) or ord_ < 1 or over != 1:
        raise TypeError("np.linalg.norm with this ord: write the sum")
    return reduction("norm")(ins, {"via": "numpy.linalg.norm", **attrs})


pullback(
    "norm",
    options={"ord": None, "axis": None, "keepdims": False},
    spellings="numpy.linalg.norm",
    result=_norm_type,
    rule=_norm,
    access="reduce",
)
