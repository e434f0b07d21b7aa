"""Ops of compiled kernels: a kernel computes the regular case, and gives up where Python or NumPy
would do something else. They are made after differentiation and have no derivative.
"""

from __future__ import annotations

from codegen.infer.shapes import Attrs, Ins
from codegen.ir.ops import Infer
from codegen.ir.results import always
from codegen.ir.types import INT, Type
from codegen.rules.kinds import nondiff


def _as(position: int) -> Infer:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        return ins[position].type

    return infer


nondiff("finite", ("y",), spellings="helpers.finite", result=_as(0), raises=True)
nondiff("whole", ("y", "estimate"), spellings="helpers.whole", result=_as(0), raises=True)
nondiff("divisor", ("y",), spellings="helpers.divisor", result=_as(0), raises=True)
nondiff("inside", ("index", "length"), spellings="helpers.inside", result=always(INT), raises=True)
nondiff("plus", ("x", "y"), spellings="helpers.plus", result=_as(0))
nondiff("require", ("condition",), spellings="helpers.require", result=always(), raises=True)
