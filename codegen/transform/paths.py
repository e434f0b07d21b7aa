"""The paths through a round of a loop that may leave early.

The frontend puts the statements behind `if c: break` into the branch that falls through, so the
`if` that yields the exit code stands last and the code is a literal at the end of every path.
Knowing that a round went on, or that it left, therefore decides such `if`s, and what remains is a
region without exits. It also tells how an inner loop ended whose exit code such an `if` asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from codegen.ir.build import emit
from codegen.ir.graph import NEXT, Op, Region, Value, constant

if TYPE_CHECKING:
    from codegen.transform.tape import Tape


@dataclass(frozen=True)
class Fact:
    """That the exit code of an inner loop is this number, or is not."""

    code: Value
    equal: bool
    number: int


@dataclass(frozen=True)
class Path:
    ops: tuple[Op, ...]
    results: tuple[Value, ...]
    facts: tuple[Fact, ...] = ()


def exit_codes(region: Region) -> frozenset[int] | None:
    """The codes that a round may yield; None where they are not literals at the ends of its
    paths."""
    return _codes(region.ops, region.results[0])


def _codes(ops: tuple[Op, ...], code: Value) -> frozenset[int] | None:
    if code.is_const:
        return frozenset({int(code.const)}) if isinstance(code.const, int) else None
    if not ops or ops[-1].name != "if" or code not in ops[-1].outs:
        return None
    tail = ops[-1]
    position = tail.outs.index(code)
    found = [_codes(branch.ops, branch.results[position]) for branch in tail.regions]
    return None if found[0] is None or found[1] is None else found[0] | found[1]


def possible_codes(tape: Tape, loop: Op) -> frozenset[int] | None:
    """The codes with which a loop may end, given what is known where it is reversed."""
    (body,) = loop.regions
    codes = exit_codes(body)
    if codes is None:
        return None
    if "start" in loop.attrs:
        codes |= {NEXT}  # it may run out
    else:
        codes -= {NEXT}
    for fact in tape.facts:
        if fact.code is loop.outs[0]:
            codes = frozenset(c for c in codes if (c == fact.number) == fact.equal)
    return codes


def staying(tape: Tape, body: Region) -> Region:
    """A round, given that it went on."""
    path = _specialised(tape, body.ops, body.results, lambda code: code == NEXT, None)
    if path is None:  # every round leaves, so that there is none to reverse
        index = len(body.params) - (len(body.results) - 1)
        return Region(body.params, (), (constant(NEXT), *body.params[index:]))
    return _region(tape, body.params, path)


def leaving(tape: Tape, loop: Op, codes: frozenset[int]) -> Region | None:
    """A round, given that it left with one of these codes; which way it took is told by the exit
    code where that suffices. None if no round leaves."""
    (body,) = loop.regions
    wanted = codes - {NEXT}
    path = _specialised(tape, body.ops, body.results, lambda code: code in wanted, loop.outs[0])
    return None if path is None else _region(tape, body.params, path)


def _region(tape: Tape, params: tuple[Value, ...], path: Path) -> Region:
    region = Region(params, path.ops, path.results)
    tape.facts_of[region] = path.facts
    return region


Wanted = Callable[[int], bool]


def _specialised(
    tape: Tape, ops: tuple[Op, ...], results: tuple[Value, ...], wanted: Wanted, code: Value | None
) -> Path | None:
    first = results[0]
    if first.is_const:
        return Path(ops, results) if wanted(first.const) else None  # type: ignore[arg-type]
    tail = ops[-1]
    left, right = (_branch(tape, tail, k, results, wanted, code) for k in (0, 1))
    if left is None or right is None:
        path = left or right
        if path is None:
            return None
        return Path(ops[:-1] + path.ops, path.results, path.facts)
    joined, outs = _joined(tape, tail, results, (left, right), wanted, code)
    return Path((*ops[:-1], joined), (constant(NEXT), *outs))


def _branch(
    tape: Tape, tail: Op, which: int, results: tuple[Value, ...], wanted: Wanted, code: Value | None
) -> Path | None:
    region = tail.regions[which]
    ends = dict(zip(tail.outs, region.results, strict=True))
    results = tuple(ends.get(value, value) for value in results)
    path = _specialised(tape, region.ops, results, wanted, code)
    if path is None:
        return None
    return Path(path.ops, path.results, (*_asked(tape, tail, which), *path.facts))


def _asked(tape: Tape, tail: Op, which: int) -> tuple[Fact, ...]:
    """What taking this branch of `if code == RETURN` says."""
    question = tape.definition(tail.ins[0])
    if question is None or question.name not in ("eq", "ne"):
        return ()
    code, number = question.ins
    if not number.is_const or not isinstance(number.const, int):
        return ()
    return (Fact(code, (question.name == "eq") == (which == 0), number.const),)


def _joined(
    tape: Tape, tail: Op, results: tuple[Value, ...], paths: tuple[Path, Path],
    wanted: Wanted, code: Value | None,
) -> tuple[Op, tuple[Value, ...]]:  # fmt: skip
    """The `if` that remains where both branches have a wanted path. It exists for the backward part
    only."""
    left, right = (path.results for path in paths)
    chosen = [k for k in range(1, len(results)) if left[k] is not right[k]]
    outs = {k: Value(results[k].type, results[k].name) for k in chosen}
    attrs: dict[str, Any] = {}
    if code is not None:
        attrs = _told_by_code(tail, results[0], wanted, code)
    branches = []
    for path in paths:
        ends = tuple(path.results[k] for k in chosen)
        branches.append(_region(tape, (), Path(path.ops, ends, path.facts)))
    op = Op("if", tail.ins, tuple(outs.values()), attrs, tuple(branches), tail.origin)
    tape.add_synthetic(op, tail)
    tape.active.update(out for k, out in outs.items() if results[k] in tape.active)
    return op, tuple(outs[k] if k in outs else left[k] for k in range(1, len(results)))


def _told_by_code(tail: Op, first: Value, wanted: Wanted, code: Value) -> dict[str, Any]:
    """Which branch was taken, as a question about the loop's exit code."""
    position = tail.outs.index(first)
    kinds = []
    for branch in tail.regions:
        codes = _codes(branch.ops, branch.results[position]) or frozenset()
        kinds.append({each for each in codes if wanted(each)})
    then, other = kinds
    if then & other:
        return {}
    if len(then) == 1:
        return {"code": code, "ask": "eq", "number": next(iter(then))}
    if len(other) == 1:
        return {"code": code, "ask": "ne", "number": next(iter(other))}
    return {}


def condition_of(op: Op) -> Value:
    """The condition of the backward `if`."""
    if "ask" in op.attrs:
        return emit(op.attrs["ask"], op.attrs["code"], op.attrs["number"])
    return op.ins[0]
