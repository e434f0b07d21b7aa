"""The words that rules are written in: functions on graph values that emit ops.

Operators (`1 - y**2`) work on values directly. A word folds what is trivially foldable, so that a
rule need not ask whether a factor is 1. Literals stay weak: a rule never changes a dtype by a
constant.
"""

from __future__ import annotations

from typing import Any

from codegen.infer.elementwise import normal_axes
from codegen.ir.build import current, emit, emit_op
from codegen.ir.graph import Index, Key, Slice, Value
from codegen.ir.types import Array, Scalar, TupleOf, Type, facts, is_complex, is_number

Number = Value | int | float


def literal(x: object) -> int | float | None:
    """The number, where a value is a literal real number."""
    const = x.const if isinstance(x, Value) else x
    return const if isinstance(const, int | float) else None


def is_integer_array(x: Value) -> bool:
    """An array or NumPy number with a bounded integer dtype."""
    dtype = x.type.dtype if isinstance(x.type, Array) else None
    return dtype is not None and dtype.startswith(("int", "uint", "bool"))


def rank_of(x: Value) -> int | None:
    """The number of axes; 0 for Python numbers, None where it is unknown."""
    if isinstance(x.type, Scalar):
        return 0
    return x.type.rank if isinstance(x.type, Array) else None


def known_rank(x: Value) -> int:
    """The number of axes; TypeError (which the caller turns into a refusal) where it is unknown."""
    rank = rank_of(x)
    if rank is None:
        raise TypeError("the number of axes must be known here: annotate the parameter")
    return rank


def scaled(factor: Number, g: Value) -> Value:
    """factor * g for a number or an array g: factors of 1 and -1 vanish."""
    number = literal(factor)
    if number == 1:
        return g
    if number == -1:
        return -g
    if isinstance(factor, Value) and not is_number(factor.type) and is_number(g.type):
        return g * factor
    return factor * g


def times(g: Value, factor: Value) -> Value:
    """g * factor as a person writes it: literals and, before an array, numbers come first."""
    if literal(factor) is not None or (is_number(factor.type) and not is_number(g.type)):
        return scaled(factor, g)
    return g * factor


def exp(x: Value) -> Value:
    return emit("exp", x)


def log(x: Value) -> Value:
    return emit("log", x)


def sqrt(x: Value) -> Value:
    return emit("sqrt", x)


def sin(x: Value) -> Value:
    return emit("sin", x)


def cos(x: Value) -> Value:
    return emit("cos", x)


def sinh(x: Value) -> Value:
    return emit("sinh", x)


def cosh(x: Value) -> Value:
    return emit("cosh", x)


def sign(x: Value) -> Value:
    """-1, 0 or 1; with comparisons for a Python number, which needs no import of NumPy."""
    return (x > 0) - (x < 0) if isinstance(x.type, Scalar) else emit("sign", x)


def may_be_complex(x: Value) -> bool:
    """A complex number or array, or an array of unknown dtype."""
    return is_complex(x.type) or isinstance(x.type, Array) and x.type.dtype is None


def conj(x: Value) -> Value:
    """The complex conjugate; of what is real, itself."""
    return emit("conj", x) if may_be_complex(x) else x


def of_kind(g: Value, t: Type) -> Value:
    """The cotangent g of a number or an array of type t: real where that is real, complex where
    that is complex.

    The cotangent of x + iy is df/dx - i df/dy, so that a holomorphic rule needs no conjugate; of a
    real x only df/dx is left, the real part.
    """
    if not isinstance(t, Scalar | Array) or not isinstance(g.type, Scalar | Array):
        return g
    if is_complex(g.type) and not is_complex(t):
        unknown = isinstance(t, Array) and t.dtype is None
        return g if unknown else emit("real", g)
    if is_complex(t) and not is_complex(g.type):
        if isinstance(g.type, Scalar) or g.type.shape == ():
            return emit("complex", g)
        dtype = t.dtype if isinstance(t, Array) else "complex128"
        return emit("astype", g, dtype=dtype)
    return g


def equal(x: Value, y: Number) -> Value:
    """x == y; the operator itself compares identities."""
    return emit("eq", x, y)


def not_equal(x: Value, y: Number) -> Value:
    return emit("ne", x, y)


def where(condition: Value, x: Number, y: Number) -> Value:
    """x where the condition holds, else y; a number for numbers (printed as a conditional
    expression).
    """
    return emit("where", condition, x, y)


def sum_over(x: Value, axis: tuple[int, ...] | int | None = None, keepdims: bool = False) -> Value:
    """Sum over axes; nothing is emitted for an empty tuple, nor for a number."""
    if axis == () or (axis is None and is_number(x.type)):
        return x
    attrs: dict[str, Any] = {}
    if axis is not None:
        attrs["axis"] = axis[0] if isinstance(axis, tuple) and len(axis) == 1 else axis
    if keepdims:
        attrs["keepdims"] = True
    return emit("sum", x, **attrs)


