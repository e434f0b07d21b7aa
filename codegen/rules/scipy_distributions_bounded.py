"""scipy.stats: the scores of distributions on an interval, and of extremes."""

from __future__ import annotations

import math
from typing import Any

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.language import cos, equal, exp, log, sin, where
from codegen.rules.scipy_distributions import HALF_LINE, INTERVAL
from codegen.rules.scipy_stats import Distribution, enter

_BELOW: dict[str, Any] = {"inside": lambda z: where(z < 0, z, -1.0), "mass": True}


def _within(bound: float) -> dict[str, Any]:
    return {"inside": lambda z: where(emit("abs", z) < bound, z, 0.0), "mass": True}


def _log1p(x: Value) -> Value:
    return emit("log1p", x)


def _tan(x: Value) -> Value:
    return sin(x) / cos(x)


def _z_log_z_over(z: Value, c: Value) -> Value:
    """-z log(z) / c: the drift where z**c is held."""
    return -z * log(z) / c


def _nonzero(x: Value) -> Value:
    return where(equal(x, 0), 1.0, x)


# On an interval

enter(
    Distribution(
        "triang",
        lambda z, c: where(z < c, 1 / z, -1 / (1 - z)),
        {"c": lambda z, c: where(z < c, -1 / _nonzero(c), 1 / _nonzero(1 - c))},
        {"c": lambda z, c: where(z < c, z / _nonzero(c), (1 - z) / _nonzero(1 - c)) / 2},
        **INTERVAL,
    )
)
for _name in ("loguniform", "reciprocal"):
    enter(
        Distribution(
            _name,
            lambda z, a, b: -1 / z,
            {"a": lambda z, a, b: 1 / (a * log(b / a)), "b": lambda z, a, b: -1 / (b * log(b / a))},
            {
                "a": lambda z, a, b: z * log(b / z) / (a * log(b / a)),
                "b": lambda z, a, b: z * log(z / a) / (b * log(b / a)),
            },
            **HALF_LINE,
        )
    )
enter(Distribution("arcsine", lambda z: (z - 0.5) / (z * (1 - z)), **INTERVAL))
enter(Distribution("cosine", lambda z: -_tan(z / 2), **_within(math.pi)))
enter(Distribution("anglit", lambda z: -2 * _tan(2 * z), **_within(math.pi / 4)))
enter(
    Distribution(
        "truncexpon",
        lambda z, b: -1.0,
        {"b": lambda z, b: -1 / emit("expm1", b)},
        {"b": lambda z, b: emit("expm1", -z) / emit("expm1", -b) * exp(z - b)},
        mass=True,
    )
)
enter(
    Distribution(
        "bradford",
        lambda z, c: -c / (1 + c * z),
        {"c": lambda z, c: 1 / c - 1 / ((1 + c) * _log1p(c)) - z / (1 + c * z)},
        {"c": lambda z, c: ((1 + c * z) * _log1p(c * z) / ((1 + c) * _log1p(c)) - z) / c},
        **INTERVAL,
    )
)


def _odds(z: Value) -> Value:
    return emit("logit", z)


enter(
    Distribution(
        "johnsonsb",
        lambda z, a, b: (2 * z - 1 - b * (a + b * _odds(z))) / (z * (1 - z)),
        {
            "a": lambda z, a, b: -(a + b * _odds(z)),
            "b": lambda z, a, b: 1 / b - (a + b * _odds(z)) * _odds(z),
        },
        {
            "a": lambda z, a, b: -z * (1 - z) / b,
            "b": lambda z, a, b: -z * (1 - z) * _odds(z) / b,
        },
        **INTERVAL,
    )
)

# Extremes


def _extreme_base(z: Value, c: Value) -> Value:
    """1 - c z, and 1 outside of the support."""
    base = 1 - c * z
    return where(base > 0, base, 1.0)


