"""scipy.signal: convolution, correlation and linear filters.

With G the cotangent widened to what mode="full" would have, both cotangents of a convolution are
correlations of G with the other operand.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.ops import Row, register
from codegen.ir.types import Array, Type, facts, fresh_length
from codegen.rules.fitting import beside
from codegen.rules.kinds import Factor, bilinear, pullback
from codegen.rules.language import known_rank
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def like(found: Value, x: Value) -> Value:
    """A result whose lengths the types cannot tell: they are x's."""
    if isinstance(found.type, Array) and isinstance(x.type, Array) and x.type.shape is not None:
        found.type = Array(found.type.dtype, x.type.shape, scalar=x.type.scalar)
    return found


def _type(by_fourier: bool) -> Any:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        a, v = array_type(ins[0].type), array_type(ins[1].type)
        if a.shape is None or v.shape is None or len(a.shape) != len(v.shape) or not a.shape:
            raise TypeError("a convolution needs two arrays of one known number of axes, not 0")
        dtype = None
        if a.dtype and v.dtype:
            dtype = (
                float_dtype(a.dtype, v.dtype)
                if by_fourier
                else np.result_type(a.dtype, v.dtype).name
            )
        known = facts()
        match attrs.get("mode", "full"):
            case "full":
                pairs = zip(map(known.resolve, a.shape), map(known.resolve, v.shape), strict=True)
                return Array(dtype, tuple(n + m - 1 for n, m in pairs))
            case "same":
                return Array(dtype, a.shape)
            case "valid":
                return Array(dtype, tuple(fresh_length() for _ in a.shape))
        raise TypeError("a convolution with another mode than full, valid or same")

    return infer


def _widened_type(ins: Ins, attrs: Attrs) -> Type:
    a, v = (array_type(x.type) for x in ins[1:])
    assert a.shape is not None and v.shape is not None
    known = facts()
    pairs = zip(map(known.resolve, a.shape), map(known.resolve, v.shape), strict=True)
    return Array(array_type(ins[0].type).dtype, tuple(n + m - 1 for n, m in pairs))


# helpers.widened(g, a, v, mode): g among zeros, as mode="full" would have it; centred takes it back
for _name in ("widened", "centred"):
    register(
        Row(
            _name,
            ("g", "a", "v"),
            options={"mode": "full"},
            spellings=(f"helpers.{_name}",),
            result=(
                _widened_type
                if _name == "widened"
                else lambda ins, attrs: Array(
                    array_type(ins[0].type).dtype,
                    tuple(fresh_length() for _ in range(known_rank(ins[0]))),
                )
            ),
            pullback=lambda op, gs, wanted: _back(op, gs),
            shape_only=frozenset({"a", "v"}),
        )
    )


def _back(op: Any, gs: tuple[Value | None, ...]) -> dict[int, Value]:
    (g,) = gs
    other = "centred" if op.name == "widened" else "widened"
    if g is None:
        return {}
    return {0: like(emit(other, g, *op.ins[1:], mode=op.attrs["mode"]), op.ins[0])}


def _widened(g: Value, a: Value, v: Value, mode: str) -> Value:
    return g if mode == "full" else emit("widened", g, a, v, mode=mode)


def _plain(boundary: str = "fill", fillvalue: Any = 0, axes: Any = None, **method: Any) -> None:
    """The method is a matter of speed."""
    if boundary != "fill" or fillvalue != 0:
        raise TypeError("a convolution with another boundary than zeros: np.pad, and mode='valid'")
    if axes is not None:
        raise TypeError("a convolution over some axes: loop over the others")


