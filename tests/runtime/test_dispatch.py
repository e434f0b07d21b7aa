"""Warm calls find what the long way would find, and nothing else."""

from inspect import signature

import numpy as np
import pytest

from codegen import UnsupportedError, grad, value_and_grad
from codegen.runtime.cache import specialise
from codegen.runtime.derivative import Derivative
from codegen.runtime.dispatch import dispatcher
from codegen.runtime.specialise import key_of

FACTOR = 2.0
WEIGHTS = np.array([1.0, 2.0])


def warm(function, wrt=0):
    """The gradient, and the number of its calls that go the long way."""
    derived = Derivative(function, wrt, "grad")
    calls = []
    long_way = derived._long_way

    def counted(*args, **kwargs):
        calls.append(args)
        return long_way(*args, **kwargs)

    derived._long_way = derived._dispatch = counted
    return derived, calls


KINDS = {
    "float": 2.0,
    "int": 2,
    "array": np.array([1.0, 2.0]),
    "array of one": np.array([1.0]),
    "matrix": np.array([[1.0, 2.0], [3.0, 4.0]]),
    "row": np.array([[1.0, 2.0]]),
    "column": np.array([[1.0], [2.0]]),
    "no axes": np.array(2.0),
    "float32": np.array([1.0, 2.0], dtype=np.float32),
    "big-endian": np.array([1.0, 2.0], dtype=">f8"),
    "a scalar of NumPy": np.float64(2.0),
    "list": [1.0, 2.0],
    "list with integers": [1.0, 2],
    "list with a boolean": [True, 2.0],
    "list of arrays": [np.ones(2), np.ones(2)],
    "tuple": (1.0, np.ones(2)),
    "dict": {"a": np.ones(2), "b": 2.0},
    "other keys": {"a": np.ones(2), "c": 2.0},
}


@pytest.mark.parametrize("kind", KINDS)
def test_kinds_are_told_apart_as_keys_are(kind):
    def f(x, k):
        return 1.0 * k

    served = specialise(f, {"x": KINDS[kind], "k": 3.0}, "k", "grad")
    keys = [key_of(KINDS[kind]), float]
    dispatch = dispatcher("f_grad", signature(f), [(keys, served)], lambda *args: None, print)
    for name, other in KINDS.items():
        expected = 1.0 if key_of(other) == keys[0] else None
        assert dispatch(other, 3.0) == expected, name


def test_names_of_parameters_may_be_those_of_builtins():
    def f(type, len, *, repr=2.0, _call=3.0):
        return type * len * repr * _call

    derived, calls = warm(f)
    for _ in range(2):
        assert derived(2.0, 3.0) == 18.0
        assert derived(2.0, len=3.0, repr=1.0) == 9.0
    assert len(calls) == 1


def test_only_by_place():
    def f(x, y=4.0, /, z=1.0):
        return x * y * z

    derived, calls = warm(f)
    assert derived(2.0) == derived(2.0, 4.0) == derived(2.0, z=1.0) == 4.0
    assert len(calls) == 1
    with pytest.raises(TypeError, match="_grad"):
        derived()


def test_a_seed_may_follow():
    def f(x):
        return 2.0 * x

    derived, calls = warm(f)
    x = np.ones(2)
    for _ in range(2):
        np.testing.assert_array_equal(derived(x, np.array([1.0, 3.0])), [2.0, 6.0])
        np.testing.assert_array_equal(derived(x, df=np.array([1.0, 3.0])), [2.0, 6.0])
        with pytest.raises(TypeError, match="needs a seed"):
            derived(x)
    assert len(calls) == 5  # the seeds by name, the missing ones, the first


def test_what_f_reads_is_looked_at(monkeypatch):
    def f(x):
        return np.sum(FACTOR * x * WEIGHTS)

    derived, calls = warm(f)
    x = np.ones(2)
    for _ in range(3):
        assert derived(x).tolist() == [2.0, 4.0]
    assert len(calls) == 1
    WEIGHTS[0] = 5.0
    assert derived(x).tolist() == [10.0, 4.0] and len(calls) == 1
    WEIGHTS[0] = 1.0
    monkeypatch.setitem(globals(), "WEIGHTS", np.array([3.0, 3.0]))
    assert derived(x).tolist() == [6.0, 6.0] and len(calls) == 1
    monkeypatch.setitem(globals(), "WEIGHTS", 1.0)
    assert derived(x).tolist() == [2.0, 2.0] and len(calls) == 2
    monkeypatch.setitem(globals(), "FACTOR", 5.0)
    assert derived(x).tolist() == [5.0, 5.0] and len(calls) == 3
    monkeypatch.delitem(globals(), "FACTOR")
    with pytest.raises(UnsupportedError, match="FACTOR"):
        derived(x)


def test_a_closure_is_looked_at():
    scale = 2.0

    def f(x):
        return scale * abs(x)

    derived, calls = warm(f)
    assert derived(3.0) == derived(3.0) == 2.0
    scale = 5.0
    assert derived(3.0) == 5.0 and len(calls) == 2
    (cell,) = f.__closure__
    del cell.cell_contents
    with pytest.raises(UnsupportedError, match="scale"):
        derived(3.0)


def test_the_value_of_an_axis_decides():
    def f(x, axis):
        return np.sum(np.sum(x, axis) ** 2)

    derived, calls = warm(f)
    x = np.array([[1.0, 2.0], [3.0, 4.0]])
    for _ in range(3):
        assert derived(x, 0).tolist() == [[8.0, 12.0], [8.0, 12.0]]
        assert derived(x, 1).tolist() == [[6.0, 6.0], [14.0, 14.0]]
    assert len(calls) == 2


def test_arguments_that_share_memory():
    def f(x, y):
        x[0] = 1.0
        return np.sum(x * y)

    derived, calls = warm(f)
    for _ in range(2):
        assert derived(np.ones(2), np.ones(2)).tolist() == [0.0, 1.0]
    x = np.ones(3)
    with pytest.raises(UnsupportedError, match="share"):
        derived(x[1:], x[:-1])
    assert len(calls) == 1


def test_no_way_at_all_where_numbers_are_annotated():
    def f(x: float, y: float):
        return x * y

    derived = grad(f)
    assert derived.__name__ == "f_grad" and not isinstance(derived, Derivative)
    assert value_and_grad(f)(2.0, 3.0) == (6.0, 3.0)
