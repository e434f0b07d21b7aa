"""Statements: one op that stands on lines of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from codegen.emit.expressions import Expressions, condition
from codegen.emit.scope import Scope
from codegen.emit.stores import STORES
from codegen.emit.syntax import INFIX, Text, call
from codegen.emit.writer import Writer
from codegen.ir.graph import Leaf, Node, Op, Origin, Value
from codegen.ir.types import INT, Array, Undefined, is_number

_HEADS = ("for ", "while ", "if ", "elif ", "else:")  # a head is not what a statement undoes


class Statements:
    """Prints the ops that have no regions, and the moves between variables."""

    def __init__(self, scope: Scope, counts: dict[Value, int], writer: Writer) -> None:
        self.scope = scope
        self.text = Expressions(scope)
        self.counts = counts
        self.out = writer
        self.parts: set[Value] = set()  # what was read out of a container

    def name(self, value: Value) -> str:
        return self.scope.names[value]

    def statement(self, op: Op) -> None:
        """The lines of one op that is not folded."""
        own = _FORMS.get(op.name)
        if own is None and op.attrs.get("store"):
            own = STORES["reuse"]
        if own is not None:
            own(self, op)
        else:
            self.assignment(op)

    def origins(self, op: Op) -> list[Origin]:
        """The user's statements that a printed statement stems from, in the order of its ops."""
        found: dict[Origin, None] = {}

        def visit(each: Op) -> None:
            for value in each.operands():
                inner = self.scope.folds.ops.get(value)
                if inner is not None and inner.backward:
                    visit(inner)
            if each.origin is not None and not each.origin.text.startswith(_HEADS):
                found.setdefault(each.origin)

        visit(op)
        return list(found)

    def assignment(self, op: Op) -> None:
        if not op.outs:  # a call for what it does
            self.out.line(self.text.of(op).text)
            return
        (value,) = op.outs
        shown = self.text.of(op)
        if not self.counts.get(value) and value.name is None:
            self.out.line(shown.text)
            return
        name = self.name(value)
        if shown.text == name:
            return
        self.out.line(self._augmented(op, name) or f"{name} = {_bare(shown)}")
        if op.name == "getitem":
            self.parts.add(value)

    def _augmented(self, op: Op, name: str) -> str | None:
        """`n += 1` where the user wrote it so; a number is rebound either way."""
        if op.name not in INFIX or op.backward or not is_number(op.out.type):
            return None
        sign, written = f"{INFIX[op.name][0]}=", op.origin.text if op.origin is not None else ""
        counter = op.out.type == INT and "via" not in op.attrs  # what codegen counts for itself
        if not written.startswith(f"{op.out.name} {sign}") and not counter:
            return None
        if self.called(op.ins[0]) != name:
            return None
        return f"{name} {sign} {_bare(self.text(op.ins[1]))}"

    def shapes(self, ops: list[Op]) -> dict[Op, list[Op]]:
        """Neighbours that read lengths of one array, by the first of them: one statement."""
        found: dict[Op, list[Op]] = {}
        for (x, _), group in groupby(ops, key=_measured):
            lengths = list(group)
            axes = [op.attrs["axis"] for op in lengths] if x is not None else []
            if len(axes) > 1 and axes == sorted(set(axes)) and self._is_free("_"):
                found[lengths[0]] = lengths
        return found

    def _is_free(self, name: str) -> bool:
        return name not in self.scope.names.of.values()

    def lengths(self, ops: list[Op]) -> None:
        """`n, d = x.shape`."""
        names = {op.attrs["axis"]: self.name(op.out) for op in ops}
        targets = ", ".join(names.get(axis, "_") for axis in range(_rank(ops[0].ins[0]) or 0))
        self.out.line(f"{targets} = {self.text.of(ops[0].with_(attrs={}))}")

    def called(self, value: Value) -> str | None:
        if value.is_const or value in self.scope.folds.ops:
            return None
        return self.name(value)

    def same(self, base: Value, out: Value) -> None:
        """After a store: the result goes by its own name."""
        if self.called(base) != self.name(out) and self.counts.get(out):
            self.out.line(f"{self.name(out)} = {self.text(base)}")

    # Effects and calls

    def print(self, op: Op) -> None:
        arguments = [self.text(v).text for v in op.ins]
        arguments += [
            f"{key}={self.text.static(op.attrs[key])}"
            for key in ("sep", "end", "flush")
            if key in op.attrs
        ]
        self.out.line(call(self.scope.builtin("print"), arguments).text)

    def check(self, op: Op) -> None:
        test, *message = op.ins
        rest = "".join(f", {self.text(v)}" for v in message)
        self.out.line(f"assert {condition(self.text, test)}{rest}")

    def throw(self, op: Op) -> None:
        exception = self.scope.function(op.attrs["exception"])
        arguments = [self.text(v).text for v in op.ins]
        self.out.line(f"raise {call(exception, arguments) if arguments else exception}")

    def call(self, op: Op) -> None:
        """`a, (b, c) = g(x)`: the results of a function by its structure; a buffer that it wrote
        keeps its name."""
        callee = self.scope.graph_called(op.attrs["callee"])
        shown = self.text.of_call(op)
        if callee is None or isinstance(callee.output, Leaf) and len(op.outs) == 1:
            self.assignment(op)
            return
        if callee.output is None or all(not self.counts.get(out) for out in op.outs):
            self.out.line(shown.text)
        else:
            self._unpack(callee.output, op, shown.text)
        for parameter, result in callee.effects:
            self.same(op.ins[parameter], op.outs[result])

    def _unpack(self, tree: Any, op: Op, shown: str) -> None:
        pattern = self._pattern(tree, op)
        if pattern is not None:
            self.out.line(f"{pattern} = {shown}")
            return
        holder = self.scope.temporary("result")
        self.out.line(f"{holder} = {shown}")
        for place, leaf in _leaves(tree, holder):
            if self.counts.get(op.outs[leaf]):
                self.out.line(f"{self.name(op.outs[leaf])} = {place}")

    def _pattern(self, tree: Any, op: Op, inner: bool = False) -> str | None:
        if isinstance(tree, Leaf):
            value = op.outs[tree.index]
            return self.name(value) if self.counts.get(value) else "_"
        if not isinstance(tree, Node) or tree.kind == "dict" or not tree.items:
            return None
        items = [self._pattern(item, op, True) for item in tree.items]
        if any(item is None for item in items):
            return None
        joined = ", ".join(str(item) for item in items) + ("," if len(items) == 1 else "")
        return f"({joined})" if inner or len(items) == 1 else joined

    # Moves

    def moves(self, pairs: Iterable[tuple[Value, Value]]) -> None:
        """(target, source): all at once. In sequence where that is the same, else as one tuple
        assignment."""
        pending: list[tuple[str, Text, set[str]]] = []
        for target, source in pairs:
            if isinstance(source.type, Undefined) or target not in self.scope.names.of:
                continue
            name, shown = self.name(target), self.text(source)
            if shown.text == name:
                continue
            reads = {self.name(leaf) for leaf in self.scope.folds.leaves([source])}
            pending.append((name, shown, reads))
        while pending:
            free = next(
                (
                    move
                    for move in pending
                    if not any(move[0] in other[2] for other in pending if other is not move)
                ),
                None,
            )
            if free is None:
                break
            pending.remove(free)
            self.out.line(f"{free[0]} = {_bare(free[1])}")
        if pending:
            targets = ", ".join(move[0] for move in pending)
            self.out.line(f"{targets} = {', '.join(move[1].text for move in pending)}")


def _measured(op: Op) -> tuple[Value | None, Origin | None]:
    """The array of which the op reads one length, and the statement that it stems from."""
    reads = op.name == "shape" and not op.backward and isinstance(op.attrs.get("axis"), int)
    x = op.ins[0] if reads and 0 <= op.attrs["axis"] < (_rank(op.ins[0]) or 0) else None
    return x, op.origin


def _rank(x: Value) -> int | None:
    return len(x.type.shape) if isinstance(x.type, Array) and x.type.shape is not None else None


def _leaves(tree: Any, place: str) -> Iterable[tuple[str, int]]:
    if isinstance(tree, Leaf):
        yield place, tree.index
    elif isinstance(tree, Node):
        keys = tree.keys if tree.kind == "dict" else range(len(tree.items))
        for key, item in zip(keys, tree.items, strict=True):
            yield from _leaves(item, f"{place}[{key!r}]")


def _bare(text: Text) -> str:
    """A tuple on the right of an assignment needs no parentheses; everything else stands as it
    is."""
    return text.text


_FORMS: dict[str, Callable[[Statements, Op], None]] = {
    **STORES,
    "print": Statements.print,
    "assert": Statements.check,
    "raise": Statements.throw,
    "call": Statements.call,
}
