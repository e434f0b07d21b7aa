"""Rows for sums over axes and for transposed products: what un-broadcasting and the rules of
products leave behind."""

from __future__ import annotations

from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.types import Array, is_number
from codegen.optimize.rewrite import Rewrite, View, same_type


def _axes(op: Op) -> tuple[int, ...] | None:
    """The axes of a sum, counted from the front; None where they are not known, or all."""
    axis, kind = op.attrs.get("axis"), op.ins[0].type
    if not isinstance(kind, Array) or kind.rank is None or op.attrs.keys() - {"axis", "keepdims"}:
        return None
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not all(isinstance(a, int) for a in axes):
        return None
    return tuple(sorted(a % kind.rank for a in axes))


def _sum(x: Value, axes: tuple[int, ...]) -> Value:
    return emit("sum", x, axis=axes[0] if len(axes) == 1 else axes)


def dropped_axes(op: Op, view: View) -> Value | None:
    """x.sum(axis=1, keepdims=True).reshape(y.shape) is x.sum(axis=1) where that has y's shape."""
    value, like = op.ins
    negated = view.inner(value, "neg")
    if negated is not None:
        return -emit("reshape_like", negated.ins[0], like)
    found = view.inner(value, "sum")
    axes = _axes(found) if found is not None else None
    if found is None or axes is None or not found.attrs.get("keepdims"):
        return None
    result = _sum(found.ins[0], axes)
    return result if same_type(op.out.type, result.type) else None


def one_sum(op: Op, view: View) -> Value | None:
    """x.sum(axis=0).sum(axis=1) is x.sum(axis=(0, 2))."""
    inner = view.inner(op.ins[0], "sum")
    outer_axes = _axes(op)
    inner_axes = _axes(inner) if inner is not None else None
    if inner is None or inner_axes is None or outer_axes is None:
        return None
    if inner.attrs.get("keepdims") or op.attrs.get("keepdims"):
        return None
    x = inner.ins[0]
    assert isinstance(x.type, Array) and x.type.rank is not None
    left = [axis for axis in range(x.type.rank) if axis not in inner_axes]
    return _sum(x, tuple(sorted((*inner_axes, *(left[axis] for axis in outer_axes)))))


def scaled_small(op: Op, view: View) -> Value | None:
    """2 * expand_dims(x) is expand_dims(2 * x): what is small is scaled before it is spread."""
    number, value = op.ins
    found = view.inner(value, "expand_dims")
    if found is None or not is_number(number.type):
        return None
    return emit("expand_dims", emit("mul", number, found.ins[0]), axis=found.attrs["axis"])


def transposed_product(op: Op, view: View) -> Value | None:
    """(a.T @ b).T is b.T @ a."""
    inner = view.inner(op.ins[0], "matmul")
    if inner is None or op.attrs.keys() - {"via"}:
        return None
    a, b = inner.ins
    ranks = [x.type.rank if isinstance(x.type, Array) else None for x in (a, b)]
    flipped = [view.origin(x, "transpose") for x in (a, b)]
    if ranks != [2, 2] or not any(flipped):
        return None
    return emit("matmul", emit("transpose", b), emit("transpose", a))


SUMS = (
    Rewrite("x.sum(keepdims=True).reshape(y.shape)", ("reshape_like",), dropped_axes),
    Rewrite("x.sum(axis=0).sum(axis=1)", ("sum",), one_sum),
    Rewrite("2 * expand_dims(x)", ("mul",), scaled_small),
    Rewrite("(a.T @ b).T", ("transpose",), transposed_product),
)
