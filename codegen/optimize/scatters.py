"""Rows for cotangents of parts: what is stored into zeros, and then has a whole array added to it,
is added to that array."""

from __future__ import annotations

from codegen.ir.build import emit_op
from codegen.ir.graph import Index, Op, Path, Value
from codegen.ir.types import Array, ListOf, is_array, is_number
from codegen.optimize.disjoint import disjoint
from codegen.optimize.rewrite import Rewrite, View, same_type

_FILLED = 20  # slots that are filled one by one


def first_store(op: Op, view: View) -> Value | None:
    """dx = zeros; dx[i] += g: the slots are still 0, so that `dx[i] = g` will do."""
    base, value = op.ins
    path: Path = op.attrs["path"]
    if not path or op.attrs.get("repeated") or not _still_zero(base, path, view):
        return None
    value = -value if op.attrs.get("negative") else value
    return emit_op("update", (base, value), {"path": path}, types=(op.out.type,)).out


def _still_zero(base: Value, path: Path, view: View) -> bool:
    """Were only other slots filled since the zeros were made?"""
    for _ in range(_FILLED):
        if view.origin(base, "zeros_like") is not None:
            of_numbers = isinstance(base.type, ListOf) and is_number(base.type.item)
            return is_array(base.type) or of_numbers and _is_literal(path)
        filled = view.origin(base, "update")
        if filled is None or not disjoint(path, filled.attrs["path"]):
            return False
        base = filled.ins[0]
    return False


def _is_literal(path: Path) -> bool:
    """[i] with a literal that counts from the front."""
    if len(path) != 1 or not isinstance(path[0], Index) or len(path[0].items) != 1:
        return False
    (item,) = path[0].items
    item = item.const if isinstance(item, Value) else item
    return type(item) is int and item >= 0


def parts_then_whole(op: Op, view: View) -> Value | None:
    """dx = zeros; dx[i] = g; dx += h is dx = h; dx[i] += g, which needs no zeros."""
    base, whole = op.ins
    if op.attrs["path"] or not isinstance(base.type, Array) or not same_type(base.type, whole.type):
        return None
    if not _is_new(whole, view) or base.type.rank in (None, 0):
        return None
    parts: list[Op] = []
    while view.inner(base, "zeros_like", named=True) is None:
        part = view.inner(base, "update", named=True) or view.inner(base, "accumulate", named=True)
        if part is None or not part.attrs["path"] or len(parts) == _FILLED:
            return None
        parts.append(part)
        base = part.ins[0]
    result = -whole if op.attrs.get("negative") else whole
    for part in reversed(parts):
        attrs = dict(part.attrs)
        added = emit_op("accumulate", (result, part.ins[1]), attrs, types=(op.out.type,))
        result = added.out
    return result


def _is_new(value: Value, view: View) -> bool:
    """Made for this sum alone."""
    return any(view.inner(value, name) is not None for name in ("mul", "div", "add", "sub"))


SCATTERS = (
    Rewrite("zeros[i] += g", ("accumulate",), first_store),
    Rewrite("zeros[i] = g; + h", ("accumulate",), parts_then_whole),
)
