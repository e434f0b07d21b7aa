"""What a statement stands in that changes no number: `with` of quiet contexts, `try`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Context:
    """What a statement runs in: `with function(**options):`. The numbers are the same without it;
    what is warned about or printed is not."""

    function: str  # a dotted name
    options: tuple[tuple[str, Any], ...] = ()


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
