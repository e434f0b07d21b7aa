"""When two functions are one: a definition, and the variables that it closes over."""

from __future__ import annotations

from dataclasses import replace

from codegen.frontend.slots import Function, Slot
from codegen.frontend.state import State


def is_same(f: Function, g: Function) -> bool:
    """Whether both are one definition, read twice perhaps."""
    return f.node is g.node or (
        f.source == g.source and f.source.text_of(f.node) == g.source.text_of(g.node)
    )


def is_twin(f: Function, g: Function) -> bool:
    """Whether both are one definition with the same variables around it."""
    return f.node is g.node and _have_the_same_variables(f, g)


def recurs(f: Function, g: Function) -> bool:
    """Whether a call of the one within the other is a recursion: two closures of one definition are
    two functions."""
    return is_same(f, g) and _have_the_same_variables(f, g)


def _have_the_same_variables(f: Function, g: Function) -> bool:
    return (
        f.frames == g.frames
        and f.outer == g.outer
        and f.environment.has_variables_of(g.environment)
    )


def from_caller(f: Function) -> Function:
    """The function as it is known in the graph of a recursive function called here."""
    around = (f.frames, *f.outer)
    return replace(f, frames=(), outer=around if any(around) else ())


def closes_over_path(slot: Slot, own: State, other: State) -> bool:
    """Whether a function of one path reads variables of a call that was made on that alone."""
    known = {frame for frame, _ in other.names}
    return any(
        isinstance(part, Function) and not known.issuperset(part.frames) for part in own.parts(slot)
    )
