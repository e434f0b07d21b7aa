"""Backward loops over elements whose rounds are independent become operations on arrays.

    for i in reversed(range(len(w))):
        dw[i] += ds * x[i]

is `dw += ds * x`. A round may read elements `x[i + k]` of what no round changes, add to elements
of cotangents and to numbers, and use one element `y[i + k]` of an array as it likes. Every
operation is element-wise. So the loop does what the arrays do, whatever their lengths; only sums
are added up in another order.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Graph, Index, Op, Path, Region, Slice, Value, carries_of
from codegen.ir.integers import length_of
from codegen.ir.types import Array, ListOf, Scalar, Type, facts, is_number
from codegen.optimize.batching import Rounds, rounds_of
from codegen.optimize.rebuild import with_body

_ELEMENTWISE = frozenset(
    "add sub mul div neg exp expm1 log log1p sqrt square sin cos tanh sinh cosh abs".split()
)
_SHORT = 8  # rounds: fewer are not worth an array


class _Sequential(Exception):
    """The rounds depend on each other, or do what arrays cannot."""


def vectorised(graph: Graph) -> Graph:
    """The graph with such loops as array operations."""
    makers: dict[Value, Op] = {}

    def visit(region: Region) -> Region:
        ops: list[Op] = []
        for op in region.ops:
            if op.regions:
                op = op.with_(regions=tuple(map(visit, op.regions)))
            made = [op]
            if op.name == "loop" and op.backward and (rounds := rounds_of(op, makers)) is not None:
                try:
                    made = _Vectors(op, rounds).ops()
                except _Sequential:
                    made = [op]
            makers.update((out, each) for each in made for out in each.outs)
            ops += made
        return Region(region.params, tuple(ops), region.results)

    return with_body(graph, visit(graph.body))


@dataclass
class _Vectors:
    """A loop, and the arrays of what its rounds compute."""

    loop: Op
    rounds: Rounds
    offsets: dict[Value, int] = field(default_factory=dict)  # of indices: the round's number plus
    arrays: dict[Value, Value] = field(default_factory=dict)  # a number of the round -> all of them
    parts: dict[tuple[Value, int], Value] = field(default_factory=dict)

    def ops(self) -> list[Op]:
        if isinstance(self.rounds.count, int) and self.rounds.count < _SHORT:
            raise _Sequential
        (body,) = self.loop.regions
        self.inside = {out for op in body.ops for out in op.outs} | set(body.params)
        self.offsets[body.params[0]] = self.rounds.first
        carries = {param: _Carry(init, init.type) for init, param, _, _ in carries_of(self.loop)}
        self.versions: dict[Value, _Carry] = dict(carries)
        with building(Builder(origin=self.loop.origin, backward=True)) as builder:
            for op in body.ops:
                builder.origin = op.origin
                self.op(op)
            for _, param, result, final in carries_of(self.loop):
                if self.versions.get(result) is not carries[param]:
                    raise _Sequential
                self.finish(carries[param], final, builder)
        return builder.ops

    def op(self, op: Op) -> None:
        if op.regions or len(op.outs) != 1:
            raise _Sequential
        if op.name in ("add", "sub") and op.ins[0] in self.offsets and op.ins[1].is_const:
            by = op.ins[1].const
            if type(by) is not int:
                raise _Sequential
            self.offsets[op.out] = self.offsets[op.ins[0]] + (by if op.name == "add" else -by)
        elif op.name == "getitem":
            self.read(op)
        elif op.name in ("update", "accumulate"):
            self.write(op)
        else:
            self.compute(op)

    def read(self, op: Op) -> None:
        base, offset = op.ins[0], self.offset(op.attrs["path"])
        carry = self.versions.get(base)
        if carry is not None:
            self.arrays[op.out] = self.element(carry, offset)
        elif base in self.inside or not _is_row(base.type):
            raise _Sequential
        else:
            self.arrays[op.out] = self.part(base, offset)

    def offset(self, path: Path) -> int:
        """How far the first round's element lies from the start of the array."""
        if len(path) != 1 or not isinstance(path[0], Index) or len(path[0].items) != 1:
            raise _Sequential
        offset = self.offsets.get(path[0].items[0], -1)
        if offset < 0:
            raise _Sequential
        return offset

    def part(self, base: Value, offset: int) -> Value:
        """The elements that the rounds read, in the order of the indices."""
        if (base, offset) not in self.parts:
            kind = Array("float64", (length_of(self.rounds.count),))
            shape = base.type.shape if isinstance(base.type, Array) else None
            whole = offset == 0 and shape is not None and facts().equal(shape[0], kind.shape[0])  # type: ignore[index]
            found = base
            if not whole:
                path = (self.slice(offset),)
                listed = isinstance(base.type, ListOf)
                types = (base.type if listed else kind,)
                found = emit_op("getitem", (base,), {"path": path}, types=types).out
                if listed:
                    found = emit_op("array", (found,), types=(kind,)).out
            self.parts[base, offset] = found
        return self.parts[base, offset]

    def slice(self, offset: int) -> Index:
        count = self.rounds.count
        return Index((Slice(offset or None, count + offset if offset else count, None),))

    def element(self, carry: _Carry, offset: int) -> Value:
        """The present elements of an array that the rounds change, each its own."""
        if carry.added or carry.offset not in (None, offset) or not _is_row(carry.type):
            raise _Sequential
        carry.offset = offset
        if carry.present is None:
            if isinstance(carry.type, ListOf):
                raise _Sequential
            carry.present = self.part(carry.init, offset)
        return carry.present

    def write(self, op: Op) -> None:
        base, value = op.ins
        carry = self.versions.get(base)
        if carry is None or op.attrs.get("repeated") or op.attrs.get("effect"):
            raise _Sequential
        del self.versions[base]  # an older version is not read again
        self.versions[op.out] = carry
        negative = bool(op.attrs.get("negative"))
        if op.name == "accumulate" and carry.offset is None:
            offset = self.offset(op.attrs["path"]) if op.attrs["path"] else None
            if offset is None and not _is_numpy_number(carry.type):
                raise _Sequential
            if offset is not None and not _is_array_row(carry.type):
                raise _Sequential
            carry.added.append((offset, self.whole(value), negative))
            return
        present = self.element(carry, self.offset(op.attrs["path"]))
        if op.name == "update":
            carry.present = self.whole(value)
        else:
            array = self.whole(value)
            carry.present = present - array if negative else present + array

    def compute(self, op: Op) -> None:
        if op.name not in _ELEMENTWISE or op.attrs.keys() - {"via"} or not _is_float(op.out.type):
            raise _Sequential
        ins = [self.whole(value) for value in op.ins]
        if not any(value in self.arrays for value in op.ins):
            raise _Sequential  # of what no round changes: hoisted, or it may raise
        self.arrays[op.out] = emit(op.name, *ins)

    def whole(self, value: Value) -> Value:
        """The array of a number of the rounds; the number itself where it is one for all."""
        if value in self.arrays:
            return self.arrays[value]
        if value in self.inside or not is_number(value.type):
            raise _Sequential
        return value

    def finish(self, carry: _Carry, final: Value, builder: Builder) -> None:
        """What the carry is after all rounds."""
        value = carry.init
        steps: list[tuple[str, Value, Path, bool]] = []
        for offset, array, negative in carry.added:
            if offset is None:
                if is_number(array.type):
                    array = emit("mul", array, self.rounds.count)
                else:
                    array = emit("sum", array)
                steps.append(("accumulate", array, (), negative))
            else:
                steps.append(("accumulate", array, self.path(carry, offset, array), negative))
        if carry.present is not None and carry.offset is not None:
            path = self.path(carry, carry.offset, carry.present)
            steps.append(("update", carry.present, path, False))
        if not steps:
            raise _Sequential
        for name, array, path, negative in steps:
            attrs = {"path": path, "negative": True} if negative else {"path": path}
            value = emit_op(name, (value, array), attrs, types=(final.type,), hint=final.name).out
        builder.ops[-1] = builder.ops[-1].with_(outs=(final,))

    def path(self, carry: _Carry, offset: int, array: Value) -> Path:
        """Where the elements lie: () for all of an array."""
        shape = carry.type.shape if isinstance(carry.type, Array) else None
        whole = shape is not None and facts().equal(shape[0], length_of(self.rounds.count))
        if offset == 0 and whole and not is_number(array.type) and carry.present is None:
            return ()
        return (self.slice(offset),)


@dataclass
class _Carry:
    """added: what the rounds add to elements (or to the number itself, None), and its sign.
    present: the elements at the one offset that the rounds read and write."""

    init: Value
    type: Type
    added: list[tuple[int | None, Value, bool]] = field(default_factory=list)
    offset: int | None = None
    present: Value | None = None


def _is_array_row(t: Type) -> bool:
    return isinstance(t, Array) and t.rank == 1 and t.dtype == "float64"


def _is_row(t: Type) -> bool:
    return _is_array_row(t) or isinstance(t, ListOf) and _is_float(t.item)


def _is_float(t: Type) -> bool:
    return isinstance(t, Scalar) and t.kind == "float" or _is_numpy_number(t)


def _is_numpy_number(t: Type) -> bool:
    """np.float64, or now and then a Python number (no dtype)."""
    return isinstance(t, Array) and t.scalar and t.dtype in ("float64", None)
