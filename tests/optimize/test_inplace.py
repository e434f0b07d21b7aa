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
from codegen.ir.parse import parse
from codegen.ir.run import run, run_inplace
from codegen.ir.verify import verify
from codegen.optimize.inplace import inplace
from tests.optimize.random_graphs import Generator, without_types


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


def test_an_effect_copies_what_is_read_later():
    graph = parse("""\
def f(x: f64[n]):
    s = getitem(x, path=at[1:])  # f64[n-1]
    x_1 = update(x, 7.0, path=at[1], effect=True)  # f64[n]
    y = mul(x, s)  # f64[n]
    return with_effects((y, s), (0, x_1))
""".replace("mul(x, s)", "mul(x, x_1)"))
    after = check(graph, U)
    assert len(ops(after, "copy")) == 2 and stores(after) == 1


def test_an_effect_without_later_reads_copies_nothing():
    graph = parse("""\
def f(x: f64[n], k: int):
    def body(i: int, v: f64[n]):
        v_1 = accumulate(v, 1.5, path=at[i], effect=True)  # f64[n]
        return v_1
    w = loop(body, x, start=0, stop=k, step=1)  # f64[n]
    z = zeros_like(x)  # f64[n]
    return with_effects((z,), (0, w))
""")
    assert not ops(check(graph, U, 3), "copy")


def test_a_returned_view_of_an_argument_is_that_view():
    graph = parse("""\
def f(x: f64[n]):
    v = getitem(x, path=at[1:])  # f64[n-1]
    g = mul(v, 2.0)  # f64[n-1]
    return v, g
""")
    after = inplace(graph, (1,))
    value, _ = run_inplace(after, x := U.copy()).output
    assert value.base is x
    check(graph, U, gradients=(1,))


def test_returned_gradients_share_nothing():
    graph = parse("""\
def f(x: f64[n]):
    g = mul(x, 2.0)  # f64[n]
    h = getitem(g, path=at[::-1])  # f64[n]
    b = broadcast_to(3.0, shape=(4,))  # f64[n]
    pair = make_tuple(g, g)  # (f64[n], f64[n])
    return g, g, h, x, b, pair
""")
    after = check(graph, U, gradients=(0, 1, 2, 3, 4, 5))
    assert len(ops(after, "copy")) == 5
    assert not ops(check(graph, U, gradients=(1,)), "copy") == []


def test_a_sum_goes_out_of_place_where_the_other_reader_is():
    graph = parse("""\
def f(x: f64[n]):
    # backward of-
    dz = mul(x, 2.0)  # f64[n]
    dx = accumulate(dz, x, path=())  # f64[n]
    dy = accumulate(dz, dx, path=())  # f64[n]
    return dx, dy
""")
    after = check(graph, U, gradients=(0, 1))
    assert [bool(op.attrs.get("store")) for op in ops(after, "accumulate")] == [False, True]
    assert not ops(after, "copy")


def test_a_row_that_was_saved_is_copied_not_the_matrix():
    graph = parse("""\
def f(m: f64[n, n], k: int):
    a = mul(m, 2.0)  # f64[n, n]
    saved = make_list()  # list[f64[n]]
    def body(i: int, b: f64[n, n], rows: list[f64[n]]):
        r = getitem(b, path=at[i])  # f64[n]
        rows_1 = append(rows, r)  # list[f64[n]]
        e = mul(r, r)  # f64[n]
        b_1 = update(b, e, path=at[i])  # f64[n, n]
        return b_1, rows_1
    c, all = loop(body, a, saved, start=0, stop=k, step=1)  # f64[n, n], list[f64[n]]
    return c, all
""")
    after = check(graph, np.arange(16.0).reshape(4, 4), 3)
    (copied,) = ops(after, "copy")
    assert copied.out.type == ops(after, "append")[0].ins[1].type


