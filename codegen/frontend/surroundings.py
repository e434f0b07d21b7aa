"""What a function reads of its surroundings, and the traces that have to start again for it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codegen.frontend.closures import from_caller, recurs
from codegen.frontend.slots import (
    Function,
    Name,
    Named,
    Outside,
    Poison,
    Slot,
    Unbound,
)
from codegen.frontend.source import Source
from codegen.frontend.state import State
from codegen.ir.graph import Graph, Value
from codegen.ir.types import is_number

if TYPE_CHECKING:
    from codegen.frontend.tracer import Tracer


_MUCH = 2000  # statements of functions that are written out


@dataclass(frozen=True)
class Callee:
    """A recursive function as a graph, and what that stands for."""

    function: Function
    graph: Graph
    outsides: tuple[Outside, ...]
    relied_on: dict[Name, Slot]

    def serves(self, f: Function, state: State) -> bool:
        """Whether a call of f in this state is a call of this graph."""
        return recurs(self.function, f) and all(
            state.names.get(name) == slot for name, slot in self.relied_on.items()
        )


@dataclass(frozen=True)
class Surroundings:
    """Of a recursive function: the trace that it is called from."""

    caller: Tracer
    # what its graph was made for: functions and other constants of the surroundings
    relied_on: dict[Name, Slot] = field(default_factory=dict)

    def find(self, name: str, outer: tuple[tuple[int, ...], ...]) -> Slot | None:
        """A variable of the frames that a function closes over."""
        if not outer:
            return None
        for frame in outer[0][::-1]:
            slot = self.caller.state.names.get((frame, name))
            key = (frame, name)
            if slot is None:
                continue
            if isinstance(slot, Function | Named | Poison | Unbound) or _is_text(slot):
                self.relied_on[key] = slot
                return from_caller(slot) if isinstance(slot, Function) else slot
            if key not in self.caller.captured:
                self.caller.captured[key] = Outside(name, self.caller.value(slot).type)
            return self.caller.captured[key]
        beyond = self.caller.surroundings
        return beyond.find(name, outer[1:]) if beyond is not None else None


def _is_text(slot: Slot) -> bool:
    """A constant that is no number: text, None."""
    return isinstance(slot, Value) and slot.is_const and not is_number(slot.type)


@dataclass
class Outlining:
    """Which calls of one function stay calls: those of a function that was called before, when
    much is written out already. Shared by the traces of all graphs."""

    allowed: bool = True
    used: bool = False
    called: Counter[tuple[str, Source]] = field(default_factory=Counter)

    def wanted(self, f: Function, written: int) -> bool:
        """Whether a call stays one. written: statements of functions that were written out."""
        definition = f.source.text_of(f.node), f.source
        self.called[definition] += 1
        found = self.allowed and written > _MUCH and self.called[definition] > 1
        self.used |= found
        return found


class Missing(Exception):
    """The trace needs a value of the surroundings: it starts again with a parameter for it."""

    def __init__(self, wanted: Outside) -> None:
        super().__init__(wanted.name)
        self.wanted = wanted


class Recursion(Exception):
    """A function that is being inlined calls itself: it must become a graph of its own."""

    def __init__(self, function: Function) -> None:
        super().__init__(function.name)
        self.function = function
