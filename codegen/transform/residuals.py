"""What the backward part reads of the forward part, and how it gets there.

Reverse mode reads forward values as if all were visible. Here each backward region is looked at,
innermost first: a value that it reads and that only the forward region beside it defines is
recomputed if that is cheap, else handed out. A branch hands it out as a result, a loop as a
history, a list with one item per round. Either is an ordinary value of the region around, so
nesting needs no further thought.

Recomputed are: the index of a round, integers, comparisons, + - * / of scalars, elements of what no
round changes. Everything else is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial
from typing import Any

from codegen.infer.activity import loop_carries
from codegen.ir.build import Builder, as_value, building, current, emit
from codegen.ir.core import STORING
from codegen.ir.graph import (
    UNDEFINED,
    Index,
    Op,
    Region,
    Value,
    captures,
    constant,
    map_values,
    substitute,
)
from codegen.ir.ops import REGISTRY
from codegen.transform.cotangents import literal_of
from codegen.transform.recompute import Recomputation, counter_step
from codegen.transform.shapes import shape_positions, with_shapes
from codegen.transform.tape import Mirror, Tape
from codegen.transform.weave import Weaver


def keep_residuals(tape: Tape, ops: Iterable[Op], results: tuple[Value, ...]) -> Region:
    """The forward part with all that is kept, then the backward part with reads of it."""
    resolver = _Resolver(tape)
    backward = resolver.block(ops)
    forward = Weaver(tape).whole(tape.graph.body)
    return Region(forward.params, forward.ops + backward, tuple(map(resolver.now, results)))


class _Resolver:
    def __init__(self, tape: Tape) -> None:
        self.tape = tape

    def now(self, value: Value) -> Value:
        """The value under its present name."""
        while value in self.tape.renamed:
            value = self.tape.renamed[value]
        return value

    def block(self, ops: Iterable[Op]) -> tuple[Op, ...]:
        found: list[Op] = []
        for op in ops:
            found += self.op(op)
        return tuple(found)

    def op(self, op: Op) -> list[Op]:
        mirror = self.tape.mirrors.get(op)
        positions = shape_positions(op)
        ins = tuple(map(self.now, op.ins))
        ins = tuple(self.tape.shapes.root(v) if k in positions else v for k, v in enumerate(ins))
        attrs = {key: map_values(item, self.now) for key, item in op.attrs.items()}
        regions = tuple(
            Region(region.params, self.block(region.ops), tuple(map(self.now, region.results)))
            for region in op.regions
        )
        op = op.with_(ins=ins, attrs=attrs, regions=regions)
        if mirror is None:
            return [op]
        if mirror.exits:
            return self.exit(op, mirror)
        if op.name == "if":
            pairs = zip(mirror.regions, op.regions, strict=True)
            branches = (self.branch(mirror.forward, k, f, b) for k, (f, b) in enumerate(pairs))
            return [op.with_(regions=tuple(branches))]
        return self.rounds(op, mirror)

    def local(self, region: Region) -> Callable[[Value], bool]:
        """Whether a value is defined by this forward region itself, or handed out to it."""
        params, ops = set(region.params), set(region.ops)
        owner = self.tape.owner
        return lambda value: value in params or owner.get(value) in ops

    def reads(
        self, region: Region, is_local: Callable[[Value], bool]
    ) -> tuple[Region, list[Value]]:
        """The region, asking values from outside for their shapes; the local values that it
        reads."""

        def outside(value: Value) -> Value:
            found = self.tape.shapes.substitute(value, is_local) if is_local(value) else None
            return value if found is None else found

        region = replace(region, ops=with_shapes(region.ops, outside))
        return region, [value for value in captures(region) if is_local(value)]

    def branch(self, forward: Op, which: int, mirrored: Region, region: Region) -> Region:
        is_local = self.local(mirrored)
        region, needed = self.reads(region, is_local)
        again = Recomputation(self.tape, is_local, {})
        builder = Builder(backward=True)
        mapping = {}
        with building(builder):
            for value in needed:
                if again.possible(value):
                    mapping[value] = again.value(value)
                else:
                    mapping[value] = self.tape.export(forward, which, value)
        return _with_prelude(builder, region, mapping)

    def exit(self, op: Op, mirror: Mirror) -> list[Op]:
        """The round that left reads the values that it had: they are the last ones of their
        names."""
        is_local = self.local(mirror.regions[0])
        region, needed = self.reads(op.regions[0], is_local)
        plan = Recomputation(self.tape, is_local, {v: v for v in needed})
        again = Recomputation(
            self.tape,
            is_local,
            {
                value: _giver(self.tape.keep(mirror.forward, "last", value).out)
                for value in needed
                if value.name or not plan.possible(value, itself=True)
            },
        )
        builder = Builder(backward=True, origin=op.origin)
        with building(builder):
            mapping = {value: again.value(value) for value in needed}
        region = _with_prelude(builder, region, mapping)
        if op.ins[0].is_const:  # such a loop is always left early
            self.tape.renamed.update(zip(op.outs, region.results, strict=True))
            return list(region.ops)
        return [op.with_(regions=(region, op.regions[1]))]

    def rounds(self, op: Op, mirror: Mirror) -> list[Op]:
        forward, (mirrored,) = mirror.forward, mirror.regions
        (region,) = op.regions
        is_local = self.local(mirrored)
        region, needed = self.reads(region, is_local)
        index = region.params[0]
        builder = Builder(backward=True, origin=op.origin)
        with building(builder):
            given = self.counters(forward, mirrored, index, is_local)
            plan = Recomputation(self.tape, is_local, {**given, **{v: v for v in needed}})
            saved = [v for v in needed if v not in given and not plan.possible(v, itself=True)]
            own_index = _counts_otherwise(forward) and not saved and len(given) == 1
            if own_index:  # `for i in reversed(range(1, n))` rather than a number of the round
                given[mirrored.params[0]] = _giver(index)
            given.update(self.histories(forward, mirrored, saved, index))
            again = Recomputation(self.tape, is_local, given)
            mapping = {value: again.value(value) for value in needed}
        region = _with_prelude(builder, region, mapping)
        op = op.with_(regions=(region,))
        before = self.last_round(forward, mirror.last, op) if mirror.last else []
        if own_index:
            builder = Builder(backward=True, origin=op.origin)
            with building(builder):
                op = op.with_(attrs=_backward_range(forward, op.attrs["start"]))
            before += builder.ops
        return [*before, op]

    def counters(
        self, forward: Op, mirrored: Region, index: Value, is_local: Callable[[Value], bool]
    ) -> dict[Value, Callable[[], Value]]:
        """What follows from the number of the round: the index, and carries that grow by a
        constant."""
        found: dict[Value, Callable[[], Value]] = {}
        if "start" in forward.attrs:
            start, step = forward.attrs["start"], forward.attrs["step"]
            found[mirrored.params[0]] = partial(_at_round, start, step, index)
        exits = bool(forward.attrs.get("exits"))
        for (init, param, _, _), result in zip(
            loop_carries(forward), mirrored.results[exits:], strict=True
        ):
            grows = counter_step(self.tape, param, result, is_local)
            if grows is not None:
                found[param] = partial(_at_round, init, grows, index)
        return found

    def histories(
        self, forward: Op, mirrored: Region, saved: list[Value], index: Value
    ) -> dict[Value, Callable[[], Value]]:
        """One list per value, none for what is one for all rounds; one for a carry and its
        successor if both are read: [first, second, ...]."""
        exits = bool(forward.attrs.get("exits"))
        found: dict[Value, Callable[[], Value]] = {}
        for (init, param, _, _), result in zip(
            loop_carries(forward), mirrored.results[exits:], strict=True
        ):
            if param in saved and result in saved and result not in found and result is not param:
                if init.const is not UNDEFINED:
                    kept = self.tape.keep(forward, "states", result, init)
                    found[param] = _reader(kept.out, param, index, 0)
                    found[result] = _reader(kept.out, result, index, 1)
        for value in saved:
            if value not in found and self.one_for_all(value, mirrored):
                found[value] = _giver(self.tape.keep(forward, "same", value).out)
            elif value not in found:
                kept = self.tape.keep(forward, "each", value)
                found[value] = _reader(kept.out, value, index, 0)
        return found

    def one_for_all(self, value: Value, mirrored: Region) -> bool:
        """Whether every round computes the same: from what no round changes, by pure ops."""
        op = self.tape.owner.get(value)
        if value in mirrored.params:
            return False
        if op is None or op not in mirrored.ops:
            return True
        row = REGISTRY.get(op.name)
        if op.regions or row is None or row.impure or op.name in STORING | {"call"}:
            return False
        return all(self.one_for_all(operand, mirrored) for operand in op.operands())

    def last_round(self, forward: Op, last: Value, op: Op) -> list[Op]:
        """The number of the last round: one less than the length of a history, else counted."""
        builder = Builder(backward=True, origin=op.origin)
        histories = [
            kept for kept in self.tape.kept.get(forward, ()) if kept.kind in ("each", "states")
        ]
        with building(builder):
            if histories:
                count = emit("len", histories[0].out)
                extra = 1 if histories[0].kind == "states" else 0
            else:
                count, extra = self.tape.keep(forward, "count", None).out, 0
        builder.add(Op("sub", (count, constant(1 + extra)), (last,), {}, (), op.origin, True))
        return builder.ops


def _giver(value: Value) -> Callable[[], Value]:
    return lambda: value


def _with_prelude(builder: Builder, region: Region, mapping: dict[Value, Value]) -> Region:
    region = substitute(region, mapping)
    return replace(region, ops=(*builder.ops, *region.ops))


def _counts_otherwise(forward: Op) -> bool:
    """Whether the loop counts otherwise than from 0 up, by a known step."""
    if "start" not in forward.attrs:
        return False
    start, step = literal_of(forward.attrs["start"]), literal_of(forward.attrs["step"])
    trivial = isinstance(start, int) and start == 0 and step == 1
    return isinstance(step, int) and not trivial


def _backward_range(forward: Op, last: Value | int) -> dict[str, Any]:
    """The same indices, last to first; `last` is the number of the last round."""
    start, stop, step = (literal_of(forward.attrs[key]) for key in ("start", "stop", "step"))
    if abs(step) == 1 and not forward.attrs.get("exits"):
        return {"start": _less(stop, step), "stop": _less(start, step), "step": -step}
    first = _at_round(start, step, as_value(last))
    return {"start": first, "stop": _less(start, step), "step": -step}


def _less(item: Value | int, step: int) -> Value | int:
    return item - step if isinstance(item, int) else emit("sub", item, step)


def _reader(history: Value, value: Value, index: Value, offset: int) -> Callable[[], Value]:
    def read() -> Value:
        at = emit("add", index, offset) if offset else index
        out = Value(value.type, value.name)
        builder = current()
        path = (Index((at,)),)
        builder.add(Op("getitem", (history,), (out,), {"path": path}, (), builder.origin, True))
        return out

    return read


def _at_round(start: Value | int, step: Value | int, index: Value) -> Value:
    """start + index * step."""
    start, step = literal_of(start), literal_of(step)
    if isinstance(step, int) and step == -1:
        return emit("sub", start, index)
    distance = index if isinstance(step, int) and step == 1 else emit("mul", index, step)
    return distance if isinstance(start, int) and start == 0 else emit("add", start, distance)
