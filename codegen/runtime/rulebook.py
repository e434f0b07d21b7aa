"""What is supported, and each derivative as text: the rules, asked on symbolic operands and printed
as the emitted code prints them."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby, product
from typing import Any

from codegen.emit.module import emit_module, format_text
from codegen.errors import CodegenError
from codegen.ir.build import Builder, building
from codegen.ir.core import STRUCTURAL
from codegen.ir.graph import Graph, Leaf, Node, Op, Parameter, Region, Value, constant
from codegen.ir.ops import Row, result_types
from codegen.ir.results import tangent_type
from codegen.ir.types import FLOAT, Array, Length, Symbol, Type, new_facts
from codegen.optimize.pipeline import optimize
from codegen.rules import REGISTRY

# Operands to try, in this order: vectors, square matrices, numbers
_VECTOR = Array("float64", (Length.of(Symbol("n", not_one=True)),))
_MATRIX = Array("float64", (Length.of(Symbol("n", not_one=True)),) * 2)
_KINDS: tuple[Type, ...] = (_VECTOR, _MATRIX, FLOAT)
_PLACES = Value(Array("int64", _VECTOR.shape), "indices")
# Arguments that a call cannot do without, tried where an op does not go without
_STATIC: Mapping[str, Any] = {
    "shape": (2, -1),
    "axis": 0,
    "indices": _PLACES,
    "repeats": 2,
    "reps": 2,
    "sections": 2,
    "shift": 1,
    "axis1": 0,
    "axis2": 1,
    "source": 0,
    "destination": 1,
    "pad_width": 1,
    "subscripts": "ij,jk->ik",
    "dtype": "float64",
}


# What a row raises where it does not take operands
_REFUSALS = (
    TypeError,
    LookupError,
    ValueError,
    ArithmeticError,
    AssertionError,
    RuntimeError,
    CodegenError,
)


@dataclass(frozen=True)
class Entry:
    """A function as it is called, with the lines of its derivative: `dx = g * (1 - y**2)`. None:
    it has none, on purpose; (): the rule needs more to be known than that the operands are arrays.
    """

    row: Row
    lines: tuple[str, ...] | None

    @property
    def spellings(self) -> tuple[str, ...]:
        return tuple(map(shown, self.row.spellings))

    def text(self) -> tuple[str, ...]:
        """The spellings as a comment, and the derivative below."""
        head = f"# {', '.join(self.spellings)}"
        if self.lines is None:
            return (f"{head}: no derivative",)
        return (head, *self.lines)

    @property
    def part(self) -> str:
        """The part of the library that it belongs to: "numpy.linalg"."""
        library, *rest = self.row.spellings[0].split(".")
        if library == "scipy" or (rest[0] in ("linalg", "fft") and len(rest) > 1):
            return f"{library}.{rest[0]}"
        return library


def shown(spelling: str) -> str:
    """numpy.sum as np.sum, numpy.ndarray.sum as .sum; the rest as it is."""
    for prefix, short in (("numpy.ndarray.", "."), ("numpy.", "np."), ("builtins.", "")):
        if spelling.startswith(prefix):
            return short + spelling.removeprefix(prefix)
    return spelling


def entries() -> Iterator[Entry]:
    """Every function that a program can call, by the parts of the library."""
    rows = [row for row in REGISTRY.values() if any(map(_is_public, row.spellings))]
    found = [Entry(row, derivative_of(row)) for row in rows if row.name not in STRUCTURAL]
    yield from sorted(found, key=lambda entry: (entry.part, entry.spellings))


def _is_public(spelling: str) -> bool:
    return not spelling.startswith("helpers.")


def named(name: str) -> list[Entry]:
    """The entries whose spelling is the name, in full or by its last part: "np.tanh", "tanh"."""
    rows = [
        row
        for row in REGISTRY.values()
        if any(name in (s, shown(s), s.rpartition(".")[2]) for s in row.spellings)
    ]
    return [Entry(row, derivative_of(row)) for row in rows]


def derivative_of(row: Row) -> tuple[str, ...] | None:
    """The text of what the rule gives for the first operands that it takes."""
    if row.pullback is None:
        return None
    spelling = next(filter(_is_public, row.spellings))
    needed = {name: _STATIC[name] for name in row.options if name in _STATIC}
    for kinds in product(_KINDS, repeat=min(len(_names(row)), 3)):
        for options in ({"via": spelling}, {"via": spelling} | needed):
            with new_facts():
                try:
                    return _text(row, kinds, options)
                except _REFUSALS:
                    continue  # this rule does not take these operands
    return ()


def _text(row: Row, kinds: tuple[Type, ...], options: Mapping[str, Any]) -> tuple[str, ...]:
    names = _names(row)
    ins = tuple(Value(t, name) for t, name in zip(kinds, names[: len(kinds)], strict=True)) + tuple(
        constant(None) for _ in names[len(kinds) :]
    )
    (result,) = result_types(row.name, ins, options)
    y = Value(result, _free("y", names))
    op = Op(row.name, ins, (y,), dict(options))
    g = Value(tangent_type(result), _free("g", names))
    builder = Builder()
    with building(builder):
        wanted = _cotangents(row, op, g)
    params = (g, y, *(x for x in ins if not x.is_const))
    params += tuple(value for value in options.values() if isinstance(value, Value))
    graph = Graph(
        "rule",
        tuple(Parameter(p, p.name or "x") for p in params),
        Region(params, tuple(builder.ops), tuple(wanted.values())),
        Node("tuple", tuple(Leaf(k) for k in range(len(wanted)))),
    )
    text = emit_module([optimize(graph)], None)
    return tuple(_lines(text, [f"d{names[k]}" for k in wanted]))


def _cotangents(row: Row, op: Op, g: Value) -> dict[int, Value]:
    """By operand; without those for which the rule has none, if it has one for another."""
    pullback = row.pullback
    assert pullback is not None
    active = [k for k, value in enumerate(op.ins) if not value.is_const]
    try:
        found = pullback(op, (g,), frozenset(active))
        return {k: found[k] for k in active if k in found}
    except TypeError:
        if len(active) == 1:
            raise
    several: dict[int, Value] = {}
    for k in active:
        try:
            several |= pullback(op, (g,), frozenset((k,)))
        except TypeError:
            continue  # the derivative by this operand has no closed form
    if not several:
        raise TypeError(f"{row.name}: of no operand")
    return several


def _names(row: Row) -> list[str]:
    """The names of the operands, two for any number of them."""
    names: list[str] = []
    for operand in row.operands:
        bare = operand.lstrip("*")
        names += [f"{bare}_1", f"{bare}_2"] if operand.startswith("*") else [bare]
    return names


def _free(name: str, taken: list[str]) -> str:
    """y, or z where an operand is called y."""
    return name if name not in taken else {"y": "z", "g": "h"}[name]


def _lines(module: str, targets: list[str]) -> Iterator[str]:
    """The statements of the rule, with an assignment for each cotangent that it returns."""
    body = next(
        node
        for node in ast.parse(module).body
        if isinstance(node, ast.FunctionDef) and node.name == "rule"
    ).body
    for statement in body:
        if isinstance(statement, ast.Return) and isinstance(statement.value, ast.Tuple):
            for target, item in zip(targets, statement.value.elts, strict=True):
                if ast.unparse(item) != target:
                    yield f"{target} = {ast.unparse(item)}"
        else:
            yield from ast.unparse(statement).splitlines()


def listing(found: Iterable[Entry]) -> str:
    """Entries below one another, formatted."""
    return format_text("\n\n".join("\n".join(entry.text()) for entry in found) + "\n")


def page() -> str:
    """The entries as Markdown: one block of code for each part of the library."""
    text = [_HEAD]
    for part, group in groupby(entries(), key=lambda entry: entry.part):
        text.append(f"## {part}\n\n```python\n{listing(group)}```\n")
    return "\n".join(text)


_HEAD = """\
# Functions and their derivatives

Written by `python tools/refresh.py` from the rules themselves; `codegen rules NAME` prints one of
them. `g` is the cotangent of the result `y` (`z` where an operand is called y), `dx` that of the
operand `x`. The operands are vectors of one length where the function takes them, else square
matrices or numbers: sums over what was broadcast do not show.
"""
