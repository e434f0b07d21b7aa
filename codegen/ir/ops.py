"""The registry of operations: empty here, filled by `codegen.rules`.

A row is the whole op: how it is spelled in the source, what it takes, the type of its result, its
derivative, and what a pass may assume about it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from codegen.ir.graph import Op, Value
from codegen.ir.types import Type

# (operands, attrs) -> the type of the result, or a tuple of types for an op with several results
Infer = Callable[[tuple[Value, ...], Mapping[str, Any]], Any]
# (op, cotangents of the results (None: zero), wanted positions) -> {position in op.ins: cotangent}
Pullback = Callable[[Op, tuple[Value | None, ...], frozenset[int]], dict[int, Value]]


@dataclass(frozen=True)
class Row:
    """One operation.

    operands: names of the positional arguments that become `op.ins`; a name that starts with `*`
        takes a sequence, spread over the rest of `op.ins`.
    options: keyword -> default of the static arguments that become `op.attrs`. An attr that equals
        the default is left out of `op.attrs`.
    positional: the order of all arguments in a positional call, e.g. ("x", "axis"); default:
        operands, options.
    spellings: dotted names: "numpy.tanh", "math.tanh", "numpy.ndarray.sum" (a method),
        "builtins.abs", "operator.add" (the infix or prefix operator).
    result: the type of the result from operands and attrs; raises TypeError on nonsense.
    pullback: None where there is no derivative; then `inactive` must say that this is meant.
    noun: what a temporary that holds the result is called ("exps", "sums", "rows").
    operand_noun: what a nameless first operand is called when the backward part reads it ("pre").
    parts: the names of the results, where they are a named tuple.
    view: the result may share memory with the first operand.
    defaults: operand -> the number that it is where a call leaves it out (else None).
    shape_only: operands of which only structure and lengths are read, never elements.
    """

    name: str
    operands: tuple[str, ...]
    options: Mapping[str, Any] = field(default_factory=dict)
    positional: tuple[str, ...] = ()
    spellings: tuple[str, ...] = ()
    result: Infer | None = None
    pullback: Pullback | None = None
    inactive: bool = False
    noun: str | None = None
    operand_noun: str | None = None
    parts: tuple[str, ...] = ()
    view: bool = False
    defaults: Mapping[str, Any] = field(default_factory=dict)
    impure: bool = False
    raises: bool = False
    shape_only: frozenset[str] = frozenset()
    access: str = "opaque"  # map, reduce, scan, gather, scatter, contraction, opaque


REGISTRY: dict[str, Row] = {}
SPELLINGS: dict[str, str] = {}  # dotted spelling -> canonical name
# (name, keyword) -> what a call with this keyword is: np.sum(x, initial=y) has an operand more
VARIANTS: dict[tuple[str, str], str] = {}


def register(row: Row) -> Row:
    if row.name in REGISTRY:
        raise ValueError(f"op {row.name!r} is registered twice")
    REGISTRY[row.name] = row
    for spelling in row.spellings:
        if spelling in SPELLINGS:
            raise ValueError(f"{spelling} is already a spelling of {SPELLINGS[spelling]!r}")
        SPELLINGS[spelling] = row.name
    return row


def spell(name: str, *spellings: str, first: bool = False) -> Row:
    """Give a registered op further spellings. first: they are chosen before those it has."""
    row = REGISTRY.pop(name)
    for spelling in row.spellings:
        del SPELLINGS[spelling]
    together = (*spellings, *row.spellings) if first else (*row.spellings, *spellings)
    return register(replace(row, spellings=together))


def name_of_call(name: str, keywords: Iterable[str]) -> str:
    """The op of a call of a row: some keywords make another op of it."""
    return next((VARIANTS[name, key] for key in keywords if (name, key) in VARIANTS), name)


def row_of(op: Op | str) -> Row:
    return REGISTRY[op if isinstance(op, str) else op.name]


def result_types(name: str, ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> tuple[Type, ...]:
    """The types of an op's results, by its row."""
    infer = REGISTRY[name].result
    assert infer is not None, name
    found = infer(ins, attrs)
    return found if isinstance(found, tuple) else (found,)
