from __future__ import annotations

import pytest

from codegen.ir.compare import same
from codegen.ir.parse import parse
from codegen.ir.text import show
from codegen.ir.verify import verify
from tests.ir import graphs


@pytest.mark.parametrize("make", graphs.ALL, ids=lambda make: make.__name__)
def test_round_trip(make):
    graph = make()
    verify(graph)
    text = show(graph)
    again = parse(text)
    verify(again)
    assert same(graph, again)
    assert show(again) == text
    assert show(make()) == text


def test_what_it_looks_like():
    assert show(graphs.power_loop()) == """\
def power_loop(x: float, n: int):
    def body1(i: int, carry: float):
        p = mul(carry, x)  # float
        return p
    _0 = loop(body1, 1.0, start=0, stop=n, step=1)  # float
    return _0
"""
    assert show(graphs.stores()) == """\
# not 1: n
def stores(u: f64[n], k: float):
    _0 = getitem(u, path=at[0])  # np.f64
    _1 = mul(k, _0)  # np.f64
    u_1 = accumulate(u, _1, path=at[1:-1])  # f64[n]
    _2 = getitem(u_1, path=at[const(2)])  # np.f64
    _3 = make_list(_2)  # list[np.f64]
    _4 = make_dict(_3, keys=('a',))  # {'a': list[np.f64]}
    _5 = getitem(_4, path=at.key('a')[0])  # np.f64
    _6 = add(_5, k)  # np.f64
    return with_effects({'sum': _6, 'w': (_4,)}, (0, u_1))
"""


def test_same_tells_apart():
    text = show(graphs.stores())
    graph = parse(text)
    for old, new in [
        ("mul(k, _0)", "mul(_0, k)"),
        ("_1 = mul", "t = mul"),
        ("at[1:-1]", "at[1:]"),
        ("(0, u_1)", "(1, u_1)"),
        ("'sum'", "'total'"),
        ("# not 1: n", "# not 1: m"),
        ("u: f64[n]", "u: f32[n]"),
        ("    _0 =", "    # backward of: y\n    _0 ="),
    ]:
        assert old in text
        name = old.split()[0]
        changed = text.replace(old, new)
        if name == "_1":
            changed = changed.replace("u, _1", "u, t")
        assert not same(graph, parse(changed)), (old, new)
