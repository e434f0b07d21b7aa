"""scipy.special: Hankel, spherical Bessel, Kelvin and parabolic cylinder functions, derivatives of
Bessel functions, integrals of Bessel and Airy functions (DLMF, chapters 9 to 12).

By the order no closed form is known. What solves a differential equation of second order has its
second derivative from that.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.infer.elementwise import array_type, elementwise, shape_of_all
from codegen.ir.build import emit
from codegen.ir.graph import Op, Value, constant
from codegen.ir.ops import Row, register
from codegen.ir.types import Array, TupleOf, Type, is_number
from codegen.rules.fitting import fitted, unbroadcast
from codegen.rules.kinds import pullback, scalar
from codegen.rules.language import equal, part_of, where
from codegen.rules.scipy_special import guarded, special, unknown
from codegen.rules.scipy_sums import float_type
from codegen.rules.structure import as_operand, like_structure

Ins = tuple[Value, ...]


def complex_type(ins: Ins, attrs: Any) -> Type:
    """The type of a complex function of its operands, broadcast together."""
    types = tuple(array_type(x.type) for x in ins)
    shape = shape_of_all(types)
    number = not shape and all(
        is_number(x.type) or t.scalar for x, t in zip(ins, types, strict=True)
    )
    return Array("complex128", shape, scalar=number and shape is not None, generic=shape is None)


# Hankel functions; scaled ones without their exponential

for _name, _turn in {"hankel1": 0, "hankel2": 0, "hankel1e": -1, "hankel2e": 1}.items():

    def _hankel(
        g: Value, y: Value, v: Value, z: Value, name: str = _name, turn: int = _turn
    ) -> Value:
        half = (emit(name, v - 1, z) - emit(name, v + 1, z)) / 2
        return g * (half if not turn else half + constant(turn * 1j) * y)

    scalar(
        _name,
        unknown(_name, "v"),
        _hankel,
        spellings=f"scipy.special.{_name}",
        operands=("v", "z"),
        positional=("v", "z"),
        result=complex_type,
    )

# Derivatives of Bessel functions, of any order

for _name in ("jvp", "yvp", "ivp", "kvp"):
    scalar(
        _name,
        unknown(_name, "v"),
        lambda g, y, v, z, n=1, name=_name: g * emit(name, v, z, n=n + 1),
        spellings=f"scipy.special.{_name}",
        operands=("v", "z"),
        options={"n": 1},
        positional=("v", "z", "n"),
        result=elementwise(_name),
    )

# Spherical Bessel functions


def _spherical(name: str, sign: int) -> None:
    """f'' = (n (n + 1) / z**2 - sign) f - 2 f' / z; at 0 its limit."""

    def factor(g: Value, y: Value, n: Value, z: Value, derivative: bool = False) -> Value:
        if not derivative:
            return g * emit(name, n, z, derivative=True)
        zero, f = equal(z, 0), emit(name, n, z)
        safe = guarded(z)
        second = (n * (n + 1) / safe**2 - sign) * f - 2 * y / safe
        limit = where(equal(n, 0), -sign / 3, where(equal(n, 2), 2 / 15, 0.0))
        return g * where(zero, limit, second)

    scalar(
        name,
        unknown(name, "n"),
        factor,
        spellings=f"scipy.special.{name}",
        operands=("n", "z"),
        options={"derivative": False},
        positional=("n", "z", "derivative"),
        result=elementwise(name),
    )


for _name, _sign in {"jn": 1, "yn": 1, "in": -1, "kn": -1}.items():
    _spherical(f"spherical_{_name}", _sign)

# Kelvin functions: w = ber + i bei, ker + i kei solve w'' = i w - w' / x


def _kelvin(kind: str) -> None:
    real, imaginary = f"{kind}r", f"{kind}i"
    special(real, lambda g, y, x: g * emit(f"{real}p", x))
    special(imaginary, lambda g, y, x: g * emit(f"{imaginary}p", x))
    special(
        f"{real}p",
        lambda g, y, x: -g * (emit(imaginary, x) + y / guarded(x)),
    )
    special(
        f"{imaginary}p",
        lambda g, y, x: g * (emit(real, x) - where(equal(x, 0), 0.5, y / guarded(x))),
    )


_kelvin("be")
_kelvin("ke")

# Pairs: a function and its derivative; integrals from 0


def _pair_type(ins: Ins, attrs: Any) -> Type:
    return TupleOf((float_type(*ins),) * 2)


def _cylinder(name: str, parameter: str, bend: Callable[[Value, Value], Value]) -> None:
    """A solution of w'' = bend w, and its derivative."""

    def pull(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        (g,) = cotangents
        if 0 in wanted:
            unknown(name, parameter)()
        if g is None or 1 not in wanted:
            return {}
        a, x = (as_operand(each) for each in op.ins)
        w, slope = part_of(op.out, 0), part_of(op.out, 1)
        dx = part_of(g, 0) * slope + part_of(g, 1) * bend(a, x) * w
        return {1: like_structure(fitted(unbroadcast(dx, x), x), op.ins[1])}

    register(
        Row(
            name,
            (parameter, "x"),
            spellings=(f"scipy.special.{name}",),
            result=_pair_type,
            pullback=pull,
        )
    )


for _name in ("pbdv", "pbvv"):
    _cylinder(_name, "v", lambda v, x: x**2 / 4 - v - 0.5)
_cylinder("pbwa", "a", lambda a, x: a - x**2 / 4)


def _integrals(name: str, *integrands: Callable[[Value], Value]) -> None:
    def rule(g: Value, y: Value, x: Value) -> Value:
        found = part_of(g, 0) * integrands[0](x)
        for k, integrand in enumerate(integrands[1:], start=1):
            found = found + part_of(g, k) * integrand(x)
        return found

    pullback(
        name,
        spellings=f"scipy.special.{name}",
        result=lambda ins, attrs: TupleOf((float_type(*ins),) * len(integrands)),
        rule=rule,
    )


def _function(name: str, *before: float) -> Callable[[Value], Value]:
    return lambda x: emit(name, *before, x)


def _airy(k: int, sign: int) -> Callable[[Value], Value]:
    return lambda x: part_of(emit("airy", x if sign > 0 else -x), k)


_integrals("itj0y0", _function("j0"), _function("y0"))
_integrals("iti0k0", _function("special_i0"), _function("k0"))
_integrals("itairy", _airy(0, 1), _airy(2, 1), _airy(0, -1), _airy(2, -1))
special("itstruve0", lambda g, y, x: g * emit("struve", 0, x))
special("itmodstruve0", lambda g, y, x: g * emit("modstruve", 0, x))
special(
    "modstruve",
    unknown("modstruve", "v"),
    lambda g, y, v, x: g * (emit("modstruve", v - 1, x) - v * y / guarded(x)),
    operands=("v", "x"),
)
special(
    "wright_bessel",
    unknown("wright_bessel", "a"),
    unknown("wright_bessel", "b"),
    lambda g, y, a, b, x: g * emit("wright_bessel", a, a + b, x),
    operands=("a", "b", "x"),
)
special(
    "log_wright_bessel",
    unknown("log_wright_bessel", "a"),
    unknown("log_wright_bessel", "b"),
    lambda g, y, a, b, x: g * emit("exp", emit("log_wright_bessel", a, a + b, x) - y),
    operands=("a", "b", "x"),
)
