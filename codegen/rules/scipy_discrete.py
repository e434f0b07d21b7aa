"""scipy.stats: the probabilities of the common discrete distributions, by their parameters.

Where a count is outside of the support its probability is 0, and so is the derivative.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from codegen.ir.graph import Value
from codegen.rules.kinds import Factor, scalar
from codegen.rules.language import log
from codegen.rules.scipy_special import psi, unknown
from codegen.rules.scipy_stats import distribution_type

Score = Callable[..., Value]  # of the count, less loc, and the parameters


def enter(name: str, scores: Mapping[str, Score | None]) -> None:
    """Register pmf and logpmf. scores: parameter -> the derivative of the log of the probability;
    None: a parameter that only counts."""

    def by(parameter: str, score: Score | None, logarithm: bool) -> Factor:
        if score is None:
            return unknown(f"{name}.pmf", parameter, "scipy.stats")

        def factor(g: Value, y: Value, k: Value, *parameters: Value) -> Value:
            *own, loc = parameters
            count = k if loc.const == 0 else k - loc
            return (g if logarithm else g * y) * score(count, *own)

        return factor

    operands = ("k", *scores, "loc")
    for method in ("pmf", "logpmf"):
        scalar(
            f"{name}_{method}",
            unknown(f"{name}.{method}", "k", "scipy.stats"),
            *(by(each, score, method == "logpmf") for each, score in scores.items()),
            unknown(f"{name}.{method}", "loc", "scipy.stats"),
            spellings=f"scipy.stats.{name}.{method}",
            operands=operands,
            positional=operands,
            defaults={"loc": 0},
            result=distribution_type,
        )


enter("poisson", {"mu": lambda k, mu: k / mu - 1})
enter("bernoulli", {"p": lambda k, p: k / p - (1 - k) / (1 - p)})
enter("binom", {"n": None, "p": lambda k, n, p: k / p - (n - k) / (1 - p)})
enter("geom", {"p": lambda k, p: 1 / p - (k - 1) / (1 - p)})
enter(
    "nbinom",
    {
        "n": lambda k, n, p: psi(k + n) - psi(n) + log(p),
        "p": lambda k, n, p: n / p - k / (1 - p),
    },
)
