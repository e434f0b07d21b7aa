"""Statements: one op that stands on lines of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from codegen.emit.expressions import Expressions, added, condition, copied, is_structure
from codegen.emit.paths import index_value, path_text
from codegen.emit.scope import Scope
from codegen.emit.syntax import ATOM, INFIX, Text, call, infix, tuple_text
from codegen.emit.writer import Writer
from codegen.ir.graph import Graph, Index, Key, Leaf, Node, Op, Origin, Path, Value, ViewOp
from codegen.ir.indexing import path_type
from codegen.ir.types import (
    Array,
    TupleOf,
    Type,
    Undefined,
    is_mutable,
    is_number,
)

_HEADS = ("for ", "while ", "if ", "elif ", "else:")  # a head is not what a statement undoes


class Statements:
    """Prints the ops that have no regions, and the moves between variables."""

    def __init__(self, scope: Scope, counts: dict[Value, int], writer: Writer) -> None:
        self.scope = scope
        self.text = Expressions(scope)
        self.counts = counts
        self.out = writer

    def name(self, value: Value) -> str:
        return self.scope.names[value]

    def statement(self, op: Op) -> None:
        """The lines of one op that is not folded."""
        own = _FORMS.get(op.name)
        if own is not None:
            own(self, op)
        else:
            self._assignment(op)

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

    def _assignment(self, op: Op) -> None:
        (value,) = op.outs
        shown = self.text.of(op)
        if not self.counts.get(value) and value.name is None:
            self.out.line(shown.text)
            return
        name = self.name(value)
        if shown.text == name:
            return
        self.out.line(self._augmented(op, name) or f"{name} = {_bare(shown)}")

    def _augmented(self, op: Op, name: str) -> str | None:
        """`n += 1` where the user wrote it so; a number is rebound either way."""
        if op.name not in INFIX or op.backward or op.origin is None or not is_number(op.out.type):
            return None
        sign = f"{INFIX[op.name][0]}="
        if (
            not op.origin.text.startswith(f"{op.out.name} {sign}")
            or self._called(op.ins[0]) != name
        ):
            return None
        return f"{name} {sign} {_bare(self.text(op.ins[1]))}"

    def _called(self, value: Value) -> str | None:
        if value.is_const or value in self.scope.folds.ops:
            return None
        return self.name(value)

    def same(self, base: Value, out: Value) -> None:
        """After a store: the result goes by its own name."""
        if self._called(base) != self.name(out) and self.counts.get(out):
            self.out.line(f"{self.name(out)} = {self.text(base)}")

    # Stores

    def update(self, op: Op) -> None:
        base, value = op.ins
        path = op.attrs["path"]
        if not path:
            self.out.line(f"{self.name(op.out)} = {self.text(value)}")
            return
        target = self._target(op)
        self._assign(target, base.type, path, self.text(value))
        if op.attrs.get("store"):
            self.same(base, op.out)

    def _target(self, op: Op) -> str:
        """The variable that is written: the operand's own, or that of a copy."""
        base, path = op.ins[0], op.attrs["path"]
        if op.attrs.get("store"):
            return self.text(base).at(ATOM)
        name = self.name(op.out)
        self._copy_along(name, self.text(base), base.type, path)
        return name

    def _assign(self, target: str, t: Type, path: Path, value: Text) -> None:
        """target[path] = value; a tuple on the way is built anew."""
        if not path:
            self.out.line(f"{target} = {value}")
            return
        above = path_type(t, path[:-1])
        step = path[-1]
        if isinstance(above, TupleOf) and isinstance(step, Key):
            place = path_text(self.text, target, path[:-1])
            items = [f"{place}[{k}]" for k in range(len(above.items))]
            items[step.key] = value.text
            self._assign(target, t, path[:-1], tuple_text(items))
            return
        place = path_text(self.text, target, path)
        self.out.line(f"{place}{'[...]' if isinstance(step, ViewOp) else ''} = {value}")

    def _copy_along(self, name: str, base: Text, t: Type, path: Path) -> None:
        """Copy what the store will write: the array, or every container on the way to the slot."""
        self.out.line(f"{name} = {copied(self.text, t, base)}")
        for k in range(1, len(path)):
            if isinstance(path_type(t, path[: k - 1]), Array):
                return
            inner = path_type(t, path[:k])
            if is_mutable(inner):
                place = Text(path_text(self.text, name, path[:k]))
                self._assign(name, t, path[:k], copied(self.text, inner, place))

    def accumulate(self, op: Op) -> None:
        base, value = op.ins
        path = op.attrs["path"]
        shown, negative = self.text(value), bool(op.attrs.get("negative"))
        if shown.negated is not None:
            shown, negative = shown.negated, not negative
        if not path:
            self._accumulate_whole(op, shown, negative)
            return
        target = self._target(op)
        place = path_text(self.text, target, path)
        slot, above, last = path_type(base.type, path), path_type(base.type, path[:-1]), path[-1]
        name = "sub" if negative else "add"
        if op.attrs.get("repeated") and isinstance(last, Index):
            function = f"{self.scope.numpy()}.{'subtract' if negative else 'add'}.at"
            before = path_text(self.text, target, path[:-1])
            self.out.line(f"{function}({before}, {index_value(self.text, last)}, {shown})")
        elif is_structure(slot):
            total = added(self.text, slot, Text(place), shown, INFIX[name][0])
            self._assign(target, base.type, path, total)
        elif is_structure(above) and not (is_number(slot) and not isinstance(above, TupleOf)):
            # the array in a slot may be a cotangent that others hold: the slot is bound anew
            self._assign(target, base.type, path, infix(name, Text(place), shown))
        else:
            whole = "[...]" if isinstance(last, ViewOp) else ""
            self.out.line(f"{place}{whole} {INFIX[name][0]}= {shown}")
        if op.attrs.get("store"):
            self.same(base, op.out)

    def _accumulate_whole(self, op: Op, shown: Text, negative: bool) -> None:
        base, name = op.ins[0], self.name(op.out)
        sign = "-" if negative else "+"
        own = self._called(base)
        if is_structure(op.out.type):
            result = added(self.text, op.out.type, self.text(base), shown, sign)
            self.out.line(f"{name} = {result}")
        elif op.attrs.get("store"):
            self.out.line(f"{own} {sign}= {shown}")
            self.same(base, op.out)
        elif own == name and is_number(op.out.type) and is_number(base.type):
            self.out.line(f"{name} {sign}= {shown}")
        else:
            total = infix("sub" if negative else "add", self.text(base), shown)
            self.out.line(f"{name} = {total}")

    # Lists

    def append(self, op: Op) -> None:
        base, item = op.ins
        if op.attrs.get("store"):
            self.out.line(f"{self.text(base).at(ATOM)}.append({self.text(item)})")
            self.same(base, op.out)
        elif op.name == "append":
            self.out.line(f"{self.name(op.out)} = [*{self.text(base).at(ATOM)}, {self.text(item)}]")

    def extend(self, op: Op) -> None:
        base, more = op.ins
        if isinstance(base.type, TupleOf):
            self.out.line(f"{self.name(op.out)} = {infix('add', self.text(base), self.text(more))}")
        elif op.attrs.get("store"):
            self.out.line(f"{self.text(base).at(ATOM)}.extend({self.text(more)})")
            self.same(base, op.out)
        else:
            both = f"[*{self.text(base).at(ATOM)}, *{self.text(more).at(ATOM)}]"
            self.out.line(f"{self.name(op.out)} = {both}")

    def insert(self, op: Op) -> None:
        name = self._own_list(op)
        self.out.line(
            f"{name}.insert({self.text.static(op.attrs['index'])}, {self.text(op.ins[1])})"
        )
        if op.attrs.get("store"):
            self.same(op.ins[0], op.out)

    def pop(self, op: Op) -> None:
        rest, item = op.outs
        name = self._own_list(op)
        at = op.attrs.get("index")
        taken = f"{name}.pop({'' if at is None else self.text.static(at)})"
        self.out.line(f"{self.name(item)} = {taken}" if self.counts.get(item) else taken)
        if op.attrs.get("store"):
            self.same(op.ins[0], rest)

    def _own_list(self, op: Op) -> str:
        shown = self.text(op.ins[0]).at(ATOM)
        if op.attrs.get("store"):
            return shown
        name = self.name(op.outs[0])
        self.out.line(f"{name} = {shown}.copy()")
        return name

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
        """`a, (b, c) = g(x)`: the results of a function by its structure; a buffer that it wrote keeps its name."""
        callee = self.scope.graph_called(op.attrs["callee"])
        shown = self.text.of_call(op)
        if callee is None or isinstance(callee.output, Leaf) and len(op.outs) == 1:
            self._assignment(op)
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
        """(target, source): all at once. In sequence where that is the same, else as one tuple assignment."""
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


def _leaves(tree: Any, place: str) -> Iterable[tuple[str, int]]:
    if isinstance(tree, Leaf):
        yield place, tree.index
    elif isinstance(tree, Node):
        keys = tree.keys if tree.kind == "dict" else range(len(tree.items))
        for key, item in zip(keys, tree.items, strict=True):
            yield from _leaves(item, f"{place}[{key!r}]")


def _bare(text: Text) -> str:
    """A tuple on the right of an assignment needs no parentheses; everything else stands as it is."""
    return text.text


def has_bare_output(graph: Graph) -> bool:
    return isinstance(graph.output, Leaf)


_FORMS: dict[str, Callable[[Statements, Op], None]] = {
    "update": Statements.update, "accumulate": Statements.accumulate, "append": Statements.append,
    "extend": Statements.extend, "insert": Statements.insert, "pop": Statements.pop,
    "print": Statements.print, "assert": Statements.check, "raise": Statements.throw,
    "call": Statements.call,
}  # fmt: skip
