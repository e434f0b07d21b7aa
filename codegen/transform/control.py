"""The adjoints of `if` and `loop`.

A branch adds its contributions to outer values inside the branch. A loop is reversed by a counted
loop over its rounds, last to first; it carries the cotangents of the active carries and one
accumulator for each outer value that a round contributes to. Which those are is found by tracing
the backward body until nothing is new.

A round that leaves early is reversed once, before that loop, specialised on how it left (`paths`);
the loop then knows that its rounds went on to the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from codegen.infer.activity import loop_carries
from codegen.ir.build import Builder, building, current, emit
from codegen.ir.graph import NEXT, Op, Region, Value, constant
from codegen.ir.results import tangent_type
from codegen.ir.types import INT, Array, Undefined, is_number
from codegen.rules.language import same_shape
from codegen.transform.adjoints import Adjoints, Slot, name_of, zero
from codegen.transform.cotangents import Cotangent, Parts, keys_of, leaves, literal_of, part_type
from codegen.transform.paths import condition_of, leaving, possible_codes, staying

if TYPE_CHECKING:
    from codegen.transform.tape import Tape

_RAN_OUT: frozenset[int] | None = frozenset({NEXT})
Block = Callable[["Tape", Iterable[Op], Adjoints], None]


def slot_type(slot: Slot) -> Any:
    return tangent_type(part_type(slot[0].type, slot[1]))


def reverse_if(
    tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...], block: Block
) -> None:
    """One backward branch per branch. What both touch, or one, is a result of the backward `if`."""
    origin = op.origin
    traced: list[tuple[Builder, Adjoints]] = []
    changed: dict[Slot, None] = {}
    for region in op.regions:
        builder = Builder(origin=origin, backward=True)
        inner = Adjoints(adjoints.active, adjoints)
        with building(builder):
            for result, g in zip(region.results, cotangents, strict=True):
                inner.add(result, g)
            with tape.assuming(region):
                block(tape, region.ops, inner)
        local = {out for each in region.ops for out in each.outs}
        changed.update((slot, None) for slot in inner.own if slot[0] not in local)
        traced.append((builder, inner))
    current().origin = origin
    emit_if(tape, adjoints, op, op.regions, traced, list(changed))


def emit_if(
    tape: Tape, adjoints: Adjoints, op: Op, regions: tuple[Region, ...],
    traced: list[tuple[Builder, Adjoints]], slots: list[Slot], condition: Value | None = None,
) -> None:  # fmt: skip
    if not slots:
        return
    branches = []
    for builder, inner in traced:
        builder.origin = op.origin
        with building(builder):
            branches.append(builder.region([inner.total(slot) for slot in slots]))
    outs = tuple(Value(slot_type(slot), name_of(slot)) for slot in slots)
    if condition is None:
        condition = condition_of(op)
    backward = Op("if", (condition,), outs, {}, tuple(branches), op.origin, True)
    current().add(backward)
    tape.mirror(backward, op, regions, exits=op.name == "loop")
    adjoints.own.update(zip(slots, outs, strict=True))


def reverse_loop(
    tape: Tape, adjoints: Adjoints, op: Op, cotangents: tuple[Cotangent, ...], block: Block
) -> None:
    """The round that left early, if one did; then the rounds that went on, backward."""
    (body,) = op.regions
    exits = bool(op.attrs.get("exits"))
    after = Adjoints(adjoints.active, adjoints)  # the cotangents behind the last round that went on
    for (_, param, _, _), g in zip(loop_carries(op), cotangents[exits:], strict=True):
        after.add(param, g)
    codes = possible_codes(tape, op) if exits else _RAN_OUT
    stay = body
    if exits and codes is not None:
        tape.split.add(op)
        stay = staying(tape, body)
        if codes - {NEXT}:
            _reverse_exit(tape, adjoints, after, op, cotangents[1:], codes, block)
    _reverse_rounds(tape, adjoints, after, op, stay, codes, block)
    current().origin = op.origin


def _reverse_exit(
    tape: Tape, adjoints: Adjoints, after: Adjoints, op: Op,
    cotangents: tuple[Cotangent, ...], codes: frozenset[int], block: Block,
) -> None:  # fmt: skip
    """Reverse the round that left. Nothing is emitted where it did nothing to what is active."""
    carries = loop_carries(op)
    region = leaving(tape, op, codes)
    if region is None:
        return
    inner = Adjoints(adjoints.active, adjoints)
    builder = Builder(origin=op.origin, backward=True)
    with building(builder):
        for result, g in zip(region.results[1:], cotangents, strict=True):
            inner.add(result, g)
        with tape.assuming(region):
            block(tape, region.ops, inner)
    current().origin = op.origin
    params = {param for _, param, _, _ in carries}
    local = {out for each in region.ops for out in each.outs}
    slots = [s for s in inner.own if s[0] not in local and inner.own[s] is not after.get(s)]
    slots += [s for s in after.own if s not in inner.own]
    slots += _reshaped(adjoints, carries, region.results[1:], {*slots, *inner.own})
    target = Adjoints(adjoints.active, adjoints)
    if NEXT in codes:
        ends = [(builder, inner), (Builder(origin=op.origin, backward=True), _AtEnd(after, op))]
        condition = emit("ne", op.outs[0], NEXT) if slots else None
        emit_if(tape, target, op, (region, Region()), ends, slots, condition)
    else:  # it certainly left by an exit, and the branch is laid open later
        gone = [s for s in slots if s not in inner.own]
        slots = [s for s in slots if s in inner.own]
        for slot in gone:
            after.own.pop(slot, None)
        if builder.ops:
            ends = [(builder, inner), (Builder(backward=True), inner)]
            emit_if(tape, target, op, (region, Region()), ends, slots, constant(True))
        else:
            target.own.update((slot, inner.own[slot]) for slot in slots)
    for slot, value in target.own.items():
        (after if slot[0] in params else adjoints).own[slot] = value


def _reshaped(
    adjoints: Adjoints, carries: list[tuple[Value, Value, Value, Value]],
    results: tuple[Value, ...], known: set[Slot],
) -> list[Slot]:  # fmt: skip
    """Carries whose shape may have changed in the round that left: a zero of the loop's result
    would not do."""
    found: list[Slot] = []
    for (_, param, _, _), result in zip(carries, results, strict=True):
        if param in adjoints.active and result is not param and not _same_shape(param, result):
            found += [(param, keys) for keys in leaves(param.type) if (param, keys) not in known]
    return found


def _same_shape(left: Value, right: Value) -> bool:
    if is_number(left.type) and is_number(right.type):
        return True
    both = isinstance(left.type, Array) and isinstance(right.type, Array)
    return both and same_shape(left.type, right.type)  # type: ignore[arg-type]


class _AtEnd(Adjoints):
    """The accumulators where the rounds ran out: a zero has the shape of the loop's result."""

    def __init__(self, after: Adjoints, op: Op) -> None:
        super().__init__(after.active, after)
        self.finals = {param: out for _, param, _, out in loop_carries(op)}

    def total(self, slot: Slot) -> Value:
        found = self.get(slot)
        value, keys = slot
        return zero((self.finals.get(value, value), keys)) if found is None else found


