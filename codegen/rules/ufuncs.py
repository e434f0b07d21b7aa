"""The methods of NumPy's functions of two operands: reduce, accumulate, outer, reduceat.

Every one has `outer`. A reduction with a rule of its own (a sum, a product, a maximum) has it here
too; the others are the last step of a recurrence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from codegen.infer.elementwise import Axis, array_type, as_array_like, reduction
from codegen.infer.samples import sampled
from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.ops import REGISTRY, VARIANTS, Infer, Row
from codegen.ir.results import tangent_type
from codegen.ir.types import Array, Length, Type, fresh_length
from codegen.rules import initial
from codegen.rules.elementwise import share_of_sum
from codegen.rules.extremes import first_extreme, first_hit
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import expand, known_rank, reshape_like
from codegen.rules.recurrences import accumulated, reduced
from codegen.rules.reduce import chosen, mask_of, masked_product_slope, nonzero, spread
from codegen.rules.scans import cumulative_product, scan_type, scanned_back

Attrs = Mapping[str, Any]
Ins = tuple[Value, ...]
Rule = Callable[..., Value]

_AXES: dict[str, Any] = {"axis": 0, "keepdims": False, "dtype": None}


def _spelled(row: Row, method: str) -> str:
    """numpy.add.outer, for every name that NumPy has for the function."""
    names = [each for each in row.spellings if _is_binary(each)]
    return " ".join(f"{each}.{method}" for each in names)


def _is_binary(spelling: str) -> bool:
    module, _, name = spelling.rpartition(".")
    found = getattr(np, name, None) if module == "numpy" else None
    if not isinstance(found, np.ufunc) or found.signature is not None:
        return False
    return (found.nin, found.nout) == (2, 1)


def _binary_rows() -> list[Row]:
    return [row for row in REGISTRY.values() if any(map(_is_binary, row.spellings))]


# Outer: every element of one with every element of the other


def _outer_type(name: str) -> Infer:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        x, y = (array_type(value.type) for value in ins)
        if x.shape is None or y.shape is None:
            return Array(None, None, generic=True)
        kinds = tuple(as_array_like(value.type, "numpy.outer") for value in ins)
        kind = sampled(f"{name}_outer", ins, attrs.get("via"), types=kinds)
        dtype = kind if isinstance(kind, str) else None
        shape = (*x.shape, *y.shape)
        return Array(dtype, shape, scalar=not shape)

    return infer


def _outer(row: Row) -> Callable[..., dict[int, Value]]:
    def rule(g: Value, z: Value, x: Value, y: Value) -> dict[int, Value]:
        """As for f(x[..., None], y)."""
        rank, behind = known_rank(x), known_rank(y)
        wide = x
        if rank and behind:
            axes = tuple(range(rank, rank + behind))
            wide = emit("expand_dims", x, axis=axes[0] if behind == 1 else axes)
        assert row.pullback is not None
        found = row.pullback(Op(row.name, (wide, y), (z,)), (g,), frozenset((0, 1)))
        return {k: reshape_like(part, (x, y)[k]) for k, part in found.items()}

    return rule


# Reductions


def _reduction(name: str) -> Infer:
    plain = reduction(name)
    return lambda ins, attrs: plain(ins, {"axis": 0} | dict(attrs))


def _sum(g: Value, y: Value, x: Value, axis: Axis, keepdims: bool, where: Any) -> Value:
    return chosen(mask_of(where), spread(g, x, axis, keepdims))


def _product(g: Value, y: Value, x: Value, axis: Axis, keepdims: bool, where: Any) -> Value:
    return masked_product_slope(g, x, axis, keepdims, None, mask_of(where))


def _extreme(name: str) -> Rule:
    rule = first_extreme(name)
    return lambda g, y, x, axis, keepdims, where: rule(g, y, x, axis, keepdims)


def _first(g: Value, y: Value, x: Value, axis: Axis, keepdims: bool, where: Any) -> Value:
    return first_hit(g, x, y, axis, keepdims)


def _shares(name: str) -> Rule:
    def rule(g: Value, y: Value, x: Value, axis: Axis, keepdims: bool, where: Any) -> Value:
        wide, total = (expand(each, x, axis, keepdims) for each in (g, y))
        if name == "hypot":
            return wide * x / nonzero(total)
        return wide * share_of_sum(name, x, total)

    return rule


REDUCTIONS: dict[str, Rule] = {
    "add": _sum,
    "mul": _product,
    "maximum": _extreme("max"),
    "minimum": _extreme("min"),
    "fmax": _first,
    "fmin": _first,
    "logaddexp": _shares("logaddexp"),
    "logaddexp2": _shares("logaddexp2"),
    "hypot": _shares("hypot"),
}
# NumPy 2 does not reduce the others step by step: np.power.reduce([a, b, c]) is not (a**b)**c
_STEP_BY_STEP = frozenset({"sub", "div", "mod", "fmod", "copysign", *REDUCTIONS})
_ACCUMULATED = _STEP_BY_STEP | {"pow", "arctan2"}
_MASKED = frozenset({"add", "mul"})
_STARTED = {"add": "sum", "mul": "prod", "maximum": "max", "minimum": "min"}


def _reduce(name: str) -> Rule:
    special = REDUCTIONS.get(name)

    def rule(
        g: Value,
        y: Value,
        x: Value,
        axis: Axis = 0,
        keepdims: bool = False,
        dtype: str | None = None,
        where: Value | bool = True,
    ) -> Value:
        if special is not None:
            return special(g, y, x, axis, keepdims, where)
        if axis is None and known_rank(x) == 1:
            axis = 0
        if not isinstance(axis, int):
            raise TypeError(f"np.{name}.reduce over several axes: one at a time")
        return reduced(name, g, x, axis, keepdims)

    return rule


def _started(rule: Callable[..., dict[int, Value]]) -> Callable[..., dict[int, Value]]:
    def with_axis(g: Value, y: Value, x: Value, start: Value, **options: Any) -> dict[int, Value]:
        return rule(g, y, x, start, **({"axis": 0} | options))

    return with_axis


def _with_initial(name: str, spellings: str) -> None:
    plain = initial.started_type(_STARTED[name])
    pullback(
        f"{name}_reduce_from",
        ("x", "initial"),
        options=_AXES | {"where": True},
        positional=("x", "axis", "dtype", "out", "keepdims", "initial"),
        result=lambda ins, attrs: plain(ins, {"axis": 0} | dict(attrs)),
        rule=_started(initial.RULES[_STARTED[name]]),
        access="reduce",
        raises=True,
    )
    VARIANTS[f"{name}_reduce", "initial"] = f"{name}_reduce_from"


# Scans


def _scan_type(name: str) -> Infer:
    plain = scan_type(name)
    return lambda ins, attrs: plain(ins, {"axis": 0} | dict(attrs))


def _accumulate(name: str) -> Rule:
    def rule(g: Value, y: Value, x: Value, axis: int = 0, dtype: str | None = None) -> Value:
        along = None if known_rank(x) == 1 else axis
        if name == "add":
            return scanned_back(g, along)
        if name == "mul":
            return cumulative_product(g, y, x, along)
        return accumulated(name, g, y, x, axis)

    return rule


def _methods(row: Row) -> None:
    name = row.name
    operands, spellings, result = ("x", "y"), _spelled(row, "outer"), _outer_type(name)
    shape: dict[str, Any] = {
        "positional": ("x", "axis", "dtype", "out", "keepdims"),
        "access": "reduce",
    }
    if row.inactive:
        nondiff(f"{name}_outer", operands, spellings=spellings, result=result)
        if name.startswith("logical_"):
            spellings = _spelled(row, "reduce")
            result = _reduction(name)
            nondiff(f"{name}_reduce", spellings=spellings, result=result, options=_AXES, **shape)
        return
    pullback(
        f"{name}_outer",
        operands,
        spellings=spellings,
        result=result,
        rule=_outer(row),
        raises=True,
    )
    if name in _ACCUMULATED:
        pullback(
            f"{name}_accumulate",
            options={"axis": 0, "dtype": None},
            positional=("x", "axis", "dtype", "out"),
            spellings=_spelled(row, "accumulate"),
            result=_scan_type(f"{name}_accumulate"),
            rule=_accumulate(name),
            access="scan",
            raises=True,
        )
    if name not in _STEP_BY_STEP:
        return
    masks = {"where": True} if name in _MASKED else {}
    pullback(
        f"{name}_reduce",
        options=_AXES | masks,
        spellings=_spelled(row, "reduce"),
        result=_reduction(f"{name}_reduce"),
        rule=_reduce(name),
        raises=True,
        **shape,
    )
    if name in _STARTED:
        _with_initial(name, _spelled(row, "reduce"))


for _row in _binary_rows():
    _methods(_row)


# Sums of parts


def _parts_type(ins: Ins, attrs: Attrs) -> Type:
    t, axis = array_type(ins[0].type), attrs.get("axis", 0)
    indices = array_type(attrs["indices"].type)
    if t.shape is None:
        return Array(t.dtype, None)
    length: Length = indices.shape[0] if indices.shape else fresh_length()
    axis %= len(t.shape)
    dtype = t.dtype if (t.dtype or "float").startswith(("float", "complex")) else "int64"
    return Array(dtype, (*t.shape[:axis], length, *t.shape[axis + 1 :]))


linear(
    "add_reduceat",
    options={"indices": None, "axis": 0},
    positional=("x", "indices", "axis", "dtype", "out"),
    spellings="numpy.add.reduceat",
    result=_parts_type,
    transpose={
        "x": lambda g, x, indices, axis=0: emit("segments", g, x, indices=indices, axis=axis)
    },
    raises=True,
)
linear(
    "segments",
    ("g", "x"),
    options={"indices": None, "axis": 0},
    positional=("g", "x", "indices", "axis"),
    spellings="helpers.segments",
    result=lambda ins, attrs: tangent_type(ins[1].type),
    transpose={
        "g": lambda h, g, x, indices, axis=0: emit("add_reduceat", h, indices=indices, axis=axis)
    },
    shape_only=frozenset({"x"}),
)
