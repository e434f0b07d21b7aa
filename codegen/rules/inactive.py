"""Functions whose derivative is zero wherever it exists: integers, booleans, roundings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type, elementwise_type
from codegen.ir.graph import Value
from codegen.ir.types import Scalar, Type, is_complex
from codegen.rules.kinds import nondiff

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
    "isclose": "numpy.isclose math.isclose cmath.isclose",
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


nondiff("sign", spellings="numpy.sign", result=_sign_type, access="map")
