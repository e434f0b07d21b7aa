"""Where only the shape of a value is read (`zeros_like(x)`, x.shape), another value of that shape
will do.

An update has the shape of its base, a copy of its operand, a carry that keeps its shape that of its
initial value. So the backward part asks a value for its shape that is there anyway, mostly an
argument, and neither keeps an array per round nor a version that a store would overwrite.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from codegen.infer.activity import loop_carries
from codegen.ir.graph import Op, Region, Value
from codegen.ir.ops import REGISTRY
from codegen.ir.results import tangent_type
from codegen.ir.types import Array, Type, facts, is_array

_ALWAYS = ("update", "accumulate", "copy", "zeros_like")  # whatever the types say
_BY_TYPE = {"full_like": 1, "reshape_like": 1}


class Shapes:
    """owner: the op that defines a value; carry: the loop and position of a loop's parameter."""

    def __init__(self, owner: dict[Value, Op], carry: dict[Value, tuple[Op, int]]) -> None:
        self.owner = owner
        self.carry = carry
        self.known: dict[Value, Value] = {}

    def root(self, value: Value) -> Value:
        """The value furthest up that certainly has this value's shape and tangent dtype; visible
        wherever the value is."""
        if not is_array(value.type):
            return value
        found = self.known.get(value)
        if found is None:
            found = self.known[value] = self._root(value, {})
        return found

    def _root(self, value: Value, assumed: dict[Value, Value]) -> Value:
        if value in assumed:
            return assumed[value]
        if value in self.carry:
            loop, k = self.carry[value]
            init, param, result, _ = loop_carries(loop)[k]
            return self._carried(init, param, result, value, assumed)
        op = self.owner.get(value)
        if op is None:
            return value
        if op.name in _ALWAYS and op.attrs.get("path", True):
            return self._root(op.ins[0], assumed) if is_array(op.ins[0].type) else value
        if op.name in _BY_TYPE:
            source = op.ins[_BY_TYPE[op.name]]
            return self._root(source, assumed) if alike(source.type, value.type) else value
        if op.name == "if" and value in op.outs:
            position = op.outs.index(value)
            left, right = (self._root(r.results[position], assumed) for r in op.regions)
            return left if left is right else value
        if op.name == "loop":
            for init, param, result, out in loop_carries(op):
                if out is value:
                    return self._carried(init, param, result, value, assumed)
        return value

    def _carried(
        self, init: Value, param: Value, result: Value, value: Value, assumed: dict[Value, Value]
    ) -> Value:
        """The initial value's root, if a round keeps the shape."""
        if init.is_const or not is_array(init.type) or tangent_dtype(init) != tangent_dtype(value):
            return value
        root = self._root(init, assumed)
        if alike(init.type, param.type):
            return root
        if self._root(result, {**assumed, param: root}) is root:
            return root
        return value

    def substitute(self, value: Value, is_local: Callable[[Value], bool]) -> Value | None:
        """A value outside that has the shape of a local one; None where there is none for
        certain."""
        root = self.root(value)
        if not is_local(root):
            return root
        op = self.owner.get(root)
        row = REGISTRY.get(op.name) if op is not None else None
        if op is None or row is None or row.access != "map":
            return None
        for operand in op.ins:
            if not operand.is_const and alike(operand.type, root.type):
                found = self.substitute(operand, is_local)
                if found is not None:
                    return found
        return None


def alike(left: Type, right: Type) -> bool:
    """Certainly arrays of one shape, and of one tangent dtype."""
    left, right = tangent_type(left), tangent_type(right)
    if not isinstance(left, Array) or not isinstance(right, Array):
        return False
    if left.dtype is None or left.dtype != right.dtype or left.scalar != right.scalar:
        return False
    if left.shape is None or right.shape is None or len(left.shape) != len(right.shape):
        return False
    return all(facts().equal(a, b) for a, b in zip(left.shape, right.shape, strict=True))


def tangent_dtype(value: Value) -> str | None:
    t = tangent_type(value.type)
    return t.dtype if isinstance(t, Array) else None


def shape_positions(op: Op) -> set[int]:
    """The operands of which the op reads the shape only."""
    row = REGISTRY.get(op.name)
    if row is None or not row.shape_only:
        return set()
    names = [name.lstrip("*") for name in row.operands]
    return {
        k for k in range(len(op.ins)) if names and names[min(k, len(names) - 1)] in row.shape_only
    }


def with_shapes(ops: tuple[Op, ...], change: Callable[[Value], Value]) -> tuple[Op, ...]:
    """The ops with every operand replaced of which only the shape is read, in regions too."""
    found = []
    for op in ops:
        positions = shape_positions(op)
        ins = tuple(change(v) if k in positions else v for k, v in enumerate(op.ins))
        regions = tuple(
            replace(region, ops=with_shapes(region.ops, change)) for region in op.regions
        )
        changed = any(new is not old for new, old in zip(ins, op.ins, strict=True))
        if changed or any(_differ(a, b) for a, b in zip(regions, op.regions, strict=True)):
            op = op.with_(ins=ins, regions=regions)
        found.append(op)
    return tuple(found)


def _differ(left: Region, right: Region) -> bool:
    return any(a is not b for a, b in zip(left.ops, right.ops, strict=True))
