"""Types of matrix products: the contracted lengths are equal because the product did not raise."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.samples import sampled
from codegen.infer.shapes import product
from codegen.ir.graph import Value
from codegen.ir.indexing import broadcast_shapes
from codegen.ir.types import Array, Scalar, Shape, Type, facts, fresh_length

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _dtype(a: Array, b: Array, ins: Ins) -> str | None:
    found = sampled("mul", ins[:2], "numpy.multiply", types=(a, b))
    return found if isinstance(found, str) else None


def contraction_dtype(ins: Ins) -> str | None:
    """The dtype of a sum of products."""
    return _dtype(array_type(ins[0].type), array_type(ins[1].type), ins)


def _result(dtype: str | None, shape: Shape) -> Array:
    return Array(dtype, shape, scalar=not shape)


def matmul_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    dtype = _dtype(a, b, ins)
    if a.shape is None or b.shape is None:
        return Array(dtype, None, generic=True)
    if not a.shape or not b.shape:
        raise TypeError("`@` takes no numbers: use `*`")
    left, right = a.shape, b.shape
    facts().unify(left[-1], right[-2] if len(right) > 1 else right[0])
    batch = broadcast_shapes([left[:-2], right[:-2]])
    rows = left[-2:-1]
    columns = right[-1:] if len(right) > 1 else ()
    return _result(dtype, (*batch, *rows, *columns))


def dot_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    dtype = _dtype(a, b, ins)
    if a.shape is None or b.shape is None:
        if isinstance(ins[0].type, Scalar) and isinstance(ins[1].type, Scalar):
            return Array(dtype, (), scalar=True)
        return Array(dtype, None, generic=True)
    left, right = a.shape, b.shape
    if not left or not right:
        return _result(dtype, left or right)
    facts().unify(left[-1], right[-2] if len(right) > 1 else right[0])
    rest = (*right[:-2], right[-1]) if len(right) > 1 else ()
    return _result(dtype, (*left[:-1], *rest))


def outer_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    lengths = tuple(fresh_length() if t.shape is None else product(t.shape) for t in (a, b))
    return Array(_dtype(a, b, ins), lengths)


def inner_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    dtype = _dtype(a, b, ins)
    if a.shape is None or b.shape is None:
        return Array(dtype, None, generic=True)
    if not a.shape or not b.shape:
        return _result(dtype, a.shape or b.shape)
    facts().unify(a.shape[-1], b.shape[-1])
    return _result(dtype, (*a.shape[:-1], *b.shape[:-1]))


def vdot_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    return Array(_dtype(a, b, ins), (), scalar=True)


def trace_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        return Array(t.dtype, None, generic=True)
    return Array(t.dtype, t.shape[2:], scalar=len(t.shape) == 2)


def diagonal_type(ins: Ins, attrs: Attrs) -> Type:
    """np.diag: a vector becomes a matrix, a matrix its diagonal."""
    t = array_type(ins[0].type)
    if t.shape is None:
        return Array(t.dtype, None)
    if len(t.shape) == 1:
        k = attrs.get("k", 0)
        side = t.shape[0] + abs(k) if isinstance(k, int) else fresh_length()
        return Array(t.dtype, (side, side))
    square = facts().equal(*t.shape) and not attrs.get("k")
    return Array(t.dtype, (t.shape[0] if square else fresh_length(),))


def tensordot_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = array_type(ins[0].type), array_type(ins[1].type)
    if a.shape is None or b.shape is None:
        return Array(None, None, generic=True)
    left, right = contracted(attrs.get("axes", 2), len(a.shape), len(b.shape))
    for i, j in zip(left, right, strict=True):
        facts().unify(a.shape[i], b.shape[j])
    shape = tuple(n for k, n in enumerate(a.shape) if k not in left)
    shape += tuple(n for k, n in enumerate(b.shape) if k not in right)
    return Array(_dtype(a, b, ins), shape)


def contracted(axes: Any, left: int, right: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The contracted axes of both operands of np.tensordot, counted from the front."""
    if isinstance(axes, int):
        return tuple(range(left - axes, left)), tuple(range(axes))
    pair = tuple(part if isinstance(part, tuple) else (part,) for part in axes)
    return tuple(k % left for k in pair[0]), tuple(k % right for k in pair[1])