def _extreme(z: Value, c: Value) -> Value:
    base = _extreme_base(z, c)
    return exp(where(equal(c, 0), -z, log(base) / _nonzero(c)))


def _extreme_by_c(z: Value, c: Value) -> Value:
    base, u, some = _extreme_base(z, c), _extreme(z, c), _nonzero(c)
    speed = (z / base + log(base) / some) / some  # of -log u
    usual = (u - 1) * speed + z / base
    return where(equal(c, 0), (u - 1) * z**2 / 2 + z, usual)


enter(
    Distribution(
        "genextreme",
        lambda z, c: (_extreme(z, c) - 1 + c) / _extreme_base(z, c),
        {"c": _extreme_by_c},
        {
            "c": lambda z, c: where(
                equal(c, 0),
                -(z**2) / 2,
                -(_extreme_base(z, c) * log(_extreme_base(z, c)) / _nonzero(c) + z) / _nonzero(c),
            )
        },
        mass=True,
    )
)


def _tail_base(z: Value, c: Value) -> Value:
    base = 1 + c * z
    return where(base > 0, base, 1.0)


enter(
    Distribution(
        "genpareto",
        lambda z, c: -(1 + c) / _tail_base(z, c),
        {
            "c": lambda z, c: where(
                equal(c, 0),
                z**2 / 2 - z,
                (log(_tail_base(z, c)) / _nonzero(c) - (1 + c) * z / _tail_base(z, c))
                / _nonzero(c),
            )
        },
        {
            "c": lambda z, c: where(
                equal(c, 0),
                z**2 / 2,
                (_tail_base(z, c) * log(_tail_base(z, c)) / _nonzero(c) - z) / _nonzero(c),
            )
        },
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "weibull_max",
        lambda z, c: (c - 1 - c * (-z) ** c) / z,
        {"c": lambda z, c: 1 / c + log(-z) * (1 - (-z) ** c)},
        {"c": lambda z, c: -z * log(-z) / c},
        **_BELOW,
    )
)
enter(
    Distribution(
        "invweibull",
        lambda z, c: (c * z**-c - c - 1) / z,
        {"c": lambda z, c: 1 / c + log(z) * (z**-c - 1)},
        {"c": _z_log_z_over},
        **HALF_LINE,
    )
)


def _raised(z: Value, c: Value) -> Value:
    """z**c, no larger than what has an exponential: beyond, the density is 0."""
    return emit("minimum", z**c, 700.0)


def _grown(z: Value, a: Value, c: Value) -> Value:
    """The slope of the log of the density of exponweib by log(z**c), less 1."""
    return z**c * ((a - 1) / emit("expm1", _raised(z, c)) - 1)


def _log_share(z: Value, c: Value) -> Value:
    return log(-emit("expm1", -(z**c)))


enter(
    Distribution(
        "exponweib",
        lambda z, a, c: (c - 1 + c * _grown(z, a, c)) / z,
        {
            "a": lambda z, a, c: 1 / a + _log_share(z, c),
            "c": lambda z, a, c: 1 / c + log(z) * (1 + _grown(z, a, c)),
        },
        {
            "a": lambda z, a, c: -_log_share(z, c)
            * z
            * emit("expm1", _raised(z, c))
            / (a * c * z**c),
            "c": lambda z, a, c: _z_log_z_over(z, c),
        },
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "exponpow",
        lambda z, b: (b - 1 - b * z**b * emit("expm1", _raised(z, b))) / z,
        {"b": lambda z, b: 1 / b + log(z) * (1 - z**b * emit("expm1", _raised(z, b)))},
        {"b": _z_log_z_over},
        **HALF_LINE,
    )
)
enter(
    Distribution(
        "gompertz",
        lambda z, c: 1 - c * exp(z),
        {"c": lambda z, c: 1 / c - emit("expm1", z)},
        {"c": lambda z, c: emit("expm1", -z) / c},
        mass=True,
    )
)
enter(Distribution("moyal", lambda z: emit("expm1", -z) / 2))
