"""Reductions that start from a number: np.sum(x, initial=s). The number may carry a derivative."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.infer.elementwise import Axis, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.ops import VARIANTS
from codegen.ir.types import Array, Scalar, Type
from codegen.rules.extremes import first_hit
from codegen.rules.kinds import pullback
from codegen.rules.language import equal, not_equal, sum_over, times, where
from codegen.rules.reduce import AXES, chosen, mask_of, masked_product_slope, over, spread

Cotangents = dict[int, Value]


def started_type(name: str) -> Callable[..., Type]:
    plain = reduction(name)

    def infer(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        found = plain(ins, attrs)
        start = ins[1].type
        kind = start.kind if isinstance(start, Scalar) else getattr(start, "dtype", None) or ""
        whole = isinstance(found, Array) and (found.dtype or "").startswith(("int", "uint", "bool"))
        if whole and kind.startswith("float"):
            raise TypeError(f"np.{name} of integers from a float `initial`, which NumPy truncates")
        assert isinstance(found, Array)
        return found

    return infer


def _sum(
    g: Value,
    y: Value,
    x: Value,
    initial: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Cotangents:
    return {0: chosen(mask_of(where), spread(g, x, axis, keepdims)), 1: sum_over(g)}


def _prod(
    g: Value,
    y: Value,
    x: Value,
    initial: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Value | bool = True,
) -> Cotangents:
    mask = mask_of(where)
    attrs = over(axis, keepdims) | ({} if mask is None else {"where": mask})
    return {
        0: masked_product_slope(times(g, initial), x, axis, keepdims, dtype, mask),
        1: sum_over(g * emit("prod", x, **attrs)),
    }


def _extreme(
    g: Value,
    y: Value,
    x: Value,
    initial: Value,
    axis: Axis = None,
    keepdims: bool = False,
    where: Value | bool = True,
) -> Cotangents:
    """The number comes first: where it attains the value, it gets everything."""
    mask = mask_of(where)
    rest = _unless(equal(y, initial), g)
    return {
        0: chosen(mask, first_hit(rest, _only(mask, x, initial), y, axis, keepdims)),
        1: sum_over(_unless(not_equal(y, initial), g)),
    }


def _unless(condition: Value, g: Value) -> Value:
    return where(condition, 0.0, g)


def _only(mask: Value | None, x: Value, initial: Value) -> Value:
    return x if mask is None else where(mask, x, initial)


RULES: dict[str, Callable[..., Cotangents]] = {
    "sum": _sum,
    "prod": _prod,
    "max": _extreme,
    "min": _extreme,
}
for _name, _rule in RULES.items():
    typed = {"dtype": None} if _name in ("sum", "prod") else {}
    pullback(
        f"{_name}_from",
        ("x", "initial"),
        options=AXES | typed | {"where": True},
        positional=("x", "axis", *(("dtype",) if typed else ()), "out", "keepdims", "initial"),
        result=started_type(_name),
        rule=_rule,
        access="reduce",
        raises=True,
    )
    VARIANTS[_name, "initial"] = f"{_name}_from"
