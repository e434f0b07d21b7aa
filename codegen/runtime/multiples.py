"""Lengths that a text takes to be multiples of others, or equal: `W.shape[0] == 4 * x.shape[0]`.

Sizes are no part of the key of a text, so that one text serves all. But where a slice lies within
an array only if one length is a multiple of another (the four gates of an LSTM in one matrix), a
text that may rely on it is shorter and faster. So it is where a loop needs two lengths to be equal,
but perhaps has no round. It is made where the call at hand fulfils it, and
serves the calls that do; `assert` says so in its first lines.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Key, Region, Value, constant
from codegen.ir.types import Array, DictOf, ListFixed, Multiple, Symbol, TupleOf, Type, record_of


@dataclass(frozen=True)
class Axis:
    """An axis of an array that is an argument, or lies in one, and its size in the call."""

    parameter: str
    keys: tuple[Any, ...]
    axis: int
    size: int

    def __str__(self) -> str:
        return f"{self.parameter}{''.join(f'[{key!r}]' for key in self.keys)}.shape[{self.axis}]"

    def length(self, graph: Graph) -> Value:
        """The run-time integer in a graph."""
        value = next(p.value for p in graph.params if p.name == self.parameter)
        if self.keys:
            value = emit("getitem", value, path=tuple(map(Key, self.keys)))
        return emit("shape", value, axis=self.axis)


Axes = Mapping[Symbol, Axis]


def axes_of(types: Mapping[str, Type], values: Mapping[str, Any]) -> dict[Symbol, Axis]:
    """The axes of the arguments, by the symbols of their lengths."""
    found = {}
    for name in (name for name in types if name in values):
        for keys, kind, value in _arrays(types[name], values[name], ()):
            for axis, length in enumerate(kind.shape or ()):
                if length.symbol is not None:
                    found[length.symbol] = Axis(name, keys, axis, value.shape[axis])
    return found


def _arrays(
    t: Type, value: Any, keys: tuple[Any, ...]
) -> Iterator[tuple[tuple[Any, ...], Array, Any]]:
    """Arrays under keys that are known; not those of objects, which are read in other ways."""
    if isinstance(t, Array) and not t.scalar:
        yield keys, t, value
    elif isinstance(t, DictOf | TupleOf | ListFixed) and record_of(t) is None:
        names = t.keys if isinstance(t, DictOf) else range(len(t.items))
        for key, item in zip(names, t.items, strict=True):
            yield from _arrays(item, value[key], (*keys, key))


def conditions(supposed: Sequence[Multiple], axes: Axes) -> tuple[str, ...]:
    """What must hold of the arguments, as Python."""
    places = {symbol: str(axis) for symbol, axis in axes.items()}
    found = []
    for each in supposed:
        whole = places[each.whole]
        if each.made_up:
            places[each.part] = f"({whole} // {each.count})"
            # a part of length 1 would be spread
            found += [f"{whole} % {each.count} == 0", f"{whole} != {each.count}"]
        else:
            times = f"{each.count} * " if each.count > 1 else ""
            found.append(f"{whole} == {times}{places[each.part]}")
    return tuple(found)


def asserted(graph: Graph, supposed: Sequence[Multiple], axes: Axes) -> Graph:
    """The graph with the conditions in front."""
    with building(Builder()) as builder:
        lengths: dict[Symbol, Value] = {}

        def length(symbol: Symbol) -> Value:
            found = lengths.get(symbol)
            return axes[symbol].length(graph) if found is None else found

        tests: list[Value] = []
        for each in supposed:
            whole, count = length(each.whole), constant(each.count)
            if each.made_up:
                lengths[each.part] = emit("floordiv", whole, count)
                tests.append(emit("eq", emit("mod", whole, count), constant(0)))
                tests.append(emit("ne", whole, count))
            else:
                part = length(each.part)
                part = emit("mul", count, part) if each.count > 1 else part
                tests.append(emit("eq", whole, part))
        for test, condition in zip(tests, conditions(supposed, axes), strict=True):
            emit_op("assert", (test, constant(f"generated for {condition}")))
    body = graph.body
    return replace(graph, body=Region(body.params, (*builder.ops, *body.ops), body.results))
