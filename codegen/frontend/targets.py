"""The names that a statement may bind, by its text."""

from __future__ import annotations

import libcst as cst

from codegen.frontend.source import nodes_in


def names_assigned(node: cst.CSTNode) -> list[str]:
    """The names that a statement may bind, in its whole body."""
    finder = _Targets()
    node.visit(finder)
    return list(finder.names)


def names_outside(node: cst.CSTNode) -> frozenset[str]:
    """The names that a function declares `nonlocal`."""
    finder = _Nonlocals()
    if isinstance(node, cst.FunctionDef):
        node.body.visit(finder)
    return frozenset(finder.names)


def makes_functions(node: cst.CSTNode) -> bool:
    """Is there a lambda, or a function of its own, in a piece of text?"""
    return bool(nodes_in(node, cst.Lambda | cst.FunctionDef))


def keeps_functions(body: cst.BaseSuite) -> bool:
    """Whether the body of a loop puts functions that it makes into something that outlives the
    round: those of different rounds are different functions."""
    made = {found.name.value for found in nodes_in(body, cst.FunctionDef)}
    kept = [
        *(call for word in _KEEPING for call in _calls_of(body, word)),
        *(found for found in nodes_in(body, cst.Assign) if _is_store(found)),
    ]
    return any(
        isinstance(found, cst.Lambda) or found.value in made
        for place in kept
        for found in nodes_in(place, cst.Lambda | cst.Name)
    )


def names_put_again(body: cst.BaseSuite) -> set[str]:
    """Names whose object the body of a loop puts into a list in every round, the same in each."""
    calls = [call for call in _calls_of(body, "append") if len(call.args) == 1]
    put = {call.args[0].value.value for call in calls if isinstance(call.args[0].value, cst.Name)}
    targets = [found.target for found in nodes_in(body, cst.AssignTarget)] if put else []
    return put - {target.value for target in targets if isinstance(target, cst.Name)}


def names_written(function: cst.CSTNode) -> frozenset[str]:
    """Names that stand for what a function writes in place, by the text."""
    bases = []
    for found in nodes_in(function, cst.AugAssign | cst.AssignTarget):
        if isinstance(found.target, cst.Subscript):
            bases.append(found.target.value)
        elif isinstance(found, cst.AugAssign):
            bases.append(found.target)
    return frozenset(base.value for base in bases if isinstance(base, cst.Name))


def _calls_of(node: cst.CSTNode, method: str) -> list[cst.Call]:
    return [
        call
        for call in nodes_in(node, cst.Call)
        if isinstance(call.func, cst.Attribute) and call.func.attr.value == method
    ]


def _is_store(node: cst.Assign) -> bool:
    return len(node.targets) == 1 and isinstance(node.targets[0].target, cst.Subscript)


_KEEPING = ("append", "insert", "extend")


class _Nonlocals(cst.CSTVisitor):
    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_Nonlocal(self, node: cst.Nonlocal) -> None:
        self.names |= {item.name.value for item in node.names}

    def visit_FunctionDef(self, node: cst.FunctionDef) -> bool:
        return False


class _Targets(cst.CSTVisitor):
    def __init__(self) -> None:
        self.names: dict[str, None] = {}

    def _add(self, target: cst.CSTNode) -> None:
        if isinstance(target, cst.Name):
            self.names.setdefault(target.value)
        elif isinstance(target, cst.Tuple | cst.List):
            for element in target.elements:
                self._add(element.value)
        elif isinstance(target, cst.Subscript | cst.Attribute):
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
