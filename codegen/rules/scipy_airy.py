"""scipy.special: Airy functions, Lambert's W and its relatives, hyperbolic integrals, products of
gamma functions (DLMF, chapters 4, 9, 6, 13 and 35).
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, TupleOf, Type, is_complex, is_number
from codegen.rules.kinds import pullback, scalar
from codegen.rules.language import cosh, equal, exp, item, part_of, rank_of, sum_over, where
from codegen.rules.scipy_special import psi, special, unknown
from codegen.rules.scipy_sums import float_type

Ins = tuple[Value, ...]


def _airy_type(ins: Ins, attrs: Any) -> Type:
    return TupleOf((float_type(*ins),) * 4)


def _airy(g: Value, y: Value, x: Value) -> Value:
    """Ai, Ai', Bi, Bi' solve y'' = x y."""
    ai, slope_ai, bi, slope_bi = (part_of(y, k) for k in range(4))
    first = part_of(g, 0) * slope_ai + part_of(g, 1) * x * ai
    return first + part_of(g, 2) * slope_bi + part_of(g, 3) * x * bi


pullback("airy", spellings="scipy.special.airy", result=_airy_type, rule=_airy)


def _pair_type(ins: Ins, attrs: Any) -> Type:
    return TupleOf((float_type(*ins),) * 2)


def _hyperbolic(g: Value, y: Value, x: Value) -> Value:
    """sinh(x) / x, 1 at 0, and cosh(x) / x, only where it is asked for."""
    zero, second = equal(x, 0), part_of(g, 1)
    ratio = where(zero, 1.0, emit("sinh", x) / where(zero, 1.0, x))
    return part_of(g, 0) * ratio + second * cosh(x) / where(equal(second, 0), 1.0, x)


pullback("shichi", spellings="scipy.special.shichi", result=_pair_type, rule=_hyperbolic)


def _complex_type(ins: Ins, attrs: Any) -> Type:
    own = array_type(ins[0].type)
    t = own if is_complex(own) else float_type(ins[0])
    number = is_number(ins[0].type) or t.scalar
    return Array("complex128", t.shape, scalar=number, generic=t.generic)


scalar(
    "lambertw",
    lambda g, y, z, k=0: g * exp(-y) / (1 + y),
    options={"k": 0},
    positional=("z", "k"),
    operands=("z",),
    spellings="scipy.special.lambertw",
    result=_complex_type,
)
special("wrightomega", lambda g, y, z: g * y / (1 + y), operands=("z",))
special(
    "hyperu",
    unknown("hyperu", "a"),
    unknown("hyperu", "b"),
    lambda g, y, a, b, x: -g * a * emit("hyperu", a + 1, b + 1, x),
    operands=("a", "b", "x"),
)


def _gamma_type(ins: Ins, attrs: Any) -> Type:
    if not isinstance(attrs.get("d"), int):
        raise TypeError("multigammaln of a dimension that is no literal: write the number")
    return replace(float_type(*ins), dtype="float64")


def _many_gammas(g: Value, y: Value, a: Value, d: int) -> Value:
    """The logarithm is a sum of log(gamma(a - k / 2))."""
    if rank_of(a) == 0:
        return g * sum_over(psi(a - emit("arange", d) / 2))
    return g * sum_over(psi(item(a, Ellipsis, None) - emit("arange", d) / 2), -1)


pullback(
    "multigammaln",
    ("a",),
    options={"d": None},
    positional=("a", "d"),
    spellings="scipy.special.multigammaln",
    result=_gamma_type,
    rule=_many_gammas,
    raises=True,
)
