"""Gradients of small programs against numeric differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from codegen.ir.graph import Graph
from codegen.ir.run import run
from codegen.ir.text import parse, same, show
from codegen.ir.verify import verify
from codegen.transform.reverse import reverse
from tests.transform.tiny_frontend import graph_of

NAMES = {"sin": np.sin, "exp": np.exp, "tanh": np.tanh, "sum": np.sum, "zeros_like": np.zeros_like}


def copied(args: Sequence[Any]) -> list[Any]:
    return [each.copy() if isinstance(each, np.ndarray | list) else each for each in args]


def numeric(f: Any, args: Sequence[Any], k: int, step: float = 1e-6) -> Any:
    """Central differences with respect to argument k, a float, an array or a list of floats."""
    if isinstance(args[k], float):
        left, right = copied(args), copied(args)
        left[k] -= step
        right[k] += step
        return (f(*right) - f(*left)) / (2 * step)
    found = np.zeros(len(args[k]))
    for j in range(len(args[k])):
        left, right = copied(args), copied(args)
        left[k][j] -= step
        right[k][j] += step
        found[j] = (f(*right) - f(*left)) / (2 * step)
    return found


def check(source: str, *args: Any, rtol: float = 2e-5) -> Graph:
    """The joint graph of a program of the tiny language, after checking its value and its gradient
    with respect to every float, array and list among the arguments."""
    scope: dict[str, Any] = dict(NAMES)
    exec(source, scope)
    graph = graph_of(source)
    verify(graph)
    f = scope[graph.name]
    expected = f(*copied(args))
    assert np.allclose(run(graph, *copied(args)).output, expected, rtol=1e-13), "the tiny frontend"
    wrt = tuple(k for k, each in enumerate(args) if not isinstance(each, int))
    joint = reverse(graph, wrt)
    verify(joint)
    assert same(parse(show(joint)), joint)
    value, gradients = run(joint, *copied(args), 1.0).output
    assert np.array_equal(value, expected)
    for k, gradient in zip(wrt, gradients if len(wrt) > 1 else (gradients,), strict=True):
        want = numeric(f, args, k)
        assert np.shape(gradient) == np.shape(want), (graph.params[k].name, gradient, want)
        scale = 1 + np.abs(want).max()
        assert np.allclose(gradient, want, rtol=rtol, atol=rtol * scale), (
            graph.params[k].name, gradient, want,
        )  # fmt: skip
    return joint
