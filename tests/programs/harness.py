"""Judging one program: codegen's value, effects and gradient against the plain function and
differences."""

from __future__ import annotations

import traceback
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tests.programs.cases import Case, call, cases, variadic
from tests.programs.differences import differences, self_check
from tests.programs.doors import Wrong, by_static_text, by_value_and_grad, by_vjp
from tests.programs.trees import arrays, conjugated, flatten, random_like, scalar

__all__ = ["Case", "Verdict", "cases", "judge", "self_check"]


@dataclass(frozen=True)
class Verdict:
    """status: accepted, refused, wrong or crashed; reason: one line to group by; detail: the
    rest."""

    status: str
    reason: str = ""
    detail: str = ""


def judge(case: Case, static: bool = False) -> Verdict:
    """Run the case through a public door and compare everything that can be compared.

    static: the text that the command line prints, instead of a function made for the arguments.
    """
    from codegen.errors import UnsupportedError

    plain = call(case.function, case.fresh(), case.keywords)
    single = scalar(plain.value)
    cotangent = 1.0 if single else random_like(plain.value)
    try:
        if static:
            gradients = by_static_text(case, plain, cotangent)
        elif single and case.wrt and not variadic(case.function):
            gradients = by_value_and_grad(case, plain)
        else:
            gradients = by_vjp(case, plain, cotangent)
        compare(case, gradients, cotangent)
    except UnsupportedError as error:
        problems = getattr(error, "problems", ())
        first = (
            f"{problems[0].code} {problems[0].message}" if problems else str(error).split("\n")[0]
        )
        return Verdict("refused", first, str(error))
    except Wrong as error:
        reason, _, detail = str(error).partition(": ")
        return Verdict("wrong", reason, detail)
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        text = str(error).split("\n")[0][:100]
        return Verdict(
            "crashed", f"{type(error).__name__} at {where}: {text}", traceback.format_exc()
        )
    return Verdict("accepted")


def compare(case: Case, gradients: tuple[Any, ...], cotangent: Any) -> None:
    """The gradients against the expected ones, or against differences."""
    low = any(a.dtype in (np.float32, np.complex64) for a in arrays(case.args)) or any(
        isinstance(a, np.float32) for a in case.args
    )
    for position, k in enumerate(case.wrt):
        found = np.array(flatten(conjugated(gradients[position])), dtype=float)
        if case.expected is not None:
            wanted = np.array(flatten(conjugated(case.expected[position])), dtype=float)
            error = np.zeros_like(wanted)
        else:
            wanted, error = differences(case, k, cotangent)
        scale = max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
        tolerance = (2e-4 if low else 1e-6) * scale + 10 * error
        if found.shape != wanted.shape or not np.all(np.abs(found - wanted) <= tolerance):
            raise Wrong(f"gradient: of argument {k} is {found!r}, differences give {wanted!r}")
