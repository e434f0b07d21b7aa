"""What the uses of an unannotated parameter tell about its type."""

from __future__ import annotations

from collections.abc import Mapping

import libcst as cst

from codegen.frontend.slots import Function
from codegen.ir.types import INT, Type


def types_from_use(f: Function) -> Mapping[str, Type]:
    """Parameters that stand in `range(...)` are integers."""
    found = _Uses()
    f.node.visit(found)
    return {name: INT for name in found.integers - found.rebound}


class _Uses(cst.CSTVisitor):
    def __init__(self) -> None:
        self.integers: set[str] = set()
        self.rebound: set[str] = set()

    def visit_Call(self, node: cst.Call) -> None:
        if isinstance(node.func, cst.Name) and node.func.value == "range":
            for argument in node.args:
                self._integer(argument.value)

    def _integer(self, node: cst.BaseExpression) -> None:
        if isinstance(node, cst.Name):
            self.integers.add(node.value)
        elif isinstance(node, cst.BinaryOperation):
            if isinstance(node.operator, cst.Add | cst.Subtract | cst.Multiply):
                self._integer(node.left)
                self._integer(node.right)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        if isinstance(node.target, cst.Name):
            self.rebound.add(node.target.value)
