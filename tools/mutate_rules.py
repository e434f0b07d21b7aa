"""A mutation test of the rules: is a wrong sign, factor or operand, a missing sum, noticed?

    python tools/mutate_rules.py [parts of file names] [--list]

Every function under codegen/rules that makes values is changed in one place at a time (by AST: the
code of the live functions is replaced, so that one process serves all mutants), and the samples
that run it are checked again, then the edges. What nothing notices is printed, and the exit code is
1 where that is more than one in a hundred of the mutants that are not listed as equivalent.
"""

from __future__ import annotations

import argparse
import ast
import copy
import gc
import os
import sys
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from codegen.ir.types import new_facts
from codegen.runtime.derivative import derivative
from tests.rules import test_conventions, test_edges
from tests.rules.applied import applied
from tests.rules.check import MODES, OF_THE_CHECK, check_rule
from tests.rules.library import SAMPLES
from tools.equivalent_mutants import EQUIVALENT

RULES = Path(__file__).resolve().parents[1] / "codegen" / "rules"
Check = Callable[[], None]
Node = ast.expr


@dataclass(frozen=True)
class Mutant:
    """file: of the rule; function: its name; before, after: the text of the expression; codes: the
    code objects that differ, each with what it becomes."""

    file: str
    function: str
    line: int
    before: str
    after: str
    codes: tuple[tuple[CodeType, CodeType], ...]

    @property
    def name(self) -> str:
        return f"{self.file} {self.function}: {self.before} -> {self.after}"


# --------------------------------------------------------------------------------- what is changed


def changes(node: Node) -> Iterator[Node]:
    """The wrong expressions in place of a right one. All names stay in use: a function keeps what
    it captures."""
    match node:
        case ast.BinOp(left, ast.Add() | ast.Sub() as sign, right):
            yield ast.BinOp(left, ast.Sub() if isinstance(sign, ast.Add) else ast.Add(), right)
        case ast.BinOp(left, ast.Mult(), right):
            yield _first(left, right)
            yield _first(right, left)
        case ast.BinOp(left, ast.Div(), right):
            yield _first(left, right)
            yield ast.BinOp(right, ast.Div(), left)
        case ast.BinOp(left, ast.Pow() | ast.MatMult() as power, right):
            yield ast.BinOp(right, power, left)
        case ast.UnaryOp(ast.USub(), ast.Constant()):
            return
        case ast.UnaryOp(ast.USub(), operand):
            yield operand
        case ast.Compare(left, [ast.Lt() | ast.Gt() | ast.LtE() | ast.GtE()], [right]):
            if not isinstance(right, ast.Constant):
                yield ast.Compare(right, node.ops, [left])
        case ast.Call(ast.Name("unbroadcast" | "sum_over" | "full_like"), [g, *rest]):
            yield _first(g, *rest)
        case ast.Call(ast.Name("matmul" | "outer"), [a, b]):
            yield ast.Call(node.func, [b, a], node.keywords)
        case ast.Call(ast.Name("times" | "scaled"), [a, b]):
            yield _first(a, b)
            yield _first(b, a)
        case ast.Call(ast.Name("where"), [condition, a, b]):
            yield ast.Call(node.func, [condition, b, a], node.keywords)
        case ast.Call(ast.Name("emit"), [ast.Constant(str(name)) as op, a, b]):
            if name not in COMMUTE:
                yield ast.Call(node.func, [op, b, a], node.keywords)
        case ast.Lambda(ast.arguments(args=[ast.arg("g" | "h"), *_]), body):
            if not _nothing(body) and not isinstance(body, ast.Dict):
                yield ast.Lambda(node.args, ast.UnaryOp(ast.USub(), body))


COMMUTE = frozenset("add mul logical_and logical_or maximum minimum eq ne vdot".split())


def _first(chosen: Node, *rest: Node) -> Node:
    whole = ast.Tuple([chosen, *rest], ast.Load())
    return ast.Subscript(whole, ast.Constant(0), ast.Load())


def _nothing(body: Node) -> bool:
    return isinstance(body, ast.Constant | ast.IfExp | ast.UnaryOp)


class _Replacer(ast.NodeTransformer):
    def __init__(self, target: Node, by: Node) -> None:
        self.target, self.by = target, by

    def visit(self, node: ast.AST) -> Any:
        return self.by if node is self.target else self.generic_visit(node)


def _makes_values(function: ast.AST) -> bool:
    """A rule, or a part of one: it says so by its arguments or its annotation."""
    if isinstance(function, ast.Lambda):
        return bool(function.args.args) and function.args.args[0].arg in ("g", "h")
    if not isinstance(function, ast.FunctionDef):
        return False
    returns = ast.unparse(function.returns) if function.returns else ""
    first = function.args.args[0].arg if function.args.args else ""
    return first in ("g", "h") or "Value" in returns or returns == "Mixture"


def _sites(tree: ast.AST, inside: str = "") -> Iterator[tuple[str, Node]]:
    """Every expression of a rule, with the name of the function that it is in."""
    for child in ast.iter_child_nodes(tree):
        name = inside
        if _makes_values(child):
            name = getattr(child, "name", inside or f"lambda:{ast.unparse(child)[:40]}")
        elif isinstance(child, ast.FunctionDef):
            name = ""
        if name and isinstance(child, ast.expr):
            yield name, child
        yield from _sites(child, name)


def _nested(code: CodeType) -> Iterator[CodeType]:
    yield code
    for item in code.co_consts:
        if isinstance(item, CodeType):
            yield from _nested(item)


