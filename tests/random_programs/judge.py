"""Judging a random program: through the doors, and as a graph at every stage."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import importlib.util
import unittest.mock
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from tests.programs.cases import Case, call, default_wrt
from tests.programs.differences import differences
from tests.programs.harness import Verdict, judge
from tests.programs.trees import flatten, parts, random_like, same, scalar
from tests.random_programs.programs import Program


def load(program: Program, path: Path) -> Case | None:
    """The program as a case, where it runs and gives finite numbers."""
    path.write_text(program.text)
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = module.f
    try:
        value = call(function, copy.deepcopy(program.args), {}).value
    except Exception:
        return None
    numbers = np.array(flatten(value), dtype=float)
    if not numbers.size or not np.all(np.isfinite(numbers)) or np.max(np.abs(numbers)) > 1e4:
        return None
    return Case(path.stem, function, program.args, default_wrt(function, program.args))


def verdicts(case: Case, doors: tuple[str, ...]) -> list[tuple[str, Verdict]]:
    """The verdict of each door: "arguments", "text" or "graph"."""
    found = []
    for door in doors:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if door == "graph":
                verdict = by_graph(case)
            else:
                with told_types(case, door == "typed"):
                    verdict = by_door(case, door != "arguments")
        found.append((door, verdict))
    return found


def by_door(case: Case, static: bool) -> Verdict:
    """The verdict of the judge, where arguments that the result does not depend on are left out."""
    from codegen import vjp
    from codegen.errors import UnsupportedError

    plain = call(case.function, case.fresh(), {})
    cotangent = _seed(plain.value)
    try:
        pull = call(lambda *a: vjp(case.function, *a)[1], case.fresh(), {}).value
        found = pull(copy.deepcopy(cotangent))
    except UnsupportedError as error:
        if "CG930" in str(error):
            found = (None,) * len(case.args)
        else:
            return judge(case, static)
    except Exception:
        return judge(case, static)
    kept = []
    for k in case.wrt:
        if found[k] is not None:
            kept.append(k)
            continue
        wanted, error = differences(case, k, cotangent)
        if np.any(np.abs(wanted) > 1e-6 + 10 * error):
            return Verdict("wrong", "no gradient", f"argument {k}: differences give {wanted!r}")
    if not kept:
        return Verdict("accepted", "constant")
    return judge(dataclasses.replace(case, wrt=tuple(kept)), static)


@contextlib.contextmanager
def told_types(case: Case, told: bool) -> Iterator[None]:
    """Let the judge tell the command line the types of the arguments (`--at`)."""
    from click.testing import CliRunner

    from codegen.ir.notation import show_type

    if not told:
        yield
        return
    types = ",".join(f"{name}={show_type(t)}" for name, t in argument_types(case).items())
    plain = CliRunner.invoke

    def invoke(self: CliRunner, cli: Any, args: Any = None, **options: Any) -> Any:
        return plain(self, cli, [*args, "--at", types.replace(" ", "")], **options)

    with unittest.mock.patch.object(CliRunner, "invoke", invoke):
        yield


def by_graph(case: Case) -> Verdict:
    """A traced graph runs as the function does; every stage verifies and is what its text says."""
    import traceback

    from codegen.errors import UnsupportedError

    try:
        _graphs(case)
    except UnsupportedError as error:
        return Verdict("refused", str(error).split("\n")[0].partition(" ")[2])
    except Exception as error:
        frames = traceback.extract_tb(error.__traceback__)
        where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
        reason = f"{type(error).__name__} at {where}: {str(error).splitlines()[:1]}"
        return Verdict("crashed", reason, traceback.format_exc())
    return Verdict("accepted")


def _graphs(case: Case) -> None:
    from codegen.frontend.environment import Live
    from codegen.frontend.live import live_source
    from codegen.ir.compare import same as same_graph
    from codegen.ir.graph import Graph
    from codegen.ir.parse import parse
    from codegen.ir.run import run, run_inplace
    from codegen.ir.text import show
    from codegen.ir.verify import verify
    from codegen.runtime.stages import derive

    plain = call(case.function, case.fresh(), {})
    stages: list[tuple[str, Graph]] = []

    def watch(name: str, graph: Graph) -> None:
        verify(graph)
        stages.append((name, graph))
        if name in ("trace", "reverse", "optimize"):
            assert same_graph(parse(show(graph)), graph), f"text of {name}"

    types = argument_types(case)
    derive(live_source(case.function), Live(case.function), types, case.wrt, watch=watch)
    first: Any = None
    for name, graph in stages:
        execute = run_inplace if name in ("inplace", "optimize") else run
        primal = graph.name == case.function.__name__
        seed = () if primal else (_seed(plain.value),)
        done = call(lambda *a: execute(graph, *a), (*case.fresh(), *seed), {})  # noqa: B023
        output = done.value.output
        if primal:
            assert same(output, plain.value), f"{name}: {output!r} is not {plain.value!r}"
            continue
        value, gradient = output
        assert same(value, plain.value), f"{name}: {value!r} is not {plain.value!r}"
        numbers = np.array(flatten(gradient), dtype=float)
        if first is None:
            first = numbers
        close = np.allclose(numbers, first, rtol=1e-9, atol=1e-9, equal_nan=True)
        assert close, f"{name}: {numbers} is not {first}"


def _seed(value: Any) -> Any:
    return 1.0 if scalar(value) else random_like(value)


def argument_types(case: Case) -> dict[str, Any]:
    import inspect

    from codegen.runtime import specialise

    names = list(inspect.signature(case.function).parameters)
    return {n: specialise.type_of(a, n) for n, a in zip(names, case.args, strict=True)}


def summary(counts: Counter[tuple[str, str, str]]) -> str:
    lines = []
    for (door, status, reason), count in counts.most_common():
        lines.append(f"{count:6d} {door:9s} {status:9s} {reason}")
    return "\n".join(lines)


__all__ = ["by_graph", "load", "parts", "summary", "verdicts"]
