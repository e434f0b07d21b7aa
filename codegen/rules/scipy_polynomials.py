"""scipy.special: orthogonal polynomials, by their argument (DLMF 18.9); binomials and factorials.

The derivative of a polynomial is one of a degree less and of higher parameters. By the degree and
the parameters no closed form is known.
"""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import elementwise
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.integers import length_of
from codegen.ir.types import Array, TupleOf, Type
from codegen.rules.kinds import Factor, nondiff, scalar
from codegen.rules.language import equal, where
from codegen.rules.scipy_special import psi, special, unknown


def _polynomial(name: str, parameters: str, slope: Any) -> None:
    """slope: the derivative, of the degree, the parameters and x."""

    def factor(g: Value, y: Value, n: Value, *rest: Value) -> Value | None:
        return None if n.const == 0 else g * slope(n, *rest)

    names = ("n", *parameters.split())
    special(
        f"eval_{name}",
        *(unknown(f"eval_{name}", each) for each in names),
        factor,
        operands=(*names, "x"),
    )


def _jacobi(n: Value, a: Any, b: Any, x: Value) -> Value:
    return emit("eval_jacobi", n, a, b, x)


def _gegenbauer(n: Value, alpha: Any, x: Value) -> Value:
    return emit("eval_gegenbauer", n, alpha, x)


def _lower(n: Value) -> Value:
    """n - 1, of degrees that are integers, and 0 for 0, where the factor n is 0."""
    return n - 1 if n.is_const else emit("maximum", n - 1, 0)


_polynomial("legendre", "", lambda n, x: (n + 1) / 2 * _jacobi(n - 1, 1, 1, x))
_polynomial("sh_legendre", "", lambda n, x: (n + 1) * _jacobi(n - 1, 1, 1, 2 * x - 1))
_polynomial("chebyt", "", lambda n, x: n * emit("eval_chebyu", n - 1, x))
_polynomial("sh_chebyt", "", lambda n, x: 2 * n * emit("eval_chebyu", n - 1, 2 * x - 1))
_polynomial("chebyc", "", lambda n, x: n * emit("eval_chebys", n - 1, x))
_polynomial("chebyu", "", lambda n, x: 2 * _gegenbauer(n - 1, 2, x))
_polynomial("sh_chebyu", "", lambda n, x: 4 * _gegenbauer(n - 1, 2, 2 * x - 1))
_polynomial("chebys", "", lambda n, x: _gegenbauer(n - 1, 2, x / 2))
_polynomial("gegenbauer", "alpha", lambda n, a, x: 2 * a * _gegenbauer(n - 1, a + 1, x))
_polynomial(
    "jacobi", "alpha beta", lambda n, a, b, x: (n + a + b + 1) / 2 * _jacobi(n - 1, a + 1, b + 1, x)
)
_polynomial(
    "sh_jacobi",
    "p q",
    lambda n, p, q, x: (n + p)
    / emit("binom", 2 * n + p - 1, n)
    * _jacobi(n - 1, p - q + 1, q, 2 * x - 1),
)
_polynomial("laguerre", "", lambda n, x: -emit("eval_genlaguerre", n - 1, 1, x))
_polynomial("genlaguerre", "alpha", lambda n, a, x: -emit("eval_genlaguerre", n - 1, a + 1, x))
_polynomial("hermite", "", lambda n, x: 2 * n * emit("eval_hermite", _lower(n), x))
_polynomial("hermitenorm", "", lambda n, x: n * emit("eval_hermitenorm", _lower(n), x))

# Numbers of choices: 0 where there are none, all around


def _counted(name: str, operands: tuple[str, ...], *factors: Factor) -> None:
    scalar(
        f"special_{name}",
        *factors,
        spellings=f"scipy.special.{name}",
        operands=operands,
        options={"exact": False},
        positional=(*operands, "exact"),
        result=elementwise(name),
    )


def _left(y: Value, n: Value, k: Value) -> Value:
    return where(equal(y, 0), 1.0, n - k + 1)


_counted(
    "comb",
    ("N", "k"),
    lambda g, y, n, k, **_: g * y * (psi(n + 1) - psi(_left(y, n, k))),
    lambda g, y, n, k, **_: g * y * (psi(_left(y, n, k)) - psi(where(equal(y, 0), 1.0, k + 1))),
)
_counted(
    "perm",
    ("N", "k"),
    lambda g, y, n, k, **_: g * y * (psi(n + 1) - psi(_left(y, n, k))),
    lambda g, y, n, k, **_: g * y * psi(_left(y, n, k)),
)
_counted(
    "factorial",
    ("n",),
    lambda g, y, n, **_: g * y * psi(where(equal(y, 0), 1.0, n + 1)),
)

# The places and weights of Gauss' quadrature, of whole numbers of places


def _quadrature_type(ins: tuple[Value, ...], attrs: Any) -> Type:
    return TupleOf((Array("float64", (length_of(ins[0]),)),) * 2)


for _name in ("legendre", "hermite", "hermitenorm", "laguerre", "chebyt", "chebyu"):
    nondiff(
        f"roots_{_name}", ("n",), spellings=f"scipy.special.roots_{_name}", result=_quadrature_type
    )
