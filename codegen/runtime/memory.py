"""What a gradient keeps, told to a reader: `codegen grad --explain-memory`."""

from __future__ import annotations

from collections.abc import Iterator

from codegen.emit.kept import Kept, kept_values
from codegen.emit.module import with_callees
from codegen.ir.graph import Graph, Origin
from codegen.ir.types import Array, DictOf, ListFixed, TupleOf, Type
from codegen.runtime.stages import Derivation

_NOTHING = "Nothing but numbers."


def explained(derivation: Derivation, live: bool) -> str:
    """What the backward part keeps: a paragraph for each variable of the emitted text.

    live: lengths are those of real arguments, and are written as `x.shape[0]`.
    """
    (graph,) = derivation.graphs
    others = {each.name: each for each in with_callees(derivation.graphs)}
    axes = dict(_axes(derivation.forward)) if live else {}
    kept = kept_values(graph, others, lambda name: axes.get(name, name))
    head = f"{graph.name} keeps for its backward part, beside its arguments:"
    return "\n".join([head, *(map(_paragraph, kept) if kept else [f"\n{_NOTHING}"])]) + "\n"


def _paragraph(kept: Kept) -> str:
    lines = [f"\n{kept.name}: {kept.size}"]
    lines += [f"    made by    {_statement(origin)}" for origin in kept.made]
    lines += [f"    needed by  {_statement(origin)}" for origin in kept.needed]
    return "\n".join(lines)


def _statement(origin: Origin) -> str:
    where = f"line {origin.span.line}: " if origin.span is not None else ""
    return where + origin.text


def _axes(graph: Graph) -> Iterator[tuple[str, str]]:
    """The symbols of lengths in the parameters' types, and how a reader says them."""
    for parameter in graph.params:
        yield from _axes_of(parameter.value.type, parameter.name)


def _axes_of(t: Type, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(t, Array):
        for axis, length in enumerate(t.shape or ()):
            if length.symbol is not None:
                yield length.symbol.name, f"{place}.shape[{axis}]"
    elif isinstance(t, DictOf):
        for key, item in zip(t.keys, t.items, strict=True):
            yield from _axes_of(item, f"{place}[{key!r}]")
    elif isinstance(t, TupleOf | ListFixed):
        for number, item in enumerate(t.items):
            yield from _axes_of(item, f"{place}[{number}]")
