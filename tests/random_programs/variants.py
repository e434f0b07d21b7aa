"""The same program in other words: none of these may change a gradient.

Each takes the text of a module with a function `f` and a source of choices, and gives another text
whose f computes the same numbers, bit for bit; None where there is nothing to change.
"""

from __future__ import annotations

import ast
import random
from collections.abc import Callable, Iterator

Variant = Callable[[str, random.Random], "str | None"]


def function_of(tree: ast.Module) -> ast.FunctionDef:
    return next(n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "f")


def bound_in(function: ast.FunctionDef) -> list[str]:
    """Every name that the function or one inside it binds, in order of appearance."""
    found: dict[str, None] = {}
    for node in ast.walk(function):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found[node.id] = None
        elif isinstance(node, ast.arg):
            found[node.arg] = None
        elif isinstance(node, ast.FunctionDef) and node is not function:
            found[node.name] = None
    return list(found)


def blocks(function: ast.FunctionDef) -> Iterator[list[ast.stmt]]:
    """The blocks of the function, without those of functions inside it."""
    pending: list[ast.AST] = [function]
    while pending:
        node = pending.pop()
        for name in ("body", "orelse", "finalbody", "handlers", "cases"):
            inner = getattr(node, name, None)
            if isinstance(inner, list) and inner:
                if isinstance(inner[0], ast.stmt):
                    yield inner
                pending += [n for n in inner if not isinstance(n, ast.FunctionDef)]


def pure(node: ast.AST) -> bool:
    """Does evaluating it change nothing, so that it may be moved or done twice?"""
    for inner in ast.walk(node):
        if isinstance(inner, (ast.NamedExpr, ast.Lambda, ast.Yield, ast.Await)):
            return False
        if isinstance(inner, ast.Call) and not _pure_call(inner):
            return False
    return True


PURE = {"bent", "clamp", "pair", "fold", "total", "sum", "abs", "max", "min", "len", "float"}


def _pure_call(call: ast.Call) -> bool:
    if call.keywords:
        return False
    if isinstance(call.func, ast.Name):
        return call.func.id in PURE
    base = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(base, ast.Name) and base.id in ("np", "math")


def renamed(text: str, rng: random.Random) -> str | None:
    """Other names for everything that f binds, in another alphabetical order."""
    tree = ast.parse(text)
    function = function_of(tree)
    letters = "zyxwvutsrqponmlkjihgfedcba"
    names = {
        name: f"{letters[k % 26]}_{k}_{letters[(7 * k) % 26]}"
        for k, name in enumerate(bound_in(function))
    }
    for node in ast.walk(function):
        if isinstance(node, ast.Name):
            node.id = names.get(node.id, node.id)
        elif isinstance(node, ast.arg):
            node.arg = names[node.arg]
        elif isinstance(node, ast.FunctionDef) and node is not function:
            node.name = names[node.name]
        elif isinstance(node, ast.Nonlocal):
            node.names = [names.get(n, n) for n in node.names]
    return ast.unparse(tree)


DEAD = (
    "unused_{0} = a * 3.0 + 1.0",
    "unused_{0} = [a, 2.0]",
    "unused_{0} = np.zeros(3) + a\nunused_{0}[1] = a",
    "if a > 0.1:\n    unused_{0} = a\nelse:\n    unused_{0} = 0.5",
    "for unused_{0} in range(2):\n    unused_more_{0} = unused_{0} * a",
    "unused_{0} = x * a",
)


def with_dead_code(text: str, rng: random.Random) -> str | None:
    """Statements whose results nothing reads, in some places of f."""
    tree = ast.parse(text)
    for number in range(1 + rng.randrange(3)):
        # a handler that does something before it raises is another handler
        places = [b for b in blocks(function_of(tree)) if not isinstance(b[-1], ast.Raise)]
        block = rng.choice(places)
        place = rng.randrange(len(block) + 1)
        block[place:place] = ast.parse(rng.choice(DEAD).format(number)).body
    return ast.unparse(tree)


