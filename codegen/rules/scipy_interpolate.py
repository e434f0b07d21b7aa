"""scipy.interpolate: splines through samples, by the samples and by where they are read.

A spline is linear in its samples: its value is a row of weights times them, and the weights are
the splines through the unit vectors. By where it is read it has the slope that SciPy gives. By the
places of the samples no derivative is known here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.ops import Infer, Row, register
from codegen.ir.types import Array, Type, fresh_length
from codegen.rules.fitting import fitted
from codegen.rules.kinds import options_of
from codegen.rules.language import item, matmul, rank_of, sum_over, transpose_of
from codegen.rules.matrices import float_dtype
from codegen.rules.structure import as_operand, like_structure

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
KINDS = ("CubicSpline", "make_interp_spline", "BSpline", "interp1d")
OPTIONS: dict[str, Any] = {
    "nu": 0,
    "bc_type": "not-a-knot",
    "k": 3,
    "extrapolate": None,
    "bounds_error": None,
    "fill_value": None,
}
_CONDITIONS = ("not-a-knot", "natural", "clamped")


def _value_type(ins: Ins, attrs: Attrs) -> Type:
    kind, y, t = ins[0].const, array_type(ins[2].type), array_type(ins[3].type)
    if attrs.get("bc_type", "natural") not in _CONDITIONS:
        raise TypeError(f"scipy.interpolate.{kind} with a bc_type that is none of {_CONDITIONS}")
    if attrs.get("fill_value") not in (None, "extrapolate"):
        raise TypeError(
            "scipy.interpolate.interp1d with a fill_value: np.interp has left and right"
        )
    if y.shape is None or t.shape is None or len(y.shape) not in (1, 2):
        raise TypeError(f"scipy.interpolate.{kind} of samples without one or two axes")
    if len(y.shape) == 2 and (len(t.shape) > 1 or kind == "interp1d"):
        raise TypeError(f"scipy.interpolate.{kind} of a matrix of samples: one column at a time")
    x = array_type(ins[1].type)
    if any((each.dtype or "").startswith("complex") for each in (x, y, t)):
        raise TypeError(f"scipy.interpolate.{kind} of complex numbers: take the parts")
    dtype = float_dtype(x.dtype, y.dtype, t.dtype) if kind == "interp1d" else "float64"
    return Array(dtype, (*t.shape, *y.shape[1:]))


def _further(options: Mapping[str, Any]) -> dict[str, Any]:
    return {**options, "nu": options.get("nu", 0) + 1}


def _value(
    g: Value, kind: Value, x: Value, y: Value, t: Value, wanted: frozenset[int], **options: Any
) -> dict[int, Value]:
    found: dict[int, Value] = {}
    rank = rank_of(y)
    if 2 in wanted:
        weights = transpose_of(emit("spline_weights", kind, x, y, t, **options))
        rows = emit("ravel", g) if rank == 1 else g if rank_of(t) else item(g, None)
        found[2] = matmul(weights, rows)
    if 3 in wanted:
        slope = g * emit("spline_of", kind, x, y, t, **_further(options))
        found[3] = slope if rank == 1 else sum_over(slope, -1)
    return found


def _weights(
    g: Value, kind: Value, x: Value, y: Value, t: Value, wanted: frozenset[int], **options: Any
) -> dict[int, Value]:
    """They do not hang on the samples, but for their number."""
    if 3 not in wanted:
        return {}
    each = sum_over(g * emit("spline_weights", kind, x, y, t, **_further(options)), 1)
    return {3: each if rank_of(t) == 1 else emit("reshape_like", each, t)}


def _enter(name: str, result: Infer, rule: Any) -> None:
    def pull(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        (g,) = cotangents
        if 1 in wanted:
            raise TypeError(
                f"the derivative of scipy.interpolate.{op.ins[0].const} by the places of its "
                "samples: leave them out of wrt, or compute them outside of the function"
            )
        if g is None:
            return {}
        ins = (op.ins[0], *map(as_operand, op.ins[1:]))
        found = rule(g, *ins, wanted, **options_of(op.attrs))
        return {k: like_structure(fitted(dx, ins[k]), op.ins[k]) for k, dx in found.items()}

    register(
        Row(
            name,
            ("kind", "x", "y", "t"),
            options=OPTIONS,
            positional=("kind", "x", "y", "t"),
            spellings=(f"helpers.{name}",),
            result=result,
            pullback=pull,
            raises=True,
        )
    )


def _weights_type(ins: Ins, attrs: Attrs) -> Type:
    y, t = array_type(ins[2].type), array_type(ins[3].type)
    assert y.shape is not None and t.shape is not None
    rows = t.shape[0] if len(t.shape) == 1 else fresh_length()
    return Array("float64", (rows, y.shape[0]))


_enter("spline_of", _value_type, _value)
_enter("spline_weights", _weights_type, _weights)