def _reverse_rounds(
    tape: Tape, adjoints: Adjoints, after: Adjoints, op: Op, stay: Region,
    codes: frozenset[int] | None, block: Block,
) -> None:  # fmt: skip
    carries = loop_carries(op)
    params = {param for _, param, _, _ in carries}
    results = stay.results[1:] if op.attrs.get("exits") else stay.results
    local = {*stay.params, *(out for each in stay.ops for out in each.outs)}
    carried = [slot for slot in after.own if slot[0] in params]
    touched: list[Slot] = []
    while True:
        builder, inner, entries = _trace_round(
            tape, adjoints, op, stay, results, carried, touched, block
        )
        more = [s for s in inner.own if s[0] in params and s not in carried]
        outer = [s for s in inner.own if s[0] not in local and s not in touched]
        if not more and not outer:
            break
        carried += more
        touched = sorted(touched + outer, key=lambda s: tape.order.get(s[0], len(tape.order)))
    slots = carried + touched
    if not slots:
        return
    with building(builder):
        builder.origin = op.origin
        region = builder.region([inner.total(slot) for slot in slots])
    current().origin = op.origin
    finals = {param: out for _, param, _, out in carries}
    inits = []
    for slot in slots:
        found = after.get(slot)
        inits.append(zero((finals.get(slot[0], slot[0]), slot[1])) if found is None else found)
    at_start = dict(zip(slots, inits, strict=True))
    changes = [k for k, entry in enumerate(entries) if region.results[k] is not entry]
    if changes:
        region = _pruned(tape, region, entries, inits, changes)
        outs = _emit_rounds(tape, op, stay, codes, region, [inits[k] for k in changes])
        at_start.update((slots[k], out) for k, out in zip(changes, outs, strict=True))
    adjoints.own.update((slot, at_start[slot]) for slot in touched)
    for init, param, _, _ in carries:
        adjoints.add(init, _gathered(param, param.type, (), at_start))


