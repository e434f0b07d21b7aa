"""Gradients of small programs against numeric differences."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from codegen.ir.compare import same
from codegen.ir.graph import Graph
from codegen.ir.parse import parse
from codegen.ir.run import run
from codegen.ir.text import show
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


def flat(tree: Any) -> list[float]:
    """Every float of a nest of containers, in order."""
    if isinstance(tree, dict):
        return [x for item in tree.values() for x in flat(item)]
    if isinstance(tree, list | tuple):
        return [x for item in tree for x in flat(item)]
    if isinstance(tree, np.ndarray) and tree.dtype.kind != "f":
        return []
    if isinstance(tree, np.ndarray):
        return [float(x) for x in tree.ravel()]
    return [float(tree)] if isinstance(tree, float) else []


def shifted(tree: Any, at: int, step: float) -> Any:
    """The nest with its float number `at` changed, and how many floats it has before that."""
    seen = -1

    def change(item: Any) -> Any:
        nonlocal seen
        if isinstance(item, dict):
            return {key: change(part) for key, part in item.items()}
        if isinstance(item, list | tuple):
            return type(item)(change(part) for part in item)
        if isinstance(item, np.ndarray) and item.dtype.kind == "f":
            copy = item.copy()
            for position in np.ndindex(copy.shape):
                seen += 1
                if seen == at:
                    copy[position] += step
            return copy
        if isinstance(item, float):
            seen += 1
            return item + step if seen == at else item
        return item

    return change(tree)


def check_graph(graph: Graph, *args: Any, wrt: tuple[int, ...] | None = None) -> Graph:
    """The joint graph of any graph with a scalar result, checked against differences of `run`."""
    verify(graph)
    wrt = wrt if wrt is not None else tuple(k for k, each in enumerate(args) if flat(each))
    joint = reverse(graph, wrt)
    verify(joint)
    assert same(parse(show(joint)), joint)
    value, gradients = run(joint, *args, 1.0).output
    assert np.array_equal(value, run(graph, *args).output)
    step = 1e-6
    for k, gradient in zip(wrt, gradients if len(wrt) > 1 else (gradients,), strict=True):
        found = flat(gradient)
        assert len(found) == len(flat(args[k])), (gradient, args[k])
        for at in range(len(found)):
            ends = []
            for sign in (-step, step):
                changed = [*args]
                changed[k] = shifted(args[k], at, sign)
                ends.append(run(graph, *changed).output)
            want = (ends[1] - ends[0]) / (2 * step)
            assert np.allclose(found[at], want, rtol=1e-5, atol=1e-6), (k, at, found[at], want)
    return joint