def full_like(g: Value, x: Value) -> Value:
    """g, a number or something that broadcasts to x, in x's shape."""
    g = of_kind(g, x.type)
    if is_number(x.type) or (
        isinstance(g.type, Array) and isinstance(x.type, Array) and same_shape(g.type, x.type)
    ):
        return g
    return emit("full_like", g, x)


def same_shape(left: Array, right: Array) -> bool:
    """Certainly the same shape."""
    if left.shape is None or right.shape is None or len(left.shape) != len(right.shape):
        return False
    return all(facts().equal(a, b) for a, b in zip(left.shape, right.shape, strict=True))


def zeros_like(x: Value) -> Value:
    return emit("zeros_like", x)


def expand(g: Value, x: Value, axis: int | tuple[int, ...] | None, keepdims: bool) -> Value:
    """Give the axes back to g, with length 1, that a reduction of x took away."""
    if keepdims or axis is None or axis == () or is_number(x.type):
        return g
    rank = rank_of(x)
    axes: int | tuple[int, ...] = axis if rank is None else normal_axes(axis, rank)
    if isinstance(axes, tuple):
        if rank is not None and len(axes) == rank:
            return g
        if len(axes) == 1:
            axes = axes[0]
    return emit("expand_dims", g, axis=axes)


def transpose_of(x: Value, axes: tuple[int, ...] | None = None) -> Value:
    return emit("transpose", x) if axes is None else emit("transpose", x, axes=axes)


def swap_last(x: Value) -> Value:
    """The matrix transpose of a stack of matrices."""
    return transpose_of(x) if rank_of(x) == 2 else emit("swapaxes", x, axis1=-1, axis2=-2)


def adjoint(x: Value) -> Value:
    """The conjugate transpose of a matrix or of a stack of them."""
    return conj(swap_last(x))


def cotangent_parts(g: Value) -> tuple[Value | None, ...]:
    """The cotangents of the results of an op that has several; None where nothing was added."""
    made = {out: op for op in current().ops[-_RECENT:] for out in op.outs}
    maker = made.get(g)
    if maker is None or maker.name != "make_tuple":
        assert isinstance(g.type, TupleOf)
        return tuple(part_of(g, k) for k in range(len(g.type.items)))

    def is_zero(value: Value) -> bool:
        if value.is_const:
            return not value.const
        return value in made and made[value].name == "zeros_like"

    return tuple(None if is_zero(value) else value for value in maker.ins)


_RECENT = 40  # ops back: a cotangent is mostly read where it was made


def matmul(a: Value, b: Value) -> Value:
    return emit("matmul", a, b)


def outer(a: Value, b: Value) -> Value:
    return emit("outer", a, b)


def reshape_like(g: Value, x: Value) -> Value:
    """g with the shape of x, which has as many elements."""
    if is_number(x.type):
        return g if is_number(g.type) else sum_over(g)
    if isinstance(g.type, Array) and isinstance(x.type, Array) and same_shape(g.type, x.type):
        return g
    return emit("reshape_like", g, x)


def shape_of(x: Value, axis: int) -> Value:
    """The run-time length of an axis."""
    return emit("shape", x, axis=axis)


def item(x: Value, *index: Any) -> Value:
    """x[index]."""
    return emit("getitem", x, path=(Index(tuple(index)),))


def part_of(x: Value, key: object) -> Value:
    """One part of a tuple, a dict or a list of known structure."""
    return emit("getitem", x, path=(Key(key),))


def with_item(x: Value, value: Value, *index: Any) -> Value:
    """A copy of x with x[index] = value."""
    return emit("update", x, of_kind(value, x.type), path=(Index(tuple(index)),))


def added_at(x: Value, value: Value, *index: Any, repeated: bool = False) -> Value:
    """A copy of x with x[index] += value."""
    attrs: dict[str, Any] = {"path": (Index(tuple(index)),)}
    if repeated:
        attrs["repeated"] = True
    return emit_op("accumulate", (x, of_kind(value, x.type)), attrs).out


def along(axis: int, part: Any, rank: int) -> tuple[Any, ...]:
    """The index that applies `part` (a slice, an integer) on one axis."""
    axis %= rank
    return (*(Slice() for _ in range(axis)), part)


def on_axis(axis: int, part: Any) -> tuple[Any, ...]:
    """As `along`, for an unknown rank: x[:, :, part] or x[..., part, :]."""
    if axis >= 0:
        return (*(Slice() for _ in range(axis)), part)
    return (Ellipsis, part, *(Slice() for _ in range(-axis - 1)))
