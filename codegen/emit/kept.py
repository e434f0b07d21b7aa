"""What the backward part of a function keeps of the forward part, in the names of its text.

What is kept are the variables of the forward part that the backward part reads: arrays, and lists
with an item for each round of a loop. Arguments are their caller's and are not counted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from codegen.emit.control import Control
from codegen.emit.function import scope_of
from codegen.emit.prepare import is_part
from codegen.emit.scope import Needs
from codegen.emit.writer import Writer
from codegen.ir.graph import Graph, Op, Origin, Region, Value, carries_of, reads, walk
from codegen.ir.types import Array, Length, ListOf, Opaque, Scalar, Type, children, is_number
from codegen.optimize.liveness import uses

_IN_A_LIST = 32  # bytes: a reference, and the object of a Python float


@dataclass(frozen=True)
class Kept:
    """A variable of the emitted text. size: bytes, as a formula of lengths and numbers of rounds.
    made, needed: statements of the user's."""

    name: str
    size: str
    made: tuple[Origin, ...]
    needed: tuple[Origin, ...]


def kept_values(
    graph: Graph, others: Mapping[str, Graph], spell: Callable[[str], str]
) -> list[Kept]:
    """In the order in which the text makes them. spell: of the symbol of a length, what the reader
    knows it as."""
    scope = scope_of(graph, others, Needs())
    prepared = scope.graph
    text = Control(scope, uses(prepared), Writer()).text
    makers = {out: op for op in walk(prepared.body) for out in op.outs}
    backward = [op for op in walk(prepared.body) if op.backward]
    found: set[Value] = set()

    def read(value: Value, made: set[Value]) -> None:
        if value not in made or value.is_const:
            return
        if value in scope.names.of:
            found.add(value)
        else:  # computed where it is read: what it is made of is kept
            for operand in reads(makers[value]):
                read(operand, made)

    def visit(region: Region, made: set[Value]) -> None:
        for op in region.ops:
            if op.backward:
                for value in reads(op):
                    read(value, made)
                continue
            made.update(op.outs)
            for inner in op.regions:
                if any(each.backward for each in walk(inner)):  # a path with a return of its own
                    visit(inner, set(made))

    visit(prepared.body, set())
    sizes = _Sizes(makers, lambda item: text(item).text, spell)
    parameters = {parameter.value for parameter in prepared.params}
    kept = []
    for value in (out for op in walk(prepared.body) for out in op.outs):
        if value not in found or not _holds_memory(value, makers):
            continue
        if any(is_part(makers[value], parameter) for parameter in parameters):
            continue
        name, needed = scope.names[value], _distinct(_needed(value, backward))
        if needed:  # by more than its shape
            kept.append(Kept(name, sizes.of(value, name), _distinct(_made(value, makers)), needed))
    return kept


def _holds_memory(value: Value, makers: Mapping[Value, Op]) -> bool:
    """Whether it is an array, a list, or what another function keeps."""
    if isinstance(value.type, Opaque):
        return makers[value].name == "call"
    return not is_number(value.type) and _holds_numbers(value.type)


def _holds_numbers(t: Type) -> bool:
    return isinstance(t, Scalar | Array) or any(map(_holds_numbers, children(t)))


def _distinct(origins: Iterable[Origin | None]) -> tuple[Origin, ...]:
    found = {
        (origin.text, origin.span.line if origin.span is not None else 0): origin
        for origin in origins
        if origin is not None
    }
    return tuple(found[key] for key in sorted(found, key=lambda key: key[1]))


