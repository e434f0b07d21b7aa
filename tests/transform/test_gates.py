"""Composites: recognised in all spellings, right, and stable where the chain rule is not."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from codegen.ir.build import emit
from codegen.ir.graph import Graph, Value
from codegen.ir.run import run
from codegen.ir.types import FLOAT, array_of
from codegen.transform.reverse import reverse
from tests.transform.check import check_graph
from tests.transform.test_containers import MATRIX, VECTOR, V, W, graph, square


def exp(x: Value) -> Value:
    return emit("exp", x)


SIGMOIDS: dict[str, Callable[[Value], Value]] = {
    "1 / (1 + exp(-x))": lambda x: 1 / (1 + exp(-x)),
    "1.0 / (exp(-x) + 1.0)": lambda x: 1.0 / (exp(-x) + 1.0),
    "(1 + exp(-x)) ** -1": lambda x: (1 + exp(-x)) ** -1,
    "exp(x) / (1 + exp(x))": lambda x: exp(x) / (1 + exp(x)),
    "1 / (1 + exp(x))": lambda x: 1 / (1 + exp(x)),
}


def backward_names(joint: Graph) -> list[str]:
    return [op.name for op in joint.body.ops if op.backward]


@pytest.mark.parametrize("name", SIGMOIDS)
def test_sigmoid(name: str) -> None:
    joint = check_graph(graph({"x": FLOAT}, lambda x: SIGMOIDS[name](x * x) * x), 0.7)
    assert "exp" not in backward_names(joint) and "div" not in backward_names(joint)
    check_graph(graph({"x": VECTOR}, lambda x: square(SIGMOIDS[name](x) * x)), V)


def test_sigmoid_far_out() -> None:
    joint = reverse(graph({"x": VECTOR}, lambda x: emit("sum", 1 / (1 + exp(-x)))), (0,))
    with np.errstate(over="ignore"):
        _, dx = run(joint, np.array([-1000.0, 0.0, 1000.0]), 1.0).output
    assert np.array_equal(dx, [0.0, 0.25, 0.0])


def log(x: Value) -> Value:
    return emit("log", x)


LOGARITHMS: dict[str, Callable[[Value], Value]] = {
    "log(s)": log,
    "log(1 - s)": lambda s: log(1 - s),
    "log1p(-s)": lambda s: emit("log1p", -s),
}


@pytest.mark.parametrize("name", SIGMOIDS)
@pytest.mark.parametrize("of", LOGARITHMS)
def test_logarithm_of_sigmoid(name: str, of: str) -> None:
    """Straight to the operand of the sigmoid: nothing is divided by s or 1 - s."""
    joint = check_graph(graph({"x": FLOAT}, lambda x: LOGARITHMS[of](SIGMOIDS[name](x)) * x), 0.7)
    assert not {"exp", "div"} & set(backward_names(joint))
    check_graph(graph({"x": VECTOR}, lambda x: square(LOGARITHMS[of](SIGMOIDS[name](x)) * x)), V)


@pytest.mark.parametrize(("of", "slopes"), [("log(s)", [1, 0.5, 0]), ("log(1 - s)", [0, -0.5, -1])])
def test_logarithm_of_sigmoid_far_out(of: str, slopes: list[float]) -> None:
    def make(x: Value) -> Value:
        return emit("sum", LOGARITHMS[of](1 / (1 + exp(-x))))

    with np.errstate(over="ignore", divide="ignore"):
        _, dx = run(reverse(graph({"x": VECTOR}, make), (0,)), np.array([-1e3, 0, 1e3]), 1.0).output
    assert np.array_equal(dx, slopes)


def test_parts_of_a_gate_that_are_used_elsewhere() -> None:
    def make(x: Value) -> Value:
        e = exp(-x)
        return 1 / (1 + e) * e

    check_graph(graph({"x": FLOAT}, make), 0.4)


def log_softmax(s: Value, shift: bool, **axis: object) -> Value:
    if shift:
        s = s - emit("max", s, **axis)
    return s - emit("log", emit("sum", exp(s), **axis))


def log_of_softmax(s: Value, shift: bool, **axis: object) -> Value:
    return emit("log", softmax(s, shift, **axis))


def softmax(s: Value, shift: bool, **axis: object) -> Value:
    if shift:
        s = s - emit("max", s, **axis)
    exps = exp(s)
    return exps / emit("sum", exps, **axis)


@pytest.mark.parametrize("gate", [log_softmax, softmax, log_of_softmax])
@pytest.mark.parametrize("shift", [False, True])
def test_softmax(gate: Callable[..., Value], shift: bool) -> None:
    for axis in ({"axis": 1, "keepdims": True}, {"axis": 0, "keepdims": True}, {}):

        def make(s: Value, w: Value, axis: dict[str, object] = axis) -> Value:
            return emit("sum", gate(s * 2.0, shift, **axis) * w)

        joint = check_graph(graph({"s": MATRIX, "w": MATRIX}, make), W, W * W)
        assert "argmax" not in backward_names(joint) and "exp" not in backward_names(joint)
    check_graph(graph({"s": VECTOR}, lambda s: square(gate(s, shift) * s)), V)


def test_no_gate_where_the_sum_does_not_line_up() -> None:
    """exps / exps.sum(axis=1) without keepdims divides columns by sums of rows."""

    def make(s: Value) -> Value:
        exps = exp(s)
        return square(exps / emit("sum", exps, axis=1))

    check_graph(graph({"s": array_of("float64", 3, 3)}, make), np.outer(V, V + 1))
