"""Subscripts that are computed: where they lie inside by what loops count, nothing has to be
checked while a kernel runs.

An index is an affine expression of loop indices and lengths, as the lengths of axes are. With its
loops at their first and last rounds it must lie inside the axis. What cannot be seen is required
where the kernel begins, if it is of lengths alone and not under a condition.
"""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Graph, Index, Op, Region, Value
from codegen.ir.integers import length_of
from codegen.ir.types import INT, Array, Length, Symbol, facts, is_number
from codegen.optimize.kernels.extents import lengths

Range = tuple[Length, Length]  # first and last


class _Unknown(Exception):
    """Nothing is known about an index."""


def required(graph: Graph) -> list[Length] | None:
    """Lengths that must not be negative for all subscripts to lie inside. None: the compiler has to
    check subscripts while the kernel runs."""
    bounds = _Bounds()
    for value in graph.body.params:
        bounds.axes |= {symbol for n in lengths(value) for symbol, _ in n.terms if n.symbol}
    try:
        bounds.region(graph.body, False)
    except _Unknown:
        return None
    return bounds.found


class _Bounds:
    def __init__(self) -> None:
        self.known: dict[Value, Length] = {}
        self.ranges: dict[Symbol, Range] = {}
        self.found: list[Length] = []
        self.axes: set[Symbol] = set()  # the lengths of axes: never negative

    def of(self, item: Any) -> Length:
        if isinstance(item, int):
            return Length.of(item)
        if isinstance(item, Value):
            if isinstance(item.const, int):
                return Length.of(int(item.const))
            if item.type == INT:
                return self.known.get(item) or facts().resolve(length_of(item))
        raise _Unknown

    def region(self, region: Region, conditional: bool) -> None:
        for op in region.ops:
            self._learn(op)
            if op.name in ("getitem", "update", "accumulate"):
                self._subscript(op, conditional)
            if op.name == "loop":
                self._loop(op, conditional)
            elif op.name == "if":
                for each in op.regions:
                    self.region(each, True)

    def _loop(self, op: Op, conditional: bool) -> None:
        (body,) = op.regions
        if "start" in op.attrs:
            index = body.params[0]
            start, stop, step = (op.attrs[key] for key in ("start", "stop", "step"))
            number = step.const if isinstance(step, Value) else step
            symbol = length_of(index).symbol
            if number in (1, -1) and symbol is not None:
                first, last = self.of(start), self.of(stop)
                inside = (first, last - 1) if number == 1 else (last + 1, first)
                self.ranges[symbol] = inside
        self.region(body, conditional or bool(op.attrs.get("exits")))

    def _learn(self, op: Op) -> None:
        if len(op.outs) != 1:
            return
        if op.name in ("empty", "zeros") and isinstance(op.attrs.get("shape"), tuple):
            for length, item in zip(lengths(op.out), op.attrs["shape"], strict=True):
                if isinstance(item, int | Value):
                    facts().unify(length, self.of(item))
        if op.out.type != INT:
            return
        if op.name in ("shape", "len") and lengths(op.ins[0]):
            axis = op.attrs.get("axis", 0) if op.name == "shape" else 0
            if isinstance(axis, int):
                self.known[op.out] = lengths(op.ins[0])[axis]
        elif op.name in ("add", "sub") and all(v.type == INT for v in op.ins):
            left, right = map(self.of, op.ins)
            self.known[op.out] = left + right if op.name == "add" else left - right

    def _subscript(self, op: Op, conditional: bool) -> None:
        path, base = op.attrs["path"], op.ins[0]
        step = path[0] if len(path) == 1 else None
        if not isinstance(step, Index) or not isinstance(base.type, Array):
            return
        axis = 0
        for k, item in enumerate(step.items):
            if item is Ellipsis:
                axis = len(lengths(base)) - sum(each is not None for each in step.items[k + 1 :])
                continue
            if isinstance(item, Value) and not item.is_const and is_number(item.type):
                self._inside(self.of(item), lengths(base)[axis], conditional)
            axis += item is not None

    def _inside(self, index: Length, length: Length, conditional: bool) -> None:
        first, last = self._ends(index)
        low = first if self._is_positive(first) else first + length
        for least in (low, length - 1 - last):
            least = facts().resolve(least)
            if self._is_positive(least):
                continue
            if conditional or least.known is not None:
                raise _Unknown
            if least not in self.found:
                self.found.append(least)

    def _is_positive(self, length: Length) -> bool:
        """Surely not negative."""
        terms = facts().resolve(length).terms
        return facts().resolve(length).constant >= 0 and all(
            symbol in self.axes and coefficient > 0 for symbol, coefficient in terms
        )

    def _ends(self, index: Length) -> Range:
        """The least and the greatest value of an index, its loops at their ends."""
        index = facts().resolve(index)
        for symbol, coefficient in index.terms:
            if symbol in self.ranges:
                rest = index - Length.of(symbol) * coefficient
                first, last = self.ranges[symbol]
                low, high = (first, last) if coefficient > 0 else (last, first)
                return (
                    self._ends(rest + low * coefficient)[0],
                    self._ends(rest + high * coefficient)[1],
                )
        return index, index
