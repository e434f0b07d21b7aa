"""Guard clauses: a path on which f returns early gets its own backward part and its own `return`.

The joint function of

    if x < 0:
        return 0.0
    ...

is made to branch once: each path holds its statements and then what the backward part does on
that path. Only what both paths share of the backward part is written twice, and so it must be
short.
"""

from __future__ import annotations

from collections.abc import Mapping

from codegen.ir.graph import Graph, Op, Region, Value, substitute, substitute_op, walk
from codegen.ir.ops import REGISTRY
from codegen.optimize.rebuild import copied, with_body

_SHARED = 25  # ops that may be written twice
_DEEPEST = 20


def early_returns(joint: Graph) -> Graph:
    """The joint graph with a branch in the place of every guard clause that opens f."""
    ops, results = _guarded(joint.body.ops, joint.body.results, _DEEPEST)
    return with_body(joint, Region(joint.body.params, ops, results))


def _guarded(
    ops: tuple[Op, ...], results: tuple[Value, ...], depth: int
) -> tuple[tuple[Op, ...], tuple[Value, ...]]:
    first = next((k for k, op in enumerate(ops) if op.backward), None)
    if not first or not depth or not _is_guard(ops[first - 1]):
        return ops, results
    guard, backward = ops[first - 1], ops[first:]
    alike = {op.ins[0] for op in backward if op.name == "if" and _same(op, guard, ops)}
    shared = [op for op in backward if op.name != "if" or op.ins[0] not in alike]
    if len(list(walk(Region((), tuple(shared))))) > _SHARED or any(op.regions for op in shared):
        return ops, results
    sides = [_side(guard, which, backward, alike, results) for which in (0, 1)]
    short = copied(Region((), *sides[0]), {})
    rest = Region((), *_guarded(*sides[1], depth - 1))
    outs = tuple(Value(value.type, value.name) for value in results)
    return (
        *ops[: first - 1],
        Op("if", guard.ins, outs, {"form": "return"}, (short, rest), guard.origin),
    ), outs


def _is_guard(op: Op) -> bool:
    """Does f return within the branch, and nowhere end in an exception?"""
    if op.name != "if" or op.attrs.get("form"):
        return False
    inner = [each for region in op.regions for each in walk(region)]
    if any(each.name == "raise" for each in inner):
        return False
    then = [*walk(op.regions[0])]
    if not then:
        ends = {region.results[k].name for region in op.regions for k in range(len(op.outs))}
        return all(out.name is None or out.name in ends for out in op.outs)
    return any(each.origin is not None and _returns(each.origin.text) for each in then)


def _returns(text: str) -> bool:
    return text == "return" or text.startswith("return ")


def _same(branch: Op, guard: Op, ops: tuple[Op, ...]) -> bool:
    """Do the two ask the same, the second perhaps by a comparison that was made anew?"""
    makers = {op.out: op for op in ops if len(op.outs) == 1 and not op.regions}
    return _equal(branch.ins[0], guard.ins[0], makers, 5)


def _equal(a: Value, b: Value, makers: Mapping[Value, Op], depth: int) -> bool:
    if a.is_const and b.is_const:
        return type(a.const) is type(b.const) and repr(a.const) == repr(b.const)
    one, other = makers.get(a), makers.get(b)
    if a is b or one is None or other is None or not depth:
        return a is b
    plain = [{k: v for k, v in op.attrs.items() if k != "via"} for op in (one, other)]
    if one.name != other.name or plain[0] != plain[1] or len(one.ins) != len(other.ins):
        return False
    row = REGISTRY.get(one.name)
    if row is None or row.impure or one.name == "call":
        return False
    return all(_equal(x, y, makers, depth - 1) for x, y in zip(one.ins, other.ins, strict=True))


def _side(
    guard: Op,
    which: int,
    backward: tuple[Op, ...],
    alike: set[Value],
    results: tuple[Value, ...],
) -> tuple[tuple[Op, ...], tuple[Value, ...]]:
    """All that is done on one path."""
    region = guard.regions[which]
    mapping = dict(zip(guard.outs, region.results, strict=True))
    ops = list(region.ops)
    for op in backward:
        if op.name == "if" and op.ins[0] in alike:
            inner = substitute(op.regions[which], mapping)
            ops += inner.ops
            mapping |= dict(zip(op.outs, inner.results, strict=True))
        else:
            ops.append(substitute_op(op, mapping))
    return tuple(ops), tuple(mapping.get(value, value) for value in results)
