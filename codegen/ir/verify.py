"""The invariants of a graph. Every pass must keep them; tests check after every one."""

from __future__ import annotations

from collections.abc import Iterable

from codegen.errors import InternalError
from codegen.ir.core import REUSING, STORING
from codegen.ir.graph import Graph, Leaf, Node, Op, Region, Value
from codegen.ir.ops import REGISTRY
from codegen.ir.types import INT, Opaque, Undefined, type_of_constant

_PATH_OPS = ("getitem", "update", "accumulate")


def verify(graph: Graph) -> None:
    """InternalError unless: every value is defined once and before its uses, where it is visible;
    every op has a row and the operands, regions and results that it needs; results, output and
    effects fit."""
    _verify(graph, frozenset())


def _verify(graph: Graph, callers: frozenset[str]) -> None:
    names = callers | {graph.name} | {callee.name for callee in graph.callees}
    _Verifier(graph, names).run()
    for callee in graph.callees:
        _verify(callee, names)


class _Verifier:
    def __init__(self, graph: Graph, callables: frozenset[str]) -> None:
        self.graph = graph
        self.callables = callables  # what a `call` may name: itself, its callees, what calls it
        self.defined: set[Value] = set()

    def fail(self, message: str, op: Op | None = None) -> None:
        where = f" in {op.name}" if op is not None else ""
        line = f" (from: {op.origin.text})" if op is not None and op.origin is not None else ""
        raise InternalError(f"{self.graph.name}{where}: {message}{line}")

    def run(self) -> None:
        graph = self.graph
        if tuple(p.value for p in graph.params) != graph.body.params:
            self.fail("the parameters are not those of the body")
        self.region(graph.body, set())
        count = len(graph.body.results)
        used = [position for _, position in graph.effects]
        if any(not 0 <= k < len(graph.params) for k, _ in graph.effects):
            self.fail("an effect on no parameter")
        used += self.leaves(graph.output)
        if any(not 0 <= position < count for position in used):
            self.fail("the output or an effect names no result")
        if set(range(count)) - set(used):
            self.fail("a result that nothing names")

    def leaves(self, tree: object) -> list[int]:
        if isinstance(tree, Leaf):
            return [tree.index]
        if isinstance(tree, Node):
            if tree.kind == "dict" and len(tree.keys) != len(tree.items):
                self.fail("an output dict with more keys than items or fewer")
            return [index for item in tree.items for index in self.leaves(item)]
        if tree is not None:
            self.fail(f"an output tree with {tree!r}")
        return []

    def define(self, values: Iterable[Value], visible: set[Value], op: Op | None = None) -> None:
        for value in values:
            if value.is_const:
                self.fail(f"{value!r} is a constant and cannot be defined", op)
            if value in self.defined:
                self.fail(f"{value!r} is defined twice", op)
            self.defined.add(value)
            visible.add(value)

    def use(self, values: Iterable[Value], visible: set[Value], op: Op | None = None) -> None:
        for value in values:
            if value.is_const:
                usual = type_of_constant(value.const)
                if isinstance(usual, Opaque) and not isinstance(value.type, Undefined | Opaque):
                    if type(value.const).__module__ != "numpy":
                        self.fail(f"constant {value.const!r} of type {value.type}", op)
            elif value not in visible:
                known = "out of its scope or before" if value in self.defined else "without"
                self.fail(f"{value!r} is used {known} its definition", op)

    def region(self, region: Region, visible: set[Value]) -> None:
        """visible: what is defined outside; the same again afterwards."""
        self.define(region.params, visible)
        for op in region.ops:
            self.use(op.operands(), visible, op)
            self.op(op)
            for inner in op.regions:
                self.region(inner, visible)
            self.define(op.outs, visible, op)
        self.use(region.results, visible)
        visible.difference_update(region.params, *(op.outs for op in region.ops))

    def op(self, op: Op) -> None:
        row = REGISTRY.get(op.name)
        if row is None:
            self.fail("no row", op)
            return
        starred = any(name.startswith("*") for name in row.operands)
        if not starred and op.name != "assert" and len(op.ins) > len(row.operands):
            self.fail(f"{len(op.ins)} operands for {row.operands}", op)
        if op.name == "if":
            self.branches(op)
        elif op.name == "loop":
            self.loop(op)
        elif op.regions:
            self.fail("regions in an op that takes none", op)
        if op.name in _PATH_OPS and not isinstance(op.attrs.get("path"), tuple):
            self.fail("no path", op)
        if (
            op.name == "getitem"
            and len(op.ins) != 1
            or op.name in _PATH_OPS[1:]
            and len(op.ins) != 2
        ):
            self.fail(f"{len(op.ins)} operands", op)
        if op.attrs.get("store") and op.name not in STORING | REUSING:
            self.fail("store=True on an op that stores nothing", op)
        if op.name == "call" and op.attrs.get("callee") not in self.callables:
            self.fail(f"no callee {op.attrs.get('callee')!r}", op)

    def branches(self, op: Op) -> None:
        if len(op.ins) != 1 or len(op.regions) != 2:
            self.fail("an `if` has one condition and two regions", op)
        for region in op.regions:
            if region.params:
                self.fail("a branch has no parameters", op)
            if len(region.results) != len(op.outs):
                self.fail(f"{len(region.results)} results of a branch for {len(op.outs)}", op)

    def loop(self, op: Op) -> None:
        if len(op.regions) != 1:
            self.fail("a loop has one region", op)
        (body,) = op.regions
        counted = [key in op.attrs for key in ("start", "stop", "step")]
        if any(counted) != all(counted):
            self.fail("a counted loop has start, stop and step", op)
        exits = bool(op.attrs.get("exits"))
        if not exits and not any(counted):
            self.fail("an uncounted loop needs exits", op)
        if len(body.params) != len(op.ins) + any(counted):
            self.fail(f"{len(body.params)} parameters of the body for {len(op.ins)} carries", op)
        if len(body.results) != len(op.ins) + exits or len(op.outs) != len(body.results):
            self.fail(
                f"{len(body.results)} results of the body, {len(op.outs)} of the loop "
                f"for {len(op.ins)} carries",
                op,
            )
        if any(counted) and body.params[0].type != INT:
            self.fail("the index of a counted loop is an int", op)
