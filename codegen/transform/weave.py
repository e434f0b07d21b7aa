"""The forward part with what it hands to the backward part woven in: the last step of reverse mode.

A branch gets results, a loop gets carries: lists to which each round appends, or values as of the
last round. A value that only one path defines and that is put into a list needs something on the
other paths too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import NEXT, UNDEFINED, Op, Region, Value, constant, undefined
from codegen.transform.bound import bound, placeholder

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


@dataclass(frozen=True, eq=False)
class Export:
    """A value of one branch of an `if` as a result of it; not bound after the other branch."""

    which: int
    value: Value
    out: Value


@dataclass(frozen=True, eq=False)
class Kept:
    """A further carry of a loop.

    kind: "each": a list of the value in every round that goes on; "states": likewise of a carry's
    next value, after its `first`; "count": the number of these rounds; "last": the value in the
    round that left; "same": the value in any round, where it is one for all.
    """

    kind: str
    value: Value | None
    param: Value
    out: Value
    first: Value | None = None


@dataclass(frozen=True)
class Route:
    """A path through a round: which branch each `if` on it takes, and the ops outside of that
    path."""

    choices: Mapping[Op, int] = field(default_factory=dict)
    elsewhere: frozenset[Op] = frozenset()

    def into(self, tail: Op, which: int) -> Route:
        others = frozenset(_ops_of_tail(tail.regions[1 - which]))
        return Route({**self.choices, tail: which}, self.elsewhere | others)


def _ops_of_tail(region: Region) -> list[Op]:
    """The ops of a region, and of the branches of the `if` that ends it."""
    found = list(region.ops)
    if found and found[-1].name == "if":
        found += [op for branch in found[-1].regions for op in _ops_of_tail(branch)]
    return found


class Weaver:
    def __init__(self, tape: Tape) -> None:
        self.tape = tape
        self.listed: list[Value] = []  # what is put into lists, on every path

    def whole(self, body: Region) -> Region:
        """The body of the function."""
        region = self.region(body)
        return bound(region, self.listed)

    # regions

    def region(self, region: Region) -> Region:
        return Region(region.params, self.ops(region.ops), region.results)

    def ops(self, ops: tuple[Op, ...]) -> tuple[Op, ...]:
        found: list[Op] = []
        for op in ops:
            if op.name == "if":
                found.append(self.branches(op))
            elif op.name == "loop":
                found += self.loop(op)
            else:
                found.append(self.tape.replaced.get(op, op))
        return tuple(found)

    def branches(self, op: Op) -> Op:
        exports = self.tape.exports.get(op, [])
        regions = []
        for which, region in enumerate(op.regions):
            results = list(region.results)
            for export in exports:
                here = export.which == which
                results.append(export.value if here else undefined())
            regions.append(Region((), self.ops(region.ops), tuple(results)))
        outs = op.outs + tuple(export.out for export in exports)
        attrs = op.attrs
        if exports:  # no conditional expression any more
            attrs = {key: item for key, item in attrs.items() if key != "form"}
        return op.with_(attrs=attrs, outs=outs, regions=tuple(regions))

    # loops

    def loop(self, op: Op) -> list[Op]:
        kept = self.tape.kept.get(op, [])
        (body,) = op.regions
        builder = Builder(origin=op.origin)
        inits = list(op.ins)
        with building(builder):
            inits += [self.first(each) for each in kept]
        exits = bool(op.attrs.get("exits"))
        if exits and op in self.tape.split:
            region = self.path(body, 0, kept, Route())
        else:
            region = self.every_round(body, kept)
        region = Region((*body.params, *(each.param for each in kept)), region.ops, region.results)
        outs = op.outs + tuple(each.out for each in kept)
        return [*builder.ops, op.with_(ins=tuple(inits), outs=outs, regions=(region,))]

    def first(self, kept: Kept) -> Value:
        """The initial value of a further carry."""
        if kept.kind == "count":
            return constant(0)
        if kept.kind in ("last", "same"):
            return undefined()
        items = () if kept.first is None else (kept.first,)
        self.listed += items
        op = emit_op("make_list", items, {}, types=(kept.param.type,), hint=kept.param.name)
        return op.out

    def every_round(self, body: Region, kept: list[Kept]) -> Region:
        return self.end(body.ops, body.results, kept, Route(), leaves=False)

    def path(self, region: Region, at: int, kept: list[Kept], route: Route) -> Region:
        """The region, whose result at this position is the exit code, with further results."""
        code = region.results[at]
        if code.is_const:
            return self.end(region.ops, region.results, kept, route, leaves=code.const != NEXT)
        *before, tail = region.ops
        position = tail.outs.index(code)
        branches = []
        for which, branch in enumerate(tail.regions):
            branches.append(self.path(branch, position, kept, route.into(tail, which)))
        further = tuple(Value(each.param.type, each.param.name) for each in kept)
        tail = tail.with_(outs=tail.outs + further, regions=tuple(branches))
        return Region(region.params, (*self.ops(tuple(before)), tail), region.results + further)

    def end(
        self, ops: tuple[Op, ...], results: tuple[Value, ...], kept: list[Kept],
        route: Route, leaves: bool,
    ) -> Region:  # fmt: skip
        """The end of a path through a round."""
        origin = ops[-1].origin if ops else None
        builder = Builder(origin=origin)
        further = []
        with building(builder):
            for each in kept:
                further.append(self.after_round(each, route, leaves))
        return Region((), (*self.ops(ops), *builder.ops), (*results, *further))

    def after_round(self, kept: Kept, route: Route, leaves: bool) -> Value:
        if kept.kind == "last":
            if not leaves or kept.value is None:
                return undefined()
            return self.at(kept.value, route)
        if leaves:
            return kept.param
        if kept.kind == "same" and kept.value is not None:
            return self.at(kept.value, route)
        if kept.kind == "count" or kept.value is None:
            return emit("add", kept.param, 1, hint=kept.param.name)
        value = self.at(kept.value, route)
        if value.const is UNDEFINED:
            value = placeholder(kept.value.type)
        self.listed.append(value)
        t = kept.param.type
        return emit_op("append", (kept.param, value), types=(t,), hint=kept.param.name).out

    def at(self, value: Value, route: Route) -> Value:
        """What a value of the backward part's view of a round is on this path."""
        owner = self.tape.owner.get(value)
        while owner is not None and owner in self.tape.synthetic:
            which = route.choices.get(self.tape.synthetic[owner])
            if which is None:
                return undefined()
            if value in owner.outs:
                value = owner.regions[which].results[owner.outs.index(value)]
            else:
                (export,) = (e for e in self.tape.exports[owner] if e.out is value)
                value = export.value if export.which == which else undefined()
            owner = self.tape.owner.get(value)
        return undefined() if owner in route.elsewhere else value
