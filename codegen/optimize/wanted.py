"""Which parts of which values want to be written in place, found backwards from the ops that write.

A loop carry in this closure is made to own its memory where it enters the loop and at the end
of every round; all others are left alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Op, Region, Value
from codegen.ir.types import Array, Scalar, Undefined, facts, is_array, is_mutable
from codegen.optimize.parts import Slot, concrete, mutable_slots, written_slots

Part = tuple[Value, Slot]


@dataclass
class Wanted:
    """hard: must be written (else it is copied first). soft: may be, or is added out of place.
    effects: versions of an argument that f mutates; they are never copied, whatever happens."""

    hard: set[Part] = field(default_factory=set)
    soft: set[Part] = field(default_factory=set)
    effects: set[Value] = field(default_factory=set)
    unbound: set[Value] = field(
        default_factory=set
    )  # may be a name that is not bound on the path taken


def out_of_place(op: Op) -> bool:
    """May the op also be done by making a new value? `x + g` for `x += g` where that is the
    same number.

    A user's own `y += e` keeps the dtype and the shape of y, which y + e need not do.
    """
    if op.name != "accumulate" or op.attrs["path"]:
        return False
    base, value = op.ins[0].type, op.ins[1].type
    if op.backward or not is_array(base) or not isinstance(base, Array) or base.generic:
        return not is_mutable(base) or isinstance(base, Array)
    if isinstance(value, Scalar):
        return base.dtype is not None and base.dtype.startswith(("float", "complex"))
    return (
        isinstance(value, Array)
        and base.dtype is not None
        and base.dtype == value.dtype
        and base.shape is not None
        and value.shape is not None
        and len(value.shape) <= len(base.shape)
        and all(
            facts().equal(mine, theirs) or facts().is_one(theirs)
            for mine, theirs in zip(reversed(base.shape), reversed(value.shape), strict=False)
        )
    )


class _Sources:
    """Where a value's memory comes from, one step back."""

    def __init__(self, graph: Graph) -> None:
        self.defining: dict[Value, Op] = {}
        self.carried: dict[Value, tuple[Op, int]] = {}  # a loop's parameter: the loop and the carry
        self.ops: list[Op] = []
        self._scan(graph.body)

    def _scan(self, region: Region) -> None:
        for op in region.ops:
            self.ops.append(op)
            self.defining.update(dict.fromkeys(op.outs, op))
            for inner in op.regions:
                self._scan(inner)
            if op.name == "loop":
                for k, value in enumerate(carried(op)):
                    self.carried[value] = (op, k)

    def of(self, value: Value) -> Iterable[Value]:
        if value in self.carried:
            op, k = self.carried[value]
            return (op.ins[k], results(op)[k])
        op_or_none = self.defining.get(value)
        if op_or_none is None:
            return ()
        op = op_or_none
        if op.name in STORING:
            return (op.ins[0],) if value is op.outs[0] else ()
        if op.name == "if":
            return tuple(region.results[op.outs.index(value)] for region in op.regions)
        if op.name == "loop" and value in outs(op):
            k = outs(op).index(value)
            return (op.ins[k], results(op)[k], carried(op)[k])
        return ()


def carried(loop: Op) -> tuple[Value, ...]:
    """The carries as the body sees them."""
    return loop.regions[0].params[1 if "start" in loop.attrs else 0 :]


def results(loop: Op) -> tuple[Value, ...]:
    """The carries as the body leaves them."""
    return loop.regions[0].results[1 if loop.attrs.get("exits") else 0 :]


def outs(loop: Op) -> tuple[Value, ...]:
    """The carries after the loop."""
    return loop.outs[1 if loop.attrs.get("exits") else 0 :]


def wanted_in(graph: Graph) -> Wanted:
    """What the ops of a graph want to write."""
    sources = _Sources(graph)
    found = Wanted(unbound=_unbound(sources))
    effects = [graph.body.results[k] for _, k in graph.effects]
    effects += [op.outs[0] for op in sources.ops if op.attrs.get("effect")]
    while effects:
        value = effects.pop()
        if value not in found.effects and not value.is_const:
            found.effects.add(value)
            effects.extend(sources.of(value))
    for op in sources.ops:
        if op.name in STORING and op.outs[0] not in found.effects:
            parts = found.soft if out_of_place(op) else found.hard
            base = op.ins[0]
            for slot in written_slots(op):
                for part in concrete(base.type, slot):
                    _close(base, part, parts, sources)
    return found


def _close(value: Value, slot: Slot, parts: set[Part], sources: _Sources) -> None:
    pending = [value]
    while pending:
        value = pending.pop()
        if value.is_const or (value, slot) in parts or slot not in set(mutable_slots(value.type)):
            continue
        parts.add((value, slot))
        pending.extend(sources.of(value))


def _unbound(sources: _Sources) -> set[Value]:
    """The values that flow from a name that is not bound, through branches and loops."""
    found: set[Value] = set()
    merged = [
        out
        for op in sources.ops
        if op.regions
        for out in (outs(op) if op.name == "loop" else op.outs)
    ]
    merged += sources.carried
    while True:
        more = {
            value
            for value in merged
            if value not in found
            and any(isinstance(s.type, Undefined) or s in found for s in sources.of(value))
        }
        if not more:
            return found
        found |= more
