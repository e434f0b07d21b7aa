"""What a statement stands in that changes no number: `with` of quiet contexts, `try`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Context:
    """What a statement runs in: `with function(**options):`. The numbers are the same without it;
    what is warned about or printed is not."""

    function: str  # a dotted name
    options: tuple[tuple[str, Any], ...] = ()


# What backward parts stand in where f does not warn and the division of a slope would
INFINITE_SLOPE = Context("numpy.errstate", (("divide", "ignore"), ("invalid", "ignore")))


@dataclass(frozen=True)
class Guard:
    """What a statement runs in: `try:`, with handlers that raise in their turn. Of each handler:
    the exceptions that it is for, what it raises (None: the same again), with what arguments."""

    handlers: tuple[tuple[tuple[str, ...], str | None, tuple[Any, ...]], ...]


@dataclass(frozen=True)
class Ensured:
    """What a statement runs in: `try:`, or (last) its `finally:`, both of one number."""

    number: int
    last: bool = False


Surrounding = Context | Guard | Ensured
Contexts = tuple[Surrounding, ...]


def around(contexts: Contexts, backward: bool) -> Contexts:
    """What the lines of an op stand in. The backward part never raises where f did not, and does
    not warn where f was told to ignore what it warns of."""
    if not backward:
        return contexts
    return tuple(c for c in contexts if isinstance(c, Context) and _ignores(c))


def _ignores(context: Context) -> bool:
    return context.function == "numpy.errstate" and all(
        mode == "ignore" for _, mode in context.options
    )


@contextmanager
def entered(contexts: Contexts) -> Iterator[None]:
    """Run what follows as the statement runs, where that decides about warnings."""
    with ExitStack() as stack:
        for context in contexts:
            if isinstance(context, Context) and context.function == "numpy.errstate":
                stack.enter_context(np.errstate(**dict(context.options)))
        yield
