"""scipy.stats: the scores of the common continuous distributions, from the densities that SciPy's
documentation gives for each.
"""

from __future__ import annotations

import math
from typing import Any

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.language import exp, literal, log, sign, where
from codegen.rules.scipy_special import psi
from codegen.rules.scipy_stats import Distribution, Score, enter

HALF_LINE: dict[str, Any] = {"inside": lambda z: where(z > 0, z, 1.0), "mass": True}
INTERVAL: dict[str, Any] = {
    "inside": lambda z: where(emit("logical_and", z > 0, z < 1), z, 0.5),
    "mass": True,
}


def _power(a: Value, z: Value) -> Value | float:
    """The score of z**(a - 1), nothing for a = 1."""
    return 0.0 if literal(a) == 1 else (a - 1) / z


def _z_log_z_over(factor: int) -> Score:
    return lambda z, p: factor * z * log(z) / p


# Without shape parameters

enter(Distribution("norm", lambda z: -z))
enter(Distribution("expon", lambda z: -1.0, mass=True))
enter(Distribution("uniform", lambda z: 0.0, mass=True))
enter(Distribution("laplace", lambda z: -sign(z)))
enter(Distribution("logistic", lambda z: -emit("tanh", z / 2)))
enter(Distribution("cauchy", lambda z: -2 * z / (1 + z**2)))
enter(Distribution("gumbel_r", lambda z: exp(-z) - 1))
enter(Distribution("gumbel_l", lambda z: 1 - exp(z)))
enter(Distribution("hypsecant", lambda z: -emit("tanh", z)))
enter(Distribution("halfnorm", lambda z: -z, mass=True))
enter(Distribution("halfcauchy", lambda z: -2 * z / (1 + z**2), mass=True))
enter(Distribution("halflogistic", lambda z: -emit("tanh", z / 2), mass=True))
enter(Distribution("rayleigh", lambda z: 1 / z - z, **HALF_LINE))
enter(Distribution("maxwell", lambda z: 2 / z - z, **HALF_LINE))
enter(Distribution("levy", lambda z: (1 / z - 3) / (2 * z), **HALF_LINE))
enter(
    Distribution(
        "semicircular",
        lambda z: -z / (1 - z**2),
        inside=lambda z: where(emit("abs", z) < 1, z, 0.0),
        mass=True,
    )
)

# Gamma and its kin

enter(
    Distribution(
        "gamma",
        lambda z, a: _power(a, z) - 1,
        {"a": lambda z, a: log(z) - psi(a)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "invgamma",
        lambda z, a: (1 / z - a - 1) / z,
        {"a": lambda z, a: -log(z) - psi(a)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "chi2",
        lambda z, df: (df / 2 - 1) / z - 0.5,
        {"df": lambda z, df: (log(z / 2) - psi(df / 2)) / 2},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "chi",
        lambda z, df: (df - 1) / z - z,
        {"df": lambda z, df: log(z) - (math.log(2) + psi(df / 2)) / 2},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "beta",
        lambda z, a, b: _power(a, z) - _power(b, 1 - z),
        {
            "a": lambda z, a, b: log(z) - psi(a) + psi(a + b),
            "b": lambda z, a, b: emit("log1p", -z) - psi(b) + psi(a + b),
        },
        **INTERVAL,
    )
)


def _student(z: Value, df: Value) -> Value:
    ratio = z**2 / df
    terms = psi((df + 1) / 2) - psi(df / 2) - emit("log1p", ratio)
    return (terms + ((df + 1) * ratio / (1 + ratio) - 1) / df) / 2


enter(Distribution("t", lambda z, df: -(df + 1) * z / (df + z**2), {"df": _student}))


def _ratio_by(first: bool) -> Score:
    def score(z: Value, dfn: Value, dfd: Value) -> Value:
        whole, both = dfd + dfn * z, dfn + dfd
        mine, part = (dfn, z) if first else (dfd, 1.0)
        logs = log(mine * part / whole) + psi(both / 2) - psi(mine / 2)
        return (logs + 1 - both * part / whole) / 2

    return score


enter(
    Distribution(
        "f",
        lambda z, dfn, dfd: (dfn / 2 - 1) / z - dfn * (dfn + dfd) / (2 * (dfd + dfn * z)),
        {"dfn": _ratio_by(True), "dfd": _ratio_by(False)},
        **HALF_LINE,
    )
)

# Powers and logarithms

enter(
    Distribution(
        "lognorm",
        lambda z, s: -(1 + log(z) / s**2) / z,
        {"s": lambda z, s: ((log(z) / s) ** 2 - 1) / s},
        {"s": _z_log_z_over(1)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "weibull_min",
        lambda z, c: (c - 1 - c * z**c) / z,
        {"c": lambda z, c: 1 / c + log(z) * (1 - z**c)},
        {"c": _z_log_z_over(-1)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "pareto",
        lambda z, b: -(b + 1) / z,
        {"b": lambda z, b: 1 / b - log(z)},
        {"b": _z_log_z_over(-1)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "lomax",
        lambda z, c: -(c + 1) / (1 + z),
        {"c": lambda z, c: 1 / c - emit("log1p", z)},
        {"c": lambda z, c: -(1 + z) * emit("log1p", z) / c},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "powerlaw",
        lambda z, a: _power(a, z),
        {"a": lambda z, a: 1 / a + log(z)},
        {"a": _z_log_z_over(-1)},
        **INTERVAL,
    )
)
enter(
    Distribution(
        "fisk",
        lambda z, c: (c - 1 - 2 * c * z**c / (1 + z**c)) / z,
        {"c": lambda z, c: 1 / c + log(z) * (1 - z**c) / (1 + z**c)},
        {"c": _z_log_z_over(-1)},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "invgauss",
        lambda z, mu: (1 / z**2 - 1 / mu**2 - 3 / z) / 2,
        {"mu": lambda z, mu: (z / mu - 1) / mu**2},
        **HALF_LINE,
    )
)

# Of the normal distribution and the circle


def _hazard(z: Value, a: Value) -> Value:
    """phi(a z) / Phi(a z)."""
    return math.sqrt(2 / math.pi) / emit("erfcx", -(a * z) / math.sqrt(2))


enter(
    Distribution(
        "skewnorm",
        lambda z, a: a * _hazard(z, a) - z,
        {"a": lambda z, a: z * _hazard(z, a)},
        {
            "a": lambda z, a: exp(-(z**2) / 2 * (1 + a**2) - emit("skewnorm_logpdf", z, a, 0, 1))
            / (math.pi * (1 + a**2))
        },
    )
)


def _truncated(method: str, z: Value, a: Value, b: Value) -> Value:
    return emit(f"truncnorm_{method}", z, a, b, 0, 1)


enter(
    Distribution(
        "truncnorm",
        lambda z, a, b: -z,
        {
            "a": lambda z, a, b: _truncated("pdf", a, a, b),
            "b": lambda z, a, b: -_truncated("pdf", b, a, b),
        },
        {
            "a": lambda z, a, b: _truncated("sf", z, a, b)
            * exp(_truncated("logpdf", a, a, b) - _truncated("logpdf", z, a, b)),
            "b": lambda z, a, b: _truncated("cdf", z, a, b)
            * exp(_truncated("logpdf", b, a, b) - _truncated("logpdf", z, a, b)),
        },
        mass=True,
    )
)
enter(
    Distribution(
        "vonmises",
        lambda z, kappa: -kappa * emit("sin", z),
        {"kappa": lambda z, kappa: emit("cos", z) - emit("i1e", kappa) / emit("i0e", kappa)},
        periodic=True,
    )
)
