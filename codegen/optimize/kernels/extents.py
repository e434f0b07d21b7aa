"""How long axes are when a kernel runs: a symbolic length as a number or an integer of the graph.

Two axes of one symbol have one length because the function would raise otherwise, or because a
kernel takes it for granted (broadcasting of an axis that only happens to have length 1 is not
regular). What is taken for granted of arguments is required where the kernel begins.
"""

from __future__ import annotations

from collections.abc import Iterable

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Op, Value
from codegen.ir.integers import length_of
from codegen.ir.types import INT, Array, Length, Symbol, facts


def lengths(value: Value) -> tuple[Length, ...]:
    """The lengths of an array's axes, as far as they are known by now; none for a number."""
    t = value.type
    if not isinstance(t, Array) or t.shape is None:
        return ()
    return tuple(facts().resolve(length) for length in t.shape)


class Extents:
    """What symbols stand for, in a region and those around it."""

    def __init__(
        self,
        known: dict[Symbol, Value] | None = None,
        integers: dict[Value, Length] | None = None,
    ) -> None:
        self._known = dict(known or {})
        self._integers = dict(integers or {})

    def inner(self) -> Extents:
        """Of a region inside: what it learns is not seen outside."""
        return Extents(self._known, self._integers)

    def has(self, length: Length) -> bool:
        return all(symbol in self._known for symbol, _ in facts().resolve(length).terms)

    def of(self, length: Length) -> int | Value:
        """The length as a number, or as an integer that is computed in the current builder."""
        length = facts().resolve(length)
        if length.known is not None:
            return length.known
        total: Value | None = None
        for symbol, coefficient in length.terms:
            part = self._known[symbol]
            if coefficient != 1:
                part = emit("mul", part, coefficient)
            total = part if total is None else emit("add", total, part)
        assert total is not None
        if length.constant:
            name = "add" if length.constant > 0 else "sub"
            total = emit(name, total, abs(length.constant))
        return total

    def begin(self, params: Iterable[Value]) -> list[Op]:
        """Learn from the arguments; returns what has to be computed and required of them."""
        builder = Builder()
        pending: list[tuple[Value, Length]] = []
        with building(builder):
            for value in params:
                if value.type == INT:
                    self.note(value)
                for axis, length in enumerate(lengths(value)):
                    if length.symbol is not None and length.symbol not in self._known:
                        self._known[length.symbol] = emit(
                            "shape", value, axis=axis, hint=_name(length.symbol)
                        )
                    else:
                        pending.append((emit("shape", value, axis=axis), length))
            for extent, length in pending:
                if self.has(length):
                    emit_op("require", (emit("eq", extent, self.of(length)),))
        return builder.ops

    def note_result(self, op: Op) -> None:
        """Learn from what an op computes."""
        if len(op.outs) != 1 or op.out.type != INT:
            return
        self.note(op.out)
        if op.name in ("shape", "len") and lengths(op.ins[0]):
            axis = op.attrs.get("axis") if op.name == "shape" else 0
            if isinstance(axis, int):
                self._integers[op.out] = lengths(op.ins[0])[axis]
        elif op.name in ("add", "sub") and all(v.type == INT for v in op.ins):
            left, right = map(self.integer, op.ins)
            self._integers[op.out] = left + right if op.name == "add" else left - right

    def integer(self, item: int | Value) -> Length:
        """A number as a sum of lengths."""
        if isinstance(item, Value) and not item.is_const:
            return facts().resolve(self._integers.get(item) or length_of(item))
        return length_of(item)

    def note(self, value: Value) -> None:
        """Learn from an integer that may be the length of an axis."""
        symbol = facts().resolve(length_of(value)).symbol
        if symbol is not None:
            self._known.setdefault(symbol, value)


def _name(symbol: Symbol) -> str | None:
    return symbol.name if symbol.name.isidentifier() and len(symbol.name) < 3 else None
