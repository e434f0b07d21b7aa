"""The abstract machine: it runs a function's statements on values of the graph.

The state says what every name stands for; statements and expressions, in modules of their own, change it
through the methods here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

import libcst as cst

from codegen.errors import Problem, UnsupportedError
from codegen.frontend.merge import Side, read_cell, slot_value
from codegen.frontend.slots import (
    Buffer,
    FixedList,
    Function,
    Name,
    Poison,
    Ref,
    Slot,
    State,
    TupleSlot,
    Unbound,
    View,
)
from codegen.frontend.source import Source
from codegen.ir.build import Builder, building, current, emit
from codegen.ir.graph import NEXT, Value, constant
from codegen.ir.types import is_mutable, is_number

CODE = "$code"  # the exit code of the innermost loop body or function
RESULT = "$result"  # what the function returns


class Refused(Exception):
    """Raised where a statement cannot be traced; the statement becomes one Problem."""

    def __init__(self, code: str, message: str, advice: str = "", node: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.advice, self.node = code, message, advice, node


class Tracer:
    """The state of one trace."""

    def __init__(self, function: Function) -> None:
        self.state = State()
        self.function = function
        self.frame = 0
        self.frames_used = 0
        self.problems: dict[tuple[str, int, int], Problem] = {}
        self.calls: list[Function] = []

    @property
    def source(self) -> Source:
        return self.function.source

    def refuse(self, code: str, message: str, advice: str = "", node: Any = None) -> NoReturn:
        raise Refused(code, message, advice, node)

    def report(self, refused: Refused, node: cst.CSTNode) -> None:
        """Record a refusal at the node that it names, else at the statement."""
        span = self.source.span(refused.node if refused.node is not None else node)
        key = (span.file, span.line, span.column)
        self.problems.setdefault(key, Problem(refused.code, refused.message, refused.advice, span))

    def finish(self) -> None:
        """Raise every problem found, in the order of the source."""
        if self.problems:
            raise UnsupportedError(*(self.problems[key] for key in sorted(self.problems)))

    # ------------------------------------------------------------ names

    def read(self, name: str) -> Slot:
        for frame in (self.frame, *self.function.frames[::-1]):
            slot = self.state.names.get((frame, name))
            if slot is not None:
                return self._usable(slot, name)
        return self._usable(self.function.environment.lookup(name), name)

    def _usable(self, slot: Slot, name: str) -> Slot:
        if isinstance(slot, Poison):
            self.refuse("CG010", slot.message or f"{name} depends on the line refused above", slot.advice)
        if isinstance(slot, Unbound):
            self.refuse("CG011", f"the name {name!r} is not bound here", "Bind it first.")
        return slot

    def bind(self, name: str, slot: Slot) -> None:
        if isinstance(slot, Value) and not slot.is_const and slot.name is None:
            slot.name = name
        elif isinstance(slot, Ref):
            entry = self.state.heap[slot.address]
            value = entry.value if isinstance(entry, Buffer) else None
            value = entry.seen if isinstance(entry, View) else value
            if value is not None and not value.is_const and value.name is None:
                value.name = name
        self.state.names[self.frame, name] = slot

    @property
    def code(self) -> Slot:
        return self.state.names.get((self.frame, CODE), constant(NEXT))

    # ------------------------------------------------------------ values and cells

    def side(self) -> Side:
        return Side(self.state, current())

    def value(self, slot: Slot) -> Value:
        """The slot as an operand: cells are read, displays become lists and tuples."""
        if isinstance(slot, Value):
            return slot
        if isinstance(slot, Ref):
            entry = self.state.heap[slot.address]
            if isinstance(entry, Buffer | View):
                return read_cell(self.side(), slot.address)
            if isinstance(entry, FixedList):
                return emit_list(self, entry)
        if isinstance(slot, TupleSlot):
            return emit("make_tuple", *(self.value(item) for item in slot.items))
        try:
            return slot_value(self.side(), slot)
        except TypeError as error:
            self.refuse("CG012", str(error), "Use a number, an array, or a list of them.")

    def slot(self, value: Value) -> Slot:
        """A new graph value as a slot: an array or list gets a cell of its own."""
        if value.is_const or is_number(value.type) or not is_mutable(value.type):
            return value
        return self.state.allocate(Buffer(value))

    @contextmanager
    def region(self, state: State, builder: Builder) -> Iterator[Builder]:
        """Trace into a region of its own, from a state of its own."""
        outer, builder.origin = self.state, current().origin
        self.state = state
        try:
            with building(builder):
                yield builder
        finally:
            self.state = outer

    def is_argument(self, address: int) -> int | None:
        """The position of the parameter whose object this cell is, if any."""
        for (frame, name), slot in self.state.names.items():
            if frame == 0 and name.startswith("$argument ") and slot == Ref(address):
                return int(name.split()[1])
        return None


def emit_list(tracer: Tracer, entry: FixedList) -> Value:
    items = [tracer.value(item) for item in entry.items]
    return emit("make_list", *items, fixed=True)


