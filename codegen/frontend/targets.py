"""The names that a statement may bind, by its text."""

from __future__ import annotations

import libcst as cst


def names_assigned(node: cst.CSTNode) -> list[str]:
    """The names that a statement may bind, in its whole body."""
    finder = _Targets()
    node.visit(finder)
    return list(finder.names)


class _Targets(cst.CSTVisitor):
    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def _add(self, target: cst.CSTNode) -> None:
        if isinstance(target, cst.Name):
            self.names.setdefault(target.value)
        elif isinstance(target, cst.Tuple | cst.List):
            for element in target.elements:
                self._add(element.value)
        elif isinstance(target, cst.Subscript):
            self._add(target.value)

    def visit_AssignTarget(self, node: cst.AssignTarget) -> None:
        self._add(node.target)

    def visit_AnnAssign(self, node: cst.AnnAssign) -> None:
        self._add(node.target)

    def visit_AugAssign(self, node: cst.AugAssign) -> None:
        self._add(node.target)

    def visit_NamedExpr(self, node: cst.NamedExpr) -> None:
        self._add(node.target)

    def visit_For(self, node: cst.For) -> None:
        self._add(node.target)

    def visit_AsName(self, node: cst.AsName) -> None:
        self._add(node.name)

    def visit_Expr(self, node: cst.Expr) -> None:
        """`xs.append(x)` changes xs."""
        if isinstance(node.value, cst.Call) and isinstance(node.value.func, cst.Attribute):
            self._add(node.value.func.value)

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        self.names.setdefault(node.name.value)
        return False

    def visit_Lambda(self, node: cst.Lambda) -> bool:
        return False
