"""scipy.special: functions near 0, of degrees, of Box and Cox; elliptic and hypergeometric ones."""

from __future__ import annotations

import math

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.language import equal, exp, log, sin, where
from codegen.rules.scipy_special import guarded, psi, special, unknown

# Near 0, and degrees


def _kummer(a: int, b: int, x: Value) -> Value:
    return emit("hyp1f1", a, b, x)


special("exprel", lambda g, y, x: g * _kummer(2, 3, x) / 2)
special("cosm1", lambda g, y, x: -g * sin(x))
special("exp10", lambda g, y, x: math.log(10) * g * y)
special(
    "powm1",
    lambda g, z, x, y: g * y * x ** (y - 1),
    lambda g, z, x, y: g * emit("xlogy", x**y, x),
)
_DEGREE = math.pi / 180
special("sindg", lambda g, y, x: _DEGREE * g * emit("cosdg", x))
special("cosdg", lambda g, y, x: -_DEGREE * g * emit("sindg", x))

# The Box-Cox transformation: y = L exprel(lmbda L), L = log x


def _by_exponent(logs: Value, exponent: Value) -> Value:
    return logs**2 * _half_kummer(exponent * logs)


def _half_kummer(x: Value) -> Value:
    return _kummer(2, 3, x) / 2


special(
    "boxcox",
    lambda g, y, x, k: g * x ** (k - 1),
    lambda g, y, x, k: g * _by_exponent(log(x), k),
)
special(
    "boxcox1p",
    lambda g, y, x, k: g * (1 + x) ** (k - 1),
    lambda g, y, x, k: g * _by_exponent(emit("log1p", x), k),
)
special(
    "inv_boxcox",
    lambda g, x, y, k: g * x ** (1 - k),
    lambda g, x, y, k: -g * x ** (1 - k) * _by_exponent(log(x), k),
)
special(
    "inv_boxcox1p",
    lambda g, x, y, k: g * (1 + x) ** (1 - k),
    lambda g, x, y, k: -g * (1 + x) ** (1 - k) * _by_exponent(emit("log1p", x), k),
)

# Integrals of elementary functions

special(
    "expi",
    lambda g, y, x: g * where(equal(x, 0), math.inf, exp(x) / guarded(x)),
)
special("exp1", lambda g, y, x: -g * emit("expn", 0, x))


def _lower_order(y: Value, n: Value, x: Value) -> Value:
    """expn(n - 1, x); SciPy has none of order -1, which is exp(-x) (1 + 1 / x) / x."""
    last = y * (1 + 1 / guarded(x))
    if n.is_const:
        return last if n.const == 0 else emit("expn", n - 1, x)
    return where(equal(n, 0), last, emit("expn", emit("maximum", n - 1, 0), x))


special(
    "expn",
    None,
    lambda g, y, n, x: -g * _lower_order(y, n, x),
    operands=("n", "x"),
)


def _spence(g: Value, y: Value, z: Value) -> Value:
    """log(z) / (1 - z), and -1 at 1."""
    one = equal(z, 1)
    return g * where(one, -1.0, emit("xlogy", 1.0, z) / where(one, 1.0, 1 - z))


special("spence", _spence)

# Elliptic and hypergeometric functions


def _carlson(m: Value) -> Value:
    """(K - E) / m, which has no 0/0 at m = 0: Carlson's R_D(0, 1 - m, 1) / 3."""
    return emit("elliprd", 0.0, 1 - m, 1.0) / 3


special("ellipk", lambda g, y, m: g * (y - _carlson(m)) / (2 * (1 - m)))
special("ellipkm1", lambda g, y, p: g * (emit("elliprd", 0.0, p, 1.0) / 3 - y) / (2 * p))
special("ellipe", lambda g, y, m: -g * _carlson(m) / 2)
special("elliprd", *(unknown("elliprd", each) for each in "xyz"))
special("hyp0f1", unknown("hyp0f1", "v"), lambda g, y, v, x: g * emit("hyp0f1", v + 1, x) / v)
special(
    "hyp1f1",
    unknown("hyp1f1", "a"),
    unknown("hyp1f1", "b"),
    lambda g, y, a, b, x: g * a / b * emit("hyp1f1", a + 1, b + 1, x),
)
special(
    "hyp2f1",
    *(unknown("hyp2f1", each) for each in "abc"),
    lambda g, y, a, b, c, x: g * a * b / c * emit("hyp2f1", a + 1, b + 1, c + 1, x),
)

# Of gamma functions, Student's and the chi-square distribution

special("rgamma", lambda g, y, x: -g * y * psi(x))
special(
    "binom",
    lambda g, y, n, k: g * y * (psi(n + 1) - psi(n - k + 1)),
    lambda g, y, n, k: g * y * (psi(n - k + 1) - psi(k + 1)),
    operands=("n", "k"),
)
special(
    "stdtr",
    unknown("stdtr", "df"),
    lambda g, y, df, t: g
    * exp(-(df + 1) / 2 * emit("log1p", t**2 / df) - emit("betaln", df / 2, 0.5))
    / emit("sqrt", df),
    operands=("df", "t"),
)
for _name, _sign in {"chdtr": 1, "chdtrc": -1}.items():
    special(
        _name,
        unknown(_name, "v"),
        lambda g, y, v, x, sign=_sign: sign
        * g
        / 2
        * exp(emit("xlogy", v / 2 - 1, x / 2) - x / 2 - emit("gammaln", v / 2)),
        operands=("v", "x"),
    )
special("tandg", lambda g, y, x: _DEGREE * g * (1 + y**2))
special("cotdg", lambda g, y, x: -_DEGREE * g * (1 + y**2))
special(
    "struve",
    unknown("struve", "v"),
    lambda g, y, v, x: g * (emit("struve", v - 1, x) - v * y / guarded(x)),
    operands=("v", "x"),
)
