"""Common subexpressions: an op of the backward part that equals an earlier pure op reads that
op's result.

Forward ops are the user's statements: they may serve, but are never merged with each other nor
changed. Where two of them compute the same, the backward part reads the first. Ops that make a
buffer which is then written (`zeros_like`, `copy`, lists, stores) are not shared, because the
sharing would cost a copy.
"""

from __future__ import annotations

from typing import Any

from codegen.ir.core import STORING
from codegen.ir.graph import Field, Graph, Index, Key, Op, Region, Slice, Value, ViewOp, map_values
from codegen.ir.ops import REGISTRY
from codegen.optimize.rebuild import renamed, with_body

_BUFFERS = STORING | {"zeros_like", "full_like", "make_list", "make_dict", "copy", "list_repeat"}
_CHEAP = frozenset({"len", "shape", "size", "ndim"})  # read again rather than named
_COMMUTATIVE = frozenset({"add", "mul"})


def merge(graph: Graph) -> Graph:
    """The graph without repeated backward ops."""
    merger = _Merger()
    body = merger.region(graph.body, {})
    return renamed(with_body(graph, body), merger.names)


def _shareable(op: Op) -> bool:
    row = REGISTRY.get(op.name)
    return (
        row is not None
        and not op.regions
        and not row.impure
        and len(op.outs) == 1
        and bool(op.ins)
        and op.name not in _BUFFERS | _CHEAP
        and op.name != "call"
    )


def _key(op: Op) -> Any:
    ins = [_frozen(value) for value in op.ins]
    if op.name in _COMMUTATIVE:
        ins.sort(key=repr)
    static = {key: item for key, item in op.attrs.items() if key != "via"}
    return op.name, tuple(ins), tuple(sorted((key, _frozen(item)) for key, item in static.items()))


def _frozen(item: Any) -> Any:
    """A hashable, orderable image of an operand or a static argument."""
    match item:
        case Value():
            if item.is_const:
                return "literal", type(item.const).__name__, repr(item.const)
            return "value", str(id(item))
        case tuple():
            return "tuple", tuple(_frozen(part) for part in item)
        case Slice(start, stop, step):
            return "slice", _frozen((start, stop, step))
        case Index(items):
            return "index", _frozen(items)
        case Key(key):
            return "key", repr(key)
        case Field(name):
            return "field", name
        case ViewOp(op, attrs):
            return "view", op, _frozen(attrs)
    return "literal", type(item).__name__, repr(item)


class _Merger:
    def __init__(self) -> None:
        self.replaced: dict[Value, Value] = {}
        self.twins: dict[Value, Value] = {}  # of forward values without a name
        self.names: dict[Value, Value] = {}  # a nameless value takes the identity of a named twin

    def seen(self, value: Value) -> Value:
        return self.replaced.get(value, value)

    def first(self, value: Value) -> Value:
        """What the backward part reads in place of a value."""
        value = self.seen(value)
        return self.twins.get(value, value)

    def region(self, region: Region, known: dict[Any, Op]) -> Region:
        """known: the ops of the regions around; the same again afterwards."""
        own: list[Any] = []
        ops = []
        for op in region.ops:
            seen = self.first if op.backward else self.seen
            op = op.with_(
                ins=tuple(map(seen, op.ins)),
                attrs={key: map_values(item, seen) for key, item in op.attrs.items()},
                regions=tuple(self.region(inner, known) for inner in op.regions),
            )
            if _shareable(op):
                key = _key(op)
                twin = known.get(key)
                if twin is None:
                    known[key] = op
                    own.append(key)
                elif op.backward:
                    self.merge(op, twin)
                    continue
                elif op.out.name is None:
                    self.twins[op.out] = twin.out
            ops.append(op)
        for key in own:
            del known[key]
        return Region(region.params, tuple(ops), tuple(map(self.seen, region.results)))

    def merge(self, op: Op, twin: Op) -> None:
        self.replaced[op.out] = twin.out
        named = op.out.name is not None and twin.backward and twin.out.name is None
        if named and twin.out not in self.names:
            self.names[twin.out] = op.out
