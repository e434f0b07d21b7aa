"""Comparisons, `and`, `or`, `a if c else b`, and tests, of which only the truth is asked."""

from __future__ import annotations

import libcst as cst

from codegen.frontend.classes import Class
from codegen.frontend.dispatch import evaluate
from codegen.frontend.operators import check_truth, choose, compare
from codegen.frontend.overloading import truth
from codegen.frontend.slots import Dict, FixedList, Function, KeySet, Partial, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import ListOf

_COMPARE = {
    cst.LessThan: "lt", cst.LessThanEqual: "le", cst.GreaterThan: "gt",
    cst.GreaterThanEqual: "ge", cst.Equal: "eq", cst.NotEqual: "ne",
    cst.Is: "is", cst.IsNot: "is_not", cst.In: "in", cst.NotIn: "not_in",
}  # fmt: skip


def comparison(t: Tracer, node: cst.Comparison) -> Slot:
    return _chain(t, evaluate(t, node.left), list(node.comparisons))


def _chain(t: Tracer, left: Slot, rest: list[cst.ComparisonTarget]) -> Slot:
    """a < b < c is `a < b and b < c`, with b evaluated once."""
    right = evaluate(t, rest[0].comparator)
    first = compare(t, _COMPARE[type(rest[0].operator)], left, right)
    if len(rest) == 1:
        return first
    if first.is_const:
        return _chain(t, right, rest[1:]) if first.const else first
    return choose(t, first, lambda: _chain(t, right, rest[1:]), lambda: first, "and")


def boolean(t: Tracer, node: cst.BooleanOperation) -> Slot:
    form = "and" if isinstance(node.operator, cst.And) else "or"
    slot = evaluate(t, node.left)
    own = truth(t, slot)
    known = _known_truth(t, slot if own is None else own)
    if own is not None and known is None:
        t.refuse("CG016", "an object in `and` or `or`", "Write its `__bool__` out: `obj.on and x`.")
    if known is not None:
        return evaluate(t, node.right) if known == (form == "and") else slot
    left = t.value(slot)
    check_truth(t, left)

    def right() -> Slot:
        return evaluate(t, node.right)

    def same() -> Slot:
        return left

    return choose(t, left, *((right, same) if form == "and" else (same, right)), form=form)


def condition(t: Tracer, node: cst.BaseExpression) -> Value:
    """A test as a value whose truth decides; the length of a list decides for the list."""
    if isinstance(node, cst.BooleanOperation):
        return _joint_condition(t, node)
    slot = evaluate(t, node)
    own = truth(t, slot)
    slot = slot if own is None else own
    known = _known_truth(t, slot)
    if known is not None:
        return constant(known)
    value = t.value(slot)
    check_truth(t, value)
    return value


def _known_truth(t: Tracer, slot: Slot) -> bool | None:
    """Whether something counts as true, where that is known before the run."""
    if isinstance(slot, TupleSlot):
        return bool(slot.items)
    if isinstance(slot, Class | Function | Partial):
        return True
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, KeySet):
            return bool(entry.keys)
        return bool(entry.items) if isinstance(entry, FixedList | Dict) else None
    return bool(slot.const) if isinstance(slot, Value) and slot.is_const else None


def _joint_condition(t: Tracer, node: cst.BooleanOperation) -> Value:
    """`a and b`, `a or b` where only the truth is asked: a list may stand by a comparison."""
    form = "and" if isinstance(node.operator, cst.And) else "or"
    left = condition(t, node.left)
    if left.is_const:
        return condition(t, node.right) if left.const == (form == "and") else left
    if isinstance(left.type, ListOf):
        left = t.emit("gt", t.emit("len", left, via="builtins.len"), constant(0))

    def right() -> Slot:
        return condition(t, node.right)

    def same() -> Slot:
        return left

    found = choose(t, left, *((right, same) if form == "and" else (same, right)), form=form)
    return t.value(found)


def ternary(t: Tracer, node: cst.IfExp) -> Slot:
    test = condition(t, node.test)
    return choose(
        t, test, lambda: evaluate(t, node.body), lambda: evaluate(t, node.orelse), "ternary"
    )
