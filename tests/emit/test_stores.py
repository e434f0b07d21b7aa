"""Emitted stores do what the graphs mean: with the in-place pass, and without it."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

from codegen.emit.module import emit_module
from codegen.ir.graph import Graph
from codegen.ir.run import run
from codegen.optimize.inplace import inplace
from tests.optimize.random_graphs import Generator


def arguments() -> list[Any]:
    row = np.array([1.0, 2.0, 3.0, 4.0])
    square = np.arange(16.0).reshape(4, 4)
    return [row, square, [row + 1, row + 2], {"a": row + 3, "b": np.ones((4, 4))}, 2]


def same(left: Any, right: Any) -> bool:
    if isinstance(left, list | tuple):
        return type(left) is type(right) and len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict):
        return list(left) == list(right) and all(same(left[key], right[key]) for key in left)
    return np.array_equal(left, right, equal_nan=True)


def check(graph: Graph, meaning: Graph) -> None:
    names: dict[str, Any] = {}
    text = emit_module([graph], None)
    exec(text, names)
    args = arguments()
    before = copy.deepcopy(args)
    expected = run(meaning, *arguments())
    assert same(names[graph.name](*args), expected.output), text
    written = dict(zip((position for position, _ in graph.effects), expected.effects, strict=True))
    for position, (found, was) in enumerate(zip(args, before, strict=True)):
        assert same(found, written.get(position, was)), text


@pytest.mark.filterwarnings("ignore::RuntimeWarning")
@pytest.mark.parametrize("seed", range(120))
def test_random_graph(seed: int) -> None:
    graph, gradients = Generator(seed).graph()
    check(inplace(graph, gradients or None), graph)
    if not graph.effects:
        check(graph, graph)
