"""Rows for adjoints that are filled: a first contribution is an assignment, a negative one a
difference, and a list or dict of known structure is made of its parts at once."""

from __future__ import annotations

from typing import Any

from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Index, Key, Op, Path, Slice, Value
from codegen.ir.indexing import position
from codegen.ir.types import (
    Array,
    DictOf,
    ListFixed,
    TupleOf,
    Type,
    is_array,
    is_number,
)
from codegen.optimize.products import positive
from codegen.optimize.rewrite import Rewrite, View, literal, same_type
from codegen.transform.cotangents import part

_Fixed = DictOf | ListFixed | TupleOf
_STRUCTURES = ("make_list", "make_tuple", "make_dict")


def _added(op: Op, base: Value, value: Value) -> Value:
    """base + value, or base - value where the op subtracts."""
    return emit("sub" if op.attrs.get("negative") else "add", base, value)


def _is_zero(value: Value, view: View) -> bool:
    return literal(value) == 0 or view.origin(value, "zeros_like") is not None


def _plain(t: Type) -> bool:
    return is_number(t) or isinstance(t, Array)


def negative_value(op: Op, view: View) -> Value | None:
    """dx += -g is dx -= g."""
    base, value = op.ins
    opposite = positive(value, view)
    if opposite is None or not _plain(value.type):
        return None
    attrs = {key: item for key, item in op.attrs.items() if key != "negative"}
    if not op.attrs.get("negative"):
        attrs["negative"] = True
    return emit_op("accumulate", (base, opposite), attrs, types=(op.out.type,)).out


def into_zero(op: Op, view: View) -> Value | None:
    """The first contribution to the whole: 0 + g is g, spread where g is a number and 0 an
    array."""
    base, value = op.ins
    if op.attrs["path"] or not _is_zero(base, view):
        return None
    if not _plain(value.type) or not _plain(base.type):
        return value if not op.attrs.get("negative") and base.type == value.type else None
    if is_array(base.type):
        if isinstance(base.type, Array) and base.type.generic:
            return None  # what it is, and so what it must be spread to, shows at run time
        if is_number(value.type):
            spread = view.origin(base, "zeros_like")
            value = emit("full_like", value, spread.ins[0]) if spread is not None else value
    return -value if op.attrs.get("negative") else value


def zero_into(op: Op, view: View) -> Value | None:
    """dx += 0."""
    base, value = op.ins
    return base if _plain(base.type) and _is_zero(value, view) else None


def twice(op: Op, view: View) -> Value | None:
    """g + g."""
    base, value = op.ins
    if op.attrs["path"] or base is not value or op.attrs.get("negative") or not _plain(base.type):
        return None
    return 2 * base


def after_clearing(op: Op, view: View) -> Value | None:
    """g[i] = 0; g[i] += t is g[i] = t."""
    base, value = op.ins
    cleared = view.inner(base, "update", named=True)
    if cleared is None or op.attrs.get("repeated") or not op.attrs["path"]:
        return None
    if literal(cleared.ins[1]) != 0 or not _same_path(cleared.attrs["path"], op.attrs["path"]):
        return None
    return emit_op(
        "update", (cleared.ins[0], _signed(op, value)), _path(op), types=(op.out.type,)
    ).out


def _signed(op: Op, value: Value) -> Value:
    return -value if op.attrs.get("negative") else value


def _path(op: Op) -> dict[str, Any]:
    return {"path": op.attrs["path"]}


def _same_path(a: Path, b: Path) -> bool:
    """Whether two paths lead to the same place; literal Values count as literals."""

    def plain(item: Any) -> Any:
        if isinstance(item, Value):
            return item.const if item.is_const else item
        if isinstance(item, Slice):
            return Slice(plain(item.start), plain(item.stop), plain(item.step))
        return item

    def steps(path: Path) -> list[Any]:
        return [
            tuple(plain(item) for item in step.items) if isinstance(step, Index) else step
            for step in path
        ]

    return steps(a) == steps(b)


def spread_value(op: Op, view: View) -> Value | None:
    """A number that was spread to fit a slot of an array: the store spreads it again."""
    base, value = op.ins
    spread = view.origin(value, "full_like")
    if spread is None or not _known(spread.ins[0]):
        return None
    if not is_array(base.type) or not isinstance(base.type, Array) or base.type.shape is None:
        return None
    if not op.attrs["path"] and not isinstance(value.type, Array):
        return None
    if not op.attrs["path"] and not same_type(base.type, value.type):
        return None
    g = spread.ins[0]
    return emit_op(op.name, (base, g), op.attrs, types=(op.out.type,)).out


def spread_base(op: Op, view: View) -> Value | None:
    """full_like(g, x) + h, where h has x's shape, is g + h."""
    base, value = op.ins
    spread = view.inner(base, "full_like", named=True)
    if op.attrs["path"] or spread is None or not _known(spread.ins[0]):
        return None
    if not isinstance(value.type, Array) or not same_type(base.type, value.type):
        return None
    return _added(op, spread.ins[0], value)