def mutants_of(path: Path) -> Iterator[Mutant]:
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    original = list(_nested(compile(text, str(path), "exec")))
    for function, node in list(_sites(tree)):
        for changed in changes(node):
            ast.copy_location(changed, node)
            # the tree shares nodes with the change, so that it is changed in a copy of both
            twin, change = copy.deepcopy((tree, changed), {id(node): node})
            mutated = ast.fix_missing_locations(_Replacer(node, change).visit(twin))
            codes = list(_nested(compile(mutated, str(path), "exec")))
            if len(codes) != len(original):
                raise SystemExit(f"{path.name}:{node.lineno}: the mutant has another structure")
            pairs = tuple((a, b) for a, b in zip(original, codes, strict=True) if a != b)
            yield Mutant(
                path.name, function, node.lineno, ast.unparse(node), ast.unparse(changed), pairs
            )


@contextmanager
def living(mutant: Mutant, functions: dict[CodeType, list[FunctionType]]) -> Iterator[None]:
    changed = [(f, f.__code__) for old, _ in mutant.codes for f in functions.get(old, ())]
    for old, new in mutant.codes:
        for f in functions.get(old, ()):
            f.__code__ = new
    try:
        yield
    finally:
        for f, code in changed:
            f.__code__ = code


# ---------------------------------------------------------------------------------- what notices it


def samples() -> list[Check]:
    return [partial(_sample, spelling, args, options) for spelling, args, options in SAMPLES]


def edges() -> list[Check]:
    """The conventions, and the edges with their exact answers."""
    found: list[Check] = []
    for module in (test_conventions, test_edges):
        for name, test in vars(module).items():
            if name.startswith("test_") and isinstance(test, FunctionType):
                found += _parametrized(test)
    return found


def _sample(spelling: str, args: tuple[Any, ...], options: dict[str, Any]) -> None:
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        check_rule(spelling, *args, **options)


def _parametrized(test: FunctionType) -> list[Check]:
    marks = [m for m in getattr(test, "pytestmark", ()) if m.name == "parametrize"]
    if not marks:
        return [test]
    if len(marks) > 1:
        return []
    rows = marks[0].args[1]
    return [partial(test, *(row if isinstance(row, tuple) else (row,))) for row in rows]


def passes(check: Check) -> bool:
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            check()
        except BaseException as error:  # whatever it raises, it noticed
            if isinstance(error, KeyboardInterrupt):
                raise
            return False
    return True


def _derive(sample: tuple[str, tuple[Any, ...], dict[str, Any]]) -> None:
    """Ask the rule of a sample in each mode, and run nothing."""
    spelling, args, options = sample
    keywords = {key: item for key, item in options.items() if key not in OF_THE_CHECK}
    for mode in options.get("modes", MODES):
        with new_facts():
            applied(spelling, args, keywords, options.get("inactive", ()), mode)


def users(every: list[Check]) -> dict[CodeType, list[int]]:
    """The places of the checks that run a code of the rules."""
    found: dict[CodeType, list[int]] = defaultdict(list)
    prefix = str(RULES)
    for place, check in enumerate(every):
        seen: set[CodeType] = set()

        def watch(frame: Any, event: str, argument: Any, seen: set[CodeType] = seen) -> None:
            if event == "call" and frame.f_code.co_filename.startswith(prefix):
                seen.add(frame.f_code)

        sys.setprofile(watch)
        try:
            passes(check)
        finally:
            sys.setprofile(None)
        for code in seen:
            found[code].append(place)
    return found


def _notices(
    mutant: Mutant,
    functions: dict[CodeType, list[FunctionType]],
    stages: list[tuple[list[Check], dict[CodeType, list[int]]]],
) -> bool:
    with living(mutant, functions):
        derivative.cache_clear()  # nothing of another mutant
        for every, found in stages:
            places = {place for old, _ in mutant.codes for place in found.get(old, ())}
            if not all(passes(every[place]) for place in sorted(places)):
                return True
    return False


def _named(path: Path, parts: list[str]) -> bool:
    return any(part in path.name for part in parts)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else "")
    parser.add_argument("parts", nargs="*", default=[""], help="of the names of the files")
    parser.add_argument("--list", action="store_true", help="print the mutants and stop")
    arguments = parser.parse_args()
    os.environ["CODEGEN_CACHE_DIR"] = "off"
    paths = [path for path in sorted(RULES.glob("*.py")) if _named(path, arguments.parts)]
    mutants = [mutant for path in paths for mutant in mutants_of(path)]
    if arguments.list:
        print(*(mutant.name for mutant in mutants), sep="\n")
        return 0
    functions: dict[CodeType, list[FunctionType]] = defaultdict(list)
    for item in gc.get_objects():
        if isinstance(item, FunctionType) and item.__code__.co_filename.startswith(str(RULES)):
            functions[item.__code__].append(item)
    stages = [
        (samples(), users([partial(_derive, sample) for sample in SAMPLES])),
        (edges(), users(edges())),
    ]
    noticed, survivors, equivalent = 0, [], 0
    for mutant in mutants:
        if mutant.name in EQUIVALENT:
            equivalent += 1
        elif _notices(mutant, functions, stages):
            noticed += 1
        else:
            survivors.append(mutant)
            print(f"{mutant.file}:{mutant.line}: {mutant.name}", flush=True)
    total = noticed + len(survivors)
    share = noticed / total if total else 1.0
    print(f"{noticed} of {total} mutants are noticed ({share:.1%}), {equivalent} are equivalent")
    return 0 if share >= 0.99 else 1


if __name__ == "__main__":
    sys.exit(main())
