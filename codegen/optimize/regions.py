"""Branches and loops in the in-place walk: what their results show, and which carries own their
memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from codegen.ir.graph import Op, Region, Value
from codegen.optimize.contents import Frame
from codegen.optimize.parts import Slot, mutable_slots
from codegen.optimize.places import (
    NOTHING,
    READONLY,
    SHARED,
    Buffer,
    Buffers,
    Places,
    conform,
    merge,
)
from codegen.optimize.storing import Part, Walk
from codegen.optimize.wanted import carried, outs, results

SPECIAL: Buffers = frozenset({SHARED, READONLY})


def control(walk: Walk, op: Op, frame: Frame) -> list[Op]:
    """An op with regions."""
    return loop(walk, op, frame) if op.name == "loop" else [conditional(walk, op, frame)]


def conditional(walk: Walk, op: Op, frame: Frame) -> Op:
    """An `if`. Results that share with nothing else keep apart, even if the branches swap them:
    each class of results that share in one of the branches gets a name of its own."""
    regions = tuple(walk.region(region, frame) for region in op.regions)
    sides = [
        [conform(walk.memory.of(region.results[k]), out.type) for k, out in enumerate(op.outs)]
        for region in regions
    ]
    parts = [(k, slot) for k, out in enumerate(op.outs) for slot in mutable_slots(out.type)]
    found = {part: _union(side[part[0]].at(part[1]) for side in sides) for part in parts}
    groups = _groups(
        parts, [{(k, slot): side[k].at(slot) - SPECIAL for k, slot in parts} for side in sides]
    )
    for group in groups:
        buffers = _union(found[part] for part in group)
        if not buffers or walk.sharing(buffers, frame, op.outs):
            continue
        made = walk.memory.buffer(
            op.outs,
            group[0],
            all(buffer.owned for buffer in buffers - SPECIAL),
            owned=all(buffer.owned for buffer in buffers - SPECIAL),
            several=any(
                buffer.several or (walk.memory.loops and walk.memory.loops[-1] not in buffer.loops)
                for buffer in buffers
            ),
        )
        for part in group:
            found[part] = frozenset({made}) | (found[part] & SPECIAL)
    for k, out in enumerate(op.outs):
        places = merge(*(side[k] for side in sides))
        for slot in mutable_slots(out.type):
            places = _with_own(places, slot, found[k, slot])
        walk.memory.bind(out, places)
    return op.with_(regions=regions)


def _groups(parts: list[Part], sides: list[dict[Part, Buffers]]) -> list[list[Part]]:
    """Parts that share a buffer on one side belong together."""
    leader: dict[Part, Part] = {part: part for part in parts}

    def find(part: Part) -> Part:
        while leader[part] != part:
            part = leader[part]
        return part

    for side in sides:
        first: dict[Buffer, Part] = {}
        for part in parts:
            for buffer in side[part]:
                leader[find(part)] = find(first.setdefault(buffer, part))
    groups: dict[Part, list[Part]] = {}
    for part in parts:
        groups.setdefault(find(part), []).append(part)
    return list(groups.values())


def _union(several: Iterable[Buffers]) -> Buffers:
    return frozenset[Buffer]().union(*several)


def _with_own(places: Places, slot: Slot, own: Buffers) -> Places:
    if not slot:
        return Places(own, places.items)
    items = list(places.items)
    part = slot[0]
    assert part is not None, "a part of known structure"
    items[part] = _with_own(items[part], slot[1:], own)
    return Places(places.own, tuple(items))


class _Demoted(Exception):
    """A carry cannot own its memory after all: start the loop again without it."""


@dataclass
class _Loop:
    """One way to see a loop. owning: the parts of carries that are to own their memory (True:
    at any price)."""

    op: Op
    owning: dict[Part, bool]
    inits: list[Value] = field(default_factory=list)
    copies: list[Op] = field(default_factory=list)
    entering: dict[Part, Buffers] = field(default_factory=dict)

    def demote(self, part: Part) -> None:
        del self.owning[part]
        raise _Demoted


def loop(walk: Walk, op: Op, frame: Frame) -> list[Op]:
    """A loop. Parts that own their memory get one buffer for all rounds, the others whatever
    flows in."""
    owning: dict[Part, bool] = {}
    for k, value in enumerate(carried(op)):
        for slot in mutable_slots(value.type):
            if value in walk.wanted.effects:
                continue
            if (value, slot) in walk.wanted.hard:
                owning[k, slot] = True
            elif (value, slot) in walk.wanted.soft:
                owning[k, slot] = False
    while True:
        attempt = _Loop(op, owning)
        try:
            return _attempt(walk, attempt, frame)
        except _Demoted:
            continue


def _attempt(walk: Walk, this: _Loop, frame: Frame) -> list[Op]:
    op = this.op
    _enter(walk, this, frame)
    outer = walk.memory.loops
    walk.memory.loops = (*outer, op)
    try:
        own = {part: walk.memory.buffer(op, part, several=True) for part in this.owning}
        params = carried(op)
        flowing = []
        for k, init in enumerate(this.inits):
            places = walk.memory.of(init).map(lambda b: b | _named(b, this.entering, own))
            flowing.append(_owned(conform(places, params[k].type), k, own))
        walked, before = walk.flows.get(op, (None, []))
        if walked == frozenset(own):  # walked again, within an outer loop
            flowing = [merge(a, b) for a, b in zip(flowing, before, strict=True)]
        while True:
            for value, places in zip(params, flowing, strict=True):
                walk.memory.bind(value, places)
            region = walk.region(op.regions[0], frame, loop=True)
            final, leaving, region = _leave(walk, this, region)
            grown = []
            for k, value in enumerate(final):
                places = conform(walk.memory.of(value), params[k].type)
                places = merge(flowing[k], _turned(walk, op, places, leaving, own))
                grown.append(_owned(places, k, own))
            if grown == flowing:
                break
            flowing = grown
        walk.flows[op] = (frozenset(own), flowing)
    finally:
        walk.memory.loops = outer
    after = {part: walk.memory.buffer(op, part, "after") for part in this.owning}
    for k, value in enumerate(outs(op)):
        places = merge(
            conform(walk.memory.of(final[k]), value.type).map(
                lambda b: b | _named(b, leaving, after)
            ),
            conform(walk.memory.of(this.inits[k]), value.type).map(
                lambda b: b | _named(b, this.entering, after)
            ),
        )
        walk.memory.bind(value, _owned(places, k, after))
    return [*this.copies, op.with_(ins=tuple(this.inits), regions=(region,))]


def _named(buffers: Buffers, parts: dict[Part, Buffers], names: dict[Part, Buffer]) -> Buffers:
    """The names of the owned parts that may hold one of the buffers."""
    return frozenset(names[part] for part, held in parts.items() if not held.isdisjoint(buffers))


def _owned(places: Places, k: int, names: dict[Part, Buffer]) -> Places:
    for (carry, slot), buffer in names.items():
        if carry == k:
            places = _with_own(places, slot, frozenset({buffer}))
    return places


def _turned(
    walk: Walk, op: Op, places: Places, leaving: dict[Part, Buffers], own: dict[Part, Buffer]
) -> Places:
    """What a round leaves, as the next round names it: this round's memory is that of an
    earlier round."""

    def change(buffers: Buffers) -> Buffers:
        renamed = frozenset(walk.memory.earlier(op, b) if op in b.loops else b for b in buffers)
        return renamed | _named(buffers, leaving, own)

    return places.map(change)


def _enter(walk: Walk, this: _Loop, frame: Frame) -> None:
    """Copy what a carry cannot own: it is read later, by the body or by another carry, or is
    not ours."""
    op = this.op
    this.inits = list(op.ins)
    captured = walk.reads_of(op.regions[0]).captured
    taken: Buffers = NOTHING
    for part in list(this.owning):
        k, slot = part
        buffers = conform(walk.memory.of(this.inits[k]), carried(op)[k].type).at(slot)
        bad = (
            not all(buffer.owned for buffer in buffers)
            or not taken.isdisjoint(buffers)
            or bool(walk.sharing(buffers, frame))
            or any(not walk.memory.of(value).deep().isdisjoint(buffers) for value in captured)
        )
        if bad:
            if not this.owning[part] or this.inits[k] in walk.wanted.unbound:
                this.demote(part)
            copy = walk.copied(this.inits[k], op, "entry", k, slot, deep=bool(slot))
            this.copies.append(copy)
            this.inits[k] = copy.out
            buffers = conform(walk.memory.of(copy.out), carried(op)[k].type).at(slot)
            for other in this.entering:
                if other[0] == k:
                    this.entering[other] = walk.memory.of(copy.out).at(other[1])
        this.entering[part] = buffers
        taken |= buffers


def _leave(
    walk: Walk, this: _Loop, region: Region
) -> tuple[tuple[Value, ...], dict[Part, Buffers], Region]:
    """The carries at the end of a round, copied where they would not own their memory."""
    op = this.op
    skipped = len(region.results) - len(results(op))
    final = list(results(op))
    captured = walk.reads_of(op.regions[0]).captured
    leaving: dict[Part, Buffers] = {}
    copies: list[Op] = []
    taken: Buffers = NOTHING
    for part in list(this.owning):
        k, slot = part
        buffers = conform(walk.memory.of(final[k]), carried(op)[k].type).at(slot)
        bad = (
            not all(buffer.owned for buffer in buffers)
            or not taken.isdisjoint(buffers)
            or any(not walk.memory.of(value).deep().isdisjoint(buffers) for value in captured)
        )
        if bad:
            if not this.owning[part] or final[k] in walk.wanted.unbound:
                this.demote(part)
            copy = walk.copied(final[k], op, "round", k, slot, deep=bool(slot))
            copies.append(copy)
            final[k] = copy.out
            buffers = conform(walk.memory.of(copy.out), carried(op)[k].type).at(slot)
            for other in leaving:
                if other[0] == k:
                    leaving[other] = walk.memory.of(copy.out).at(other[1])
        leaving[part] = buffers
        taken |= buffers
    changed = Region(region.params, (*region.ops, *copies), (*region.results[:skipped], *final))
    return tuple(final), leaving, changed