def _known(g: Value) -> bool:
    """A number, or an array of known axes: it is known how NumPy spreads it."""
    return is_number(g.type) or isinstance(g.type, Array) and g.type.shape is not None


def _whole(path: Path) -> bool:
    return len(path) == 1 and isinstance(path[0], Index) and path[0].items == (...,)


def whole_cleared(op: Op, view: View) -> Value | None:
    """g[...] = 0 leaves nothing of g."""
    base, value = op.ins
    if literal(value) != 0 or not _whole(op.attrs["path"]) or not isinstance(base.type, Array):
        return None
    return emit("zeros_like", base) if base.type.shape is not None else None


def whole_read(op: Op, view: View) -> Value | None:
    """g[...] is g."""
    return op.ins[0] if _whole(op.attrs["path"]) and isinstance(op.ins[0].type, Array) else None


def structure_of_zeros(op: Op, view: View) -> Value | None:
    """The zeros of a container of known structure, where a part is filled: made of its parts."""
    base = op.ins[0]
    zeros = view.inner(base, "zeros_like", named=True)
    if zeros is None or not op.attrs["path"] or not isinstance(base.type, _Fixed):
        return None
    x = zeros.ins[0]
    if not isinstance(x.type, _Fixed):
        return None
    keys = x.type.keys if isinstance(x.type, DictOf) else range(len(x.type.items))
    parts = [emit("zeros_like", part(x, (key,))) for key in keys]
    made = _made(base.type, parts)
    return emit_op(op.name, (made, *op.ins[1:]), op.attrs, types=(op.out.type,)).out


def part_of_structure(op: Op, view: View) -> Value | None:
    """A store into a part of a list or dict that was just made goes into the part."""
    base, value = op.ins
    maker = next(
        (m for name in _STRUCTURES if (m := view.inner(base, name, named=True)) is not None), None
    )
    path: Path = op.attrs["path"]
    if maker is None or not path or not isinstance(base.type, _Fixed):
        return None
    at = _place(base.type, path[0])
    if at is None:
        return None
    part, rest = maker.ins[at], path[1:]
    if op.name == "update" and not rest:
        new = value
    else:
        hint = _part_name(base.type, at)
        new = emit_op(op.name, (part, value), {**op.attrs, "path": rest}, hint=hint).out
    parts = [*maker.ins[:at], new, *maker.ins[at + 1 :]]
    return _made(base.type, parts)


def _place(t: _Fixed, step: Any) -> int | None:
    """The position of the part that a step leads to; None for a run-time position."""
    if isinstance(step, Key):
        return position(t, step.key)
    if isinstance(step, Index) and len(step.items) == 1 and not isinstance(t, DictOf):
        item = step.items[0]
        item = item.const if isinstance(item, Value) else item
        if isinstance(item, int) and not isinstance(item, bool):
            return position(t, item)
    return None


def _part_name(t: _Fixed, at: int) -> str | None:
    """The adjoint of params["W"] is dW."""
    key = t.keys[at] if isinstance(t, DictOf) else None
    return f"d{key}" if isinstance(key, str) and key.isidentifier() else None


def _made(t: _Fixed, parts: list[Value]) -> Value:
    types = tuple(part.type for part in parts)
    if isinstance(t, DictOf):
        return emit_op("make_dict", parts, {"keys": t.keys}, types=(DictOf(t.keys, types),)).out
    if isinstance(t, TupleOf):
        return emit_op("make_tuple", parts, {}, types=(TupleOf(types),)).out
    return emit_op("make_list", parts, {"fixed": True}, types=(ListFixed(types),)).out


def shape_kept(op: Op, view: View) -> Value | None:
    """full_like, unbroadcast and reshape_like of what has the shape already."""
    g, x = op.ins
    if isinstance(g.type, Array) and isinstance(x.type, Array):
        known = g.type.shape is not None and not g.type.generic
        return g if known and same_type(op.out.type, g.type) else None
    return g if is_number(g.type) and is_number(x.type) and op.name != "unbroadcast" else None


ACCUMULATIONS = (
    Rewrite(
        "full_like(g, x) of that shape", ("full_like", "unbroadcast", "reshape_like"), shape_kept
    ),
    Rewrite("g[...] = 0", ("update",), whole_cleared),
    Rewrite("g[...]", ("getitem",), whole_read),
    Rewrite("dx += 0", ("accumulate",), zero_into),
    Rewrite("0 + g", ("accumulate",), into_zero),
    Rewrite("g + g", ("accumulate",), twice),
    Rewrite("parts of zeros", ("accumulate", "update"), structure_of_zeros),
    Rewrite("a part of what was made", ("accumulate", "update"), part_of_structure),
    Rewrite("full_like(g, x) + h", ("accumulate",), spread_base),
    Rewrite("dx[i] = full_like(g, x)", ("accumulate", "update"), spread_value),
    Rewrite("g[i] = 0; g[i] += t", ("accumulate",), after_clearing),
    Rewrite("dx += -g", ("accumulate",), negative_value),
)
