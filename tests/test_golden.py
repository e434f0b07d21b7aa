"""One test for each file of tests/golden: text, formatting, value, gradient, and the graph at every
stage."""

from __future__ import annotations

import ast
import copy
from pathlib import Path
from typing import Any

import black
import numpy as np
import pytest
from cases import GOLDEN, ROOT, Case, all_cases

from codegen.ir.compare import same
from codegen.ir.graph import Graph
from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
from codegen.ir.verify import verify
from codegen.runtime.stages import resolve_wrt
from tests.numeric import assert_close, identical, numeric_gradient, ones_like

GENERATED = ROOT / "generated"
CASES = [pytest.param(case, id=case.path.stem) for case in all_cases(GOLDEN)]


@pytest.mark.parametrize("case", CASES)
def test_golden(case: Case) -> None:
    stages: list[tuple[str, Graph]] = []
    text = case.emitted(lambda stage, graph: stages.append((stage, graph)))
    assert text == case.expected, "if the new text is better: python tools/refresh.py"
    assert black.format_str(text, mode=black.Mode(line_length=100)) == text
    for stage, graph in stages:
        verify(graph)
        assert same(parse(show(graph)), graph), stage
    names: dict[str, Any] = {}
    exec(compile(text, f"{case.path.name} (emitted)", "exec", dont_inherit=True), names)
    assert case.calls, "an `# arguments:` line is missing"
    for call in case.calls:
        compare(case, call, stages, names)


@pytest.mark.parametrize("path", sorted(GENERATED.glob("*.py")), ids=lambda path: path.stem)
def test_generated_modules_import_numpy_or_math_alone(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    tries = {inner for node in tree.body if isinstance(node, ast.Try) for inner in ast.walk(node)}
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, (ast.Import, ast.ImportFrom)) and node not in tries
        for alias in node.names
    }
    assert imported <= {"numpy", "math"}
    for node in tries:  # what is compiled runs without the compiler too
        assert not isinstance(node, ast.ImportFrom) or node.module in ("numba", "numba.core.errors")


def compare(case: Case, call: str, stages: list[tuple[str, Graph]], names: dict[str, Any]) -> None:
    """Value bit for bit, arguments as f leaves them, gradient against differences, graphs against
    f."""
    f, name = case.function(), case.target.function
    traced = dict(stages)["trace"]
    wrt = resolve_wrt(traced, case.target.chosen, None)
    args, kwargs = case.arguments(call)
    plain_args = copy.deepcopy(args)
    wanted = f(*plain_args, **kwargs)
    seed = ones_like(wanted, np.random.default_rng(3))
    split = case.target.mode == "split"
    if split:
        value, cache = names[f"{name}_forward"](*args, **kwargs)
        gradient = names[f"{name}_backward"](seed, cache)
    else:
        seed_name = dict(stages)["reverse"].params[-1].name
        value, gradient = names[f"{name}_value_and_grad"](*args, **kwargs, **{seed_name: seed})
    assert identical(value, wanted), "the value is not f's own"
    assert identical(args, plain_args), "the arguments are not as f leaves them"
    for stage, graph in stages:
        again, _ = case.arguments(call)
        if stage in ("trace", "prepare"):
            found, left = run(graph, *again, **kwargs)
        elif stage == "forward":
            (found, cache), left = run(graph, *again, **kwargs)
        elif stage == "backward":
            assert_close(run(graph, seed, cache).output, gradient, 1e-9)
            continue
        else:
            seeded = {graph.params[-1].name: seed}
            (found, gradients), left = run(graph, *again, **kwargs, **seeded)
            assert_close(gradients, gradient, 1e-9)
        assert identical(found, wanted), f"{stage}: the value is not f's own"
        mutated = [plain_args[place] for place, _ in traced.effects]
        assert identical(left, mutated), f"{stage}: the arguments are not as f leaves them"
    fresh, _ = case.arguments(call)
    gradients = (gradient,) if len(wrt) == 1 else gradient
    for position, found in zip(wrt, gradients):
        assert_close(found, numeric_gradient(lambda *a: f(*a, **kwargs), fresh, position, seed))
