"""Whether the indices of a path may name one element twice."""

from __future__ import annotations

from typing import Any

from codegen.ir.graph import Index, Path, Value
from codegen.ir.types import Array, Scalar, Type, facts
from codegen.transform.tape import Tape


def may_repeat(tape: Tape, base: Type, path: Path) -> bool:
    """Whether a path may name one element twice: integer arrays do unless they are known to be a
    range."""
    return any(
        _item_repeats(tape, item)
        for step in path
        if isinstance(step, Index) and isinstance(base, Array)
        for item in step.items
    ) and not _one_is_unique(tape, path)


def _item_repeats(tape: Tape, item: Any) -> bool:
    if not isinstance(item, Value) or item.is_const:
        return False
    t = item.type
    if isinstance(t, Scalar):
        return False
    if isinstance(t, Array) and t.shape is not None:
        return bool(t.shape) and t.dtype != "bool" and not _is_range(tape, item)
    return not (isinstance(t, Array) and t.dtype == "bool")


def _is_range(tape: Tape, item: Any) -> bool:
    """0, 1, 2, ... or part of it; from below zero up it would meet its own end."""
    op = tape.definition(item) if isinstance(item, Value) else None
    if op is None or op.name != "arange":
        return False
    start = 0 if len(op.ins) == 1 else op.ins[0].const
    step = op.ins[2].const if len(op.ins) > 2 else 1
    return isinstance(start, int) and start >= 0 and isinstance(step, int) and step > 0


def _one_is_unique(tape: Tape, path: Path) -> bool:
    """x[np.arange(n), y]: one index without repetition, as long as all of them, makes the tuple
    unique."""
    for step in path:
        if isinstance(step, Index):
            arrays = [i for i in step.items if isinstance(i, Value) and isinstance(i.type, Array)]
            ranks = {i.type.rank for i in arrays if isinstance(i.type, Array)}
            if len(arrays) > 1 and ranks == {1} and any(_is_range(tape, i) for i in arrays):
                return all(_is_range(tape, i) or _same_length(tape, arrays, i) for i in arrays)
    return False


def _same_length(tape: Tape, arrays: list[Value], item: Value) -> bool:
    """Broadcast against a range of at least its own length: certain unless the range has length 1,
    and then there is one row only and the other index decides."""
    shape = item.type.shape if isinstance(item.type, Array) else None
    for other in arrays:
        theirs = other.type.shape if isinstance(other.type, Array) else None
        if _is_range(tape, other) and shape and theirs and facts().equal(shape[0], theirs[0]):
            return True
    return False
