"""Derivatives by differences, and whether a case is fit to be judged by them."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np

from tests.programs.cases import Case, call
from tests.programs.trees import as_reals, conjugated, flatten, matches, random_like, scalar


def differences(case: Case, k: int, cotangent: Any) -> tuple[np.ndarray, np.ndarray]:
    """The derivative of <cotangent, f> with respect to argument k, one leaf at a time, and its
    uncertainty.

    Central differences at three steps, extrapolated; once more with steps eight times smaller.
    """
    reals = as_reals(case.args)
    leaves = flatten(reals[k])

    def at(position: int, step: float) -> float:
        moved = list(leaves)
        moved[position] = moved[position] + step
        args = list(copy.deepcopy(reals))
        args[k] = matches(args[k], iter(moved))
        out = call(case.function, tuple(args), case.keywords).value
        weights = (
            flatten(conjugated(cotangent)) if not isinstance(cotangent, float) else [cotangent]
        )
        return float(np.dot(np.array(weights, dtype=float), np.array(flatten(out), dtype=float)))

    def richardson(position: int, step: float) -> float:
        a, b, c = (
            (at(position, h) - at(position, -h)) / (2 * h) for h in (step, step / 2, step / 4)
        )
        b, c = b + (b - a) / 3, c + (c - b) / 3
        return c + (c - b) / 15

    found, error = [], []
    for position, leaf in enumerate(leaves):
        step = 1e-3 * max(1.0, abs(leaf))
        coarse, fine = richardson(position, step), richardson(position, step / 8)
        found.append(coarse)
        error.append(abs(coarse - fine))
    return np.array(found, dtype=float), np.array(error, dtype=float)


def self_check(case: Case) -> str:
    """Is the case fit to judge by? The empty string, or what is wrong with the case itself."""
    try:
        return _unfit(case)
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def _unfit(case: Case) -> str:
    plain = call(case.function, case.fresh(), case.keywords)
    if case.expected is not None:
        return ""
    cotangent = 1.0 if scalar(plain.value) else random_like(plain.value)
    for k in case.wrt:
        found, error = differences(case, k, cotangent)
        if not np.all(np.isfinite(found)):
            return f"argument {k}: differences are {found}"
        if np.any(error > 1e-6 * np.max(np.abs(found), initial=1.0)):
            return f"argument {k}: differences are unsure, {found} +- {error}"
    return ""
