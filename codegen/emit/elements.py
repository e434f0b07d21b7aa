"""Counted loops: their range, and loops over the elements of what they index."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegen.ir.graph import Index, Op, Region, Value, captures, carries_of, values_in, walk
from codegen.ir.types import Array, ListFixed, ListOf
from codegen.optimize.coalesce import Folds

if TYPE_CHECKING:
    from codegen.emit.expressions import Expressions
    from codegen.emit.scope import Scope


@dataclass(frozen=True)
class History:
    """A list that a loop starts empty and only appends to. pattern: how many items each path
    appends."""

    loop: Op
    pattern: Any


Growth = dict[Value, History]


@dataclass(frozen=True)
class ElementLoop:
    """`for x, r in zip(reversed(xs), reversed(rs))`. reads: the getitem ops that the head
    replaces."""

    reads: tuple[Op, ...]
    bases: tuple[str, ...]
    backward: bool
    index: Value | None


def number(item: Any) -> int | None:
    """The int, where a static argument or a value is a literal one."""
    if isinstance(item, Value):
        item = item.const
    return item if type(item) is int else None


def _one_less(item: Any, made: Mapping[Value, Op]) -> Any:
    """n, where the item is n - 1."""
    known = number(item)
    if known is not None:
        return known + 1
    op = made.get(item) if isinstance(item, Value) else None
    if op is not None and op.name == "sub" and number(op.ins[1]) == 1:
        return op.ins[0]
    if op is not None and op.name == "add" and number(op.ins[1]) == -1:
        return op.ins[0]
    return None


def bounds_text(op: Op, text: Expressions, scope: Scope) -> str:
    """`range(n)`, `range(1, n)`, `reversed(range(n))`."""
    start, stop, step = (op.attrs[key] for key in ("start", "stop", "step"))
    range_ = scope.builtin("range")
    if number(step) == -1 and number(stop) == -1 and not scope.counting:
        length = _one_less(start, text.scope.folds.ops)
        if length is not None:
            return f"{scope.builtin('reversed')}({range_}({text.static(length)}))"
    low, high = text.static(start), text.static(stop)
    if number(step) == -1 and not scope.counting:
        first, last = _one_less(start, text.scope.folds.ops), number(stop)
        if first is not None and last is not None:
            bounds = f"{last + 1}, {text.static(first)}"
            return f"{scope.builtin('reversed')}({range_}({bounds}))"
    if number(step) != 1:
        return f"{range_}({low}, {high}, {text.static(step)})"
    return f"{range_}({high})" if number(start) == 0 else f"{range_}({low}, {high})"


def element_loop(
    op: Op, text: Expressions, counts: Mapping[Value, int], folds: Folds, grown: Growth
) -> ElementLoop | None:
    """How to write the loop over elements, where its index serves to read named elements first of
    all."""
    (body,) = op.regions
    if text.scope.counting:
        return None
    length, backward = _trips(op, folds.ops)
    index = body.params[0]
    reads = _leading_reads(body, index, folds)
    bases = [read.ins[0] for read in reads]
    if not reads or len(set(bases)) != len(bases) or not set(bases) <= set(captures(body)):
        return None
    measured = _measured(length, folds)
    if measured not in bases:
        if not all(_covers(grown.get(base), length) for base in bases):
            return None
        measured = bases[0]
    if any(not _as_long(base, measured, grown) for base in bases if base is not measured):
        return None
    used_elsewhere = counts.get(index, 0) > len(reads)
    if used_elsewhere and (backward or "enumerate" not in (op.origin.text if op.origin else "")):
        return None
    shown = tuple(text(base).text for base in bases)
    return ElementLoop(tuple(reads), shown, backward, index if used_elsewhere else None)


def _trips(op: Op, made: Mapping[Value, Op]) -> tuple[Any, bool]:
    """n, for a loop over range(n) or, backward, over reversed(range(n)); else None."""
    start, stop, step = (op.attrs[key] for key in ("start", "stop", "step"))
    if number(step) == 1 and number(start) == 0:
        return stop, False
    if number(step) == -1 and number(stop) == -1:
        return _one_less(start, made), True
    return None, False


def _covers(history: History | None, length: Any) -> bool:
    """Is the list one item a round of a loop of so many rounds, which none can leave?"""
    if history is None or history.pattern != 1 or history.loop.attrs.get("exits"):
        return False
    attrs = history.loop.attrs
    if number(attrs.get("start")) != 0 or number(attrs.get("step")) != 1 or length is None:
        return False
    known = number(length)
    return attrs["stop"] is length or (known is not None and number(attrs["stop"]) == known)


def serves_reads_only(
    loop: Op, made: Mapping[Value, Op], counts: Mapping[Value, int], grown: Growth
) -> bool:
    """Can the head of the loop read all that its index is used for?"""
    (body,) = loop.regions
    index = body.params[0]
    reads = [
        op
        for op in body.ops
        if op.name == "getitem" and op.attrs["path"] == (Index((index,)),) and op.out.name
    ]
    if not reads or len(reads) != counts.get(index, 0):
        return False
    length, _ = _trips(loop, made)
    op = made.get(length) if isinstance(length, Value) else None
    if op is not None and op.name == "len" and op.ins[0] in [read.ins[0] for read in reads]:
        return True
    return all(_covers(grown.get(read.ins[0]), length) for read in reads)


def _measured(length: Any, folds: Folds) -> Value | None:
    """x, where the length is len(x) or x.shape[0] and is printed in the head of the loop."""
    op = folds.ops.get(length) if isinstance(length, Value) else None
    if op is None or not (op.name == "len" or op.name == "shape" and op.attrs.get("axis") == 0):
        return None
    x = op.ins[0]
    return x if isinstance(x.type, ListOf | ListFixed | Array) and x not in folds.ops else None


def _leading_reads(body: Region, index: Value, folds: Folds) -> list[Op]:
    """The named elements that the body reads before it does anything else."""
    reads = []
    for op in body.ops:
        if op.outs and all(out in folds.ops for out in op.outs):
            continue
        if op.name != "getitem" or len(op.attrs["path"]) != 1 or op.ins[0] in folds.ops:
            break
        step = op.attrs["path"][0]
        if not isinstance(step, Index) or step.items != (index,) or op.ins[0].is_const:
            break
        if list(values_in(op.attrs["path"])) != [index]:
            break
        reads.append(op)
    return reads


def _as_long(other: Value, measured: Value, grown: Growth) -> bool:
    """Are two sequences surely of one length? Histories that one loop grows together are."""
    if isinstance(other.type, Array) and isinstance(measured.type, Array):
        mine, theirs = other.type.shape, measured.type.shape
        return bool(mine and theirs and mine[0] == theirs[0])
    own, its = grown.get(other), grown.get(measured)
    if own is None or its is None:
        return False
    return own.loop is its.loop and own.pattern == its.pattern


def growth(region: Region) -> Growth:
    """For every list that a loop starts empty and only appends to: the loop, and on which paths
    it grows."""
    found: Growth = {}
    empty = {op.out for op in walk(region) if op.name == "make_list" and not op.ins}
    for op in walk(region):
        if op.name != "loop":
            continue
        for init, param, result, out in carries_of(op):
            if init in empty:
                pattern = _grows(op.regions[0], result, param)
                if pattern is not None:
                    found[out] = History(op, pattern)
    return found


def _grows(region: Region, result: Value, start: Value) -> Any:
    """How many items a path appends, as a number or, where it branches, a nest of pairs. None:
    unclear."""
    if result is start:
        return 0
    for op in region.ops:
        if result not in op.outs:
            continue
        if op.name == "append":
            before = _grows(region, op.ins[0], start)
            return before + 1 if isinstance(before, int) else None
        if op.name == "if":
            which = op.outs.index(result)
            sides = tuple(_grows(inner, inner.results[which], start) for inner in op.regions)
            return None if None in sides else (id(op), *sides)
    return None
