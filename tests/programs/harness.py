"""Judging one program: codegen's value, effects and gradient against the plain function and
differences.

A file beside this one holds plain functions and CASES, a list of tuples, the later parts optional:

    function, arguments
    wrt         positions to differentiate; default: the arguments with floats
    expected    the gradients, where differences cannot tell (ties, edges)
    keywords    keyword arguments
"""

from __future__ import annotations

import contextlib
import copy
import importlib
import inspect
import io
import pkgutil
import traceback
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

import tests.programs
from tests.programs.trees import (
    arrays,
    as_reals,
    flatten,
    has_floats,
    is_real,
    like,
    matches,
    random_like,
    same,
)


@dataclass(frozen=True)
class Case:
    """One call of one program."""

    name: str
    function: Callable[..., Any]
    args: tuple[Any, ...]
    wrt: tuple[int, ...]
    expected: tuple[Any, ...] | None = None
    keywords: dict[str, Any] = field(default_factory=dict)

    def fresh(self) -> tuple[Any, ...]:
        return copy.deepcopy(self.args)


@dataclass(frozen=True)
class Verdict:
    """status: accepted, refused, wrong or crashed; reason: one line to group by; detail: the
    rest."""

    status: str
    reason: str = ""
    detail: str = ""


def cases(only: str = "") -> Iterator[Case]:
    """Every case of every file, in order; only: a part of the name."""
    seen: dict[str, int] = {}
    for module in sorted(pkgutil.iter_modules(tests.programs.__path__), key=lambda m: m.name):
        if module.name in ("harness", "trees") or module.name.startswith("test_"):
            continue
        for entry in importlib.import_module(f"tests.programs.{module.name}").CASES:
            function, args, wrt, expected, keywords = (*entry, *(None,) * (5 - len(entry)))
            base = f"{module.name}.{function.__name__}"
            seen[base] = seen.get(base, 0) + 1
            name = base if seen[base] == 1 else f"{base}-{seen[base]}"
            if only in name:
                wrt = default_wrt(function, args) if wrt is None else wrt
                yield Case(name, function, args, wrt, expected, keywords or {})


def default_wrt(function: Callable[..., Any], args: tuple[Any, ...]) -> tuple[int, ...]:
    """The arguments that hold floats; where there is none, those that hold integers."""
    names = list(inspect.signature(function).parameters.values())
    annotated = {k for k, p in enumerate(names) if p.annotation in (int, bool, str)}
    found = tuple(k for k, a in enumerate(args) if k not in annotated and has_floats(a))
    return found or tuple(k for k, a in enumerate(args) if k not in annotated and is_real(a))


@dataclass
class Called:
    """What a call did: its result, what it printed, the warnings, the arguments afterwards."""

    value: Any
    printed: str
    warned: int
    args: tuple[Any, ...]


def call(function: Callable[..., Any], args: tuple[Any, ...], keywords: dict[str, Any]) -> Called:
    out = io.StringIO()
    with contextlib.redirect_stdout(out), warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        value = function(*args, **keywords)
    return Called(value, out.getvalue(), len(warned), args)


class Wrong(Exception):
    """A result that is not what it must be."""


def judge(case: Case) -> Verdict:
    """Run the case through the public doors and compare everything that can be compared."""
    from codegen.errors import UnsupportedError

    plain = call(case.function, case.fresh(), case.keywords)
    try:
        if scalar(plain.value) and not variadic(case.function):
            gradients, cotangent = by_value_and_grad(case, plain), 1.0
        else:
            cotangent = random_like(plain.value)
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


def scalar(value: Any) -> bool:
    return isinstance(value, float | np.floating) or (
        isinstance(value, np.ndarray) and value.shape == () and value.dtype.kind == "f"
    )


def variadic(function: Callable[..., Any]) -> bool:
    kinds = {p.kind for p in inspect.signature(function).parameters.values()}
    return inspect.Parameter.VAR_POSITIONAL in kinds


