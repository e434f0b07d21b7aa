"""Every sample of every op, and what its rule emits, does as text what it means as a graph."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from codegen.emit.module import emit_module
from codegen.ir.graph import Graph
from codegen.ir.run import Outcome, run
from tests.rules import applied
from tests.rules.check import check_rule
from tests.rules.library import SAMPLES


def same(found: Any, expected: Any) -> bool:
    if isinstance(expected, list | tuple):
        alike = type(found) is type(expected) and len(found) == len(expected)
        return alike and all(map(same, found, expected))
    if expected is None:  # nothing is active
        return found is None
    if isinstance(found, np.ndarray) != isinstance(expected, np.ndarray):
        return False
    a, b = np.asarray(found), np.asarray(expected)
    # a number of unknown type goes to NumPy in the text, and to math in the graph: the last bits
    rtol = 1e-6 if b.dtype.itemsize < 8 else 1e-13
    return a.dtype == b.dtype and a.shape == b.shape and np.allclose(a, b, rtol, equal_nan=True)


def run_text(graph: Graph, *args: Any) -> Outcome:
    names: dict[str, Any] = {}
    text = emit_module([graph], None)
    exec(text, names)
    found = names[graph.name](*copy.deepcopy(args))
    assert same(found, run(graph, *args).output), text
    return Outcome(found, [])


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("sample", range(len(SAMPLES)))
def test_sample(sample: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(applied, "run", run_text)
    spelling, args, options = SAMPLES[sample]
    check_rule(spelling, *args, **options)
