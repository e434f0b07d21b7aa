"""Which values may share memory, whatever path is taken: a coarse answer that is cheap and safe.

Values that may show one buffer, or hold one another, are in one class. The in-place pass asks
finer questions;
emission only wants to know whether a store can be seen by a read that is to move past it.
"""

from __future__ import annotations

from collections.abc import Iterable

from codegen.ir.core import STORING
from codegen.ir.graph import Graph, Op, Region, Value, carries_of
from codegen.ir.types import Array, Opaque, Type, children, is_mutable
from codegen.optimize.places import may_return

# ops whose result holds its operands, or parts of its first operand
_HOLDING = frozenset(
    {
        "make_list",
        "make_tuple",
        "make_dict",
        "replace",
        "list_concat",
        "list_repeat",
        "getitem",
        "alias",
        "call",
    }
)


def holds_memory(t: Type) -> bool:
    """May a value of the type be seen to change?"""
    return is_mutable(t) or isinstance(t, Opaque) or any(map(holds_memory, children(t)))


class Sharing:
    def __init__(self, graph: Graph) -> None:
        self._parent: dict[Value, Value] = {}
        self._region(graph.body)
        if graph.effects:  # arguments may be one array: f(z, z)
            self._join(parameter.value for parameter in graph.params)

    def root(self, value: Value) -> Value:
        """The class of a value, as one of its members."""
        while (parent := self._parent.get(value, value)) is not value:
            self._parent[value] = value = self._parent.get(parent, parent)
        return value

    def _join(self, values: Iterable[Value]) -> None:
        first: Value | None = None
        for value in values:
            if value.is_const or not holds_memory(value.type):
                continue
            root = self.root(value)
            if first is None:
                first = root
            elif root is not first:
                self._parent[root] = first

    def _region(self, region: Region) -> None:
        for op in region.ops:
            self._op(op)
            for inner in op.regions:
                self._region(inner)

    def _op(self, op: Op) -> None:
        if op.name == "if":
            for region in op.regions:
                for source, target in zip(region.results, op.outs, strict=True):
                    self._join((source, target))
        elif op.name == "loop":
            for several in carries_of(op):
                self._join(several)
        elif op.name in STORING:
            base = op.ins[0]
            # an array takes numbers only; what is put into a container is the thing itself
            held = () if isinstance(base.type, Array) else op.ins[1:]
            self._join((base, *held, *op.outs))
        elif op.name in _HOLDING or op.attrs.get("store"):
            self._join((*op.ins, *op.outs))
        elif op.name == "copy" and not isinstance(op.ins[0].type, Array):
            self._join((*op.ins, *op.outs))  # a copy of a list holds the same elements
        elif shown := may_return(op):
            self._join((*shown, *op.outs))
