"""Element-wise functions of `math`, NumPy and Python.

To add one: a `scalar` with one factor per operand, and a line in tests/rules/samples.py.
"""

from __future__ import annotations

import cmath
import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import elementwise
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Type, is_complex
from codegen.rules.kinds import Factor, scalar
from codegen.rules.language import (
    conj,
    cos,
    cosh,
    equal,
    exp,
    may_be_complex,
    not_equal,
    sign,
    sin,
    sinh,
    sqrt,
    where,
)

MOST_OPERANDS = 16  # of a function with any number of them


def both(name: str, numpy_name: str | None = None) -> str:
    """The spelling in `math`, in NumPy, and in `cmath` where it is there."""
    of_complex = f" cmath.{name}" if hasattr(cmath, name) else ""
    return f"numpy.{numpy_name or name} math.{name}{of_complex}"


# Exponentials and logarithms

scalar("exp", lambda g, y, x: g * y, spellings=both("exp"), noun="exps")
scalar("exp2", lambda g, y, x: math.log(2) * g * y, spellings=both("exp2"))
scalar("expm1", lambda g, y, x: g * exp(x), spellings=both("expm1"))


def _log(g: Value, y: Value, x: Value, *base: Value) -> Value:
    if not base:
        return g / x
    return g / (x * emit("log", base[0]))


def _log_base(g: Value, y: Value, x: Value, *base: Value) -> Value:
    (b,) = base
    return -g * y / (b * emit("log", b))


scalar(
    "log",
    _log,
    _log_base,
    operands=("x", "*base"),
    positional=("x", "*base"),
    spellings=both("log"),
    noun="logs",
)
scalar("log2", lambda g, y, x: g / (math.log(2) * x), spellings=both("log2"))
scalar("log10", lambda g, y, x: g / (math.log(10) * x), spellings=both("log10"))
scalar("log1p", lambda g, y, x: g / (1 + x), spellings=both("log1p"))


def share_of_sum(name: str, x: Value, z: Value) -> Value:
    """exp(x - z), x's share of the sum whose log is z; of nothing, it is nothing and not nan."""
    power = {"logaddexp": "exp", "logaddexp2": "exp2"}[name]
    return emit(power, x - where(equal(z, -math.inf), 0.0, z))


def _log_of_sum(name: str) -> None:
    scalar(
        name,
        lambda g, z, x, y: g * share_of_sum(name, x, z),
        lambda g, z, x, y: g * share_of_sum(name, y, z),
        spellings=f"numpy.{name}",
    )


_log_of_sum("logaddexp")
_log_of_sum("logaddexp2")

# Powers and roots

scalar("sqrt", lambda g, y, x: g / (2 * y), spellings=both("sqrt"), noun="root")
scalar("cbrt", lambda g, y, x: g / (3 * y**2), spellings=both("cbrt"), noun="root")
scalar("square", lambda g, y, x: 2 * g * x, spellings="numpy.square")
scalar("reciprocal", lambda g, y, x: -g * y**2, spellings="numpy.reciprocal")


def _guarded(z: Value) -> Value:
    """A denominator that is 1 where z is 0: the derivative is 0 there by convention."""
    return where(not_equal(z, 0), z, 1)


def _share_of_hypot(position: int) -> Factor:
    return lambda g, z, *x: g * x[position] / _guarded(z)


scalar(
    "hypot",
    *(_share_of_hypot(position) for position in range(MOST_OPERANDS)),
    spellings=both("hypot"),
    operands=("*x",),
    positional=("*x",),
)

# Trigonometry

scalar("sin", lambda g, y, x: g * cos(x), spellings=both("sin"))
scalar("cos", lambda g, y, x: -g * sin(x), spellings=both("cos"))
scalar("tan", lambda g, y, x: g * (1 + y**2), spellings=both("tan"))
scalar(
    "arcsin", lambda g, y, x: g / sqrt(1 - x**2), spellings=both("asin", "arcsin") + " numpy.asin"
)
scalar(
    "arccos", lambda g, y, x: -g / sqrt(1 - x**2), spellings=both("acos", "arccos") + " numpy.acos"
)
scalar("arctan", lambda g, y, x: g / (1 + x**2), spellings=both("atan", "arctan") + " numpy.atan")
scalar(
    "arctan2",
    lambda g, z, y, x: g * x / _guarded(x**2 + y**2),
    lambda g, z, y, x: -g * y / _guarded(x**2 + y**2),
    spellings=both("atan2", "arctan2") + " numpy.atan2",
    operands=("y", "x"),
)
scalar("sinh", lambda g, y, x: g * cosh(x), spellings=both("sinh"))
scalar("cosh", lambda g, y, x: g * sinh(x), spellings=both("cosh"))
scalar("tanh", lambda g, y, x: g * (1 - y**2), spellings=both("tanh"))
scalar(
    "arcsinh",
    lambda g, y, x: g / sqrt(x**2 + 1),
    spellings=both("asinh", "arcsinh") + " numpy.asinh",
)
scalar(
    "arccosh",
    lambda g, y, x: g / (sqrt(x - 1) * sqrt(x + 1) if may_be_complex(x) else sqrt(x**2 - 1)),
    spellings=both("acosh", "arccosh") + " numpy.acosh",
)
scalar(
    "arctanh", lambda g, y, x: g / (1 - x**2), spellings=both("atanh", "arctanh") + " numpy.atanh"
)
_DEGREE = math.pi / 180
scalar(
    "deg2rad",
    lambda g, y, x: _DEGREE * g,
    spellings="numpy.deg2rad numpy.radians math.radians",
)
scalar(
    "rad2deg",
    lambda g, y, x: g / _DEGREE,
    spellings="numpy.rad2deg numpy.degrees math.degrees",
)


