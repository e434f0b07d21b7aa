"""scipy.stats: the scores of the rarer continuous distributions, as in `scipy_distributions`."""

from __future__ import annotations

import math
from typing import Any

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.language import equal, exp, log, sign, where
from codegen.rules.scipy_distributions import HALF_LINE
from codegen.rules.scipy_special import psi
from codegen.rules.scipy_stats import Distribution, Score, enter

_BELOW: dict[str, Any] = {"inside": lambda z: where(z < 0, z, -1.0), "mass": True}
_AWAY: dict[str, Any] = {"inside": lambda z: where(equal(z, 0), 1.0, z)}  # from the peak at 0


def _log1p(x: Value) -> Value:
    return emit("log1p", x)


def _z_log_z_over(z: Value, c: Value) -> Value:
    """-z log(z) / c: the drift where z**c is held."""
    return -z * log(z) / c


def _hazard(u: Value) -> Value:
    """The normal density over the distribution function at u."""
    return math.sqrt(2 / math.pi) / emit("erfcx", -u / math.sqrt(2))


# Powers, gamma and normal distributions and their kin

enter(
    Distribution(
        "gengamma",
        lambda z, a, c: (c * a - 1 - c * z**c) / z,
        {
            "a": lambda z, a, c: c * log(z) - psi(a),
            "c": lambda z, a, c: 1 / c + log(z) * (a - z**c),
        },
        {"c": lambda z, a, c: _z_log_z_over(z, c)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "loggamma",
        lambda z, c: c - exp(z),
        {"c": lambda z, c: z - psi(c)},
    )
)
enter(
    Distribution(
        "dgamma",
        lambda z, a: (a - 1) / z - sign(z),
        {"a": lambda z, a: log(emit("abs", z)) - psi(a)},
        **_AWAY,
    )
)
enter(
    Distribution(
        "dweibull",
        lambda z, c: (c - 1 - c * emit("abs", z) ** c) / z,
        {"c": lambda z, c: 1 / c + log(emit("abs", z)) * (1 - emit("abs", z) ** c)},
        {"c": lambda z, c: -z * log(emit("abs", z)) / c},
        **_AWAY,
    )
)


def _exponent(z: Value, beta: Value) -> Value:
    size = emit("abs", z)
    return (1 + psi(1 / beta) / beta) / beta - emit("xlogy", size**beta, size)


enter(
    Distribution(
        "gennorm",
        lambda z, beta: -beta * sign(z) * emit("abs", z) ** (beta - 1),
        {"beta": _exponent},
    )
)
enter(
    Distribution(
        "halfgennorm",
        lambda z, beta: -beta * z ** (beta - 1),
        {"beta": _exponent},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "nakagami",
        lambda z, nu: (2 * nu - 1) / z - 2 * nu * z,
        {"nu": lambda z, nu: log(nu) + 1 - psi(nu) + 2 * log(z) - z**2},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "betaprime",
        lambda z, a, b: (a - 1) / z - (a + b) / (1 + z),
        {
            "a": lambda z, a, b: log(z) - _log1p(z) - psi(a) + psi(a + b),
            "b": lambda z, a, b: -_log1p(z) - psi(b) + psi(a + b),
        },
        **HALF_LINE,
    )
)


def _burr(power: int) -> dict[str, Any]:
    """The kinds III (-1) and XII (1): q = z**(power c), one of the tails is (1 + q)**-d."""

    def q(z: Value, c: Value) -> Value:
        return z ** (-c if power < 0 else c)

    def share(z: Value, c: Value, d: Value) -> Value:
        return (d + 1) * q(z, c) / (1 + q(z, c))

    def score(z: Value, c: Value, d: Value) -> Value:
        return (power * c * (1 - share(z, c, d)) - 1) / z

    def by_c(z: Value, c: Value, d: Value) -> Value:
        return 1 / c + power * log(z) * (1 - share(z, c, d))

    def drift(z: Value, c: Value, d: Value) -> Value:
        return -power * z * (1 + q(z, c)) * _log1p(q(z, c)) / (c * d * q(z, c))

    shapes: dict[str, Score] = {"c": by_c, "d": lambda z, c, d: 1 / d - _log1p(q(z, c))}
    drifts: dict[str, Score] = {"c": lambda z, c, d: _z_log_z_over(z, c), "d": drift}
    return {"score": score, "shapes": shapes, "drifts": drifts}


enter(Distribution("burr", **_burr(-1), **HALF_LINE))
enter(Distribution("burr12", **_burr(1), **HALF_LINE))
enter(
    Distribution(
        "genlogistic",
        lambda z, c: (c + 1) * emit("expit", -z) - 1,
        {"c": lambda z, c: 1 / c + emit("log_expit", z)},
        {"c": lambda z, c: -emit("log_expit", z) / (c * emit("expit", -z))},
    )
)
enter(
    Distribution(
        "loglaplace",
        lambda z, c: (where(z < 1, c, -c) - 1) / z,
        {"c": lambda z, c: 1 / c - emit("abs", log(z))},
        {"c": _z_log_z_over},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "laplace_asymmetric",
        lambda z, kappa: where(z < 0, 1 / kappa, -kappa),
        {
            "kappa": lambda z, kappa: where(z < 0, -z / kappa**2, -z)
            - (kappa**2 - 1) / (kappa * (kappa**2 + 1))
        },
        {"kappa": lambda z, kappa: where(z < 0, z, -z) / kappa - 2 / (1 + kappa**2)},
    )
)


def _stretch(z: Value) -> Value:
    return emit("sqrt", z**2 + 1)


def _normal(z: Value, a: Value, b: Value) -> Value:
    return a + b * emit("arcsinh", z)


enter(
    Distribution(
        "johnsonsu",
        lambda z, a, b: -z / (z**2 + 1) - b * _normal(z, a, b) / _stretch(z),
        {
            "a": lambda z, a, b: -_normal(z, a, b),
            "b": lambda z, a, b: 1 / b - _normal(z, a, b) * emit("arcsinh", z),
        },
        {
            "a": lambda z, a, b: -_stretch(z) / b,
            "b": lambda z, a, b: -_stretch(z) * emit("arcsinh", z) / b,
        },
    )
)
enter(
    Distribution(
        "exponnorm",
        lambda z, K: _hazard(z - 1 / K) - 1 / K,
        {"K": lambda z, K: (z - 1 / K + _hazard(z - 1 / K)) / K**2 - 1 / K},
    )
)
enter(
    Distribution(
        "powernorm",
        lambda z, c: -z - (c - 1) * _hazard(-z),
        {"c": lambda z, c: 1 / c + emit("log_ndtr", -z)},
        {"c": lambda z, c: emit("log_ndtr", -z) / (c * _hazard(-z))},
    )
)
enter(
    Distribution(
        "foldnorm",
        lambda z, c: c * emit("tanh", c * z) - z,
        {"c": lambda z, c: z * emit("tanh", c * z) - c},
        mass=True,
    )
)
enter(
    Distribution(
        "alpha",
        lambda z, a: (1 / z - a - 2 * z) / z**2,
        {"a": lambda z, a: 1 / z - a - _hazard(a)},
        **HALF_LINE,
    )
)
enter(Distribution("wald", lambda z: (1 / z**2 - 1 - 3 / z) / 2, **HALF_LINE))
enter(
    Distribution(
        "recipinvgauss",
        lambda z, mu: ((1 / (mu**2 * z) - 1) / z - 1) / 2,
        {"mu": lambda z, mu: (1 / (mu * z) - 1) / mu**2},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "fatiguelife",
        lambda z, c: 1 / (1 + z) - 3 / (2 * z) - (1 - 1 / z**2) / (2 * c**2),
        {"c": lambda z, c: ((z - 1) ** 2 / (z * c**2) - 1) / c},
        {"c": lambda z, c: 2 * z * (z - 1) / (c * (z + 1))},
        **HALF_LINE,
    )
)
enter(Distribution("levy_l", lambda z: (1 / z + 3) / (-2 * z), **_BELOW))


def _bessel_ratio(x: Value) -> Value:
    return emit("i1e", x) / emit("i0e", x)


enter(
    Distribution(
        "rice",
        lambda z, b: 1 / z - z + b * _bessel_ratio(b * z),
        {"b": lambda z, b: z * _bessel_ratio(b * z) - b},
        **HALF_LINE,
    )
)
