"""Result types: what a person can tell about lengths, the rules can tell too."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

import codegen.rules  # noqa: F401
from codegen.ir.build import Builder, building, emit
from codegen.ir.graph import Value
from codegen.ir.notation import show_type
from codegen.ir.types import (
    BOOL,
    FLOAT,
    GENERIC,
    INT,
    NUMPY_FLOAT,
    Array,
    Length,
    ListOf,
    Symbol,
    array_of,
    facts,
    new_facts,
)
from codegen.rules.fitting import unbroadcast

n, d, k = (Symbol(name, not_one=True) for name in "ndk")
loose = Symbol("m")


@pytest.fixture(autouse=True)
def builder() -> Iterator[Builder]:
    with new_facts(), building(Builder()) as found:
        yield found


def value(*shape: int | Symbol | Length, dtype: str = "float64") -> Value:
    return Value(array_of(dtype, *shape))


def shown(x: Value) -> str:
    return show_type(x.type)


def test_python_numbers_are_weak() -> None:
    assert shown(value(n, dtype="float32") * 2.0) == "f32[n]"
    assert shown(value(n, dtype="int64") * 2.0) == "f64[n]"
    assert shown(Value(NUMPY_FLOAT) + 1) == "np.f64"
    assert (Value(INT) + Value(FLOAT)).type == FLOAT
    assert (Value(INT) / 2).type == FLOAT
    assert (Value(INT) // 2).type == INT
    assert (Value(INT) ** 2).type == INT
    assert (Value(INT) ** Value(INT)).type == FLOAT


def test_how_it_is_spelled_decides_between_python_and_numpy_numbers() -> None:
    assert emit("exp", Value(FLOAT), via="math.exp").type == FLOAT
    assert emit("exp", Value(FLOAT), via="numpy.exp").type == NUMPY_FLOAT
    assert emit("abs", Value(INT), via="math.fabs").type == FLOAT
    assert emit("abs", Value(INT), via="builtins.abs").type == INT
    assert emit("isnan", Value(FLOAT), via="math.isnan").type == BOOL


def test_rank_zero_results_are_numpy_numbers() -> None:
    assert emit("sum", value(n)).type == NUMPY_FLOAT
    assert emit("matmul", value(n), value(n)).type == NUMPY_FLOAT
    assert shown(emit("exp", value())) == "np.f64"


def test_broadcasts_by_equal_lengths() -> None:
    assert shown(value(n, d) + value(d)) == "f64[n, d]"
    assert shown(value(n, 1) + value(1, d)) == "f64[n, d]"
    x, y = value(n), value(k)
    assert shown(x + y) in ("f64[n]", "f64[k]")
    assert facts().equal(Length.of(n), Length.of(k))
    assert (Value(GENERIC) + value(n)).type == GENERIC


def test_unknown_lengths_are_settled_at_run_time(builder: Builder) -> None:
    total = value(loose) + value(n)
    assert shown(total) == "f64[n]"  # one of them is n, and n is not 1
    unbroadcast(total, value(loose))
    assert builder.ops[-1].name == "unbroadcast"
    before = len(builder.ops)
    unbroadcast(total, value(n))
    assert len(builder.ops) == before


def test_unbroadcast_sums_the_axes_that_the_types_name(builder: Builder) -> None:
    g = value(k, n, d)
    assert shown(unbroadcast(g, value(d))) == "f64[d]"
    assert builder.ops[-1].attrs == {"axis": (0, 1)}
    assert shown(unbroadcast(g, value(n, 1))) == "f64[n, 1]"
    assert shown(unbroadcast(g, Value(FLOAT))) == "np.f64"
    assert unbroadcast(g, value(k, n, d)) is g


def test_contractions_unify() -> None:
    assert shown(value(n, d) @ value(k)) == "f64[n]"
    assert facts().equal(Length.of(d), Length.of(k))
    assert shown(value(k, n, d) @ value(d, 4)) == "f64[k, n, 4]"


def test_lengths_behind_run_time_integers() -> None:
    x = value(n, d)
    rows = emit("shape", x, axis=0)
    assert shown(emit("zeros", shape=rows)) == "f64[n]"
    assert shown(emit("zeros", shape=(rows - 1, 3))) == "f64[n-1, 3]"
    assert shown(emit("arange", emit("len", x))) == "i64[n]"
    count = Value(INT)
    one, two = emit("zeros", shape=count), emit("ones", shape=count)
    assert facts().equal(one.type.shape[0], two.type.shape[0])  # type: ignore[union-attr,index]


def test_rearranging() -> None:
    x = value(n, d)
    assert shown(emit("reshape", x, shape=(-1, Value(INT)))).startswith("f64[?")
    assert shown(emit("reshape", value(n, 4), shape=(-1, 2))) == "f64[2*n, 2]"
    assert shown(emit("reshape", value(n, d), shape=(emit("shape", x, axis=0), -1))) == "f64[n, d]"
    assert shown(emit("transpose", x)) == "f64[d, n]"
    assert shown(emit("ravel", value(n, 3))) == "f64[3*n]"
    assert shown(emit("expand_dims", x, axis=-1)) == "f64[n, d, 1]"
    assert shown(emit("squeeze", value(n, 1), axis=1)) == "f64[n]"
    assert shown(emit("concatenate", value(n), value(d))) == "f64[d+n]"
    assert shown(emit("stack", x, x)) == "f64[2, n, d]"
    stacked = emit("stack", Value(ListOf(array_of("float64", d)))).type
    assert isinstance(stacked, Array) and stacked.rank == 2


def test_reductions() -> None:
    x = value(n, d, dtype="float32")
    assert shown(emit("sum", x, axis=1, keepdims=True)) == "f32[n, 1]"
    assert shown(emit("sum", value(n, dtype="bool"))) == "np.i64"
    assert shown(emit("mean", value(n, dtype="int64"))) == "np.f64"
    assert shown(emit("argmax", x, axis=0)) == "i64[d]"
