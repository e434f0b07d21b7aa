"""The operators, and the functions of NumPy that do the same."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import elementwise
from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.ops import Row, register
from codegen.ir.types import FLOAT, INT, Array, TupleOf, Type, is_complex, is_number
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import (
    CAST,
    DERIVATIVES,
    Derivative,
    cotangent_of,
    nondiff,
    pullback,
    scalar,
)
from codegen.rules.language import (
    is_integer_array,
    literal,
    log,
    may_be_complex,
    not_equal,
    of_kind,
    part_of,
    scaled,
    times,
    where,
)
from codegen.rules.structure import as_operand, like_structure

scalar(
    "add",
    lambda g, z, x, y: g,
    lambda g, z, x, y: g,
    spellings="operator.add numpy.add",
    noun="sum",
)


def _subtract(
    op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
) -> dict[int, Value]:
    """-g is summed before it is negated: the smaller array."""
    (g,) = cotangents
    found: dict[int, Value] = {}
    if g is not None:
        for position in sorted(wanted):
            part = cotangent_of(op, position, g, tuple(as_operand(x) for x in op.ins))
            found[position] = like_structure(-part if position else part, op.ins[position])
    return found


DERIVATIVES["sub"] = Derivative("scalar", (lambda g, z, x, y: g, lambda g, z, x, y: -g))
register(
    Row(
        "sub",
        ("x", "y"),
        spellings=("operator.sub", "numpy.subtract"),
        result=elementwise("sub"),
        pullback=_subtract,
        access="map",
        noun="diff",
        positional=("x", "y"),
        **CAST,
    )
)


def _times_left(g: Value, z: Value, x: Value, y: Value) -> Value:
    return 2 * g * x if x is y else times(g, y)


def _times_right(g: Value, z: Value, x: Value, y: Value) -> Value | None:
    return None if x is y else times(g, x)  # x * x: the left operand has it all


scalar(
    "mul",
    _times_left,
    _times_right,
    spellings="operator.mul numpy.multiply",
    noun="product",
)


def _divide_right(g: Value, z: Value, x: Value, y: Value) -> Value:
    if literal(x) == 1:
        return -g * z**2
    if is_number(x.type) and is_number(y.type):
        return -g * x / y**2
    return -(g / y) * z  # the quotients of arrays are at hand: g / y is dx


scalar(
    "div",
    lambda g, z, x, y: g / y,
    _divide_right,
    spellings="operator.truediv numpy.divide numpy.true_divide",
    noun="ratio",
)
scalar("neg", lambda g, y, x: -g, spellings="operator.neg numpy.negative")
scalar("pos", lambda g, y, x: g, spellings="operator.pos numpy.positive")

nondiff("floordiv", ("x", "y"), spellings="operator.floordiv numpy.floor_divide", raises=True)
scalar(
    "mod",
    lambda g, z, x, y: g,
    lambda g, z, x, y: -g * (x // y),
    spellings="operator.mod numpy.mod numpy.remainder",
)


def _pair_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    part = elementwise("mod")(ins, {})
    return TupleOf((part, part))


pullback(
    "divmod",
    ("x", "y"),
    spellings="builtins.divmod numpy.divmod",
    result=_pair_type,
    rule=lambda g, z, x, y: {
        0: unbroadcast(part_of(g, 1), x),
        1: unbroadcast(-part_of(g, 1) * (x // y), y),
    },
    raises=True,
)


def _halves_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    part = elementwise("floor")(ins, {"via": "numpy.floor"})
    t = FLOAT if attrs.get("via") == "math.modf" else part
    return TupleOf((t, t))


pullback(
    "modf",
    spellings="math.modf numpy.modf",
    result=_halves_type,
    rule=lambda g, y, x: part_of(g, 0),
)


def _mantissa_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    if attrs.get("via") == "math.frexp":
        return TupleOf((FLOAT, INT))
    part = elementwise("floor")(ins, {"via": "numpy.floor"})
    assert isinstance(part, Array)
    return TupleOf((part, replace(part, dtype="int32")))


pullback(
    "frexp",
    spellings="math.frexp numpy.frexp",
    result=_mantissa_type,
    rule=lambda g, y, x: emit("ldexp", part_of(g, 0), -part_of(y, 1)),
)


def _power_base(g: Value, z: Value, x: Value, y: Value) -> Value | None:
    n = literal(y)
    # float_power of integers: their own power would overflow, or have a negative exponent
    one = 1.0 if is_integer_array(x) and not is_integer_array(z) else 1
    if n is None:
        # at y == 0 the derivative is 0 whatever x is: x ** -1 is never taken
        below = where(not_equal(y, 0), y - one, one)
        return g * y * x**below
    if n == 0:
        return None
    if n == 1:
        return g
    if n == 0.5:
        return n * g / z
    below_n = n - one
    if below_n < 0 and is_integer_array(x):
        below_n = float(below_n)
    return scaled(n, g) * (x if below_n == 1 else x**below_n)


def _power_exponent(g: Value, z: Value, x: Value, y: Value) -> Value | None:
    """z log(x) where x > 0. Elsewhere the power is no differentiable function of a real exponent:
    0. Complex: z log(x) wherever x is not 0.
    """
    if is_complex(z.type):
        wide = of_kind(x, z.type)
        return g * z * log(wide if x.is_const else where(not_equal(x, 0), wide, 1))
    base = literal(x)
    if base is None and may_be_complex(x):
        return g * z * emit("log_of_base", x, z)
    if base is None:
        return g * z * log(where(x > 0, x, 1))
    return g * z * log(x) if base > 0 else None


scalar(
    "log_of_base",
    lambda g, y, x, z: g / where(not_equal(y, 0), x, 1),
    None,
    operands=("x", "z"),
    spellings="helpers.log_of_base",
)


def _power_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    found: Type = elementwise("pow", constants=True)(ins, attrs)
    if found == INT and literal(ins[1]) is None:
        return FLOAT  # int ** -int is a float; a Python float stands for both
    return found


scalar(
    "pow",
    _power_base,
    _power_exponent,
    spellings="operator.pow numpy.power numpy.pow numpy.float_power math.pow builtins.pow",
    result=_power_type,
    positional=("x", "y"),
    noun="power",
    **CAST,
)

# Bits: nothing to differentiate
for _name, _bits in {
    "bitand": "operator.and_ numpy.bitwise_and",
    "bitor": "operator.or_ numpy.bitwise_or",
    "bitxor": "operator.xor numpy.bitwise_xor",
    "shl": "operator.lshift numpy.left_shift numpy.bitwise_left_shift",
    "shr": "operator.rshift numpy.right_shift numpy.bitwise_right_shift",
}.items():
    nondiff(_name, ("x", "y"), spellings=_bits, raises=True)
nondiff(
    "invert",
    spellings="operator.invert numpy.invert numpy.bitwise_not numpy.bitwise_invert",
    raises=True,
)
