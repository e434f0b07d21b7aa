"""From the text of a function to its graph."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import codegen.frontend.language  # noqa: F401  (enters what is read into the tables of dispatch)
from codegen.frontend.entry import trace_function
from codegen.frontend.environment import Environment
from codegen.frontend.slots import Function
from codegen.frontend.source import Source
from codegen.ir.graph import Graph
from codegen.ir.types import Type

__all__ = ["trace"]


def trace(
    source: Source,
    types: Mapping[str, Type] | None,
    environment: Environment,
    values: Mapping[str, Any] | None = None,
) -> Graph:
    """The graph of a function.

    types: of the parameters that are known; the rest follow from annotations, else from use.
    values: of parameters; those that decide about types (an axis) are written into the graph.
    Raises UnsupportedError with every problem of the function.
    """
    function = Function(source, source.function, environment)
    return trace_function(function, types, None, values).graph
