"""From the text of a function to its graph."""

from __future__ import annotations

from collections.abc import Mapping

from codegen.frontend.entry import trace_function
from codegen.frontend.environment import Environment
from codegen.frontend.slots import Function
from codegen.frontend.source import Source
from codegen.ir.graph import Graph
from codegen.ir.types import Type

__all__ = ["trace"]


def trace(source: Source, types: Mapping[str, Type] | None, environment: Environment) -> Graph:
    """The graph of a function.

    types: of the parameters that are known; the rest follow from annotations, else from use.
    Raises UnsupportedError with every problem of the function.
    """
    return trace_function(Function(source, source.function, environment), types)[0]
