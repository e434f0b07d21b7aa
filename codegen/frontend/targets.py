"""The names that a statement may bind, by its text."""

from __future__ import annotations

from functools import lru_cache

import libcst as cst

from codegen.frontend.source import nodes_in


def names_assigned(node: cst.CSTNode) -> list[str]:
    """The names that a statement may bind, in its whole body; `xs.append(x)` changes xs."""
    names: dict[str, None] = {}
    for found in nodes_in(node, _BINDING, lambda each: not isinstance(each, _FUNCTIONS)):
        if isinstance(found, cst.FunctionDef | cst.AsName):
            _add(found.name, names)
        elif not isinstance(found, cst.Expr):
            _add(found.target, names)
        elif isinstance(found.value, cst.Call) and isinstance(found.value.func, cst.Attribute):
            _add(found.value.func.value, names)
    return list(names)


_FUNCTIONS = (cst.FunctionDef, cst.Lambda)
_BINDING = (
    cst.AssignTarget,
    cst.AnnAssign,
    cst.AugAssign,
    cst.NamedExpr,
    cst.For,
    cst.AsName,
    cst.Expr,
    cst.FunctionDef,
)


def _add(target: cst.CSTNode, names: dict[str, None]) -> None:
    if isinstance(target, cst.Name):
        names.setdefault(target.value)
    elif isinstance(target, cst.Tuple | cst.List):
        for element in target.elements:
            _add(element.value, names)
    elif isinstance(target, cst.Subscript | cst.Attribute):
        _add(target.value, names)


def names_outside(node: cst.CSTNode) -> frozenset[str]:
    """The names that a function declares `nonlocal`, or that belong to the one around it anyway."""
    if isinstance(node, cst.Lambda) and isinstance(node.body, cst.GeneratorExp):
        targets = [walrus.target for walrus in nodes_in(node.body, cst.NamedExpr)]
        return frozenset(each.value for each in targets if isinstance(each, cst.Name))
    if not isinstance(node, cst.FunctionDef):
        return frozenset()
    declared = nodes_in(node.body, cst.Nonlocal, lambda each: not isinstance(each, cst.FunctionDef))
    return frozenset(item.name.value for found in declared for item in found.names)


@lru_cache(maxsize=256)
def names_done(body: cst.BaseSuite) -> tuple[frozenset[str], ...]:
    """For each statement of the body of a function, the names that no later one reads or binds.

    What a function of its own or a generator names may be read when that is run, so it is never
    done.
    """
    lazy = cst.FunctionDef | cst.Lambda | cst.GeneratorExp
    kept = {name.value for part in nodes_in(body, lazy) for name in nodes_in(part, cst.Name)}
    last: dict[str, int] = {}
    for number, statement in enumerate(body.body):
        last.update((name.value, number) for name in nodes_in(statement, cst.Name))
    done: list[set[str]] = [set() for _ in body.body]
    for name in last.keys() - kept:
        done[last[name]].add(name)
    return tuple(map(frozenset, done))


def yields(node: cst.FunctionDef) -> bool:
    """Whether there is a `yield` in a function itself, not in those that it makes."""
    inner = cst.FunctionDef | cst.Lambda
    return bool(nodes_in(node.body, cst.Yield, lambda each: not isinstance(each, inner)))


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
