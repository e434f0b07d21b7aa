"""Everything that must hold of a random program, and of the same program in other words.

The value bit for bit, the arguments as f leaves them, a second call equal to the first, gradients
that share memory with nothing: `tests.programs.doors`. Here the gradient is compared with
differences along random directions, and with the gradients of the variants of the program.
"""

from __future__ import annotations

import copy
import dataclasses
import random
import traceback
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path

import numpy as np

from tests.programs.cases import Case, call
from tests.programs.doors import Wrong, by_value_and_grad, by_vjp
from tests.programs.harness import Verdict
from tests.programs.trees import flatten, matches, random_like, scalar
from tests.random_programs.judge import load
from tests.random_programs.programs import Program
from tests.random_programs.variants import VARIANTS

_numbers = count()


def loaded(program: Program, folder: Path) -> Case | None:
    """The program as a case, where it runs and gives finite numbers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return load(program, folder / f"mixed_{next(_numbers)}.py")
        except SyntaxError:
            return None


def check(program: Program, folder: Path, variants: tuple[str, ...], seed: int = 0) -> Verdict:
    """The verdict of a program that runs. Its variants are made with the choices of that seed."""
    case = loaded(program, folder)
    if case is None:
        return Verdict("no program")
    verdict, found = gradient_of(case)
    if verdict.status in ("wrong", "crashed"):
        return verdict
    if found is not None and (report := unlike_differences(program, case, found, folder)):
        return Verdict("wrong", "gradient", report)
    for name in variants:
        text = VARIANTS[name](program.text, random.Random(seed))
        other = loaded(dataclasses.replace(program, text=text), folder) if text else None
        if other is None:
            continue
        again, changed = gradient_of(other)
        if again.status != verdict.status:
            status = "wrong" if again.status in ("wrong", "crashed") else "unequal"
            reason = (
                f"{name}: {verdict.status}, then {again.status}: {again.reason}{verdict.reason}"
            )
            return Verdict(status, reason, f"{again.detail}\n{verdict.detail}\n{text}")
        if (found is None) != (changed is None):
            return Verdict("wrong", f"{name}: a gradient and none", str(text))
        if found is not None and changed is not None and not nearly(found, changed):
            detail = f"{found!r}\nis not\n{changed!r}\n{text}"
            return Verdict("wrong", f"{name}: another gradient", detail)
    return verdict


def nearly(one: np.ndarray, other: np.ndarray) -> bool:
    scale = max(1.0, float(np.max(np.abs(one), initial=0.0)))
    return one.shape == other.shape and bool(np.all(np.abs(one - other) <= 1e-12 * scale))


def gradient_of(case: Case) -> tuple[Verdict, np.ndarray | None]:
    """The verdict of the public doors, and the gradient: the numbers of all arguments in a row.

    No gradient where the program is refused, and where the result does not depend on an argument.
    """
    from codegen.errors import UnsupportedError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            plain = call(case.function, case.fresh(), {})
            if scalar(plain.value):
                gradients = by_value_and_grad(case, plain)
            else:
                gradients = by_vjp(case, plain, random_like(plain.value))
    except UnsupportedError as error:
        first = str(error).split("\n")[0].partition(" ")[2]
        return Verdict("refused", first, str(error)), None
    except Wrong as error:
        reason, _, detail = str(error).partition(": ")
        return Verdict("wrong", reason, detail), None
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        reason = f"{type(error).__name__} at {where}: {str(error).splitlines()[:1]}"
        return Verdict("crashed", reason, traceback.format_exc()), None
    return Verdict("accepted"), np.array(flatten(list(gradients)), dtype=float)


# -------------------------------------------------------------------------------- differences


def unlike_differences(program: Program, case: Case, found: np.ndarray, folder: Path) -> str:
    """What is wrong with a gradient; the empty string where nothing is, or nothing can be told."""
    low = "np.float32" in program.text
    if low:  # differences of single precision are noise: those of the same program in double
        text = program.text.replace("np.float32", "np.float64")
        wide = loaded(dataclasses.replace(program, text=text), folder)
        if wide is None:
            return ""
        case = wide
    for direction in directions(len(found)):
        along = line(case, direction)
        wanted, error = slope(along)
        mine = float(np.dot(found, direction))
        tolerance = (1e-4 if low else 1e-6) * max(1.0, abs(wanted), abs(mine)) + 10 * error
        if not np.isfinite(mine) or abs(mine - wanted) > tolerance:
            if smooth(along):
                return f"along {direction!r}\n{mine!r}, differences give {wanted!r} +- {error!r}\n"
            return ""
    return ""


def directions(length: int) -> Iterator[np.ndarray]:
    draw = np.random.default_rng(length)
    for _ in range(2):
        yield draw.uniform(0.5, 1.0, length) * draw.choice((-1.0, 1.0), length)


def line(case: Case, direction: np.ndarray) -> Callable[[float], float]:
    """<seed, f> as a function of the distance along a direction."""
    plain = call(case.function, case.fresh(), {}).value
    weights = [1.0] if scalar(plain) else flatten(random_like(plain))
    start = np.array(flatten([case.args[k] for k in case.wrt]), dtype=float)

    def along(distance: float) -> float:
        moved = iter((start + distance * direction).tolist())
        args = list(case.fresh())
        for k in case.wrt:
            args[k] = matches(args[k], moved)
        numbers = flatten(call(case.function, tuple(args), {}).value)
        if len(numbers) != len(weights):
            return float("nan")
        return float(np.dot(np.array(weights), np.array(numbers, dtype=float)))

    return along


def slope(along: Callable[[float], float], step: float = 1e-3) -> tuple[float, float]:
    """The derivative at zero by extrapolated central differences, and its uncertainty."""

    def extrapolated(step: float) -> float:
        a, b, c = ((along(h) - along(-h)) / (2 * h) for h in (step, step / 2, step / 4))
        b, c = b + (b - a) / 3, c + (c - b) / 3
        return c + (c - b) / 15

    try:
        coarse, fine = extrapolated(step), extrapolated(step / 8)
    except Exception:
        return 0.0, float("inf")
    error = abs(coarse - fine)
    return fine, error if np.isfinite(error) else float("inf")


def smooth(along: Callable[[float], float]) -> bool:
    """No kink or jump near zero: the slopes to the left and to the right agree, at all sizes."""
    try:
        slopes = [
            side * (along(side * h) - along(0.0)) / h
            for h in (1e-4, 1e-5, 1e-6)
            for side in (1.0, -1.0)
        ]
    except Exception:
        return False
    scale = max(1.0, max(map(abs, slopes)))
    return bool(np.all(np.isfinite(slopes)) and max(slopes) - min(slopes) <= 1e-2 * scale)


def shorten(program: Program, folder: Path, fails: Callable[[Program], bool]) -> Program:
    """The program without the statements that its failure does not need."""
    from tests.random_programs.shrink import smaller

    while True:
        for text in smaller(program.text):
            candidate = copy.copy(program)
            candidate = dataclasses.replace(candidate, text=text)
            if fails(candidate):
                program = candidate
                break
        else:
            return program
