"""Functions whose derivative is zero wherever it exists: integers, booleans, roundings."""

from __future__ import annotations

from codegen.rules.kinds import nondiff

for _name, _spellings in {
    "floor": "numpy.floor math.floor",
    "ceil": "numpy.ceil math.ceil",
    "trunc": "numpy.trunc math.trunc numpy.fix",
    "rint": "numpy.rint",
    "sign": "numpy.sign",
    "isnan": "numpy.isnan math.isnan",
    "isinf": "numpy.isinf math.isinf",
    "isfinite": "numpy.isfinite math.isfinite",
    "signbit": "numpy.signbit",
    "logical_not": "numpy.logical_not",
    "factorial": "math.factorial",
    "isqrt": "math.isqrt",
    "spacing": "numpy.spacing",
    "bitwise_count": "numpy.bitwise_count",
    "iscomplex": "numpy.iscomplex",
    "isreal": "numpy.isreal",
    "iscomplexobj": "numpy.iscomplexobj",
    "isrealobj": "numpy.isrealobj",
    "isneginf": "numpy.isneginf",
    "isposinf": "numpy.isposinf",
}.items():
    nondiff(_name, spellings=_spellings, access="map")

for _name, _spellings in {
    "logical_and": "numpy.logical_and",
    "logical_or": "numpy.logical_or",
    "logical_xor": "numpy.logical_xor",
    "isclose": "numpy.isclose math.isclose",
    "gcd": "numpy.gcd math.gcd",
    "lcm": "numpy.lcm math.lcm",
    "comb": "math.comb",
    "perm": "math.perm",
}.items():
    nondiff(_name, ("x", "y"), spellings=_spellings, access="map")
