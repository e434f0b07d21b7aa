"""The joint graph as a whole: seeds, names, effects, activity."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from codegen.errors import UnsupportedError
from codegen.infer.activity import active_values, default_wrt
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Index, Leaf, Node, Parameter, Value
from codegen.ir.ops import REGISTRY, Row
from codegen.ir.run import run
from codegen.ir.types import FLOAT, GENERIC, INT, Array, array_of
from codegen.transform.reverse import reverse
from tests.transform.check import check_graph
from tests.transform.test_containers import MATRIX, ROWS, VECTOR, V, W, graph, item, square


def test_seed_of_a_returned_local() -> None:
    def make(m: Value, x: Value) -> Value:
        product = m @ x
        product.name = "D"
        return product

    joint = reverse(graph({"m": MATRIX, "x": VECTOR}, make), (0, 1))
    seed = joint.params[-1]
    assert (seed.name, seed.default) == ("dD", None)
    _, (dm, dx) = run(joint, W, V, np.array([1.0, -2.0])).output
    assert np.allclose(dm, np.outer([1.0, -2.0], V)) and np.allclose(dx, W.T @ [1.0, -2.0])


def test_seed_of_a_scalar() -> None:
    joint = reverse(graph({"x": FLOAT}, lambda x: x * x), (0,))
    seed = joint.params[-1]
    assert (seed.name, seed.default) == ("df", "1.0")
    assert run(joint, 3.0, 2.0).output == (9.0, 12.0)


def test_seed_has_the_structure_of_the_result() -> None:
    base = graph({"x": FLOAT, "k": INT}, lambda x, k: x * k)
    (op,) = base.body.ops
    results = (op.out, base.params[1].value, op.out)
    tree = Node("tuple", (Leaf(0), Node("dict", (Leaf(1), Leaf(2)), ("n", "y"))))
    joint = reverse(replace(base, body=replace(base.body, results=results), output=tree), (0,))
    value, dx = run(joint, 3.0, 4, (1.0, {"n": 0, "y": 10.0})).output
    assert value == (12.0, {"n": 4, "y": 12.0}) and dx == 44.0
    assert joint.params[-1].default is None


def test_gradient_of_a_mutated_argument_is_that_of_its_value_at_entry() -> None:
    x, s = Value(VECTOR, "x"), Value(FLOAT, "s")
    builder = Builder((x, s))
    with building(builder):
        path = (Index((1,)),)
        attrs = {"path": path, "effect": True}
        after = emit_op("update", (x, s * item(x, 0)), attrs).out
        result = square(after * after)
    params = (Parameter(x, "x"), Parameter(s, "s"))
    f = Graph("f", params, builder.region((result, after)), Leaf(0), effects=((0, 1),))
    joint = check_graph(f, V, 0.3)
    outcome = run(joint, V, 0.3, 1.0)
    assert np.array_equal(outcome.effects[0], [V[0], 0.3 * V[0], V[2]])
    assert outcome.output[1][0][1] == 0.0


def test_generic_numbers_and_arrays_share_one_graph() -> None:
    joint = reverse(graph({"x": GENERIC, "y": GENERIC}, lambda x, y: emit("sum", x * y)), (0, 1))
    assert run(joint, 3.0, -4.0, 1.0).output[1] == (-4.0, 3.0)
    _, (dx, dy) = run(joint, V, 2.0, 1.0).output
    assert np.array_equal(dx, [2.0] * 3) and np.isclose(dy, V.sum())


def test_inactive_uses() -> None:
    def make(x: Value, n: Value, label: Value) -> Value:
        rounded = emit("int", x)
        return emit("where", x > 0.0, x * rounded, emit("float", n) * x)

    f = graph({"x": FLOAT, "n": INT, "label": INT}, make)
    rounded = f.body.ops[0].out
    assert rounded not in active_values(f, (0,))
    assert default_wrt(f) == (0, 1)
    annotated = (f.params[0], replace(f.params[1], annotation="int"), f.params[2])
    assert default_wrt(replace(f, params=annotated)) == (0,)
    check_graph(f, 2.5, 3, 1, wrt=(0,))


def test_no_derivative_is_an_error() -> None:
    if "opaque_test_op" not in REGISTRY:
        REGISTRY["opaque_test_op"] = Row(
            "opaque_test_op", ("x",), result=lambda ins, attrs: ins[0].type
        )
    try:
        f = graph({"x": FLOAT}, lambda x: emit("opaque_test_op", x) * 2.0)
        with pytest.raises(UnsupportedError, match="has no derivative"):
            reverse(f, (0,))
        g = graph({"x": FLOAT, "y": FLOAT}, lambda x, y: emit("opaque_test_op", x) * y)
        reverse(g, (1,))
    finally:
        del REGISTRY["opaque_test_op"]


def test_storing_floats_into_integers_is_an_error() -> None:
    def make(x: Value, k: Value) -> Value:
        return square(emit("update", k, x, path=(Index((0,)),)))

    with pytest.raises(UnsupportedError, match="truncate"):
        reverse(graph({"x": FLOAT, "k": ROWS}, make), (0,))


def test_integers_have_float_gradients() -> None:
    joint = reverse(graph({"k": ROWS, "n": INT}, lambda k, n: emit("sum", k * n) * n), (0, 1))
    _, (dk, dn) = run(joint, np.array([1, 2, 3]), 2, 1.0).output
    assert np.asarray(dk).dtype == np.float64 and np.array_equal(dk, [4.0] * 3) and dn == 24.0


def test_float32_stays_float32() -> None:
    narrow = array_of("float32", 3)
    joint = reverse(graph({"x": narrow}, lambda x: emit("sum", emit("tanh", x * x) * 0.5)), (0,))
    _, dx = run(joint, V.astype(np.float32), 1.0).output
    assert dx.dtype == np.float32
    gradient = joint.body.results[1].type
    assert isinstance(gradient, Array) and gradient.dtype == "float32"