def outlined(text: str, rng: random.Random) -> str | None:
    """One right side in a function of its own."""
    tree = ast.parse(text)
    function = function_of(tree)
    local = set(bound_in(function))
    functions = {n.name for n in ast.walk(function) if isinstance(n, ast.FunctionDef)}
    found = []
    for block in blocks(function):
        for statement in block:
            if isinstance(statement, (ast.Assign, ast.AugAssign)) and pure(statement.value):
                targets = statement.targets if isinstance(statement, ast.Assign) else []
                if all(isinstance(t, (ast.Name, ast.Subscript)) for t in targets):
                    found.append(statement)
    if not found:
        return None
    chosen = rng.choice(found)
    inner = {n.id for n in ast.walk(chosen.value) if isinstance(n, ast.Name)}
    comprehended = {
        n.id
        for c in ast.walk(chosen.value)
        if isinstance(c, ast.comprehension)
        for n in ast.walk(c.target)
        if isinstance(n, ast.Name)
    }
    free = sorted((inner & local) - comprehended)
    if set(free) & functions:
        return None
    definition = ast.parse(f"def outlined({', '.join(free)}):\n    return 0").body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.body = [ast.Return(chosen.value)]
    chosen.value = ast.parse(f"outlined({', '.join(free)})", mode="eval").body
    tree.body.insert(tree.body.index(function), definition)
    return ast.unparse(ast.fix_missing_locations(tree))


def inlined(text: str, rng: random.Random) -> str | None:
    """Calls of functions that are one expression, replaced by that expression."""
    tree = ast.parse(text)
    simple = {
        node.name: node
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and len(node.body) == 1
        and isinstance(node.body[0], ast.Return)
        and node.name != "f"
    }
    changed = False

    class Inline(ast.NodeTransformer):
        def visit_Call(self, call: ast.Call) -> ast.AST:
            nonlocal changed
            self.generic_visit(call)
            callee = simple.get(call.func.id) if isinstance(call.func, ast.Name) else None
            if callee is None or call.keywords or not all(map(pure, call.args)):
                return call
            names = [a.arg for a in callee.args.args]
            if len(names) != len(call.args):
                return call
            given = dict(zip(names, call.args))
            body = callee.body[0]
            assert isinstance(body, ast.Return) and body.value is not None
            changed = True
            return Fill(given).visit(ast.parse(ast.unparse(body.value), mode="eval").body)

    function = function_of(tree)
    shadowed = set(bound_in(function))
    for name in shadowed & set(simple):
        del simple[name]
    Inline().visit(function)
    return ast.unparse(ast.fix_missing_locations(tree)) if changed else None


class Fill(ast.NodeTransformer):
    """Put what was given in the place of parameters."""

    def __init__(self, given: dict[str, ast.expr]) -> None:
        self.given = given

    def visit_Name(self, name: ast.Name) -> ast.AST:
        return self.given.get(name.id, name)


def with_augmented_split(text: str, rng: random.Random) -> str | None:
    """`y[i] += e` as `y[i] = y[i] + e`, and `y += e` with e bound to a name first."""
    tree = ast.parse(text)
    number = 0
    for block in list(blocks(function_of(tree))):
        for place in reversed(range(len(block))):
            statement = block[place]
            if not isinstance(statement, ast.AugAssign) or not pure(statement.value):
                continue
            target, right = statement.target, ast.unparse(statement.value)
            mark = ast.unparse(ast.BinOp(ast.Constant(1), statement.op, ast.Constant(2)))[2:-2]
            if isinstance(target, ast.Name):
                new = f"right_{number} = {right}\n{target.id} {mark}= right_{number}"
            elif isinstance(target, ast.Subscript) and pure(target):
                new = f"{ast.unparse(target)} = {ast.unparse(target)} {mark} ({right})"
            else:
                continue
            block[place : place + 1] = ast.parse(new).body
            number += 1
    return ast.unparse(tree) if number else None


VARIANTS: dict[str, Variant] = {
    "renamed": renamed,
    "dead code": with_dead_code,
    "outlined": outlined,
    "inlined": inlined,
    "+= split": with_augmented_split,
}
