"""Functions whose derivative is zero wherever it exists: integers, booleans, roundings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type, elementwise_type, shape_of_all
from codegen.ir.graph import Value
from codegen.ir.types import Array, ListFixed, Scalar, TupleOf, Type, is_complex
from codegen.rules.kinds import CAST, nondiff

for _name, _spellings in {
    "floor": "numpy.floor math.floor",
    "ceil": "numpy.ceil math.ceil",
    "trunc": "numpy.trunc math.trunc numpy.fix",
    "rint": "numpy.rint",
    "isnan": "numpy.isnan math.isnan cmath.isnan",
    "isinf": "numpy.isinf math.isinf cmath.isinf",
    "isfinite": "numpy.isfinite math.isfinite cmath.isfinite",
    "signbit": "numpy.signbit",
    "logical_not": "numpy.logical_not",
    "factorial": "math.factorial",
    "isqrt": "math.isqrt",
    "spacing": "numpy.spacing",
    "bitwise_count": "numpy.bitwise_count",
    "iscomplex": "numpy.iscomplex",
    "isreal": "numpy.isreal",
    "isneginf": "numpy.isneginf",
    "isposinf": "numpy.isposinf",
}.items():
    nondiff(_name, spellings=_spellings, access="map")

for _name in ("iscomplexobj", "isrealobj"):  # of the type, not of each number
    nondiff(_name, spellings=f"numpy.{_name}", result=lambda ins, attrs: Scalar("bool"))

for _name, _spellings in {
    "logical_and": "numpy.logical_and",
    "logical_or": "numpy.logical_or",
    "logical_xor": "numpy.logical_xor",
    "gcd": "numpy.gcd math.gcd",
    "lcm": "numpy.lcm math.lcm",
    "comb": "math.comb",
    "perm": "math.perm",
}.items():
    nondiff(_name, ("x", "y"), spellings=_spellings, access="map")


def _sign_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    if is_complex(array_type(ins[0].type)):
        raise TypeError("np.sign of complex numbers: write z / np.abs(z)")
    return elementwise_type("sign", ins, attrs)


nondiff("sign", spellings="numpy.sign", result=_sign_type, positional=("x",), access="map", **CAST)


_TOLERANCES = {"rtol": 1e-05, "atol": 1e-08, "equal_nan": False}
nondiff(
    "isclose",
    ("x", "y"),
    options={**_TOLERANCES, "rel_tol": 1e-09, "abs_tol": 0.0},
    positional=("x", "y", "rtol", "atol", "equal_nan"),
    spellings="numpy.isclose math.isclose cmath.isclose",
    access="map",
)


def _as_first(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    t = array_type(ins[0].type)
    return Array("bool", t.shape, scalar=False)


nondiff(
    "isin",
    ("element", "test_elements"),
    options={"assume_unique": False, "invert": False, "kind": None},
    positional=("element", "test_elements", "assume_unique", "invert"),
    spellings="numpy.isin",
    result=_as_first,
)
nondiff(
    "allclose",
    ("a", "b"),
    options=_TOLERANCES,
    spellings="numpy.allclose",
    result=lambda ins, attrs: Scalar("bool"),
    raises=True,
)
nondiff(
    "array_equiv",
    ("a1", "a2"),
    spellings="numpy.array_equiv",
    result=lambda ins, attrs: Scalar("bool"),
)


def _lexsort_type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    t = array_type(ins[0].type)
    return Array("int64", None if t.shape is None else t.shape[1:])


nondiff(
    "lexsort",
    ("keys",),
    options={"axis": -1},
    spellings="numpy.lexsort",
    result=_lexsort_type,
    noun="order",
)


def _unravelled(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    """One array of indices for each length of the shape, a NumPy number for a number."""
    shape = ins[1].type
    if not isinstance(shape, TupleOf | ListFixed):
        raise TypeError("np.unravel_index in a shape of unknown rank")
    t = array_type(ins[0].type)
    each = Array("int64", t.shape, scalar=t.shape == ())
    return TupleOf((each,) * len(shape.items))


nondiff(
    "unravel_index",
    ("indices", "shape"),
    positional=("indices", "shape", "order"),
    spellings="numpy.unravel_index",
    result=_unravelled,
    raises=True,
    noun="place",
)


def _ravelled(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    places = ins[0].type
    if not isinstance(places, TupleOf | ListFixed):
        raise TypeError("np.ravel_multi_index of anything but a tuple")
    shape = shape_of_all(tuple(array_type(item) for item in places.items))
    return Array("int64", shape, scalar=shape == ())


nondiff(
    "ravel_multi_index",
    ("multi_index", "dims"),
    options={"mode": "raise"},
    positional=("multi_index", "dims", "mode", "order"),
    spellings="numpy.ravel_multi_index",
    result=_ravelled,
    raises=True,
    noun="place",
)