def _pruned(
    tape: Tape, region: Region, entries: list[Value], inits: list[Value], changes: list[int]
) -> Region:
    """Without the carries that no round changes."""
    kept = [entries[k] for k in changes]
    tape.renamed.update(
        (entry, init) for entry, init in zip(entries, inits, strict=True) if entry not in kept
    )
    results = tuple(region.results[k] for k in changes)
    return Region((region.params[0], *kept), region.ops, results)


def _emit_rounds(
    tape: Tape, op: Op, stay: Region, codes: frozenset[int] | None, region: Region,
    inits: list[Value],
) -> tuple[Value, ...]:  # fmt: skip
    outs = tuple(Value(entry.type, entry.name) for entry in region.params[1:])
    known = codes == _RAN_OUT and "start" in op.attrs  # it ran to the end
    last = _less_one(trip_count(op)) if known else Value(INT)  # found by what is kept per round
    attrs = {"start": last, "stop": -1, "step": -1}
    backward = Op("loop", tuple(inits), outs, attrs, (region,), op.origin, True)
    current().add(backward)
    unknown = last if isinstance(last, Value) and not known else None
    tape.mirror(backward, op, (stay,), unknown)
    return outs


def _trace_round(
    tape: Tape, adjoints: Adjoints, op: Op, stay: Region, results: tuple[Value, ...],
    carried: list[Slot], touched: list[Slot], block: Block,
) -> tuple[Builder, Adjoints, list[Value]]:  # fmt: skip
    """One backward round with these carries."""
    hint = stay.params[0].name if "start" in op.attrs else None
    index = Value(INT, hint)
    left = {param: r for (_, param, _, _), r in zip(loop_carries(op), results, strict=True)}
    types = [_type_behind(slot, left[slot[0]]) for slot in carried] + list(map(slot_type, touched))
    entries = [Value(t, name_of(slot)) for t, slot in zip(types, carried + touched, strict=True)]
    builder = Builder((index, *entries), op.origin, backward=True)
    inner = Adjoints(adjoints.active, mixed=adjoints.mixed)
    at_end = dict(zip(carried, entries, strict=False))
    inner.own.update(zip(touched, entries[len(carried) :], strict=True))
    with building(builder):
        for (_, param, _, _), result in zip(loop_carries(op), results, strict=True):
            inner.add(result, _gathered(param, param.type, (), at_end))
        with tape.assuming(stay):
            block(tape, stay.ops, inner)
    return builder, inner, entries


def _type_behind(slot: Slot, result: Value) -> Any:
    """The type of the cotangent with which a backward round begins: that of what the round leaves,
    whose lengths need not be those that it found."""
    found = slot_type(slot)
    if not isinstance(found, Array) or isinstance(result.type, Undefined):
        return found
    t = tangent_type(part_type(result.type, slot[1]))
    alike = isinstance(t, Array) and (t.dtype, t.rank, t.scalar) == (
        found.dtype,
        found.rank,
        found.scalar,
    )
    return t if alike else found


def _gathered(param: Value, t: Any, keys: tuple[Any, ...], values: dict[Slot, Value]) -> Cotangent:
    own = keys_of(t)
    if own is None:
        return values.get((param, keys))
    items = {key: _gathered(param, part_type(t, (key,)), (*keys, key), values) for key in own}
    return Parts(items) if any(item is not None for item in items.values()) else None


def trip_count(op: Op) -> Value | int:
    """How often a counted loop without exits runs; negative counts stand for none."""
    start: Value | int
    stop: Value | int
    start, stop, step = (literal_of(op.attrs[key]) for key in ("start", "stop", "step"))
    if step == 1:
        if start == 0:
            return stop
        if isinstance(start, int) and isinstance(stop, int):
            return stop - start
        return emit("sub", stop, start)
    if isinstance(start, int) and isinstance(stop, int) and isinstance(step, int):
        return len(range(start, stop, step))
    distance = emit("sub", start, stop)
    return distance if step == -1 else emit("neg", emit("floordiv", distance, step))


def _less_one(count: Value | int) -> Value | int:
    return count - 1 if isinstance(count, int) else emit("sub", count, 1)
