"""Where the slope of a function is infinite though its value is not: sqrt at 0, arcsin at 1.

The gradient there is the limit, infinite, and NumPy warns of the division that makes it so. f did
not warn: the backward part of a function that holds such an op stands in `with np.errstate(...)`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from codegen.ir.graph import Op, Origin
from codegen.ir.standing import INFINITE_SLOPE
from codegen.ir.types import Scalar
from codegen.transform.ranges import is_positive

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

_AT_ZERO = frozenset("sqrt cbrt pow float_power entr xlogy rel_entr kl_div".split())
_AT_ONE = frozenset("arcsin arccos arccosh".split())
# SciPy does not warn where the values of these are infinite
_AT_ENDS = frozenset("logit erfinv erfcinv ndtri xlog1py".split())
_DEPTH = 12


def origin_of(tape: Tape, op: Op) -> Origin | None:
    """The statement that the cotangents of an op come from, marked where they may be infinite."""
    if op.origin is None or not _may_be_infinite(tape, op):
        return op.origin
    return replace(op.origin, contexts=(*op.origin.contexts, INFINITE_SLOPE))


def _may_be_infinite(tape: Tape, op: Op) -> bool:
    if _of_python(op):
        return False  # Python's own numbers have no warnings
    if op.name in ("pow", "float_power"):
        exponent = op.ins[1].const
        if isinstance(exponent, int | float) and (exponent >= 1 or exponent <= 0):
            return False  # a negative power is infinite itself
    if op.name in _AT_ZERO:
        return not is_positive(tape, op.ins[0], _DEPTH)
    return op.name in _AT_ONE or op.name in _AT_ENDS


def _of_python(op: Op) -> bool:
    via = str(op.attrs.get("via", ""))
    return via.startswith("math.") or (
        not via and all(isinstance(x.type, Scalar) for x in (*op.ins, *op.outs))
    )
