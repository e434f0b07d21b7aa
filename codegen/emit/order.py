"""What evaluating an op does beside giving a value, and in which order its operands are
evaluated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from codegen.ir.graph import Field, Graph, Key, Op, Value, values_in, walk
from codegen.ir.ops import REGISTRY
from codegen.ir.types import ListOf
from codegen.optimize.sharing import Sharing, holds_memory

_RAISING_ARITHMETIC = frozenset({"div", "floordiv", "mod", "pow"})


@dataclass(frozen=True)
class Effects:
    """reads, writes: classes of memory. visible: it may print, raise, or draw random numbers.
    indexing: it may raise, but only an error of a subscript: two of these may change places."""

    reads: frozenset[Value] = frozenset()
    writes: frozenset[Value] = frozenset()
    visible: bool = False
    indexing: bool = False

    def __or__(self, other: Effects) -> Effects:
        return Effects(
            self.reads | other.reads,
            self.writes | other.writes,
            self.visible or other.visible,
            self.indexing or other.indexing,
        )

    def conflict(self, other: Effects) -> bool:
        """Must the two keep their order?"""
        if self.visible and (other.visible or other.indexing) or self.indexing and other.visible:
            return True
        return bool(
            self.writes & other.reads or self.reads & other.writes or self.writes & other.writes
        )


FREE = Effects()


class Order:
    """The effects of the ops of a graph."""

    def __init__(self, graph: Graph) -> None:
        self._sharing = Sharing(graph)
        self._known: dict[Op, Effects] = {}

    def effects(self, op: Op) -> Effects:
        """Those of the op and of everything in its regions."""
        known = self._known.get(op)
        if known is None:
            known = self._own(op)
            for region in op.regions:
                for inner in walk(region):
                    known |= self._own(inner)
            self._known[op] = known
        return known

    def _own(self, op: Op) -> Effects:
        row = REGISTRY.get(op.name)
        shape_only = row.shape_only if row is not None else frozenset()
        reads: set[Value] = set()
        for position, value in enumerate(op.operands()):
            name = (
                row.operands[position] if row is not None and position < len(row.operands) else ""
            )
            if name in shape_only and not isinstance(value.type, ListOf):
                continue
            if not value.is_const and holds_memory(value.type):
                reads.add(self._sharing.root(value))
        writes: frozenset[Value] = frozenset()
        if op.attrs.get("store"):
            writes = frozenset({self._sharing.root(op.ins[0])})
        elif op.name == "call":
            writes = frozenset(reads)
        visible = self._is_visible(op)
        if visible and op.name == "getitem":
            if all(isinstance(step, Key | Field) for step in op.attrs["path"]):
                return Effects(frozenset(reads), writes)  # the structure is known
            return Effects(frozenset(reads), writes, indexing=True)
        return Effects(frozenset(reads), writes, visible)

    def _is_visible(self, op: Op) -> bool:
        if op.attrs.get("effect") or op.name in ("call", "print", "raise", "assert"):
            return True
        row = REGISTRY.get(op.name)
        if row is not None and row.impure:
            return True
        if op.backward:  # the backward part never raises where f did not
            return False
        return row is not None and row.raises or op.name in _RAISING_ARITHMETIC


def operand_slots(op: Op) -> tuple[Value, ...]:
    """The operands that may hold an expression, in the order in which the statement evaluates them.

    What a store writes into must be a variable, and so must what a loop starts with: it becomes
    one.
    """
    return tuple(_slots(op))


def _slots(op: Op) -> Iterator[Value]:
    attrs = op.attrs
    if op.name == "loop":
        for key in ("start", "stop", "step"):
            yield from values_in(attrs.get(key))
        return
    path: Any = attrs.get("path", ())
    rest = [v for key, item in attrs.items() if key != "path" for v in values_in(item)]
    if op.name == "update":
        yield from op.ins[1:]
        yield from values_in(path)
    elif op.name == "accumulate":
        if not path and not attrs.get("store"):
            yield op.ins[0]
        yield from values_in(path)
        yield from op.ins[1:]
    elif op.name in ("append", "extend", "insert", "pop") or attrs.get("store"):
        yield from rest
        yield from op.ins[1:]
    else:
        yield from op.ins
        yield from values_in(path)
        yield from rest