class _Sizes:
    """Formulas for the bytes of values."""

    def __init__(
        self,
        makers: Mapping[Value, Op],
        text: Callable[[Value], str],
        spell: Callable[[str], str],
    ) -> None:
        self._makers = makers
        self._text = text
        self._spell = spell

    def of(self, value: Value, name: str) -> str:
        """The bytes of a value that has this name in the text."""
        factors = self._factors(value, name)
        return " * ".join(factors) + (" bytes" if factors[-1].isdigit() else "")

    def _factors(self, value: Value, name: str) -> list[str]:
        history = _history(value, self._makers)
        if history is None:
            return self._of_type(value.type, name)
        loop, before, item = history
        inner = [str(_IN_A_LIST)] if is_number(item.type) else self._factors(item, f"{name}[0]")
        return [self._rounds(loop, before), *inner]

    def _of_type(self, t: Type, name: str) -> list[str]:
        if is_number(t):
            return [str(_IN_A_LIST)]
        if isinstance(t, Array):
            lengths = None if t.shape is None else [self._length(axis) for axis in t.shape]
            if t.dtype is None or lengths is None or None in lengths:
                return [f"{name}.nbytes"]
            known = [length for length in lengths if length is not None and length != "1"]
            return [*known, str(np.dtype(t.dtype).itemsize)]
        if isinstance(t, ListOf):
            return [f"len({name})", *self._of_type(t.item, f"{name}[0]")]
        parts = [
            " * ".join(self._of_type(part, f"{name}[{number}]"))
            for number, part in enumerate(children(t))
        ]
        return [f"({' + '.join(parts)})"] if parts else [f"(all that {name} holds)"]

    def _length(self, length: Length) -> str | None:
        if any(symbol.name.startswith("?") for symbol, _ in length.terms):
            return None
        shown = re.sub(r"[A-Za-z_]\w*", lambda word: self._spell(word[0]), str(length))
        return f"({_spaced(shown)})" if len(length.terms) + bool(length.constant) > 1 else shown

    def _rounds(self, loop: Op, before: int) -> str:
        count = self._count(loop)
        if before:
            count = str(int(count) + before) if count.isdigit() else f"{count} + {before}"
        return f"({count})" if " " in count else count

    def _count(self, loop: Op) -> str:
        if "start" not in loop.attrs:
            line = f" at line {loop.origin.span.line}" if loop.origin and loop.origin.span else ""
            return f"rounds of the loop{line}"
        start, stop, step = (self._plain(loop.attrs[key]) for key in ("start", "stop", "step"))
        if step == "-1":
            start, stop = stop, start
        elif step != "1":
            return f"len(range({start}, {stop}, {step}))"
        if start.isdigit() and stop.isdigit():
            return str(int(stop) - int(start))
        return stop if start == "0" else f"{stop} - {start}"

    def _plain(self, item: int | Value) -> str:
        if not isinstance(item, Value):
            return str(item)
        return str(item.const) if item.is_const else self._text(item)


def _spaced(length: str) -> str:
    return re.sub(r"(?<=[\w\])])([+-])", r" \1 ", length)


def _history(value: Value, makers: Mapping[Value, Op]) -> tuple[Op, int, Value] | None:
    """Of a list that a loop lengthens: the loop, the number of items before it, and the item that a
    round adds."""
    loop = makers.get(value)
    if loop is None or loop.name != "loop":
        return None
    for init, param, _, final in carries_of(loop):
        start = makers.get(init)
        if final is not value or start is None or start.name != "make_list":
            continue
        versions = {param}
        for op in walk(loop.regions[0]):
            if op.name == "append" and op.ins[0] in versions:
                return loop, len(start.ins), op.ins[1]
    return None


def _made(value: Value, makers: Mapping[Value, Op]) -> Iterator[Origin | None]:
    """The statements that make a value; of a list, those that make its items."""
    history = _history(value, makers)
    if history is not None:
        loop, _, item = history
        for _, param, after, _ in carries_of(loop):
            item = after if param is item else item
        yield from _made(item, makers) if item in makers else [loop.origin]
        return
    op = makers[value]
    if op.regions and value in op.outs:
        place = op.outs.index(value) - len(op.outs)
        inner = [region.results[place] for region in op.regions if region.results]
        known = [result for result in inner if result in makers]
        if known:
            for result in known:
                yield from _made(result, makers)
            return
    yield op.origin


def _needed(value: Value, backward: Sequence[Op]) -> Iterator[Origin | None]:
    """The statements whose backward parts read a value, or an item of it."""
    for op in backward:
        if op.name == "len" or value not in op.operands():
            continue
        if op.name == "getitem" and children(value.type):
            yield from _needed(op.out, backward)
        elif op.name == "loop" and value in op.ins:
            for init, param, _, _ in carries_of(op):
                if init is value:
                    yield from _needed(param, backward)
        else:
            yield op.origin
