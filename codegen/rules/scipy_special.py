"""scipy.special: error functions, gamma and beta functions, integrals, entropies.

Derivatives are those of the NIST Digital Library of Mathematical Functions (https://dlmf.nist.gov),
chapters 5 to 8. A parameter by which no derivative is known in closed form is refused. Where the
textbook's form is 0/0 another one is used, so that the backward part is as exact, and as silent, as
the function.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import elementwise
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.ops import Infer, spell
from codegen.ir.types import Array
from codegen.rules.kinds import Factor, nondiff, scalar
from codegen.rules.language import cosh, equal, exp, where

ROOT_PI = math.sqrt(math.pi)
ROOT_TAU = math.sqrt(2 * math.pi)
CAST: dict[str, Any] = {"options": {"dtype": None}}


def special(name: str, *factors: Factor | None, also: str = "", **fields: Any) -> None:
    """Register a function of scipy.special under its own name; `also`: its other names there."""
    spellings = " ".join(f"scipy.special.{each}" for each in (name, *also.split()))
    operands = fields.pop("operands", ("x", "y", "z", "w")[: len(factors)])
    if "result" not in fields:
        fields = CAST | fields
    canonical = fields.pop("op", name)
    scalar(
        canonical, *factors, spellings=spellings, operands=operands, positional=operands, **fields
    )


def unknown(name: str, parameter: str, module: str = "scipy.special") -> Factor:
    """The factor of a parameter by which the derivative is not known in closed form."""

    def factor(*_: Value, **__: Any) -> Value:
        raise TypeError(
            f"the derivative of {module}.{name} by its parameter {parameter!r} has no closed form: "
            "leave it out of wrt, or compute it outside of the function"
        )

    return factor


def of_arrays(name: str) -> Infer:
    """The type of a function that gives an array without axes for a number."""

    def infer(ins: tuple[Value, ...], attrs: Any) -> Any:
        found = elementwise(name)(ins, attrs)
        return replace(found, scalar=False) if isinstance(found, Array) else found

    return infer


def guarded(x: Value) -> Value:
    """x, and 1 where it is 0."""
    return where(equal(x, 0), 1.0, x)


# Functions that NumPy or math have as well

spell("expm1", "scipy.special.expm1")
spell("log1p", "scipy.special.log1p")
spell("exp2", "scipy.special.exp2")
spell("cbrt", "scipy.special.cbrt")
spell("sinc", "scipy.special.sinc")
spell("erf", "scipy.special.erf", first=True)
spell("erfc", "scipy.special.erfc", first=True)

# Logistic functions

special("expit", lambda g, y, x: g * y * (1 - y))
special("logit", lambda g, y, x: g * (2 * cosh(y / 2)) ** 2)
special("log_expit", lambda g, y, x: g * emit("expit", -x))
special(
    "softplus",
    lambda g, y, x: g * emit("expit", x),
    result=elementwise("softplus"),
)

# Error functions and the normal distribution

special("erfcx", lambda g, y, x: 2 * g * (x * y - 1 / ROOT_PI))
special("erfi", lambda g, y, x: 2 / ROOT_PI * g * exp(x**2))
special("dawsn", lambda g, y, x: g * (1 - 2 * x * y))
special("erfinv", lambda g, y, x: ROOT_PI / 2 * g * exp(y**2))
special("erfcinv", lambda g, y, x: -ROOT_PI / 2 * g * exp(y**2))
special("ndtr", lambda g, y, x: g * exp(-(x**2) / 2) / ROOT_TAU)
special("ndtri", lambda g, y, x: ROOT_TAU * g * exp(y**2 / 2))


def _hazard(x: Value) -> Value:
    """The normal density over the distribution function, which is not lost far below 0."""
    return math.sqrt(2 / math.pi) / emit("erfcx", -x / math.sqrt(2))


special("log_ndtr", lambda g, y, x: g * _hazard(x))
special("ndtri_exp", lambda g, y, x: g / _hazard(y))
special(
    "owens_t",
    lambda g, y, h, a: -g * exp(-(h**2) / 2) * emit("erf", a * h / math.sqrt(2)) / (2 * ROOT_TAU),
    lambda g, y, h, a: g * exp(-(h**2) * (1 + a**2) / 2) / (2 * math.pi * (1 + a**2)),
)

# Gamma and beta functions


def psi(x: Value) -> Value:
    return emit("psi", x)


special("psi", lambda g, y, x: g * emit("polygamma", 1, x), also="digamma")
special(
    "polygamma",
    None,
    lambda g, y, n, x: g * emit("polygamma", n + 1, x),
    operands=("n", "x"),
    result=of_arrays("polygamma"),
)
special("gamma", lambda g, y, x: g * y * psi(x), op="special_gamma")
special("gammaln", lambda g, y, x: g * psi(x))
special("loggamma", lambda g, y, x: g * psi(x))
nondiff("gammasgn", spellings="scipy.special.gammasgn")
special(
    "beta",
    lambda g, y, a, b: g * y * (psi(a) - psi(a + b)),
    lambda g, y, a, b: g * y * (psi(b) - psi(a + b)),
)
special(
    "betaln",
    lambda g, y, a, b: g * (psi(a) - psi(a + b)),
    lambda g, y, a, b: g * (psi(b) - psi(a + b)),
)
special(
    "poch",
    lambda g, y, z, m: g * y * (psi(z + m) - psi(z)),
    lambda g, y, z, m: g * y * psi(z + m),
)


def gamma_density(a: Value, x: Value) -> Value:
    return exp(emit("xlogy", a - 1, x) - x - emit("gammaln", a))


def beta_density(a: Value, b: Value, x: Value) -> Value:
    powers = emit("xlogy", a - 1, x) + emit("xlog1py", b - 1, -x)
    return exp(powers - emit("betaln", a, b))


special("gammainc", unknown("gammainc", "a"), lambda g, y, a, x: g * gamma_density(a, x))
special("gammaincc", unknown("gammaincc", "a"), lambda g, y, a, x: -g * gamma_density(a, x))
special("gammaincinv", unknown("gammaincinv", "a"), lambda g, x, a, y: g / gamma_density(a, x))
special("gammainccinv", unknown("gammainccinv", "a"), lambda g, x, a, y: -g / gamma_density(a, x))
for _name, _sign in {"betainc": 1, "betaincc": -1}.items():
    special(
        _name,
        unknown(_name, "a"),
        unknown(_name, "b"),
        lambda g, y, a, b, x, sign=_sign: sign * g * beta_density(a, b, x),
    )
special(
    "betaincinv",
    unknown("betaincinv", "a"),
    unknown("betaincinv", "b"),
    lambda g, x, a, b, y: g / beta_density(a, b, x),
)
special(
    "zeta",
    unknown("zeta", "x"),
    lambda g, y, x, q: -g * x * emit("zeta", x + 1, q),
    operands=("x", "q"),
    defaults={"q": None},
    result=lambda ins, attrs: elementwise("zeta")(ins[: 1 if ins[1].const is None else 2], attrs),
)

# x log y and entropies: 0 at x = 0, where the derivative by x has no bound


special(
    "xlogy",
    lambda g, z, x, y: g * emit("xlogy", 1.0, y),
    lambda g, z, x, y: g * x / where(equal(x, 0), 1.0, y),
)
special(
    "xlog1py",
    lambda g, z, x, y: g * emit("xlog1py", 1.0, y),
    lambda g, z, x, y: g * x / where(equal(x, 0), 1.0, 1 + y),
)
special("entr", lambda g, y, x: -g * (emit("xlogy", 1.0, x) + 1))


def _log_ratio(x: Value, y: Value) -> Value:
    """log(x / y); -inf at x = 0."""
    zero = equal(x, 0)
    at_zero = where(y > 0, -math.inf, math.nan)
    return where(zero, at_zero, emit("rel_entr", x, y) / where(zero, 1.0, x))


special(
    "rel_entr",
    lambda g, z, x, y: g * (_log_ratio(x, y) + 1),
    lambda g, z, x, y: -g * x / where(equal(x, 0), 1.0, y),
)
special(
    "kl_div",
    lambda g, z, x, y: g * _log_ratio(x, y),
    lambda g, z, x, y: g * (1 - x / where(equal(x, 0), 1.0, y)),
)

# Losses

special(
    "huber",
    lambda g, z, delta, r: g * emit("maximum", emit("abs", r) - delta, 0.0),
    lambda g, z, delta, r: g * emit("maximum", emit("minimum", r, delta), -delta),
)


def _pseudo_huber_by_delta(g: Value, z: Value, delta: Value, r: Value) -> Value:
    """2 (h - delta) - r**2 / h, h = hypot(delta, r), without the cancellation."""
    h = guarded(emit("hypot", delta, r))
    return g * r**2 / h * (r / (h + delta)) ** 2


special(
    "pseudo_huber",
    _pseudo_huber_by_delta,
    lambda g, z, delta, r: g * r * delta / guarded(emit("hypot", delta, r)),
)