def _transposes(name: str) -> dict[str, Factor]:
    """The cotangents of both operands."""
    turned = name.startswith("correlate")

    def whole(g: Value, a: Value, v: Value, mode: str, options: dict[str, Any]) -> Value:
        _plain(**options)
        late = name == "correlate2d" and mode == "same"  # which puts the middle a place later
        return _widened(g, a, v, "late" if late else mode)

    def first(g: Value, a: Value, v: Value, mode: str = "full", **options: Any) -> Value:
        inverse = "signal_convolve" if turned else "signal_correlate"
        found = emit(inverse, whole(g, a, v, mode, options), v, mode="valid")
        return beside(like(found, a), a, v)

    def second(g: Value, a: Value, v: Value, mode: str = "full", **options: Any) -> Value:
        found = emit("signal_correlate", whole(g, a, v, mode, options), a, mode="valid")
        return beside(like(emit("flip", found) if turned else found, v), v, a)

    return {"in1": first, "in2": second}


_METHOD = {"mode": "full", "method": "auto"}
_AXES = {"mode": "full", "axes": None}
_BOUNDARY = {"mode": "full", "boundary": "fill", "fillvalue": 0}
for _name, _options in {
    "convolve": _METHOD,
    "correlate": _METHOD,
    "fftconvolve": _AXES,
    "oaconvolve": _AXES,
    "convolve2d": _BOUNDARY,
    "correlate2d": _BOUNDARY,
}.items():
    bilinear(
        f"signal_{_name}",
        ("in1", "in2"),
        options=_options,
        spellings=f"scipy.signal.{_name}",
        result=_type(_options is _AXES),
        transpose=_transposes(_name),
        raises=True,
        access="contraction",
    )

# Recursive filters


def _filter_type(ins: Ins, attrs: Attrs) -> Type:
    b, a, x = (array_type(value.type) for value in ins)
    if any(t.shape is None or len(t.shape) > 1 for t in (b, a)):
        raise TypeError("lfilter with coefficients that are no vectors")
    if x.shape == ():
        raise TypeError("lfilter of a number")
    return Array(float_dtype(b.dtype, a.dtype, x.dtype), x.shape)


def _filtered_back(b: Value | list[float], a: Value, g: Value, axis: int) -> Value:
    """The transposed filter: the same one, run backward."""
    options: dict[str, Any] = {} if axis == -1 else {"axis": axis}
    turned = emit("flip", g, axis=axis)
    found = emit("lfilter", _one() if isinstance(b, list) else b, a, turned, **options)
    return emit("flip", found, axis=axis)


def _one() -> Value:
    return emit("make_list", 1.0, fixed=True)


def _lfilter(g: Value, y: Value, b: Value, a: Value, x: Value, axis: int = -1) -> dict[int, Value]:
    """A y = B x, A and B lower triangular and Toeplitz: u = A^-T g, db = <u, shifted x>."""
    u = _filtered_back([1.0], a, g, axis)
    return {
        0: _lagged(u, x, b, axis),
        1: -_lagged(u, y, a, axis),
        2: _filtered_back(b, a, g, axis),
    }


def _lagged(u: Value, x: Value, like_b: Value, axis: int) -> Value:
    options: dict[str, Any] = {} if axis == -1 else {"axis": axis}
    if known_rank(like_b) == 0:
        return emit("sum", u * x)
    return like(emit("lagged", u, x, like_b, **options), like_b)


def _lagged_back(turned: bool) -> Any:
    def part(g: Value, u: Value, x: Value, b: Value, axis: int = -1) -> Value:
        if turned:
            return _filtered_back(g, _one(), u, axis)
        options: dict[str, Any] = {} if axis == -1 else {"axis": axis}
        return emit("lfilter", g, _one(), x, **options)

    return part


bilinear(
    "lagged",
    ("u", "x", "b"),
    options={"axis": -1},
    spellings="helpers.lagged",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, array_type(ins[2].type).shape),
    transpose={"u": _lagged_back(False), "x": _lagged_back(True)},
    shape_only=frozenset({"b"}),
)
pullback(
    "lfilter",
    ("b", "a", "x"),
    options={"axis": -1},
    positional=("b", "a", "x", "axis", "zi"),
    spellings="scipy.signal.lfilter",
    result=_filter_type,
    rule=_lfilter,
    raises=True,
    access="scan",
)
