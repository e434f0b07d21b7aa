"""The public doors: how a case is run through each, and what every call must leave as it is."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable
from typing import Any

import numpy as np

from codegen.errors import Problem
from tests.programs.cases import Called, Case, call
from tests.programs.trees import arrays, like, same, scalar


class Wrong(Exception):
    """A result that is not what it must be."""


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


def _problems(text: str) -> list[Any]:
    """The first problem of a message of the command line."""

    code, _, message = text.split("\n")[0].partition(" ")[2].partition(" ")
    return [Problem(code, message, text)]


def by_static_text(case: Case, plain: Called, cotangent: Any) -> tuple[Any, ...]:
    """The module that `codegen grad FILE:FUNC --wrt ...` prints, run where only NumPy is known."""
    from click.testing import CliRunner

    from codegen.cli import cli
    from codegen.errors import UnsupportedError

    names = list(inspect.signature(case.function).parameters)
    wrt = ",".join(dict.fromkeys(names[min(k, len(names) - 1)] for k in case.wrt))
    target = f"{inspect.getsourcefile(case.function)}:{case.function.__name__}"
    ran = CliRunner().invoke(cli, ["grad", target, *(("--wrt", wrt) if wrt else ())])
    if isinstance(ran.exception, UnsupportedError):
        raise ran.exception
    if ran.exit_code == 2:
        raise UnsupportedError(*_problems(ran.output))
    if ran.exit_code:
        raise RuntimeError(f"exit code {ran.exit_code}: {ran.output[-300:]}")
    module: dict[str, Any] = {"__name__": "emitted"}
    exec(compile(ran.stdout, "<emitted>", "exec"), module)
    emitted = module[f"{case.function.__name__}_value_and_grad"]
    seed = list(inspect.signature(emitted).parameters)[-1]
    keywords = case.keywords if scalar(plain.value) else {**case.keywords, seed: cotangent}
    try:
        done = call(emitted, case.fresh(), keywords)
    except AssertionError as error:
        if "say what it is with --at" not in str(error):
            raise
        # the text checks what was assumed of a parameter without a type: it refuses when it is run
        raise UnsupportedError(Problem("CG048", str(error), "")) from error
    value, gradient = done.value
    gradients = (gradient,) if len(case.wrt) == 1 else gradient
    check_call(case, plain, done, value, gradients)
    return copy.deepcopy(gradients)


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
