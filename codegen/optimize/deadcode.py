"""Dead code: ops whose results nobody reads, results of an `if` and carries of a loop that nobody
reads.

A carry whose result feeds only itself is dead. What stays though nobody reads it:
- prints, asserts, raises and other impure ops, and the control flow around them;
- a statement of the user that binds a name and may raise (`head = x[10]`): f raises there, and so
must what
  is derived from f. A nameless expression goes with the statement that held it.
Ops of the backward part never raise where f did not, so that they go whenever they are unread.
"""

from __future__ import annotations

from collections.abc import Iterable

from codegen.ir.graph import Field, Graph, Key, Op, Region, Value, walk
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, Scalar, Type, facts, is_number
from codegen.optimize.rebuild import with_body

_TOTAL = frozenset("add sub mul neg pos not float lt le gt ge eq ne".split())  # on numbers
_NEVER = frozenset(
    {
        "make_list",
        "make_tuple",
        "make_dict",
        "replace",
        "append",
        "extend",
        "list_concat",
        "copy",
        "is",
        "is_not",
    }
)


def eliminate(graph: Graph) -> Graph:
    """The graph without dead code."""
    return _Eliminator(graph).run()


def may_raise(op: Op) -> bool:
    """Whether evaluating an op of the forward part may raise. True where that is not known."""
    if op.name in _NEVER or (op.name in _TOTAL and _all_numbers(op.ins)):
        return False
    if op.name == "getitem" and all(isinstance(step, Key | Field) for step in op.attrs["path"]):
        return False  # the structure is known
    row = REGISTRY.get(op.name)
    if row is None or row.raises:
        return True
    if row.shape_only and set(row.operands) <= row.shape_only:
        return False
    if str(op.attrs.get("via", "")).startswith("math."):
        return True  # domain errors
    if row.access not in ("map", "reduce") or not all(_numeric(v.type) for v in op.ins):
        return True
    arrays = [v.type for v in op.ins if isinstance(v.type, Array) and not v.type.scalar]
    if not arrays:  # an operator on Python's numbers may divide by zero or overflow, NumPy's warn
        return any(isinstance(v.type, Scalar) for v in op.ins)
    if row.access == "reduce":
        return op.name not in ("sum", "mean")  # max of an empty array raises
    first = arrays[0]
    return any(not _same_shape(first, other) for other in arrays[1:])


def _acts(op: Op) -> bool:
    """Whether an op does more than give results."""
    row = REGISTRY.get(op.name)
    return not op.outs and not op.regions or row is None or row.impure


def impure_callees(graph: Graph) -> set[str]:
    """The names of the functions that may print, raise on purpose or draw random numbers when
    called."""
    calls: dict[str, set[str]] = {}
    impure: set[str] = set()

    def visit(each: Graph) -> None:
        if each.name in calls:
            return
        ops = list(walk(each.body))
        calls[each.name] = {op.attrs["callee"] for op in ops if op.name == "call"}
        if any(map(_acts, ops)) or each.effects:
            impure.add(each.name)
        for callee in each.callees:
            visit(callee)

    visit(graph)
    for _ in calls:  # what calls an impure function is impure
        impure |= {name for name, called in calls.items() if called & impure}
    return impure


def _all_numbers(values: Iterable[Value]) -> bool:
    return all(is_number(value.type) for value in values)


def _numeric(t: Type) -> bool:
    return isinstance(t, Scalar) or (isinstance(t, Array) and t.shape is not None)


def _same_shape(a: Array, b: Array) -> bool:
    if a.shape is None or b.shape is None or len(a.shape) != len(b.shape):
        return False
    return all(facts().equal(m, n) for m, n in zip(a.shape, b.shape, strict=True))


