"""From calls to operands and attrs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import codegen.rules  # noqa: F401
from codegen.frontend.binding import bind
from codegen.ir.build import Builder, building
from codegen.ir.graph import Value, constant
from codegen.ir.ops import REGISTRY, SPELLINGS
from codegen.ir.types import FLOAT, GENERIC, INT, ListFixed, ListOf, Opaque, new_facts

x, y = Value(GENERIC, "x"), Value(GENERIC, "y")
one, two, none = constant(1), constant(2), constant(None)


@pytest.fixture(autouse=True)
def builder() -> Iterator[Builder]:
    with new_facts(), building(Builder()) as found:
        yield found


def bound(spelling: str, *args: Any, **kwargs: Any) -> tuple[tuple[Value, ...], dict[str, Any]]:
    ins, attrs = bind(REGISTRY[SPELLINGS[spelling]], spelling, args, kwargs)
    assert attrs.pop("via") == spelling
    return ins, attrs


def test_static_arguments_become_attrs_unless_default() -> None:
    assert bound("numpy.sum", x, one) == ((x,), {"axis": 1})
    assert bound("numpy.sum", x, axis=none) == ((x,), {})
    assert bound("numpy.sum", x, axis=(constant(0), one), keepdims=constant(True)) == (
        (x,),
        {"axis": (0, 1), "keepdims": True},
    )
    assert bound("numpy.ndarray.sum", x, one) == ((x,), {"axis": 1})
    assert bound("numpy.sum", a=x) == ((x,), {})


def test_shapes_in_every_spelling() -> None:
    n = Value(INT, "n")
    for args in ([(two, n)], [two, n]):
        assert bound("numpy.ndarray.reshape", x, *args) == ((x,), {"shape": (2, n)})
    assert bound("numpy.reshape", x, (two, n)) == ((x,), {"shape": (2, n)})
    assert bound("numpy.zeros", n) == ((), {"shape": n})
    assert bound("numpy.zeros", (n, two)) == ((), {"shape": (n, 2)})
    assert bound("numpy.ndarray.transpose", x) == ((x,), {})
    assert bound("numpy.ndarray.transpose", x, one, constant(0)) == ((x,), {"axes": (1, 0)})


def test_sequences() -> None:
    assert bound("numpy.concatenate", [x, y], axis=one) == ((x, y), {"axis": 1})
    several = Value(ListOf(FLOAT))
    assert bound("numpy.stack", several) == ((several,), {})
    assert bound("builtins.max", x, y) == ((x, y), {})
    (items,), _ = bound("builtins.max", [x, y])
    assert isinstance(items.type, ListFixed)
    (items,), _ = bound("numpy.stack", [x])
    assert isinstance(items.type, ListFixed)
    (nested,), _ = bound("numpy.array", [[x, y], [y, x]])
    assert isinstance(nested.type, ListFixed)


def test_dtypes() -> None:
    for dtype in (constant("float32"), Value(Opaque("numpy.float32"))):
        assert bound("numpy.ndarray.astype", x, dtype) == ((x,), {"dtype": "float32"})
    assert bound("numpy.zeros", two, constant("float")) == ((), {"shape": 2})
    assert bound("numpy.zeros", two, dtype=constant("int")) == ((), {"shape": 2, "dtype": "int64"})


@pytest.mark.parametrize(
    ("spelling", "args", "kwargs", "message"),
    [
        ("numpy.exp", (x,), {"out": y}, "`np.exp` with the argument `out`"),
        ("numpy.sum", (x,), {"initial": y}, "`initial`"),
        ("numpy.sum", (x,), {"axis": Value(INT)}, "`axis` of `np.sum` must be a literal"),
        ("numpy.exp", (), {}, "without its first argument"),
        ("numpy.exp", (x, y), {}, "more arguments than it takes"),
        ("builtins.max", (x,), {"key": y}, "`key`"),
        ("numpy.ndarray.astype", (x, y), {}, "must be written out"),
    ],
)
def test_what_is_not_supported(spelling: str, args: Any, kwargs: Any, message: str) -> None:
    with pytest.raises(TypeError) as caught:
        bound(spelling, *args, **kwargs)
    assert message in str(caught.value)
