"""From values to variables: the end of static single assignment.

`assign_names` gives every value that is not folded into an expression a variable. Values whose
lives do not meet share one: the operand and result of a store, what a loop carries, the results
of branches, versions of one of the user's variables. Where two values that flow into each other
cannot share, the printer writes a move; all moves of one edge happen at once (`u, v = v, u`).
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from codegen.ir.graph import Graph, Op, Region, Value, carries_of, walk
from codegen.ir.types import Array, Scalar, is_number
from codegen.optimize.coalesce import Classes, Folds, each_region
from codegen.optimize.liveness import Liveness
from codegen.optimize.nouns import Nouns

# what emitted code may call: a variable of this name would hide it
RESERVED = frozenset(keyword.kwlist) | {
    name for name in dir(builtins) if name.isidentifier() and name.islower() and name != "_"
} | {"np", "numpy", "math", "replace"}  # fmt: skip

_NEAREST = 8
_INDEX_NAMES = ("i", "j", "k", "m", "n")


@dataclass(frozen=True)
class Names:
    """The variable of each value that has one, and the moves at the entry of the function.

    entry: (variable, name of a parameter): the parameter's value lives on under another name,
        because a later version of the variable keeps the bare one.
    """

    of: Mapping[Value, str]
    entry: tuple[tuple[str, str], ...] = ()

    def __getitem__(self, value: Value) -> str:
        return self.of[value]


def assign_names(
    graph: Graph,
    folds: Folds | None = None,
    hints: Mapping[Value, str] | None = None,
    reserved: frozenset[str] = frozenset(),
    typed: bool = False,
) -> Names:
    """A variable for every value that is not folded.

    hints: better names than the values' own. reserved: names that no variable may have. typed: a
    compiler wants one type for every variable.
    """
    return _Destruction(graph, folds or Folds(), hints or {}, reserved, typed).names()


class _Destruction:
    def __init__(
        self,
        graph: Graph,
        folds: Folds,
        hints: Mapping[Value, str],
        reserved: frozenset[str],
        typed: bool,
    ) -> None:
        self._graph = graph
        self._typed = typed
        self._folds = folds
        self._hints = dict(hints)
        self._reserved = RESERVED | reserved
        self._liveness = Liveness(graph, folds.positions)
        self._classes = Classes(graph, self._liveness, folds)
        self._parameters = {p.value: p.name for p in graph.params}
        self._codes = {
            op.outs[0] for op in walk(graph.body) if op.name == "loop" and op.attrs.get("exits")
        }
        self._nouns = Nouns(graph, self._liveness, self._codes, self._hint)

    def names(self) -> Names:
        body = self._graph.body
        each_region(body, self._unite_slots)
        each_region(body, self._merge_stores)
        each_region(body, self._merge_edges)
        each_region(body, self._merge_sums)
        self._name_the_nameless()
        return self._choose()

    def _hint(self, value: Value) -> str | None:
        """The name that the class of a value asks for: that of its last definition."""
        for member in reversed(self._classes.members(value)):
            name = self._parameters.get(member) or self._hints.get(member) or member.name
            if name is not None and (name != "_" or member in self._parameters):
                return name
        return None

    def _same_name(self, a: Value, b: Value) -> bool:
        mine, theirs = self._hint(a), self._hint(b)
        return mine is None or theirs is None or mine == theirs

    def _has_variable(self, value: Value) -> bool:
        return not value.is_const and value not in self._folds.ops

    def _pair(self, source: Value, target: Value, any_name: bool = False) -> None:
        """Let a value and the variable that it flows into be one, if possible."""
        if not (self._has_variable(source) and self._has_variable(target)):
            return
        if source in self._codes or target in self._codes:
            return  # a flag is set before the loop, and where the loop is left
        root = self._classes.find(source)
        pinned = any(self._classes.find(parameter) is root for parameter in self._parameters)
        if self._same_name(source, target) or (any_name and not pinned):
            if pinned and self._hint(source) != (self._hint(target) or self._hint(source)):
                return
            self._classes.merge(source, target)

    def _unite_slots(self, op: Op) -> None:
        if op.name == "loop":
            for _, param, _, out in carries_of(op):
                self._classes.unite(param, out)

    def _merge_stores(self, op: Op) -> None:
        if op.attrs.get("store"):
            self._pair(op.ins[0], op.outs[0], any_name=True)

    def _merge_edges(self, op: Op) -> None:
        if op.name == "if":
            for region in op.regions:
                for source, target in zip(region.results, op.outs, strict=True):
                    self._pair(source, target)
        elif op.name == "loop":
            for _, param, source, _ in carries_of(op):
                self._pair(source, param)
            for source, param, _, _ in carries_of(op):
                self._pair(source, param)

    def _merge_sums(self, op: Op) -> None:
        if op.name == "accumulate" and not op.attrs.get("store"):
            if not op.attrs["path"] and is_number(op.out.type):
                self._pair(op.ins[0], op.out)

    def _name_the_nameless(self) -> None:
        """A temporary is called what it is: its op's noun, its reader's word for it, or after the
        reader."""
        for region in self._regions(self._graph.body):
            readers: dict[Value, tuple[Op, int]] = {}
            for op in region.ops:
                for position, value in enumerate(op.ins):
                    readers.setdefault(value, (op, position))
            for value in self._defined(region):
                if self._has_variable(value) and self._hint(value) is None:
                    self._hints[value] = self._nouns.of(value, readers.get(value))

    def _regions(self, region: Region) -> Iterator[Region]:
        yield region
        for op in region.ops:
            if op.outs and all(out in self._folds.ops for out in op.outs):
                continue  # the regions of a folded `if` are expressions
            for inner in op.regions:
                yield from self._regions(inner)

    def _defined(self, region: Region) -> Iterator[Value]:
        yield from region.params
        for op in region.ops:
            yield from op.outs

    def _choose(self) -> Names:
        """Versions of one name share it where they can; the last keeps it bare."""
        roots: dict[str, list[Value]] = {}
        for region in self._regions(self._graph.body):
            for value in self._defined(region):
                if self._has_variable(value):
                    roots.setdefault(self._hint(value) or "part", []).append(value)
        names: dict[Value, str] = {}
        taken = set(self._reserved) | set(roots) | set(self._parameters.values())
        for hint, values in roots.items():
            for name, root in self._versions(hint, values, taken):
                for member in self._classes.members(root):
                    names[member] = name
        entry = tuple(
            (names[p.value], p.name)
            for p in self._graph.params
            if names.get(p.value, p.name) != p.name
            and self._liveness.live_into(p.value, self._graph.body)
        )
        return Names(names, entry)

    def _versions(
        self, hint: str, values: list[Value], taken: set[str]
    ) -> Iterator[tuple[str, Value]]:
        """(variable, a member of the class) for all classes that ask for one name."""
        lines: list[Value] = []
        done: set[Value] = set()
        for value in sorted(values, key=self._classes.start, reverse=True):
            if self._classes.find(value) in done:
                continue
            # the bare name, then the nearest later versions: to try all would be quadratic
            tried = [*lines[:1], *lines[1:][-_NEAREST:]] if value not in self._codes else []
            if not any(
                line not in self._codes
                and (not self._typed or _kind(line) == _kind(value))
                and self._classes.merge(line, value)
                for line in tried
            ):
                lines.append(value)
            done.add(self._classes.find(value))
        bare_is_free = hint.isidentifier() and (
            hint not in self._reserved or hint in self._parameters.values()
        )
        stem = hint.removesuffix("#")  # a part of what the name stands for: never bare
        stem = stem if stem.isidentifier() else "part"
        fresh = _fresh_names(stem, taken)
        seeded = [line for line in lines if self._is_seed(line)]
        bare = (seeded or lines)[0]
        for line in reversed(lines):
            if line is bare and bare_is_free:
                name = hint
            else:
                name = next(fresh)
                taken.add(name)
            yield name, line

    @cached_property
    def _has_no_backward(self) -> bool:
        ops = self._graph.body.ops
        return bool(ops) and not any(op.backward for op in ops)

    def _is_seed(self, line: Value) -> bool:
        """Does the variable begin as the seed? It goes by the name that stands in the signature."""
        if self._has_no_backward:
            return False
        seed = self._graph.params[-1].value if self._graph.params else None
        return seed in self._classes.members(line)


def _kind(value: Value) -> tuple[str, int]:
    """The type of a variable as a compiler has it: of numbers and elements, and the number of
    axes."""
    t = value.type
    if isinstance(t, Scalar):
        return {"float": "float64", "int": "int64"}.get(t.kind, t.kind), 0
    if isinstance(t, Array):
        return str(t.dtype), t.rank or 0
    return type(t).__name__, -1


def _fresh_names(stem: str, taken: set[str]) -> Iterator[str]:
    """stem_1, stem_2, ...; for the index of a loop the next letters."""
    if stem in _INDEX_NAMES:
        for letter in _INDEX_NAMES[_INDEX_NAMES.index(stem) + 1 :]:
            if letter not in taken:
                yield letter
    number = 1
    while True:
        name = f"{stem}_{number}"
        if name not in taken:
            yield name
        number += 1
