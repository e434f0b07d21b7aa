"""The abstract machine: it runs a function's statements on values of the graph.

The state says what every name stands for; statements and expressions, in modules of their own,
change it through the methods here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum
from typing import Any, NoReturn

import libcst as cst

from codegen.errors import InternalError, Problem, UnsupportedError
from codegen.frontend import bounds
from codegen.frontend.advice import advice_for
from codegen.frontend.cells import HELD, Side, read_cell, slot_value
from codegen.frontend.classes import Class
from codegen.frontend.fixing import Fixed
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Function,
    Name,
    Object,
    Outside,
    Poison,
    Ref,
    Slot,
    TupleSlot,
    Unbound,
    View,
)
from codegen.frontend.source import Source
from codegen.frontend.standing import Standing
from codegen.frontend.state import State
from codegen.frontend.surroundings import Callee, Missing, Outlining, Surroundings
from codegen.ir.build import Builder, building, current, emit
from codegen.ir.graph import NEXT, Field, Key, Path, Value, constant
from codegen.ir.indexing import path_type
from codegen.ir.records import Record
from codegen.ir.types import (
    Array,
    DictOf,
    ListFixed,
    ListOf,
    NoneType,
    TupleOf,
    facts,
    is_mutable,
    is_number,
    map_lengths,
    record_of,
)

CODE = "$code"  # the exit code of the innermost loop body or function
RESULT = "$result"  # what the function returns
FOLLOWS = "follows"  # the code of a refusal that only follows from one already reported

RAISED = -2  # an exit code of the frontend alone: this path ends in an exception
CONTINUE = -1  # likewise: the rest of the round is skipped


class Refused(Exception):
    """Raised where a statement cannot be traced; the statement becomes one Problem."""

    def __init__(self, code: str, message: str, advice: str = "", node: Any = None) -> None:
        super().__init__(message)
        self.code, self.message, self.advice, self.node = code, message, advice, node


class Raises(Exception):
    """What is traced ends in an exception of Python's own here; "" where the function that was
    called has raised it."""

    def __init__(self, exception: str, message: Any = None) -> None:
        super().__init__(exception)
        self.exception, self.message = exception, message


class Tracer:
    """The state of one trace."""

    def __init__(self, function: Function) -> None:
        self.state = State()
        self.function = function
        self.frame = 0
        self.frames_used = 0
        self.kept: set[int] = set()  # frames of calls that are over, for functions made in them
        self.opened: set[int] = set()  # frames of comprehensions that are under way
        self.held_names = 0
        self.loops = 0  # loops whose body is being traced
        self.copies = 1  # of the text at hand, in rounds that are written out
        self.pending: list[Slot] = []  # parts of expressions under way
        self.problems: dict[tuple[str, int, int], Problem] = {}
        self.followed = False  # a statement was left out because of a problem before it
        # problems of traces of a loop that were given up: what follows from them may outlive them
        self.given_up: dict[tuple[str, int, int], Problem] = {}
        self.stack, self.frames = [function], [0]  # being inlined, outermost first; their frames
        self.first_arguments: dict[int, dict[str, Slot]] = {}  # by frame
        self.takers: dict[int, Any] = {}  # frames of generators -> what consumes them
        self.possible: dict[Value, frozenset[int]] = {}  # the values that an exit code can have
        self.inlined = 0  # statements of functions that were called
        self.outlining = Outlining()
        self.callees: list[Callee] = []  # functions as graphs, with what they read
        self.graph_name = function.name
        self.graph_names: set[str] = set()  # of this trace and of those that it needs
        self.captured: dict[Name, Outside] = {}
        self.surroundings: Surroundings | None = None
        self.outsides: tuple[Outside, ...] = ()
        self.in_order: set[Value] = set()  # arrays that lie in memory in order, row after row
        # values of arguments that are known: the parameter, the way to them, the value
        self.fixable: dict[Value, tuple[str, Path, Any]] = {}
        self.live: frozenset[Value] = frozenset()  # parameters with types of real arguments
        self.standing = Standing(RAISED)  # where the statement at hand stands
        self.depth = 0  # regions around it
        self.choosing = -1  # regions around the branch of a conditional expression
        self.depths: dict[int, int] = {}  # frame -> regions around its statement at hand
        # objects of the caller by a hidden name: their argument, the way to them, what they held
        self.given_objects: dict[Name, tuple[int, Path, Object]] = {}
        self.classes: dict[Any, Class] = {}  # those of objects that the graph holds, by identity
        self.assumed: Any = None  # what the traced function returns, should it call itself

    @property
    def source(self) -> Source:
        return self.function.source

    def refuse(self, code: str, message: str, advice: str = "", node: Any = None) -> NoReturn:
        raise Refused(code, message, advice, node)

    def give_up(self, code: str, message: str, advice: str) -> NoReturn:
        """End the trace with this one problem: what follows would not end."""
        span = self.source.span(self.source.function)
        raise UnsupportedError(Problem(code, message, advice, span))

    def out_of_range(self, message: str, python: str, advice: str = "") -> NoReturn:
        """There is no such item. In a loop the list may be longer in later rounds: the path that
        reads it in this one ends as Python ends it."""
        if self.loops or self.standing.catching:
            self.end("IndexError", python)
        self.refuse("CG023", message, advice)

    def end(self, exception: str, message: Any) -> NoReturn:
        """Python raises here."""
        if self.depth not in (self.depths.get(self.frame, 0), self.choosing):
            what = exception or "what the function raises"
            self.refuse("CG023", f"this may end in {what}", "Write a loop of its own.")
        raise Raises(exception, message)

    def report(self, refused: Refused, node: cst.CSTNode) -> None:
        """Record a refusal at the node that it names, else at the statement."""
        if refused.code == FOLLOWS:
            self.followed = True
            return
        span = self.source.span(refused.node if refused.node is not None else node)
        key = (span.file, span.line, span.column)
        message, advice = advice_for(refused.code, refused.message, refused.advice)
        self.problems.setdefault(key, Problem(refused.code, message, advice, span))

    def finish(self) -> None:
        """Raise every problem found, in the order of the source."""
        found = {**self.given_up, **self.problems} if self.followed else self.problems
        if found:
            raise UnsupportedError(*(found[key] for key in sorted(found)))
        if self.followed:
            raise InternalError(f"a statement of {self.function.name} was left out")

    # ------------------------------------------------------------ names

    def read(self, name: str) -> Slot:
        for frame in (self.frame, *self.function.frames[::-1]):
            slot = self.state.names.get((frame, name))
            if slot is not None:
                return self.usable(slot, name)
        if self.surroundings is not None:
            slot = self.surroundings.find(name, self.function.outer)
            if slot is not None:
                return self.usable(slot, name)
        return self.usable(self.function.environment.lookup(name), name)

    def usable(self, slot: Slot, name: str) -> Slot:
        if isinstance(slot, Poison):
            self.refuse("CG010" if slot.message else FOLLOWS, slot.message, slot.advice)
        if isinstance(slot, Outside):
            return self.outside(slot)
        if isinstance(slot, Unbound):
            self.refuse(
                "CG011",
                f"the name {name!r} is not bound here",
                "Bind it on every path before it is read, or import it.",
            )
        return slot

    def need_literal(self, value: Value) -> None:
        """Start again for the value that an argument has, where that is known."""
        if value in self.fixable:
            raise Fixed(*self.fixable[value])

    def outside(self, wanted: Outside) -> Slot:
        """A value of the surroundings: a parameter that callers do not see."""
        if wanted not in self.outsides:
            raise Missing(wanted)
        return self.state.names[0, f"$outside {self.outsides.index(wanted)}"]

    def hold(self, slot: Slot) -> Name:
        """A hidden name for something that a loop goes on using: joins keep track of it."""
        self.held_names += 1
        name = (self.frame, f"$held {self.held_names}")
        self.state.names[name] = slot
        return name

    def held(self, name: Name) -> Slot:
        return self.usable(self.state.names[name], "what this loop runs over")

    def drop_held(self, since: int) -> None:
        for number in range(since + 1, self.held_names + 1):
            self.state.names.pop((self.frame, f"$held {number}"), None)

    @contextmanager
    def pending_named(self) -> Iterator[None]:
        """Give what expressions under way still need hidden names while paths are traced and
        joined, so that the joined state has it too."""
        names = {(-1, f"$pending {k}"): slot for k, slot in enumerate(self.pending)}
        mine = [name for name in names if name not in self.state.names]
        self.state.names |= {name: names[name] for name in mine}
        try:
            yield
        finally:
            for name in mine:
                self.state.names.pop(name, None)

    def bind(self, name: str, slot: Slot) -> None:
        if isinstance(slot, Value) and not slot.is_const and slot.name is None:
            slot.name = name
        elif isinstance(slot, Ref):
            entry = self.state.heap[slot.address]
            value = entry.value if isinstance(entry, Buffer) else None
            value = entry.seen if isinstance(entry, View) else value
            if value is not None and not value.is_const and value.name is None:
                value.name = name
        frame = self.home(name)
        if frame is None:
            self.refuse(
                "CG060",
                f"{name!r} is a variable of a function that is not read with this one",
                "Pass it as a parameter and return the new value.",
            )
        self.state.names[frame, name] = slot

    def home(self, name: str) -> int | None:
        """The frame whose variable an assignment to this name binds, if that is known."""
        if name not in self.function.outside:
            return self.frame
        known = (f for f in reversed(self.function.frames) if (f, name) in self.state.names)
        return next(known, None)

    @property
    def code(self) -> Value:
        """The exit code: NEXT, or why the rest of the block is left out."""
        code = self.state.names.get((self.frame, CODE))
        return code if isinstance(code, Value) else constant(NEXT)

    def leave(self, code: int | Value) -> None:
        self.state.names[self.frame, CODE] = code if isinstance(code, Value) else constant(code)

    def codes(self, code: Value) -> frozenset[int]:
        """The values that an exit code can have."""
        return frozenset((code.const,)) if code.is_const else self.possible[code]  # type: ignore[arg-type]

    def emit(self, name: str, *ins: Any, **attrs: Any) -> Value:
        """Emit an op with one result; what its row does not know is refused."""
        try:
            return emit(name, *ins, **attrs)
        except TypeError as error:
            self.refuse("CG013", str(error))

    def slot_at(self, address: int, path: Path, value: Value | None = None) -> Slot:
        """What stands at a path of a cell: a number, a view, or a tuple or list of those.

        value: the element, where it was read already."""
        root = read_cell(self.side(), address)
        t = value.type if value is not None else path_type(root.type, path)
        record = record_of(t)
        named = isinstance(t, DictOf) and record is not None and record.form != "dict"

        def part(key: Any) -> Slot:
            return self.slot_at(address, (*path, Field(key) if named else Key(key)))

        def copied(entry: FixedList | Dict | Object) -> Slot:
            """The item of a list of run-time length stays in it: changes of this would be lost."""
            ref = self.state.allocate(entry)
            self.state.places[ref.address] = (address, path)
            if any(isinstance(path_type(root.type, path[:k]), ListOf) for k in range(len(path))):
                self.state.borrowed[ref.address] = HELD
            return ref

        if isinstance(t, TupleOf) and record == bounds.SLICE:
            return bounds.read(t, part)
        if isinstance(t, DictOf | TupleOf) and record is not None:
            cls = self.class_of_record(record)
            if isinstance(t, TupleOf):
                return TupleSlot(tuple(map(part, range(len(t.items)))), cls)
            constants = dict(record.constants)
            items = (
                self.constant_of(cls, key, constants[key]) if key in constants else part(key)
                for key in t.keys
            )
            return copied(Object(cls, t.keys, tuple(items)))
        if isinstance(t, TupleOf):
            return TupleSlot(tuple(map(part, range(len(t.items)))))
        if isinstance(t, ListFixed):
            return copied(FixedList(tuple(map(part, range(len(t.items))))))
        if isinstance(t, DictOf):
            return copied(Dict(t.keys, tuple(map(part, t.keys))))
        if isinstance(t, NoneType):
            return constant(None)
        if value is None and not path:
            value = root
        if is_number(t) or not is_mutable(t):
            return value if value is not None else self.emit("getitem", root, path=path)
        if not path:
            return Ref(address)
        return self.state.allocate(View(address, path, root if value is not None else None, value))

    def class_of_record(self, record: Record) -> Class:
        """The class of an object that is, or is part of, a value of the graph."""
        found = self.classes.get(record.identity)
        if found is None:
            slot = self.usable(self.stack[0].environment.class_of_record(record), record.name)
            assert isinstance(slot, Class)
            return slot
        return found

    def constant_of(self, cls: Class, name: str, found: Any) -> Slot:
        """An attribute whose value belongs to the specialisation."""
        return self.stack[0].environment.slot_of(found, f"{cls.name}.{name}")

    # ------------------------------------------------------------ values and cells

    def side(self) -> Side:
        return Side(self.state, current())

    def value(self, slot: Slot) -> Value:
        """The slot as an operand: cells are read, displays become lists and tuples."""
        if isinstance(slot, Value) and not isinstance(slot.const, Enum):
            return slot
        if isinstance(slot, Ref):
            entry = self.state.heap[slot.address]
            if isinstance(entry, Buffer | View):
                try:
                    return read_cell(self.side(), slot.address)
                except TypeError as error:
                    self.refuse("CG012", str(error))
            if isinstance(entry, FixedList):
                return emit("make_list", *map(self.value, entry.items), fixed=True)
        if isinstance(slot, TupleSlot):
            return emit("make_tuple", *(self.value(item) for item in slot.items))
        try:
            return slot_value(self.side(), slot)
        except TypeError as error:
            self.refuse("CG012", str(error))

    def slot(self, value: Value) -> Slot:
        """A new graph value as a slot: an array or list gets a cell of its own."""
        composite = isinstance(value.type, TupleOf)
        if value.is_const or is_number(value.type) or not (is_mutable(value.type) or composite):
            return value
        ref = self.state.allocate(Buffer(value))
        # structure that is known is taken apart instead of held as one value
        held = isinstance(value.type, Array | ListOf) and not composite
        return ref if held else self.slot_at(ref.address, ())

    @contextmanager
    def region(self, state: State, builder: Builder) -> Iterator[Builder]:
        """Trace into a region of its own, from a state of its own."""
        outer, builder.origin = self.state, current().origin
        self.state = state
        self.depth += 1
        # what is learned about lengths here need not hold where this region is not run
        known = facts().remember()
        try:
            with building(builder):
                yield builder
        finally:
            self.state = outer
            self.depth -= 1
            for op in builder.ops:
                for value in op.outs:
                    value.type = map_lengths(value.type, facts().resolve)
            facts().restore(known)

    def is_argument(self, address: int) -> int | None:
        """The position of the parameter whose object this cell is, if any."""
        for (frame, name), slot in self.state.names.items():
            if frame == 0 and name.startswith("$argument ") and slot == Ref(address):
                return int(name.split()[1])
        return None
