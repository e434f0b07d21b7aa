"""`match`: a chain of tests, each with the names that its pattern binds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import libcst as cst

from codegen.frontend.blocks import block
from codegen.frontend.branches import Way
from codegen.frontend.conditions import condition
from codegen.frontend.control import leaves, two_ways
from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.operators import check_truth, choose, compare
from codegen.frontend.slots import Dict, FixedList, Named, Ref, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import Array, ListOf, Scalar

Found = tuple[Value, dict[str, Slot]]  # does the subject match, and what is bound then?


def match_statement(t: Tracer, node: cst.Match, rest: Way | None) -> bool:
    """The cases as branches, tried one after the other."""
    held = t.held_names
    subject = t.hold(evaluate(t, node.subject))
    followed = _cases(t, subject, list(node.cases), rest)
    t.drop_held(held)
    return followed


def _cases(t: Tracer, subject: Any, cases: Sequence[cst.MatchCase], rest: Way | None) -> bool:
    if not cases:
        return False
    first, others = cases[0], cases[1:]
    test, bound = _matches(t, first.pattern, t.held(subject))

    def bind() -> None:
        for name, slot in bound.items():
            t.bind(name, slot)

    if first.guard is not None:
        guard = first.guard

        def guarded() -> Slot:
            bind()
            return condition(t, guard)

        test = t.value(choose(t, test, guarded, lambda: constant(False), "and"))

    def then() -> None:
        bind()
        block(t, first.body)

    def otherwise() -> None:
        _cases(t, subject, others, None)

    complete = bool(others) and all(leaves(case.body) for case in others) and _catches_all(others)
    return two_ways(t, test, (then, leaves(first.body)), (otherwise, complete), rest)


def _catches_all(cases: Sequence[cst.MatchCase]) -> bool:
    last = cases[-1]
    return isinstance(last.pattern, cst.MatchAs) and last.pattern.pattern is None and not last.guard


def _matches(t: Tracer, pattern: cst.MatchPattern, slot: Slot) -> Found:
    match pattern:
        case cst.MatchValue(value=literal):
            return _equals(t, slot, evaluate(t, literal)), {}
        case cst.MatchSingleton(value=cst.Name(value=word)):
            return _is_singleton(t, slot, word), {}
        case cst.MatchAs(pattern=inner, name=name):
            test, bound = (constant(True), {}) if inner is None else _matches(t, inner, slot)
            return test, bound if name is None else {**bound, name.value: slot}
        case cst.MatchOr(patterns=elements):
            return _one_of(t, [element.pattern for element in elements], slot)
        case cst.MatchSequence(patterns=parts):
            return _sequence(t, parts, slot, pattern)
        case cst.MatchMapping():
            return _mapping(t, pattern, slot)
        case cst.MatchClass():
            return _instance(t, pattern, slot)
    t.refuse("CG060", "this pattern is not supported", "Write `if`, `elif` and `else`.", pattern)


def _equals(t: Tracer, slot: Slot, literal: Slot) -> Value:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(slot, TupleSlot) or isinstance(entry, FixedList | Dict):
        return constant(False)
    test = compare(t, "eq", slot, literal)
    check_truth(t, test)
    return test


def _is_singleton(t: Tracer, slot: Slot, word: str) -> Value:
    if word == "None":
        return compare(t, "is", slot, constant(None))
    if not isinstance(slot, Value) or slot.type != Scalar("bool"):
        return constant(False)
    return compare(t, "eq", slot, constant(word == "True"))


def _both(t: Tracer, left: Value, right: Value) -> Value:
    return t.value(choose(t, left, lambda: right, lambda: left, "and"))


def _one_of(t: Tracer, patterns: list[cst.MatchPattern], slot: Slot) -> Found:
    test = constant(False)
    for pattern in reversed(patterns):
        mine, bound = _matches(t, pattern, slot)
        if bound and not (mine.is_const and len(patterns) == 1):
            t.refuse("CG060", "`|` of patterns that bind names", "Write a case for each.", pattern)
        after = test
        test = t.value(choose(t, mine, lambda: mine, lambda: after, "or"))  # noqa: B023
    return test, {}


def _sequence(t: Tracer, parts: Sequence[Any], slot: Slot, pattern: cst.MatchPattern) -> Found:
    """A list or tuple of known length. An array is no sequence here, and text neither."""
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if isinstance(slot, TupleSlot):
        items = slot.items
    elif isinstance(entry, FixedList):
        items = entry.items
    elif isinstance(slot, Ref) and not isinstance(entry, Dict):
        kind = t.value(slot).type
        if isinstance(kind, ListOf) or isinstance(kind, Array) and kind.generic:
            t.refuse(
                "CG060",
                "a pattern for the items of a list whose length is not known before the run",
                "Write `if len(xs) == ...` and index the items.",
                pattern,
            )
        return constant(False), {}
    else:
        return constant(False), {}
    stars = [k for k, part in enumerate(parts) if isinstance(part, cst.MatchStar)]
    if len(items) < len(parts) - len(stars) or not stars and len(items) != len(parts):
        return constant(False), {}
    bound: dict[str, Slot] = {}
    chosen = list(zip(parts, items, strict=False))
    if stars:
        place, after = stars[0], len(parts) - stars[0] - 1
        end = len(items) - after
        name = parts[place].name
        if name is not None:
            bound[name.value] = t.state.allocate(FixedList(items[place:end]))
        chosen = [
            *zip(parts[:place], items[:place], strict=True),
            *zip(parts[place + 1 :], items[end:], strict=True),
        ]
    return _all_of(t, [(part.value, item) for part, item in chosen], bound)


def _all_of(t: Tracer, parts: list[tuple[cst.MatchPattern, Slot]], bound: dict[str, Slot]) -> Found:
    test = constant(True)
    for pattern, item in parts:
        mine, names = _matches(t, pattern, item)
        bound |= names
        test = _both(t, test, mine)
    return test, bound


def _mapping(t: Tracer, pattern: cst.MatchMapping, slot: Slot) -> Found:
    entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
    if not isinstance(entry, Dict):
        return constant(False), {}
    items = dict(zip(entry.keys, entry.items, strict=True))
    parts = []
    for element in pattern.elements:
        key = t.value(evaluate(t, element.key)).const
        if key not in items:
            return constant(False), {}
        parts.append((element.pattern, items.pop(key)))
    bound: dict[str, Slot] = {}
    if pattern.rest is not None:
        left = Dict(tuple(items), tuple(items.values()))
        bound[pattern.rest.value] = t.state.allocate(left)
    return _all_of(t, parts, bound)


def _instance(t: Tracer, pattern: cst.MatchClass, slot: Slot) -> Found:
    """`int()`, `float(v)`: of Python's own types, which may have one pattern for the whole."""
    kind = evaluate(t, pattern.cls)
    if not isinstance(kind, Named) or pattern.kwds or len(pattern.patterns) > 1:
        t.refuse("CG060", "a pattern of this class", "Write `if isinstance(...)`.", pattern)
    test = t.value(apply(t, Named("builtins.isinstance"), [slot, kind], {}))
    found, bound = _all_of(t, [(part.value, slot) for part in pattern.patterns], {})
    return _both(t, test, found), bound
