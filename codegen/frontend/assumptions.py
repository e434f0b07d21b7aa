"""What a function that calls itself is taken to return, until it has been traced."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from codegen.frontend.matching import Widths
from codegen.frontend.slots import Function
from codegen.ir.graph import Graph, Leaf
from codegen.ir.types import FLOAT, Symbol, Type, lengths_made_up_since_now


@dataclass
class Assumed:
    """What a function that calls itself is taken to return, while it is being traced."""

    output: Any = field(default_factory=lambda: Leaf(0))
    types: tuple[Type, ...] = (FLOAT,)
    parameters: tuple[Type, ...] = ()
    used: bool = False
    made_up: Callable[[Symbol], bool] = field(default_factory=lengths_made_up_since_now)


def settle(assumed: Assumed, graph: Graph) -> bool:
    """Whether a recursive function returns what was assumed; else assume what it returned."""
    types = tuple(result.type for result in graph.body.results)
    own = tuple(p.value.type for p in graph.params[: len(assumed.parameters)])
    if assumed.parameters != own:
        return False
    widths = Widths(assumed.made_up)
    if graph.output == assumed.output and all(map(widths.fit, assumed.types, types)):
        return True
    assumed.output, assumed.types = graph.output, types
    return False


def graph_name(names: set[str], f: Function) -> str:
    """A name for the graph of a function that no other graph has."""
    own = f.name if f.name != "<lambda>" else "f"
    name, number = own, 1
    while name in names:
        name, number = f"{own}_{number}", number + 1
    names.add(name)
    return name
