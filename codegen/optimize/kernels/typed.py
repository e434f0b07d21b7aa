"""Types as a compiler sees them: a number that is Python's on one path and NumPy's on another is a
float64 on both."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from codegen.ir.graph import Graph, Op, Region, Value, map_values, walk
from codegen.ir.joins import join
from codegen.ir.ops import result_types
from codegen.ir.types import FLOAT, Array, Scalar, Type, Undefined, is_number
from codegen.optimize.kernels.fit import Unfit
from codegen.optimize.rebuild import with_body

_ORDER = ("bool", "int64", "float64")


def typed(graph: Graph) -> Graph:
    """The graph with the types of numbers that no compiler could take inferred again."""
    if not any(_is_vague(value.type) for op in walk(graph.body) for value in _defined(op)):
        return graph
    inference = _Inference()
    for value in graph.body.params:
        inference.new[value] = value
    return with_body(graph, inference.region(graph.body))


def _defined(op: Op) -> Iterator[Value]:
    yield from op.outs
    for region in op.regions:
        yield from region.params


def _is_vague(t: Type) -> bool:
    return isinstance(t, Array) and (t.generic or t.dtype is None)


def one_of(left: Type, right: Type) -> Type:
    """The type of what is one or the other."""
    if is_number(left) and is_number(right) and left != right:
        kinds = [_dtype(left), _dtype(right)]
        if isinstance(left, Array) or isinstance(right, Array):
            return Array(max(kinds, key=_ORDER.index), (), scalar=True)
    found = join(left, right)
    if found is None or _is_vague(found):
        raise Unfit("a variable that is a number on one path and an array on another")
    return found


def _dtype(t: Type) -> str:
    if isinstance(t, Scalar):
        kind = {"float": "float64", "int": "int64"}.get(t.kind, t.kind)
    else:
        kind = str(getattr(t, "dtype", None))
    if kind not in _ORDER:
        raise Unfit(f"numbers of type {kind}")
    return kind


class _Inference:
    def __init__(self) -> None:
        self.new: dict[Value, Value] = {}

    def of(self, value: Value) -> Value:
        return self.new.get(value, value)

    def _define(self, value: Value, t: Type) -> Value:
        old = self.new.get(value)
        if old is None or old.type != t:
            kept = value.type == t
            self.new[value] = value if kept else Value(t, value.name)
        return self.new[value]

    def region(self, region: Region) -> Region:
        ops = tuple(map(self.op, region.ops))
        params = tuple(map(self.of, region.params))
        return Region(params, ops, tuple(map(self.of, region.results)))

    def op(self, op: Op) -> Op:
        ins = tuple(map(self.of, op.ins))
        attrs = {key: map_values(item, self.of) for key, item in op.attrs.items()}
        if op.name == "loop":
            return self.loop(op.with_(ins=ins, attrs=attrs))
        if op.name == "if":
            return self.branch(op.with_(ins=ins))
        types = tuple(value.type for value in op.outs)
        if any(map(_is_vague, types)) or any(a is not b for a, b in zip(ins, op.ins, strict=True)):
            try:
                types = result_types(op.name, ins, attrs)
            except TypeError as error:
                raise Unfit(str(error)) from error
        if str(op.attrs.get("via")).startswith("math."):  # of a number of NumPy: still Python's
            types = tuple(FLOAT if _is_vague(t) else t for t in types)
        outs = tuple(map(self._define, op.outs, types))
        return op.with_(ins=ins, attrs=attrs, outs=outs)

    def branch(self, op: Op) -> Op:
        regions = tuple(map(self.region, op.regions))
        then, otherwise = (region.results for region in regions)
        types = [one_of(a.type, b.type) for a, b in zip(then, otherwise, strict=True)]
        outs = tuple(
            self._define(out, t if _is_vague(out.type) else out.type)
            for out, t in zip(op.outs, types, strict=True)
        )
        return op.with_(regions=regions, outs=outs)

    def loop(self, op: Op) -> Op:
        (body,) = op.regions
        counted, exits = int("start" in op.attrs), int(bool(op.attrs.get("exits")))
        params = body.params[counted:]
        for param, init in zip(params, op.ins, strict=True):
            vague = _is_vague(param.type)
            self._define(param, init.type if vague else param.type)
        while True:
            again = self.region(body)
            changed = False
            for param, result in zip(params, again.results[exits:], strict=True):
                if _is_vague(param.type):
                    mine = self.of(param).type
                    t = result.type if isinstance(mine, Undefined) else one_of(mine, result.type)
                    changed |= t != mine
                    self._define(param, t)
            if not changed:
                break
        outs = list(op.outs[:exits])
        for out, param in zip(op.outs[exits:], params, strict=True):
            outs.append(self._define(out, self.of(param).type if _is_vague(out.type) else out.type))
        return replace(op, regions=(again,), outs=tuple(outs))
