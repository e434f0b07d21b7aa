"""The paths through a round of a loop that may leave early.

The frontend puts the statements behind `if c: break` into the branch that falls through, so the `if` that
yields the exit code stands last and the code is a literal at the end of every path. Knowing that a round
went on, or that it left, therefore decides such `if`s, and what remains is a region without exits.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from codegen.ir.build import emit
from codegen.ir.graph import NEXT, Op, Region, Value, constant

if TYPE_CHECKING:
    from codegen.transform.residuals import Tape

Path = tuple[tuple[Op, ...], tuple[Value, ...]]  # ops, results


def exit_codes(region: Region) -> frozenset[int] | None:
    """The codes that a round may yield; None where they are not literals at the ends of its paths."""
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


def staying(tape: Tape, body: Region) -> Region:
    """A round, given that it went on."""
    path = _specialised(tape, body.ops, body.results, lambda code: code == NEXT, None)
    if path is None:  # every round leaves, so that there is none to reverse
        index = len(body.params) - (len(body.results) - 1)
        return Region(body.params, (), (constant(NEXT), *body.params[index:]))
    return Region(body.params, *path)


def leaving(tape: Tape, loop: Op) -> Region:
    """A round, given that it left; which way it took is told by the exit code where that suffices."""
    (body,) = loop.regions
    path = _specialised(tape, body.ops, body.results, lambda code: code != NEXT, loop.outs[0])
    if path is None:
        return Region(body.params, (), body.results)
    return Region(body.params, *path)


def _specialised(
    tape: Tape, ops: tuple[Op, ...], results: tuple[Value, ...],
    wanted: Callable[[int], bool], code: Value | None,
) -> Path | None:  # fmt: skip
    first = results[0]
    if first.is_const:
        return (ops, results) if wanted(first.const) else None  # type: ignore[arg-type]
    tail = ops[-1]
    paths = [_branch(tape, tail, k, results, wanted, code) for k in (0, 1)]
    left, right = paths
    if left is None or right is None:
        path = left or right
        return None if path is None else (ops[:-1] + path[0], path[1])
    joined, outs = _joined(tape, tail, results, (left, right), wanted, code)
    return (*ops[:-1], joined), (constant(NEXT), *outs)


def _branch(
    tape: Tape, tail: Op, which: int, results: tuple[Value, ...],
    wanted: Callable[[int], bool], code: Value | None,
) -> Path | None:  # fmt: skip
    region = tail.regions[which]
    ends = dict(zip(tail.outs, region.results, strict=True))
    return _specialised(
        tape, region.ops, tuple(ends.get(value, value) for value in results), wanted, code
    )


def _joined(
    tape: Tape, tail: Op, results: tuple[Value, ...], paths: tuple[Path, Path],
    wanted: Callable[[int], bool], code: Value | None,
) -> tuple[Op, tuple[Value, ...]]:  # fmt: skip
    """The `if` that remains where both branches have a wanted path. It exists for the backward part only."""
    (left_ops, left), (right_ops, right) = paths
    chosen = [k for k in range(1, len(results)) if left[k] is not right[k]]
    outs = {k: Value(results[k].type, results[k].name) for k in chosen}
    attrs: dict[str, Any] = {}
    if code is not None:
        attrs = _told_by_code(tail, results[0], wanted, code)
    branches = (
        Region((), left_ops, tuple(left[k] for k in chosen)),
        Region((), right_ops, tuple(right[k] for k in chosen)),
    )
    op = Op("if", tail.ins, tuple(outs.values()), attrs, branches, tail.origin)
    tape.add_synthetic(op, tail)
    for k, out in outs.items():
        if results[k] in tape.active:
            tape.active.add(out)
    return op, tuple(outs[k] if k in outs else left[k] for k in range(1, len(results)))


def _told_by_code(
    tail: Op, first: Value, wanted: Callable[[int], bool], code: Value
) -> dict[str, Any]:
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


def condition_of(tape: Tape, op: Op) -> Value:
    """The condition of the backward `if`."""
    if "ask" in op.attrs:
        return emit(op.attrs["ask"], op.attrs["code"], op.attrs["number"])
    return op.ins[0]
