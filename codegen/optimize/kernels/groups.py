"""Which operations of a region share a loop.

An operation joins a group if it reads what the group computes row by row, and if it does not store
to what the group reads elsewhere. Groups are kept in an order in which each finds what it needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from codegen.ir.core import STORING
from codegen.ir.graph import Op, Value, reads, substitute_op
from codegen.ir.types import Length, facts, is_mutable
from codegen.optimize.kernels.extents import Extents, lengths
from codegen.optimize.kernels.rows import REDUCTIONS, leading, removes_first
from codegen.optimize.kernels.views import (
    VIEWS,
    is_view,
    is_whole,
    items_of,
    rank,
    selection_rank,
)

ZEROS = frozenset({"zeros", "zeros_like", "array_zeros_like"})
# of these a loop computes several numbers at a time, if no other loop is inside
_SEVERAL = frozenset({"exp", "log", "tanh"})
_CHEAP = frozenset({"add", "sub", "mul", "neg"})


@dataclass
class Group:
    """Ops that are scheduled together: one as it is, or a group that shares a loop."""

    length: Length | None
    ops: list[Op] = field(default_factory=list)

    def outs(self) -> set[Value]:
        return {out for op in self.ops for out in op.outs}


class Grouping:
    """given: the arguments, which no store changes. elements: the places of arrays that are kept
    place by place. outermost: the loops are not inside one that stands for an operation, where an
    array between two loops would be made in every round."""

    def __init__(
        self,
        makers: dict[Value, Op],
        extents: Extents,
        given: frozenset[Value],
        elements: Mapping[Value, list[Value]],
        outermost: bool,
    ) -> None:
        self.makers = makers
        self.extents = extents
        self.given = given
        self.elements = elements
        self.outermost = outermost

    def reads(self, op: Op) -> Iterator[Value]:
        """What evaluating the op needs."""
        return self._behind(list(reads(op)))

    def _behind(self, pending: list[Value]) -> Iterator[Value]:
        """The values, with all places of an array that is kept as its places, and what a view
        shows."""
        while pending:
            value = pending.pop(0)
            yield value
            pending += self.elements.get(value, ())
            maker = self.makers.get(value)
            if maker is not None and maker.name in VIEWS:
                pending += reads(maker)

    def scheduled(self, ops: list[Op], results: tuple[Value, ...]) -> tuple[list[Op], list[Group]]:
        """What depends on no group and comes first, and the items after it."""
        early: list[Op] = []
        items: list[Group] = []
        home: dict[Value, int] = {}
        readers: dict[Value, int] = {}  # of the memory of an array: the last item that reads it
        barrier = -1  # the last item that requires something: nothing goes before it
        for op in ops:
            length = loop_length(self.extents, op)
            if op.name in ZEROS and not self._row_by_row(op, ops, results):
                length = None
            first = max((home.get(value, -1) for value in self.reads(op)), default=-1)
            if op.name == "require" and first < 0:
                early.append(op)
                continue
            first = max(first, barrier)
            if first < 0 and (length is None or is_view(op)) and self._is_early(op):
                early.append(op)
                for value in reads(op):
                    readers.setdefault(self._root(value), -1)
                continue
            at = None
            if length is not None:
                for k in range(max(first, 0), len(items)):
                    other = items[k].length
                    if other is not None and facts().equal(other, length):
                        if self._joins(op, items[k], k, home, readers):
                            at = k
                            break
            if at is None:
                items.append(Group(None if is_view(op) else length))
                at = len(items) - 1
            items[at].ops.append(op)
            barrier = at if op.name == "require" else barrier
            home.update((out, at) for out in op.outs)
            for value in reads(op):
                root = self._root(value)
                readers[root] = max(readers.get(root, -1), at)
        return early, items

    def _row_by_row(self, op: Op, ops: list[Op], results: tuple[Value, ...]) -> bool:
        """Is the array needed only a row at a time?"""
        alone = Group(None, [op])
        readers = [each for each in ops if op.out in reads(each)]
        return op.out not in results and all(
            loop_length(self.extents, each) is not None and is_row(op.out, each, alone)
            for each in readers
        )

    def _is_early(self, op: Op) -> bool:
        """May the op be evaluated whenever it is needed?"""
        if op.regions or op.name in STORING or len(op.outs) != 1:
            return False
        shape_only = op.name in ("shape", "len", "size")
        return shape_only or all(self.is_given(value) for value in reads(op))

    def is_given(self, value: Value) -> bool:
        """A number, or an array that is never stored to."""
        return not is_mutable(value.type) or self._root(value) in self.given

    def sink(self, items: list[Group], results: tuple[Value, ...]) -> None:
        """What is quick to compute from what is at hand there is computed where it is needed."""
        for k in reversed(range(len(items))):
            if items[k].length is None:
                continue
            needed = self.needed(items, results)
            for op in reversed(list(items[k].ops)):
                if op.name not in _CHEAP or op.out in results or op.out not in needed:
                    continue
                users = [
                    j for j, item in enumerate(items) for each in item.ops if op.out in reads(each)
                ]
                if all(map(self.is_given, op.ins)) and self._copied(op, k, items, users):
                    continue
                same = {*users} == {users[0]} and users[0] > k if users else False
                if not same or items[users[0]].length is None:
                    continue
                arrays = [value for value in op.ins if rank(value)]
                inside = items[k].outs()
                group = items[users[0]]
                if all(value in inside and value in needed for value in arrays) and all(
                    is_row(op.out, each, Group(None, [op]))
                    for each in group.ops
                    if op.out in reads(each)
                ):
                    items[k].ops.remove(op)
                    group.ops.insert(0, op)

    def _copied(self, op: Op, k: int, items: list[Group], users: list[int]) -> bool:
        """Compute op again in every other group that reads it, if they all can."""
        others = sorted({*users} - {k})
        for j in others:
            for each in items[j].ops:
                if op.out in reads(each) and (
                    items[j].length is None or not is_row(op.out, each, Group(None, [op]))
                ):
                    return False
        for j in others:
            again = Value(op.out.type, op.out.name)
            mapping = {op.out: again}
            items[j].ops[:] = [
                op.with_(outs=(again,)),
                *(substitute_op(each, mapping) for each in items[j].ops),
            ]
            self.makers[again] = items[j].ops[0]
            self.makers.update((out, each) for each in items[j].ops for out in each.outs)
        return True

    def _root(self, value: Value) -> Value:
        maker = self.makers.get(value)
        while maker is not None and maker.name in ("getitem", "expand_dims", "transpose"):
            value = maker.ins[0]
            maker = self.makers.get(value)
        return value

    def _joins(
        self, op: Op, item: Group, k: int, home: dict[Value, int], readers: dict[Value, int]
    ) -> bool:
        if self.outermost and any(is_apart(op, each) or is_apart(each, op) for each in item.ops):
            return False
        inside = item.outs()
        if not inside.isdisjoint(self._behind([v for v in reads(op) if v not in inside])):
            return False  # what is read there is not the row of the round at hand
        if is_scatter(op, item.ops):
            base = op.ins[0]
            others = [each for each in item.ops if base in each.outs]
            if others and not is_chain(op, others[0]):
                return False
            if readers.get(self._root(base), -1) >= k and not others:
                return False
            return all(is_row(value, op, item) for value in reads(op) if value is not base)
        return all(is_row(value, op, item) for value in reads(op))

    def needed(self, items: list[Group], results: tuple[Value, ...]) -> set[Value]:
        """What is needed outside of the group that makes it."""
        needed = {*results}
        for item in items:
            inside = item.outs()
            for op in item.ops:
                needed |= {value for value in self.reads(op) if value not in inside}
        return needed


def is_scatter(op: Op, ops: list[Op]) -> bool:
    """A store into an array that is whole before the loop."""
    if op.name not in ("update", "accumulate") or not op.attrs["path"]:
        return False
    maker = next((each for each in ops if op.ins[0] in each.outs), None)
    return maker is None or not first_is_whole(op) or is_scatter(maker, ops)


def first_is_whole(op: Op) -> bool:
    if not op.attrs.get("path"):
        return False
    items = items_of(op)
    return items is not None and is_whole(items[0])


def is_chain(op: Op, before: Op) -> bool:
    """Do two stores go to the same rows of one array? At others, each loop is quicker alone."""
    if first_is_whole(op) and before.name in ("update", "accumulate") and first_is_whole(before):
        return True
    return op.name == before.name == "accumulate" and op.attrs["path"] == before.attrs["path"]


def is_apart(op: Op, other: Op) -> bool:
    """Would the loop of op be slower with the other in it?"""
    return op.name in _SEVERAL and rank(op.out) == 1 and _holds_a_loop(other)


def _holds_a_loop(op: Op) -> bool:
    """Is a round of the op a loop again?"""
    if op.name in ("update", "accumulate") and op.attrs["path"]:
        return selection_rank(items_of(op) or ()) > 1
    return max(map(rank, (op.out, *op.ins[: op.name in REDUCTIONS]))) > 1


def is_row(value: Value, op: Op, item: Group) -> bool:
    """Is what an op reads whole before the loop, or a row of the round at hand?"""
    maker = next((each for each in item.ops if value in each.outs), None)
    if maker is None:
        return True
    if maker.name in REDUCTIONS and removes_first(maker):
        return False
    if is_scatter(maker, item.ops) and not first_is_whole(maker):
        return False
    if op.name == "getitem":
        return value is op.ins[0] and first_is_whole(op)
    if value not in op.ins:
        return False
    if op.name in (*REDUCTIONS, "stack", "expand_dims"):
        return True
    wide = rank(op.out)
    if op.name in ("update", "accumulate") and op.attrs["path"]:
        if value is op.ins[0]:
            return first_is_whole(op)
        items = items_of(op)
        assert items is not None
        wide = selection_rank(items)
    return rank(value) == wide and not facts().is_one(lengths(value)[0])


def loop_length(extents: Extents, op: Op) -> Length | None:
    """The length of the loop that stands for an op; None where none does."""
    if op.regions:
        return None
    length = leading(op)
    if length is None or not extents.has(length):
        return None
    shapes = [*lengths(op.out), *(n for value in op.ins for n in lengths(value))]
    return length if all(map(extents.has, shapes)) else None
