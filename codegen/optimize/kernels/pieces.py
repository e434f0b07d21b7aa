"""A function in pieces: what no kernel holds is done by NumPy, and kernels are called between.

The operations of a pure graph may be done in any order in which each finds what it reads. They are
put in levels, kernels and NumPy by turns, as few as there can be; what stands on one level is one
kernel. Views and what is computed of numbers alone are made again wherever they are read. What
raises makes the function start again in NumPy: so exceptions are f's own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from codegen.ir.graph import Graph, Leaf, Node, Op, Parameter, Region, Value, captures, reads, walk
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, ListOf, Scalar, holds_objects, is_number
from codegen.optimize.deadcode import eliminate
from codegen.optimize.inplace import inplace
from codegen.optimize.kernels.fit import DTYPES, ELEMENTWISE, Unfit
from codegen.optimize.kernels.kernel import Kernel, kernel_of
from codegen.optimize.kernels.lists import lists_as_arrays
from codegen.optimize.kernels.regular import assume
from codegen.optimize.kernels.short_loops import written_out
from codegen.optimize.kernels.views import items_of

_MOST = 4  # kernels of one function, for each has to be compiled
_FEWEST = 3  # operations on arrays that are worth a call of a kernel
_SURE = ELEMENTWISE | frozenset(
    "max min mean var std norm clip sum unbroadcast outer accumulate update zeros ones zeros_like "
    "full_like copy arange matmul dot empty require".split()
)
_PERHAPS = frozenset("einsum vdot inner reshape_like reshape stack argmax argmin getitem".split())
_VIEWS = frozenset({"getitem", "transpose", "expand_dims"})
_MEASURES = frozenset({"shape", "len", "size"})
_BEGINNINGS = frozenset({"empty", "zeros", "ones", "zeros_like", "arange"})


@dataclass(frozen=True)
class Pieces:
    """driver: calls the kernels. rest: what is left to NumPy."""

    driver: Graph
    kernels: tuple[Kernel, ...]
    rest: tuple[str, ...]


def pieces_of(pure: Graph, name: str) -> Pieces:
    """The pieces of a joint graph before stores are decided. Raises Unfit."""
    if pure.effects or pure.callees:
        raise Unfit("it writes to its arguments, or calls a function of its own")
    if any(holds_objects(value.type) for value in (*pure.body.params, *pure.body.results)):
        raise Unfit("it takes or returns objects with fields")
    if any(REGISTRY[op.name].impure for op in walk(pure.body)):
        raise Unfit("it prints, or draws random numbers")
    given = [value.type for value in (*pure.body.params, *pure.body.results)]
    if not any(isinstance(t, ListOf) for t in given):  # lists of the caller's stay lists
        pure = lists_as_arrays(assume(eliminate(written_out(pure))))
    division = _Division(pure)
    while True:
        division.level()
        failed = None
        kernels = []
        for number, level in enumerate(division.kernels()):
            try:
                graph = division.segment(level, f"{name}_{number + 1}")
                kernels.append((level, graph, kernel_of(graph, graph.name)))
            except Unfit:
                failed = level
                break
        if failed is None:
            break
        division.leave(failed)
    if not 0 < len(kernels) <= _MOST:
        raise Unfit("no part of it is worth a kernel")
    driver = division.driver(kernels)
    rest = tuple(dict.fromkeys(op.name for op in division.ops if division.kind[op] == "numpy"))
    return Pieces(driver, tuple(kernel for _, _, kernel in kernels), rest)


class _Division:
    """Which operation is done where: in a "kernel", in "numpy", or wherever it is read ("free")."""

    def __init__(self, pure: Graph) -> None:
        self.pure = pure
        self.ops = pure.body.ops
        self.makers = {out: op for op in self.ops for out in op.outs}
        self.kind = {op: _kind(op) for op in self.ops}
        self.levels: dict[Op, int] = {}
        if any(op.regions and self.kind[op] == "numpy" for op in self.ops):
            raise Unfit("a loop or branch with something that has no compiled form")

    def level(self) -> None:
        """Levels of kernels are even, those of NumPy odd. What is not worth a kernel is left to
        NumPy."""
        while True:
            self.levels = {}
            for op in self.ops:
                if self.kind[op] == "free":
                    continue
                mine = self.kind[op] == "kernel"
                before = [
                    self.levels[each] + ((self.kind[each] == "kernel") != mine)
                    for value in reads(op)
                    for each in self._sources(value)
                ]
                self.levels[op] = max(before, default=0 if mine else -1)
            small = [level for level in self.kernels() if self._work(level) < _FEWEST]
            if not small:
                return
            for op in self._of(small[0]):
                self.kind[op] = "numpy"

    def kernels(self) -> list[int]:
        return sorted({n for op, n in self.levels.items() if self.kind[op] == "kernel"})

    def leave(self, level: int) -> None:
        """Leave to NumPy what may have kept a level from being a kernel."""
        ops = self._of(level)
        unsure = [op for op in ops if op.name in _PERHAPS] or ops
        for op in unsure:
            self.kind[op] = "numpy"
            if op.regions:
                raise Unfit("a loop or branch that has no compiled form")

    def _of(self, level: int) -> list[Op]:
        return [op for op in self.ops if self.levels.get(op) == level]

    def _work(self, level: int) -> int:
        return sum(
            len([each for each in (op, *_inside(op)) if _makes_array(each)]) + 3 * bool(op.regions)
            for op in self._of(level)
        )

    def _sources(self, value: Value) -> Iterator[Op]:
        """What makes a value, through what is free."""
        op = self.makers.get(value)
        if op is None:
            return
        if self.kind[op] != "free":
            yield op
            return
        for each in reads(op):
            yield from self._sources(each)

    def _with_free(self, ops: list[Op]) -> list[Op]:
        """The ops, with the free ones that they read."""
        wanted: set[Op] = set(ops)
        pending = [value for op in ops for value in reads(op)]
        while pending:
            op = self.makers.get(pending.pop())
            if op is not None and self.kind[op] == "free" and op not in wanted:
                wanted.add(op)
                pending += reads(op)
        return [op for op in self.ops if op in wanted]

    def segment(self, level: int, name: str) -> Graph:
        """What stands on one level as a function of arrays and numbers."""
        inside = self._of(level)
        ops = self._with_free(inside)
        inputs = list(captures(Region((), tuple(ops), ())))
        if not all(map(_is_plain, inputs)):
            raise Unfit("a kernel takes arrays and numbers")
        mine = {out for op in inside for out in op.outs}
        others = [op for op in self.ops if self.kind[op] != "free" and op not in {*inside}]
        used = {value for op in self._with_free(others) for value in reads(op)}
        used |= self._read_by_results()
        results = tuple(out for op in inside for out in op.outs if out in mine & used)
        if not results:
            raise Unfit("nobody reads it")
        names = {parameter.value: parameter.name for parameter in self.pure.params}
        params = []
        for k, value in enumerate(inputs):
            label = names.get(value) or f"{value.name if value.name else 'x'}_{k}"
            params.append(Parameter(value, label if label.isidentifier() else f"x_{k}"))
        output = Node("tuple", tuple(Leaf(k) for k in range(len(results))))
        return Graph(name, tuple(params), Region(tuple(inputs), tuple(ops), results), output)

    def _read_by_results(self) -> set[Value]:
        found: set[Value] = set()
        pending = list(self.pure.body.results)
        while pending:
            value = pending.pop()
            found.add(value)
            op = self.makers.get(value)
            if op is not None and self.kind[op] == "free":
                pending += reads(op)
        return found

    def driver(self, kernels: list[tuple[int, Graph, Kernel]]) -> Graph:
        """The function that calls the kernels."""
        calls = {level: (graph, kernel) for level, graph, kernel in kernels}
        ops: list[Op] = []
        done: set[Op] = set()

        def need(values: Iterator[Value] | tuple[Value, ...]) -> None:
            for value in values:
                op = self.makers.get(value)
                if op is not None and self.kind[op] == "free" and op not in done:
                    need(reads(op))
                    done.add(op)
                    ops.append(op)

        for level in sorted({*self.levels.values()}):
            if level in calls:
                graph, kernel = calls[level]
                by_name = {parameter.name: parameter.value for parameter in graph.params}
                given = tuple(by_name[entry.parameter] for entry in kernel.border.entries)
                need(given)
                ops += _called(graph, kernel, given)
                continue
            for op in self._of(level):
                need(reads(op))
                ops.append(op)
        need(self.pure.body.results)
        body = replace(self.pure.body, ops=tuple(ops))
        callees = tuple(replace(kernel.graph, callees=()) for _, _, kernel in kernels)
        return inplace(eliminate(replace(self.pure, body=body, callees=callees)))


def _called(graph: Graph, kernel: Kernel, given: tuple[Value, ...]) -> list[Op]:
    """The call of a kernel; numbers come back as Python's and are made NumPy's again."""
    found: list[Op] = []
    outs: list[Value] = []
    for result in graph.body.results:
        t = result.type
        if isinstance(t, Array) and t.scalar:
            raw = Value(t, result.name)
            name = {"bool": "bool_"}.get(str(t.dtype), str(t.dtype))
            found.append(Op(name, (raw,), (result,)))
            outs.append(raw)
        else:
            outs.append(result)
    call = Op("call", given, tuple(outs), {"callee": kernel.graph.name, "own": True})
    first = next(op for op in graph.body.ops if {*op.outs} & {*graph.body.results})
    call = call.with_(origin=first.origin, backward=first.backward)
    return [call, *(op.with_(origin=first.origin, backward=first.backward) for op in found)]


def _kind(op: Op) -> str:
    if op.regions:
        inner = [each for each in _inside(op) if not each.regions]
        fits = all(_fits(each) or _kind(each) == "free" for each in inner)
        plain = all(_is_plain(v) for v in (*reads(op), *op.outs))
        return "kernel" if fits and plain else "numpy"
    if not all(map(_is_plain, (*reads(op), *op.outs))) or not op.outs:
        return "numpy"
    numbers = all(is_number(value.type) for value in (*reads(op), *op.outs))
    if op.name in _MEASURES | _BEGINNINGS or op.name in ELEMENTWISE and numbers:
        return "free"
    if op.name in _VIEWS and not (op.name == "getitem" and _gathers(op)):
        return "free"
    return "kernel" if _fits(op) else "numpy"


def _fits(op: Op) -> bool:
    plain = all(_is_plain(value) for value in (*reads(op), *op.outs))
    return plain and (op.name in _SURE or op.name in _PERHAPS)


def _gathers(op: Op) -> bool:
    items = items_of(op)
    return items is None or any(
        isinstance(item, Value) and not is_number(item.type) for item in items
    )


def _is_plain(value: Value) -> bool:
    """An array of numbers, or a number, that a kernel can be given."""
    t = value.type
    if isinstance(t, Scalar):
        return t.kind != "complex"
    known = isinstance(t, Array) and t.dtype in DTYPES and not t.generic and t.shape is not None
    return known and isinstance(t, Array) and bool(t.scalar or t.shape)


def _makes_array(op: Op) -> bool:
    return op.name not in _VIEWS and any(not is_number(out.type) for out in op.outs)


def _inside(op: Op) -> Iterator[Op]:
    for region in op.regions:
        yield from walk(region)
