from __future__ import annotations

import numpy as np
import pytest

from codegen.ir.graph import Index, Key, Slice, Value, constant
from codegen.ir.indexing import broadcast_shapes, path_type, updated_type
from codegen.ir.notation import Lengths, write_type
from codegen.ir.ops import result_types
from codegen.ir.results import tangent_type
from codegen.ir.types import (
    BOOL,
    FLOAT,
    GENERIC,
    INT,
    Array,
    DictOf,
    Length,
    ListFixed,
    ListOf,
    Scalar,
    Symbol,
    TupleOf,
    array_of,
    fresh_length,
    new_facts,
)

N, D = Symbol("n", not_one=True), Symbol("d")
M = Symbol("m")
A = array_of("float64", N, D, 3)
ROWS = Value(array_of("int64", M))
MASK = Value(array_of("bool", N))
RUN_TIME = Value(INT)
ALL = Slice()


def shown(t):
    return write_type(t, Lengths(frozenset({"n"})))


@pytest.mark.parametrize(
    "items, expected",
    [
        ((0,), "f64[d, 3]"),
        ((RUN_TIME, -1), "f64[3]"),
        ((0, 0, 0), "np.f64"),
        ((constant(0), 0, RUN_TIME), "np.f64"),
        ((..., 0), "f64[n, d]"),
        ((..., 0, 0, 0), "f64[()]"),
        ((None, ..., None), "f64[1, n, d, 3, 1]"),
        ((Slice(1, -1),), "f64[n-2, d, 3]"),
        ((Slice(2, None),), "f64[n-2, d, 3]"),
        ((Slice(None, constant(-2)),), "f64[n-2, d, 3]"),
        ((Slice(None, None, -1), ALL, Slice(None, None, 2)), "f64[n, d, 2]"),
        ((Slice(None, 2),), "f64[_0, d, 3]"),
        ((Slice(-2, None),), "f64[_0, d, 3]"),
        ((Slice(RUN_TIME, None),), "f64[_0, d, 3]"),
        ((Slice(3, 3),), "f64[0, d, 3]"),
        ((Slice(2, 1), ALL, Slice(0, 5)), "f64[0, d, 3]"),
        ((ROWS,), "f64[m, d, 3]"),
        ((ROWS, ROWS), "f64[m, 3]"),
        ((ALL, ROWS), "f64[n, m, 3]"),
        ((ROWS, ALL, 0), "f64[m, d]"),
        ((ROWS, ALL, ROWS), "f64[m, d]"),
        ((0, ALL, ROWS), "f64[m, d]"),
        ((None, ROWS), "f64[1, m, d, 3]"),
        ((MASK,), "f64[_0, d, 3]"),
        ((ALL, Value(array_of("bool", D, 3))), "f64[n, _0]"),
        ((Value(ListOf(INT)), 0), "f64[_0, 3]"),
        ((Value(GENERIC),), "number[f64]"),
        ((True,), "number[f64]"),
    ],
)
def test_subscripts(items, expected):
    assert shown(path_type(A, (Index(items),))) == expected


def test_lengths_agree_with_numpy():
    """Slices with constant bounds of known lengths, and n-2 where n is large enough."""
    bounds = [None, -7, -5, -3, -1, 0, 1, 3, 5, 8]
    for n in (0, 1, 5):
        for start in bounds:
            for stop in bounds:
                for step in (None, 1, 2, -1, -2):
                    index = Index((Slice(start, stop, step),))
                    real = np.zeros(n)[start:stop:step].shape[0]
                    assert path_type(array_of("float64", n), (index,)) == array_of("float64", real)
                    symbolic = path_type(array_of("float64", N), (index,))
                    (length,) = symbolic.shape
                    value = sum(c * n for s, c in length.terms if s == N) + length.constant
                    if all(s == N for s, _ in length.terms):
                        assert max(value, 0) == real, (n, start, stop, step)


def test_too_many_indices():
    with pytest.raises(TypeError, match="4 indices"):
        path_type(A, (Index((0, 0, 0, 0)),))


def test_containers():
    layers = ListOf(DictOf(("W",), (array_of("float64", D, fresh_length(True)),)))
    first = path_type(layers, (Index((0,)), Key("W")))
    second = path_type(layers, (Index((RUN_TIME,)), Key("W")))
    assert first.shape[0] == second.shape[0] == Length.of(D)
    assert first.shape[1] != second.shape[1]  # each element has its own
    assert first.shape[1].symbol.not_one
    assert path_type(layers, (Index((ALL,)),)) == layers
    pair = TupleOf((INT, FLOAT))
    assert path_type(pair, (Key(1),)) == FLOAT
    assert path_type(pair, (Index((-2,)),)) == INT
    assert path_type(pair, (Index((RUN_TIME,)),)) == FLOAT  # either
    assert updated_type(ListOf(INT), (Index((0,)),), FLOAT) == ListOf(FLOAT)
    assert updated_type(ListFixed((INT, INT)), (Key(1),), FLOAT) == ListFixed((INT, FLOAT))
    with pytest.raises(TypeError, match="no key"):
        path_type(layers.item, (Key("b"),))


def test_broadcasts():
    n, d, one = Length.of(N), Length.of(D), Length.of(1)
    assert broadcast_shapes([(n,), (d, one)]) == (d, n)
    assert broadcast_shapes([(n, d), ()]) == (n, d)
    other = Length.of(Symbol("k"))
    assert broadcast_shapes([(d,), (n,)]) == (n,)  # d is n or 1
    (unknown,) = broadcast_shapes([(d,), (other,)])
    assert unknown not in (d, other)
    with new_facts() as known:
        k = Length.of(Symbol("k", not_one=True))
        broadcast_shapes([(n,), (k,)])
        assert known.equal(n, k)


def test_result_types():
    x, flag = Value(array_of("int64", N)), Value(BOOL)
    assert tangent_type(x.type) == array_of("float64", N)
    assert tangent_type(ListOf(INT)) == ListOf(FLOAT)
    assert result_types("zeros_like", (x,), {}) == (array_of("float64", N),)
    assert result_types("full_like", (Value(FLOAT), x), {}) == (array_of("float64", N),)
    assert result_types("lt", (x, Value(FLOAT)), {}) == (array_of("bool", N),)
    assert result_types("lt", (RUN_TIME, flag), {}) == (BOOL,)
    assert result_types("lt", (Value(GENERIC), RUN_TIME), {}) == (
        Array("bool", None, generic=True),
    )
    assert result_types("make_list", (RUN_TIME, Value(FLOAT)), {}) == (ListOf(FLOAT),)
    assert result_types("make_list", (RUN_TIME, x), {"fixed": True}) == (ListFixed((INT, x.type)),)
    assert result_types("make_list", (Value(Scalar("int")), Value(ListOf(INT))), {}) == (
        ListFixed((INT, ListOf(INT))),
    )
    assert result_types("pop", (Value(ListOf(FLOAT)),), {}) == (ListOf(FLOAT), FLOAT)
    assert result_types("accumulate", (Value(FLOAT), Value(FLOAT)), {"path": ()}) == (FLOAT,)
    assert result_types("print", (x,), {}) == ()
