"""scipy.special: distribution functions of the older kind, Voigt's profile, the Faddeeva function,
Carlson's and Jacobi's elliptic functions, the arithmetic-geometric mean (DLMF, chapters 7, 19, 22).
"""

from __future__ import annotations

import math
from typing import Any

from codegen.ir.build import emit
from codegen.ir.graph import Value, constant
from codegen.ir.types import TupleOf, Type
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import nondiff, pullback, scalar
from codegen.rules.language import cos, exp, part_of, sin
from codegen.rules.scipy_hankel import complex_type
from codegen.rules.scipy_special import (
    ROOT_PI,
    ROOT_TAU,
    beta_density,
    gamma_density,
    special,
    unknown,
)
from codegen.rules.scipy_sums import float_type

Ins = tuple[Value, ...]

# Distribution functions: counts are whole numbers


def _density(g: Value, found: Value, sign: int, inverse: bool) -> Value:
    g = g if sign > 0 else -g
    return g / found if inverse else g * found


def _poisson(k: Value, m: Value) -> Value:
    k = emit("floor", k)
    return exp(emit("xlogy", k, m) - m - emit("gammaln", k + 1))


def _binomial(k: Value, n: Value, p: Value) -> Value:
    k = emit("floor", k)
    return beta_density(k + 1, n - k, p)


def _negative_binomial(k: Value, n: Value, p: Value) -> Value:
    return beta_density(n, k + 1, p)


def _ratio(dfn: Value, dfd: Value, x: Value) -> Value:
    whole = dfd + dfn * x
    return beta_density(dfn / 2, dfd / 2, dfn * x / whole) * dfn * dfd / whole**2


def _chi_square(v: Value, x: Value) -> Value:
    return gamma_density(v / 2, x / 2) / 2


def _student(df: Value, t: Value) -> Value:
    logs = -(df + 1) / 2 * emit("log1p", t**2 / df) - emit("betaln", df / 2, 0.5)
    return exp(logs) / emit("sqrt", df)


def _family(names: dict[str, int], parameters: str, density: Any, argument: str) -> None:
    """Distribution functions by their argument: name -> sign of the derivative; i for inverses."""
    own = tuple(parameters.split())
    for name, sign in names.items():
        inverse = name.endswith("i") or name == "stdtrit"

        def factor(
            g: Value, y: Value, *x: Value, sign: int = sign, inverse: bool = inverse
        ) -> Value:
            at = (*x[:-1], y) if inverse else x
            return _density(g, density(*at), sign, inverse)

        special(
            name,
            *(unknown(name, each) for each in own),
            factor,
            operands=(*own, "p" if inverse else argument),
        )


_family({"pdtr": -1, "pdtrc": 1, "pdtri": -1}, "k", _poisson, "m")
_family({"bdtr": -1, "bdtrc": 1, "bdtri": -1}, "k n", _binomial, "p")
_family({"nbdtr": 1, "nbdtrc": -1, "nbdtri": 1}, "k n", _negative_binomial, "p")
_family({"fdtr": 1, "fdtrc": -1, "fdtri": 1}, "dfn dfd", _ratio, "x")
_family({"chdtri": -1}, "v", _chi_square, "x")
_family({"stdtrit": 1}, "df", _student, "t")
special(
    "betainccinv",
    unknown("betainccinv", "a"),
    unknown("betainccinv", "b"),
    lambda g, x, a, b, y: -g / beta_density(a, b, x),
)
for _name, _sign in {"gdtr": 1, "gdtrc": -1}.items():
    special(
        _name,
        lambda g, y, a, b, x, sign=_sign: sign * g * x * gamma_density(b, a * x),
        unknown(_name, "b"),
        lambda g, y, a, b, x, sign=_sign: sign * g * a * gamma_density(b, a * x),
        operands=("a", "b", "x"),
    )
special(
    "gdtrix",
    lambda g, x, a, b, p: -g * x / a,
    unknown("gdtrix", "b"),
    lambda g, x, a, b, p: g / (a * gamma_density(b, a * x)),
    operands=("a", "b", "p"),
)
nondiff("special_round", spellings="scipy.special.round")

# The Faddeeva function w: w' = 2 i / sqrt(pi) - 2 z w


def _faddeeva_slope(z: Value, w: Value) -> Value:
    return constant(2j / ROOT_PI) - 2 * z * w


scalar(
    "wofz",
    lambda g, w, z: g * _faddeeva_slope(z, w),
    spellings="scipy.special.wofz",
    operands=("z",),
    result=complex_type,
)


def _voigt_slopes(x: Value, sigma: Value, gamma: Value) -> tuple[Value, Value]:
    """By x and by gamma: the profile is the real part of w((x + i gamma) / (sigma sqrt(2)))."""
    width = math.sqrt(2) * sigma
    z = (x + constant(1j) * gamma) / width
    slope = _faddeeva_slope(z, emit("wofz", z)) / (width * sigma * ROOT_TAU)
    return emit("real", slope), -emit("imag", slope)


