"""How a loop ended, as a truth value: `returned = True` before the `break`, `if returned:` after
it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from codegen.ir.graph import BREAK, FINISHED, NEXT, RETURN, Graph, Op, Value, walk

_WORDS = {NEXT: "ran_out", BREAK: "stopped", RETURN: "returned", FINISHED: "ran_out"}


@dataclass(frozen=True)
class Flag:
    """The variable that holds a loop's exit code. code: the one that is asked for, so that a truth
    value says enough; None where it must be the number."""

    code: int | None

    def of(self, code: int) -> str:
        """What the variable holds after an exit with this code."""
        return str(code) if self.code is None else str(code == self.code)


def flags_of(graph: Graph) -> dict[Value, Flag]:
    """A flag for every exit code that something reads."""
    asked: dict[Value, set[int | None]] = {
        op.outs[0]: set() for op in walk(graph.body) if op.name == "loop" and op.attrs.get("exits")
    }
    for op in walk(graph.body):
        for value in op.operands():
            if value in asked:
                asked[value].add(_compared(op, value))
        for region in op.regions:
            for value in region.results:
                if value in asked:
                    asked[value].add(None)
    for value in graph.body.results:
        if value in asked:
            asked[value].add(None)
    return {
        value: Flag(next(iter(codes)) if len(codes) == 1 else None)
        for value, codes in asked.items()
        if codes
    }


def flag_names(flags: dict[Value, Flag]) -> dict[Value, str]:
    return {value: _WORDS[flag.code] for value, flag in flags.items() if flag.code is not None}


def _compared(op: Op, value: Value) -> int | None:
    """The code that the op compares the exit code with."""
    if op.name not in ("eq", "ne") or op.ins[0] is not value:
        return None
    other: Any = op.ins[1].const
    return other if type(other) is int and other in _WORDS else None
