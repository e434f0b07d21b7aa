"""The names that a statement may bind, by its text."""

from __future__ import annotations

import libcst as cst
import libcst.matchers as m


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
    return bool(m.findall(node, m.Lambda() | m.FunctionDef()))


def keeps_functions(body: cst.BaseSuite) -> bool:
    """Whether the body of a loop puts functions that it makes into something that outlives the
    round: those of different rounds are different functions."""
    made = {found.name.value for found in m.findall(body, m.FunctionDef())}  # type: ignore[attr-defined]
    names = m.Name(value=m.MatchIfTrue(lambda word: word in made))
    kept = [
        *m.findall(body, m.Call(func=m.Attribute(attr=m.OneOf(*map(m.Name, _KEEPING))))),
        *m.findall(body, m.Assign(targets=[m.AssignTarget(target=m.Subscript())])),
    ]
    return any(m.findall(place, m.Lambda() | names) for place in kept)


def names_put_again(body: cst.BaseSuite, function: cst.CSTNode) -> set[str]:
    """Names whose object the body of a loop puts into a list in every round, the same in each,
    and that the function writes to."""
    calls = m.findall(body, m.Call(func=m.Attribute(attr=m.Name("append")), args=[m.Arg(m.Name())]))
    put = {name.value for call in calls for name in m.findall(call.args[0], m.Name())}  # type: ignore[attr-defined]
    bound = m.findall(body, m.AssignTarget(target=m.Name()))
    rebound = {found.target.value for found in bound}  # type: ignore[attr-defined]
    return (put - rebound) & _names_written(function)


def _names_written(function: cst.CSTNode) -> set[str]:
    """Names that stand for what is written in place, by the text."""
    stores = m.AugAssign() | m.AssignTarget(target=m.Subscript())
    targets = [found.target for found in m.findall(function, stores)]  # type: ignore[attr-defined]
    bases = [t.value if isinstance(t, cst.Subscript) else t for t in targets]
    return {base.value for base in bases if isinstance(base, cst.Name)}


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
