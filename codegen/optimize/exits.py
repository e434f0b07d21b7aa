"""Exit codes: `continue` that only ends a round is no code, one question has one form, and
branches of the backward part on one question are one branch."""

from __future__ import annotations

from codegen.ir.graph import (
    NEXT,
    Graph,
    Op,
    Region,
    Value,
    constant,
    reads,
    substitute,
    substitute_op,
)
from codegen.ir.ops import REGISTRY
from codegen.ir.types import INT
from codegen.optimize.rebuild import with_body


def plain_rounds_end(graph: Graph) -> Graph:
    """`code = 0 if found == -1 else found`, where found is a constant on each path of the branch
    before: the branch gives the code itself."""
    return with_body(graph, _resolved(graph.body))


def _resolved(region: Region) -> Region:
    ops: list[Op] = []
    places: dict[Value, int] = {}  # of what defines a value
    mapping: dict[Value, Value] = {}
    for op in region.ops:
        op = substitute_op(op, mapping)
        op = op.with_(regions=tuple(map(_resolved, op.regions))) if op.regions else op
        test = ops[places[op.ins[0]]] if op.name == "if" and op.ins[0] in places else None
        asked = _asked(test)
        if asked is not None and not any(inner.ops for inner in op.regions):
            found, code = asked
            home = places.get(found)
            codes = [inner.results[0] for inner in op.regions] if len(op.outs) == 1 else []
            plain = bool(codes) and all(_is_code(value, found) for value in codes)
            if home is not None and plain and _settled(ops[home], found):
                then, otherwise = codes
                then = constant(code) if then is found else then
                kept = None if otherwise is found else otherwise
                ops[home], new = _recoded(ops[home], found, code, then, kept)
                places.update((out, home) for out in ops[home].outs)
                mapping[op.out] = new
                continue
        places.update((out, len(ops)) for out in op.outs)
        ops.append(op)
    results = tuple(mapping.get(value, value) for value in region.results)
    return Region(region.params, tuple(ops), results)


def _asked(test: Op | None) -> tuple[Value, object] | None:
    """(value, constant) where the test of a branch is value == constant."""
    if test is None or test.name != "eq" or not test.ins[1].is_const:
        return None
    return test.ins[0], test.ins[1].const


def _is_code(value: Value, found: Value) -> bool:
    """Whether a result can be given by the branch before: other values need not exist there."""
    return value is found or (value.is_const and type(value.const) is int)


def _settled(op: Op, value: Value) -> bool:
    """Is the value a constant on each path through the branch?"""
    if op.name != "if":
        return False
    at = op.outs.index(value)
    return all(_settled_in(region, region.results[at]) for region in op.regions)


def _settled_in(region: Region, value: Value) -> bool:
    if value.is_const:
        return type(value.const) is int
    home = next((each for each in region.ops if value in each.outs), None)
    return home is not None and _settled(home, value)


def _recoded(
    op: Op, value: Value, code: object, then: Value, otherwise: Value | None
) -> tuple[Op, Value]:
    """The branch with one more result: `then` where the value is the code, else otherwise (None:
    the value itself)."""
    at, new = op.outs.index(value), Value(INT)
    regions = []
    for region in op.regions:
        found, ops = region.results[at], list(region.ops)
        if found.is_const:
            rest = found if otherwise is None else otherwise
            made = then if found.const == code else rest
        else:
            home = next(k for k, each in enumerate(ops) if found in each.outs)
            ops[home], made = _recoded(ops[home], found, code, then, otherwise)
        regions.append(Region(region.params, tuple(ops), (*region.results, made)))
    return op.with_(outs=(*op.outs, new), regions=tuple(regions)), new


def one_question(graph: Graph) -> Graph:
    """`code != 0` is asked as `code == 2` where the loop can only run out or return; and
    neighbouring branches of the backward part on one question become one."""
    return with_body(graph, _questions(graph.body, {}))


def _questions(region: Region, codes: dict[Value, frozenset[int]]) -> Region:
    ops: list[Op] = []
    for op in region.ops:
        if op.name in ("eq", "ne") and op.ins[0] in codes:
            op = _canonical(op, codes[op.ins[0]])
        op = op.with_(regions=tuple(_questions(r, codes) for r in op.regions))
        if op.name == "loop" and op.attrs.get("exits"):
            found = possible_codes(op.regions[0], op.regions[0].results[0], codes)
            if found is not None:
                ended = {NEXT} if "start" in op.attrs else set()
                codes[op.outs[0]] = frozenset(found - {NEXT} | ended)
        twin = _twin(op, ops)
        if twin is not None:
            op = _joined(ops.pop(twin), op)
        ops.append(op)
    return Region(region.params, tuple(ops), region.results)


def possible_codes(
    region: Region, value: Value, codes: dict[Value, frozenset[int]]
) -> frozenset[int] | None:
    """The codes that a value of the region may be."""
    if value.is_const:
        return frozenset({value.const}) if type(value.const) is int else None
    if value in codes:
        return codes[value]
    home = next((op for op in region.ops if value in op.outs), None)
    if home is None or home.name != "if":
        return None
    at = home.outs.index(value)
    found = [possible_codes(inner, inner.results[at], codes) for inner in home.regions]
    if found[0] is None or found[1] is None:
        return None
    return found[0] | found[1]


def _canonical(op: Op, codes: frozenset[int]) -> Op:
    """The question whether the loop was left, as the question for the one way to leave it."""
    asked = op.ins[1].const
    if asked != NEXT or len(codes) != 2 or NEXT not in codes:
        return op
    (other,) = codes - {NEXT}
    name = "ne" if op.name == "eq" else "eq"
    return op.with_(name=name, ins=(op.ins[0], constant(other)))


def _twin(op: Op, ops: list[Op]) -> int | None:
    """The place of the last branch, if it is one of the backward part on the same question, and
    nothing between reads its results."""
    if op.name != "if" or not op.backward:
        return None
    passed: set[Value] = set()
    for k in range(len(ops) - 1, -1, -1):
        each = ops[k]
        if each.name == "if":
            same = each.backward and _same_question(each.ins[0], op.ins[0], ops)
            return k if same and not passed & {*each.outs} else None
        row = REGISTRY.get(each.name)
        if each.regions or each.name == "call" or row is None or row.impure or not each.outs:
            return None
        passed.update(reads(each))
    return None


def _same_question(a: Value, b: Value, ops: list[Op]) -> bool:
    if a is b:
        return True
    tests = [next((op for op in ops if value in op.outs), None) for value in (a, b)]
    if any(test is None or test.name != "eq" for test in tests):
        return False
    (x, one), (y, other) = (test.ins for test in tests if test is not None)
    return x is y and one.is_const and other.is_const and one.const == other.const


def _joined(first: Op, second: Op) -> Op:
    """Both branches as one, at the place of the second."""
    regions = []
    for a, b in zip(first.regions, second.regions, strict=True):
        b = substitute(b, dict(zip(first.outs, a.results, strict=True)))
        regions.append(Region((), (*a.ops, *b.ops), (*a.results, *b.results)))
    return second.with_(outs=(*first.outs, *second.outs), regions=tuple(regions))
