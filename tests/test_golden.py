"""One test for each file of tests/golden: text, formatting, value, gradient, and the graph at every
stage."""

from __future__ import annotations

import copy
from typing import Any

import black
import numpy as np
import pytest
from cases import GOLDEN, Case, all_cases
from numeric import assert_close, identical, numeric_gradient, ones_like

from codegen.ir.compare import same
from codegen.ir.graph import Graph
from codegen.ir.run import run
from codegen.ir.text import parse, show
from codegen.ir.verify import verify
from codegen.runtime.stages import resolve_wrt

CASES = all_cases(GOLDEN)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.path.stem)
def test_golden(case: Case) -> None:
    graphs: dict[str, Graph] = {}
    text = case.emitted(lambda stage, graph: graphs.update({stage: graph}))
    assert text == case.expected, "if the new text is better: python tools/refresh.py"
    assert black.format_str(text, mode=black.Mode(line_length=100)) == text
    for stage, graph in graphs.items():
        verify(graph)
        assert same(parse(show(graph)), graph), stage
    names: dict[str, Any] = {}
    exec(compile(text, f"{case.path.name} (emitted)", "exec", dont_inherit=True), names)
    assert case.calls, "an `# arguments:` line is missing"
    for call in case.calls:
        compare(case, call, graphs, names)


def compare(case: Case, call: str, graphs: dict[str, Graph], names: dict[str, Any]) -> None:
    """Value bit for bit, arguments as f leaves them, gradient against differences, graphs against
    f."""
    f, name = case.function(), case.target.function
    wrt = resolve_wrt(graphs["trace"], case.target.chosen, None)
    args, kwargs = case.arguments(call)
    plain_args = copy.deepcopy(args)
    wanted = f(*plain_args, **kwargs)
    seed = ones_like(wanted, np.random.default_rng(3))
    if case.target.mode == "split":
        value, cache = names[f"{name}_forward"](*args, **kwargs)
        gradient = names[f"{name}_backward"](seed, cache)
    else:
        seed_name = graphs["reverse"].params[-1].name
        value, gradient = names[f"{name}_value_and_grad"](*args, **kwargs, **{seed_name: seed})
    assert identical(value, wanted), "the value is not f's own"
    assert identical(args, plain_args), "the arguments are not as f leaves them"
    for stage, graph in graphs.items():
        if stage == "trace":
            again, _ = case.arguments(call)
            assert identical(run(graph, *again, **kwargs), wanted), stage
        elif stage in ("reverse", "optimize"):
            again, _ = case.arguments(call)
            assert_close(
                run(graph, *again, **kwargs, **{graph.params[-1].name: seed}),
                (value, gradient),
                1e-9,
            )
    fresh, _ = case.arguments(call)
    gradients = (gradient,) if len(wrt) == 1 else gradient
    for position, found in zip(wrt, gradients):
        assert_close(found, numeric_gradient(lambda *a: f(*a, **kwargs), fresh, position, seed))
