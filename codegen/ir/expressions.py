"""Ops that compute the same."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.ir.core import STORING
from codegen.ir.graph import Field, Index, Key, Op, Slice, Value, ViewOp
from codegen.ir.ops import REGISTRY

_BUFFERS = STORING | {"zeros_like", "full_like", "make_list", "make_dict", "copy", "list_repeat"}
_CHEAP = frozenset({"len", "shape", "size", "ndim"})  # read again rather than named
_COMMUTATIVE = frozenset({"add", "mul"})


def is_shareable(op: Op) -> bool:
    """Whether what computes the same may be computed once: a pure op, whose result is not a buffer
    that is then written, for which the sharing would cost a copy."""
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


def key_of(op: Op, seen: Callable[[Value], Value] = lambda value: value) -> Any:
    """Equal for ops that compute the same. seen: what stands for an operand."""
    ins = [_frozen(seen(value)) for value in op.ins]
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
