"""scipy.special: Bessel functions, in their argument; by their order no closed form is known.

C_v' = (C_{v-1} - C_{v+1}) / 2 for J and Y, with other signs for I and K (DLMF 10.6 and 10.29); it
has no 0/0 at 0. A trailing e means a function that is scaled by an exponential.
"""

from __future__ import annotations

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.kinds import Factor
from codegen.rules.language import sign
from codegen.rules.scipy_special import special, unknown


def _halves(name: str, first: int, second: int) -> Factor:
    """(first C_{v-1} + second C_{v+1}) / 2."""

    def factor(g: Value, y: Value, v: Value, x: Value) -> Value:
        lower, upper = emit(name, v - 1, x), emit(name, v + 1, x)
        total = lower + upper if second > 0 else lower - upper
        return (g if first > 0 else -g) * total / 2

    return factor


def _scaled(name: str, v: Value | int, x: Value) -> Value:
    """The derivative of I_v exp(-|x|), without the term of the exponential."""
    return (emit(name, v - 1, x) + emit(name, v + 1, x)) / 2


for _name, _also, _first, _second in (
    ("jv", "jn", 1, -1),
    ("jve", "", 1, -1),
    ("yv", "", 1, -1),
    ("yve", "", 1, -1),
    ("iv", "", 1, 1),
    ("kv", "", -1, 1),
):
    special(
        _name,
        unknown(_name, "v"),
        _halves(_name, _first, _second),
        also=_also,
        operands=("v", "x"),
    )
for _name, _first, _second in (("yn", 1, -1), ("kn", -1, 1)):
    special(
        _name,
        unknown(_name, "n"),
        _halves(f"{_name[0]}v", _first, _second),
        operands=("n", "x"),
    )
special(
    "ive",
    unknown("ive", "v"),
    lambda g, y, v, x: g * (_scaled("ive", v, x) - sign(x) * y),
    operands=("v", "x"),
)
special(
    "kve",
    unknown("kve", "v"),
    lambda g, y, v, x: g * (y - _scaled("kve", v, x)),
    operands=("v", "x"),
)

# The orders 0 and 1

special("j0", lambda g, y, x: -g * emit("j1", x))
special("j1", lambda g, y, x: g * (emit("j0", x) - emit("jv", 2, x)) / 2)
special("y0", lambda g, y, x: -g * emit("y1", x))
special("y1", lambda g, y, x: g * (emit("y0", x) - emit("yv", 2, x)) / 2)
special("i0", lambda g, y, x: g * emit("special_i1", x), op="special_i0")
special("i1", lambda g, y, x: g * (emit("special_i0", x) + emit("iv", 2, x)) / 2, op="special_i1")
special("i0e", lambda g, y, x: g * (emit("i1e", x) - sign(x) * y))
special("i1e", lambda g, y, x: g * ((emit("i0e", x) + emit("ive", 2, x)) / 2 - sign(x) * y))
special("k0", lambda g, y, x: -g * emit("k1", x))
special("k1", lambda g, y, x: -g * (emit("k0", x) + emit("kv", 2, x)) / 2)
special("k0e", lambda g, y, x: g * (y - emit("k1e", x)))
special("k1e", lambda g, y, x: g * (y - (emit("k0e", x) + emit("kve", 2, x)) / 2))
