"""Mutants of rules that change nothing that a test could see, each with the reason."""

from __future__ import annotations

_POWERS = "functions of one matrix commute"
_SYMMETRIC = "betaln is symmetric"
_WINDOW = "how far back a shorter form of the same value is looked for"
_SUMMED = "the bounds are numbers: `scalar` sums what is left"

EQUIVALENT: dict[str, str] = {
    "chains.py _power: matmul(products[-1], squares[k]) -> "
    "matmul(squares[k], products[-1])": _POWERS,
    "construct.py part: sum_over(g) -> (g,)[0]": _SUMMED,
    "construct.py part: sum_over(g * emit('arange', emit('len', g))) -> "
    "(g * emit('arange', emit('len', g)),)[0]": _SUMMED,
    "joining.py _split: len(parts) - 1 -> len(parts) + 1": "the last slice ends where all end",
    "singular.py without_completion: free + emit('unless_arbitrary', matmul(turned, rest)) -> "
    "free - emit('unless_arbitrary', matmul(turned, rest))": "0 or nan, added or not",
    "kinds.py _unsummed: -_RECENT -> _RECENT": _WINDOW,
    "scipy_integrals.py lambda:lambda g, y, df, t: g * exp(-(df + 1) / : "
    "emit('betaln', df / 2, 0.5) -> emit('betaln', 0.5, df / 2)": _SYMMETRIC,
    "scipy_matrices.py _power: matmul(emit('logm', a), y) -> matmul(y, emit('logm', a))": _POWERS,
    "scipy_special.py beta_density: emit('betaln', a, b) -> emit('betaln', b, a)": _SYMMETRIC,
}