def by_value_and_grad(case: Case, plain: Called) -> tuple[Any, ...]:
    from codegen import value_and_grad

    single = len(case.wrt) == 1
    made = value_and_grad(case.function, wrt=case.wrt[0] if single else case.wrt)

    def once() -> tuple[Any, ...]:
        done = call(made, case.fresh(), case.keywords)
        if not (isinstance(done.value, tuple) and len(done.value) == 2):
            raise Wrong(f"structure: no pair of value and gradient but {done.value!r}")
        value, gradient = done.value
        gradients = (gradient,) if single else gradient
        if not isinstance(gradients, tuple) or len(gradients) != len(case.wrt):
            raise Wrong(f"structure: {len(case.wrt)} gradients asked for, got {gradient!r}")
        check_call(case, plain, done, value, gradients)
        return gradients

    first = once()
    kept = copy.deepcopy(first)
    for array in arrays(first):
        array.fill(7.0)  # nothing that a second call uses
    if not same(once(), kept):
        raise Wrong("second call: another gradient")
    return kept


def by_vjp(case: Case, plain: Called, cotangent: Any) -> tuple[Any, ...]:
    from codegen import vjp

    pull: list[Callable[[Any], Any]] = []

    def forward(*args: Any, **keywords: Any) -> Any:
        value, pullback = vjp(case.function, *args, **keywords)
        pull.append(pullback)
        return value

    done = call(forward, case.fresh(), case.keywords)
    found = pull[-1](copy.deepcopy(cotangent))
    if not isinstance(found, tuple) or len(found) != len(case.args):
        raise Wrong(f"structure: pullback gave {found!r} for {len(case.args)} arguments")
    gradients = tuple(found[k] for k in case.wrt)
    check_call(case, plain, done, done.value, gradients)
    kept = copy.deepcopy(gradients)
    for array in arrays(gradients):
        array.fill(7.0)
    again = pull[-1](copy.deepcopy(cotangent))
    if not same(tuple(again[k] for k in case.wrt), kept):
        raise Wrong("second call: the pullback gives another gradient")
    return kept


def check_call(
    case: Case, plain: Called, done: Called, value: Any, gradients: tuple[Any, ...]
) -> None:
    """Value, effects, structure and memory."""
    if not same(value, plain.value):
        raise Wrong(f"value: {value!r} is not {plain.value!r}")
    if not same(done.args, plain.args):
        raise Wrong(f"arguments: left as {done.args!r}, the function leaves {plain.args!r}")
    if done.printed != plain.printed:
        raise Wrong(f"printed: {done.printed!r} is not {plain.printed!r}")
    if done.warned > plain.warned:
        raise Wrong(f"warns: {done.warned} warnings, the function gives {plain.warned}")
    if sharing(value, done.args) != sharing(plain.value, plain.args):
        raise Wrong("identity: the value shares memory with other arguments than the function's")
    for k, gradient in zip(case.wrt, gradients, strict=True):
        if problem := like(gradient, case.args[k]):
            raise Wrong(f"structure: {problem}")
    found = arrays(gradients)
    others = arrays(done.args) + arrays(value)
    for k, array in enumerate(found):
        if any(np.shares_memory(array, other) for other in others + found[:k]):
            raise Wrong("memory: a gradient shares memory")
        if not array.flags.writeable:
            raise Wrong("memory: a gradient is not writable")


def sharing(value: Any, args: tuple[Any, ...]) -> list[list[bool]]:
    inside = [[np.shares_memory(a, b) for b in arrays(args)] for a in arrays(value)]
    return [*inside, [value is a and not is_number(a) for a in args]]


def is_number(value: Any) -> bool:
    return isinstance(value, int | float | complex | np.generic | str | None)


def compare(case: Case, gradients: tuple[Any, ...], cotangent: Any) -> None:
    """The gradients against the expected ones, or against differences."""
    low = any(a.dtype == np.float32 for a in arrays(case.args)) or any(
        isinstance(a, np.float32) for a in case.args
    )
    for position, k in enumerate(case.wrt):
        found = np.array(flatten(gradients[position]), dtype=float)
        if case.expected is not None:
            wanted = np.array(flatten(case.expected[position]), dtype=float)
            error = np.zeros_like(wanted)
        else:
            wanted, error = differences(case, k, cotangent)
        scale = max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
        tolerance = (2e-4 if low else 1e-6) * scale + 10 * error
        if found.shape != wanted.shape or not np.all(np.abs(found - wanted) <= tolerance):
            raise Wrong(f"gradient: of argument {k} is {found!r}, differences give {wanted!r}")


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
        weights = flatten(cotangent) if not isinstance(cotangent, float) else [cotangent]
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