def _sinc_slope(x: Value, y: Value) -> Value:
    """(cos(pi x) - sinc(x)) / x, and 0 at 0."""
    return (cos(math.pi * x) - y) / _guarded(x)


scalar("sinc", lambda g, y, x: g * _sinc_slope(x, y), spellings="numpy.sinc")

# Error and gamma functions of math

_TWO_OVER_ROOT_PI = 2 / math.sqrt(math.pi)
scalar("erf", lambda g, y, x: _TWO_OVER_ROOT_PI * g * exp(-(x**2)), spellings="math.erf")
scalar("erfc", lambda g, y, x: -_TWO_OVER_ROOT_PI * g * exp(-(x**2)), spellings="math.erfc")
scalar("lgamma", lambda g, y, x: g * emit("digamma", x), spellings="math.lgamma")
scalar("gamma", lambda g, y, x: g * y * emit("digamma", x), spellings="math.gamma")

# Bessel functions


def _slope_of_i1(x: Value, y: Value) -> Value:
    """i0(x) - i1(x) / x, and 1/2 at 0."""
    zero = equal(x, 0)
    return where(zero, 0.5, emit("i0", x) - y / where(zero, 1, x))


def _bessel_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    """np.i0 of a number is an array without axes."""
    found = elementwise("i0")(ins, attrs)
    return replace(found, scalar=False) if isinstance(found, Array) else found


scalar(
    "i0",
    lambda g, y, x: g * emit("bessel_i1", x),
    spellings="numpy.i0",
    result=_bessel_type,
)
scalar(
    "bessel_i1",
    lambda g, y, x: g * _slope_of_i1(x, y),
    spellings="helpers.bessel_i1",
)

# Signs


def _abs(g: Value, y: Value, x: Value) -> Value:
    return g * conj(x) / _guarded(y) if is_complex(x.type) else g * sign(conj(x))


scalar(
    "abs",
    _abs,
    spellings="builtins.abs numpy.abs numpy.absolute numpy.fabs math.fabs operator.abs",
)
scalar(
    "copysign",
    lambda g, z, x, y: g * emit("copysign", 1.0, y) * sign(x),
    None,
    spellings="numpy.copysign math.copysign",
)
scalar(
    "fmod",
    lambda g, z, x, y: g,
    lambda g, z, x, y: -g * emit("trunc", x / y),
    spellings="numpy.fmod math.fmod",
)
scalar(
    "remainder",
    lambda g, z, x, y: g,
    lambda g, z, x, y: -g * emit("rint", (x - z) / y),
    spellings="math.remainder",
)

scalar(
    "nan_to_num",
    lambda g, y, x, **stand_in: g * emit("isfinite", x),
    spellings="numpy.nan_to_num",
    options={"nan": 0.0, "posinf": None, "neginf": None},
    positional=("x", "copy", "nan", "posinf", "neginf"),
)
scalar(
    "heaviside",
    None,
    lambda g, z, x, y: g * equal(x, 0),
    spellings="numpy.heaviside",
)
scalar("nextafter", lambda g, z, x, y: g, None, spellings="numpy.nextafter math.nextafter")
scalar(
    "ldexp",
    lambda g, z, x, y: g * 2.0**y,
    None,
    spellings=both("ldexp"),
)

# Which operand: the first that attains the value gets everything


scalar(
    "maximum",
    lambda g, z, x, y: g * (x >= y),
    lambda g, z, x, y: g * (x < y),
    spellings="numpy.maximum",
    operand_noun="pre",
)
scalar(
    "minimum",
    lambda g, z, x, y: g * (x <= y),
    lambda g, z, x, y: g * (x > y),
    spellings="numpy.minimum",
    operand_noun="pre",
)


def _better(name: str) -> tuple[Factor, Factor]:
    """fmax, fmin: a number beside nan is the result."""
    first, second = {"fmax": ("ge", "lt"), "fmin": ("le", "gt")}[name]

    def left(g: Value, z: Value, x: Value, y: Value) -> Value:
        return g * emit("logical_or", emit(first, x, y), emit("isnan", y))

    def right(g: Value, z: Value, x: Value, y: Value) -> Value:
        return g * emit("logical_or", emit(second, x, y), emit("isnan", x))

    return left, right


scalar("fmax", *_better("fmax"), spellings="numpy.fmax")
scalar("fmin", *_better("fmin"), spellings="numpy.fmin")
