"""In place: the same numbers as the pure graph, arguments left alone, gradients with memory of
their own."""

from __future__ import annotations

import copy
from typing import Any

import numpy as np
import pytest

import codegen.rules.arithmetic
import codegen.rules.elementwise  # noqa: F401
from codegen.ir.graph import Graph, walk
from codegen.ir.run import run, run_inplace
from codegen.ir.text import parse
from codegen.ir.verify import verify
from codegen.optimize.inplace import inplace
from tests.optimize.random_graphs import Generator


def arrays_in(value: Any) -> list[np.ndarray]:
    if isinstance(value, np.ndarray):
        return [value]
    if isinstance(value, dict):
        value = list(value.values())
    return [a for item in value for a in arrays_in(item)] if isinstance(value, list | tuple) else []


def equal(left: Any, right: Any) -> bool:
    if isinstance(left, list | tuple):
        return (
            type(left) is type(right) and len(left) == len(right) and all(map(equal, left, right))
        )
    if isinstance(left, dict):
        return list(left) == list(right) and all(equal(left[k], right[k]) for k in left)
    return type(left) is type(right) and np.array_equal(left, right, equal_nan=True)


def check(graph: Graph, *args: Any, gradients: tuple[int, ...] = ()) -> Graph:
    """inplace(graph) computes what graph does, touches only what it must, and shares nothing."""
    verify(graph)
    after = inplace(graph, gradients or None)
    verify(after)
    pure = run(graph, *copy.deepcopy(args))
    given = copy.deepcopy(args)
    output, effects = run_inplace(after, *given)
    assert equal(output, pure.output), (output, pure.output)
    assert equal(effects, pure.effects)
    written = {parameter for parameter, _ in graph.effects}
    for k, (old, new) in enumerate(zip(args, given, strict=True)):
        if k not in written:
            assert equal(old, new), f"argument {k} was written"
    for (k, _), final in zip(graph.effects, effects, strict=True):
        assert final is given[k], "the argument's own buffer"
    if gradients:
        results = output if isinstance(output, tuple) else (output,)
        returned = [a for k in gradients for a in arrays_in(results[k])]
        others = [a for k, r in enumerate(results) if k not in gradients for a in arrays_in(r)]
        others += [a for argument in given for a in arrays_in(argument)]
        for k, gradient in enumerate(returned):
            assert gradient.flags.writeable
            assert not any(np.shares_memory(gradient, other) for other in others)
            assert not any(np.shares_memory(gradient, other) for other in returned[:k])
    return after


def ops(graph: Graph, name: str) -> list[Any]:
    return [op for op in walk(graph.body) if op.name == name]


def stores(graph: Graph) -> int:
    return sum(bool(op.attrs.get("store")) for op in walk(graph.body))


U = np.array([1.0, 2.0, 3.0, 4.0])


def test_an_argument_is_copied_before_the_first_store():
    graph = parse("""\
def f(u: f64[n]):
    u_1 = update(u, 7.0, path=at[0])  # f64[n]
    u_2 = update(u_1, 8.0, path=at[1])  # f64[n]
    return u_2
""")
    after = check(graph, U)
    assert len(ops(after, "copy")) == 1 and stores(after) == 2


def test_an_old_version_that_is_read_later():
    graph = parse("""\
def f(n: int, u: f64[n]):
    v = mul(u, 2.0)  # f64[n]
    v_1 = update(v, 7.0, path=at[0])  # f64[n]
    s = add(v, v_1)  # f64[n]
    return s
""")
    assert len(ops(check(graph, 4, U), "copy")) == 1


def test_a_loop_of_element_writes_copies_once():
    graph = parse("""\
def f(u: f64[n], k: int):
    def body(i: int, v: f64[n]):
        e = getitem(v, path=at[i])  # np.f64
        e_1 = mul(e, 3.0)  # np.f64
        v_1 = update(v, e_1, path=at[i])  # f64[n]
        return v_1
    w = loop(body, u, start=0, stop=k, step=1)  # f64[n]
    return w
""")
    after = check(graph, U, 3)
    assert [op.name for op in after.body.ops] == ["copy", "loop"]
    assert not [op for op in walk(after.body.ops[1].regions[0]) if op.name == "copy"]
    check(graph, U, 0)


def test_swapped_buffers():
    graph = parse("""\
def f(a: f64[n], k: int):
    x = mul(a, 1.5)  # f64[n]
    y = mul(a, 0.0)  # f64[n]
    def body(i: int, u: f64[n], v: f64[n]):
        e = getitem(u, path=at[1:-1])  # f64[n-2]
        v_1 = update(v, e, path=at[:-2])  # f64[n]
        return v_1, u
    p, q = loop(body, x, y, start=0, stop=k, step=1)  # f64[n], f64[n]
    return p, q
""")
    for k in range(4):
        after = check(graph, U, k)
    assert not ops(after, "copy")


def test_swap_in_a_while_loop():
    graph = parse("""\
def f(a: f64[n], k: int):
    x = mul(a, 1.5)  # f64[n]
    y = mul(a, 0.5)  # f64[n]
    def body(m: int, u: f64[n], v: f64[n]):
        c = lt(m, k)  # bool
        def then():
            m_1 = add(m, 1)  # int
            e = getitem(u, path=at[0])  # np.f64
            v_1 = update(v, e, path=at[m])  # f64[n]
            return 0, m_1, v_1, u
        def orelse():
            return 3, m, u, v
        code, m_2, u_1, v_2 = if_(then, orelse, c)  # int, int, f64[n], f64[n]
        return code, m_2, u_1, v_2
    _, m_3, p, q = loop(body, 0, x, y, exits=True)  # int, int, f64[n], f64[n]
    return p, q
""")
    for k in range(4):
        after = check(graph, U, k)
    assert not ops(after, "copy")


@pytest.mark.parametrize("seed", range(150))
def test_random_graphs(seed):
    graph, gradients = Generator(seed).graph()
    args = (U, np.arange(16.0).reshape(4, 4), [U + 1, U + 2], {"a": U + 3, "b": np.ones((4, 4))}, 2)
    with np.errstate(all="ignore"):
        check(graph, *args, gradients=gradients)
