"""Calls that stay calls (recursion): the forward part calls `g_forward`, the backward part
`g_backward`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from codegen.errors import Problem, UnsupportedError
from codegen.ir.graph import Op
from codegen.transform.adjoints import Adjoints, Cotangent

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


def reverse_call(tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...]) -> None:
    span = op.origin.span if op.origin else None
    raise UnsupportedError(
        Problem(
            "CG043",
            "the gradient of a recursive call is not supported",
            "Write it as a loop.",
            span,
        )
    )
