"""Where the statement at hand stands: in which contexts, `try` blocks and loops."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from codegen.ir.standing import Surrounding


@dataclass
class Standing:
    """contexts: `with`. catching, finals: the `try` blocks that are being traced, and the `finally`
    blocks to come, the outermost first. caught, ensured: exit codes and numbers given to those.
    rounds: loops around the statement, of all functions. asked: ops that were asked before whether
    they end in these exceptions."""

    caught: int
    contexts: tuple[Surrounding, ...] = ()
    catching: list[Any] = field(default_factory=list)
    finals: list[Any] = field(default_factory=list)
    ensured: int = 0
    rounds: int = 0
    asked: dict[Any, tuple[str, ...]] = field(default_factory=dict)
