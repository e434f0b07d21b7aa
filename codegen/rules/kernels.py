"""Ops of compiled kernels: a kernel computes the regular case, and gives up where Python or NumPy
would do something else. They are made after differentiation and have no derivative.
"""

from __future__ import annotations

from codegen.infer.elementwise import reduction
from codegen.infer.shapes import Attrs, Ins
from codegen.ir.ops import Infer
from codegen.ir.results import always
from codegen.ir.types import INT, Type
from codegen.rules.kinds import nondiff
from codegen.rules.reduce import AXES


def _as(position: int) -> Infer:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        return ins[position].type

    return infer


nondiff("finite", ("y",), spellings="helpers.finite", result=_as(0), raises=True)
nondiff("whole", ("y", "estimate"), spellings="helpers.whole", result=_as(0), raises=True)
nondiff("divisor", ("y",), spellings="helpers.divisor", result=_as(0), raises=True)
nondiff("inside", ("index", "length"), spellings="helpers.inside", result=always(INT), raises=True)
nondiff("plus", ("x", "y"), spellings="helpers.plus", result=_as(0))
nondiff("greater", ("x", "y"), spellings="helpers.greater", result=_as(1))
nondiff("lesser", ("x", "y"), spellings="helpers.lesser", result=_as(1))
for _name, _of in (("greatest", "max"), ("least", "min")):  # of numbers none of which is nan
    nondiff(_name, options=AXES, result=reduction(_of), access="reduce")
nondiff("exponential", ("x",), spellings="helpers.exponential", result=_as(0))
nondiff("logarithm", ("x",), spellings="helpers.logarithm", result=_as(0))
nondiff("hyperbolic", ("x", "e"), spellings="helpers.hyperbolic", result=_as(0))
nondiff("require", ("condition",), spellings="helpers.require", result=always(), raises=True)
