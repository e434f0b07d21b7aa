"""What is kept of a generation: the text, and what a caller has to know about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from types import CodeType
from typing import Any


@dataclass(frozen=True)
class Emitted:
    """The text of one specialisation.

    functions: names in the text: `f_value_and_grad`, `f_grad`, or `f_forward` and `f_backward`;
        none where there is nothing to differentiate.
    wrt: names of the parameters that are differentiated.
    seed: the name of the parameter for the cotangent of the result (not in split form); needs_seed:
        it has no default.
    fixed: parameters whose values the text was made for, with those values, and what stands in
        arguments likewise: `x`, `layer.axis`, `shape[0]`.
    writes: f writes to an argument of its own.
    unfit: why there is no kernel, for target numba.
    conditions: what must hold of the lengths of arguments (`multiples`).
    """

    text: str
    functions: tuple[str, ...]
    wrt: tuple[str, ...]
    seed: str | None
    needs_seed: bool
    fixed: tuple[tuple[str, Any], ...]
    writes: bool
    unfit: str = ""
    conditions: tuple[str, ...] = ()


def value_at(place: str, named: Mapping[str, Any]) -> Any:
    """What stands at a place among the arguments: see `Emitted.fixed`."""
    return named[place] if place in named else eval(_compiled(place), {"__builtins__": {}}, named)


def hold(conditions: Sequence[str], named: Mapping[str, Any]) -> bool:
    """Whether arguments fulfil what was supposed of their lengths."""
    return all(value_at(condition, named) for condition in conditions)


@lru_cache(maxsize=1024)
def _compiled(place: str) -> CodeType:
    return compile(place, "<place>", "eval")
