"""What a derivative is taken with respect to, and what it is written for."""

from __future__ import annotations

from dataclasses import dataclass

from codegen.errors import CodegenError


@dataclass(frozen=True)
class Every:
    """wrt of `vjp`: of these parameters all that have a derivative, be it zero."""

    names: tuple[str, ...]


TARGETS = ("numpy", "numba")
LEVELS = (0, 1, 2)  # of `optimize`: the chain rule as it stands, text to read, text to run
Wrt = int | str | tuple[int | str, ...] | Every | None


class WrongParameter(CodegenError, ValueError):
    """wrt names a parameter that the function does not have."""