class _Eliminator:
    """Marks what is needed, backwards from the results, then rebuilds."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.definition: dict[Value, tuple[Op, int]] = {}  # by an op, at a position of its outs
        self.parameter: dict[Value, tuple[Op, int]] = {}  # of the region of a loop
        self.around: dict[Op, Op | None] = {}
        self.needed: set[Value] = set()
        self.kept: set[Op] = set()
        self.todo: list[Value] = []
        self.impure_callees = impure_callees(graph)
        self.scan(graph.body, None)

    def scan(self, region: Region, owner: Op | None) -> None:
        for op in region.ops:
            self.around[op] = owner
            for position, value in enumerate(op.outs):
                self.definition[value] = op, position
            for inner in op.regions:
                for position, value in enumerate(inner.params):
                    self.parameter[value] = op, position
                self.scan(inner, op)

    def must_stay(self, op: Op) -> bool:
        if op.regions:
            return False
        if op.name == "call":
            pure = op.attrs["callee"] not in self.impure_callees
        else:
            pure = not _acts(op)
        named = any(value.name is not None for value in op.outs)
        return not pure or (not op.backward and named and may_raise(op))

    def run(self) -> Graph:
        for op in walk(self.graph.body):
            if self.must_stay(op):
                self.keep(op)
        self.need(self.graph.body.results)
        while self.todo:
            self.follow(self.todo.pop())
        return with_body(self.graph, self.rebuild(self.graph.body, self.graph.body.results))

    def need(self, values: Iterable[Value]) -> None:
        for value in values:
            if not value.is_const and value not in self.needed:
                self.needed.add(value)
                self.todo.append(value)

    def keep(self, op: Op) -> None:
        """The op itself, what it reads, and the control flow that leads to it."""
        found: Op | None = op
        while found is not None and found not in self.kept:
            self.kept.add(found)
            if found.name == "loop":
                bounds = {
                    key: found.attrs[key] for key in ("start", "stop", "step") if key in found.attrs
                }
                self.need(found.with_(ins=(), attrs=bounds).operands())
                if found.attrs.get("exits"):
                    self.need(found.regions[0].results[:1])
            else:
                self.need(found.operands())
            found = self.around[found]

    def follow(self, value: Value) -> None:
        if value in self.definition:
            op, position = self.definition[value]
            self.keep(op)
            for region in op.regions:
                self.need((region.results[position],))
            if op.name == "loop":
                self.carry(op, position - bool(op.attrs.get("exits")))
        elif value in self.parameter:
            op, position = self.parameter[value]
            self.carry(op, position - ("start" in op.attrs))

    def carry(self, loop: Op, number: int) -> None:
        """A carry whose value is read, in the loop or after it."""
        if number < 0:  # the index, the exit code
            return
        body = loop.regions[0]
        exits = bool(loop.attrs.get("exits"))
        self.need((loop.ins[number], body.results[number + exits]))
        self.need((body.params[number + ("start" in loop.attrs)], loop.outs[number + exits]))

    def rebuild(self, region: Region, results: tuple[Value, ...]) -> Region:
        ops = tuple(self.rebuilt(op) for op in region.ops if op in self.kept)
        return Region(region.params, ops, results)

    def rebuilt(self, op: Op) -> Op:
        if op.name == "if":
            places = [k for k, value in enumerate(op.outs) if value in self.needed]
            regions = tuple(
                self.rebuild(region, tuple(region.results[k] for k in places))
                for region in op.regions
            )
            return op.with_(outs=tuple(op.outs[k] for k in places), regions=regions)
        if op.name != "loop":
            return op
        body = op.regions[0]
        exits, counted = int(bool(op.attrs.get("exits"))), int("start" in op.attrs)
        alive = [
            k
            for k in range(len(op.ins))
            if op.outs[k + exits] in self.needed or body.params[k + counted] in self.needed
        ]
        inner = self.rebuild(
            body, body.results[:exits] + tuple(body.results[k + exits] for k in alive)
        )
        params = body.params[:counted] + tuple(body.params[k + counted] for k in alive)
        return op.with_(
            ins=tuple(op.ins[k] for k in alive),
            outs=op.outs[:exits] + tuple(op.outs[k + exits] for k in alive),
            regions=(Region(params, inner.ops, inner.results),),
        )