def test_carried_view_of_the_carried_array():
    graph = parse("""\
def f(m: f64[n, n], k: int):
    a = mul(m, 2.0)  # f64[n, n]
    p = getitem(a, path=at[0])  # f64[n]
    def body(i: int, b: f64[n, n], q: f64[n]):
        b_1 = accumulate(b, q, path=at[i])  # f64[n, n]
        q_1 = getitem(b_1, path=at[i])  # f64[n]
        return b_1, q_1
    c, r = loop(body, a, p, start=1, stop=k, step=1)  # f64[n, n], f64[n]
    return c
""")
    assert not ops(check(graph, np.arange(16.0).reshape(4, 4), 4), "copy")


def test_what_a_loop_captures_is_not_written():
    graph = parse("""\
def f(u: f64[n], k: int):
    a = mul(u, 2.0)  # f64[n]
    def body(i: int, s: f64[n]):
        b = update(a, 1.0, path=at[i])  # f64[n]
        s_1 = add(s, b)  # f64[n]
        return s_1
    t = loop(body, a, start=0, stop=k, step=1)  # f64[n]
    return t
""")
    check(graph, U, 3)


def test_a_list_of_tuples_of_numbers():
    graph = parse("""\
def f(k: int):
    t = make_tuple(0.0, 1.0)  # (float, float)
    xs = make_list(t, t)  # list[(float, float)]
    def body(i: int, ys: list[(float, float)]):
        ys_1 = accumulate(ys, 2.0, path=at[i].key(1))  # list[(float, float)]
        return ys_1
    zs = loop(body, xs, start=0, stop=k, step=1)  # list[(float, float)]
    return zs
""")
    after = check(graph, 2)
    assert ops(after, "make_tuple")[-1] in after.body.ops[-1].regions[0].ops


def test_a_name_that_may_be_unbound_is_not_copied_where_it_is_unbound():
    graph = parse("""\
def f(u: f64[n], c: bool, k: int):
    def then():
        return u
    def orelse():
        return UNDEFINED
    v = if_(then, orelse, c)  # f64[n]
    def body(i: int, w: f64[n]):
        def then2():
            w_1 = update(w, 5.0, path=at[i])  # f64[n]
            return w_1
        def orelse2():
            return w
        w_2 = if_(then2, orelse2, c)  # f64[n]
        return w_2
    x = loop(body, v, start=0, stop=k, step=1)  # f64[n]
    def then3():
        return x
    def orelse3():
        return u
    y = if_(then3, orelse3, c)  # f64[n]
    return y
""")
    check(graph, U, True, 3)
    check(graph, U, False, 3)


def test_numbers_are_never_stored_into():
    graph = parse("""\
def f(x: number, y: float):
    # backward of-
    s = accumulate(y, 2.0, path=())  # float
    d = mul(x, 2.0)  # number
    d_1 = accumulate(d, x, path=())  # number
    e = accumulate(x, d_1, path=())  # number
    return s, d_1, e
""")
    assert stores(check(graph, U, 1.5)) == 1
    check(graph, 2.5, 1.5)


def test_the_users_own_addition_keeps_the_dtype():
    graph = parse("""\
def f(x: f32[n], y: f64[n]):
    x_1 = accumulate(x, y, path=())  # f32[n]
    z = add(x_1, x)  # f32[n]
    return x_1
""")
    output, _ = run_inplace(inplace(graph), U.astype(np.float32), U)
    assert output.dtype == np.float32


@pytest.mark.parametrize("typed", [True, False])
@pytest.mark.parametrize("seed", range(100))
def test_random_graphs(seed, typed):
    graph, gradients = Generator(seed).graph()
    if not typed:
        graph = without_types(graph)
    args = (U, np.arange(16.0).reshape(4, 4), [U + 1, U + 2], {"a": U + 3, "b": np.ones((4, 4))}, 2)
    with np.errstate(all="ignore"):
        check(graph, *args, gradients=gradients)