def _by_sigma(g: Value, y: Value, x: Value, sigma: Value, gamma: Value) -> Value:
    """The profile is homogeneous of degree -1."""
    by_x, by_gamma = _voigt_slopes(x, sigma, gamma)
    return -g * (y + x * by_x + gamma * by_gamma) / sigma


special(
    "voigt_profile",
    lambda g, y, x, sigma, gamma: g * _voigt_slopes(x, sigma, gamma)[0],
    _by_sigma,
    lambda g, y, x, sigma, gamma: g * _voigt_slopes(x, sigma, gamma)[1],
    operands=("x", "sigma", "gamma"),
)

# Elliptic integrals of Carlson


def _third(x: Any, y: Any, z: Any) -> Value:
    return emit("elliprd", x, y, z)


special(
    "elliprf",
    lambda g, r, x, y, z: -g * _third(y, z, x) / 6,
    lambda g, r, x, y, z: -g * _third(x, z, y) / 6,
    lambda g, r, x, y, z: -g * _third(x, y, z) / 6,
)
special(
    "elliprc",
    lambda g, r, x, y: -g * _third(y, y, x) / 6,
    lambda g, r, x, y: -g * _third(x, y, y) / 3,
)


def _by_axis(g: Value, x: Value, y: Value, z: Value) -> Value:
    return g * (emit("elliprf", x, y, z) - x * _third(y, z, x) / 3) / 4


special(
    "elliprg",
    lambda g, r, x, y, z: _by_axis(g, x, y, z),
    lambda g, r, x, y, z: _by_axis(g, y, x, z),
    lambda g, r, x, y, z: _by_axis(g, z, x, y),
)
special("elliprj", *(unknown("elliprj", each) for each in "xyzp"), operands=tuple("xyzp"))

# Of Legendre and Jacobi


def _reduced(phi: Value) -> tuple[Value, Value, Value]:
    """The sine and the squared cosine of an amplitude brought into its period, and which."""
    turns = emit("rint", phi / math.pi)
    inner = phi - turns * math.pi
    return sin(inner), cos(inner) ** 2, turns


def _slope_k(m: Value) -> Value:
    """dK/dm."""
    return (emit("ellipk", m) - _third(0.0, 1 - m, 1.0) / 3) / (2 * (1 - m))


def first_by_parameter(phi: Value, m: Value) -> Value:
    """dF(phi | m) / dm."""
    s, square, turns = _reduced(phi)
    return s**3 * _third(square, 1.0, 1 - m * s**2) / 6 + 2 * turns * _slope_k(m)


def second_by_parameter(phi: Value, m: Value) -> Value:
    """dE(phi | m) / dm."""
    s, square, turns = _reduced(phi)
    return -(s**3 * _third(square, 1 - m * s**2, 1.0) + 2 * turns * _third(0.0, 1 - m, 1.0)) / 6


special(
    "ellipkinc",
    lambda g, y, phi, m: g / emit("sqrt", 1 - m * sin(phi) ** 2),
    lambda g, y, phi, m: g * first_by_parameter(phi, m),
)
special(
    "ellipeinc",
    lambda g, y, phi, m: g * emit("sqrt", 1 - m * sin(phi) ** 2),
    lambda g, y, phi, m: g * second_by_parameter(phi, m),
)


def _jacobi_type(ins: Ins, attrs: Any) -> Type:
    return TupleOf((float_type(*ins),) * 4)


def _jacobi(g: Value, y: Value, u: Value, m: Value) -> dict[int, Value]:
    """sn, cn, dn are functions of the amplitude ph, and u = F(ph | m)."""
    sn, cn, dn, ph = (part_of(y, k) for k in range(4))
    by_sn, by_cn, by_dn, by_ph = (part_of(g, k) for k in range(4))
    ratio = sn / dn
    by_amplitude = by_sn * cn - by_cn * sn - by_dn * m * ratio * cn + by_ph
    du = by_amplitude * dn
    dm = -du * first_by_parameter(ph, m) - by_dn * sn * ratio / 2
    return {0: unbroadcast(du, u), 1: unbroadcast(dm, m)}


pullback(
    "ellipj",
    ("u", "m"),
    spellings="scipy.special.ellipj",
    result=_jacobi_type,
    rule=_jacobi,
)


def _mean(g: Value, y: Value, a: Value, b: Value, other: Value) -> Value:
    """By a: agm = pi / 4 (a + b) / K(t**2), t = (a - b) / (a + b)."""
    total = a + b
    t = (a - b) / total
    m = t**2
    steep = 4 * t * other / total**2 * _slope_k(m) / emit("ellipk", m)
    return g * y * (1 / total - steep)


special(
    "agm",
    lambda g, y, a, b: _mean(g, y, a, b, b),
    lambda g, y, a, b: _mean(g, y, b, a, a),
    operands=("a", "b"),
)
