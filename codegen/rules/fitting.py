"""A cotangent in the shape and the precision of the operand that it belongs to."""

from __future__ import annotations

from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.sparse import Sparse
from codegen.ir.types import Array, facts, is_complex, is_number
from codegen.rules.language import of_kind, rank_of, sum_over


def unbroadcast(g: Value, x: Value) -> Value:
    """g, the cotangent of a broadcast of x, summed down to x's shape; the types say over which
    axes.

    Only where they do not, an op decides at run time. A float32 operand gets a float32 cotangent.
    """
    return narrowed(_summed(g, x), x)


def _summed(g: Value, x: Value) -> Value:
    if is_number(g.type):
        return g
    if is_number(x.type):
        rank = rank_of(g)
        return emit("unbroadcast", g, x) if rank is None else sum_over(g) if rank else g
    if not isinstance(g.type, Array) or not isinstance(x.type, Array):
        return g
    have, want = g.type.shape, x.type.shape
    if have is None or want is None:
        return emit("unbroadcast", g, x)
    known = facts()
    lead = len(have) - len(want)
    if lead < 0:  # x was stored where fewer axes are
        axes = tuple(range(-lead)) if lead < -1 else 0
        return _summed(emit("expand_dims", g, axis=axes), x)
    ones: list[int] = []
    for axis, (wide, own) in enumerate(zip(have[lead:], want, strict=True)):
        if known.equal(wide, own) or known.not_one(own):
            continue  # a length that is not 1 was not broadcast
        if not known.is_one(own):
            return emit("unbroadcast", g, x)
        ones.append(axis)
    g = sum_over(g, tuple(range(lead)))
    return sum_over(g, tuple(ones), keepdims=True)


_NARROW = ("float16", "float32", "complex64")


def narrowed(g: Value, x: Value) -> Value:
    """g in x's float type, where a wider operand beside x made it wider; that of a sparse matrix is
    the type of its entries."""
    if isinstance(x.type, Sparse):
        wide = isinstance(g.type, Array) and g.type.dtype != x.type.dtype
        return emit("astype", g, dtype=x.type.dtype) if wide and x.type.dtype in _NARROW else g
    g = of_kind(g, x.type)
    if isinstance(x.type, Array) and x.type.dtype is None:
        return emit("unbroadcast", g, x) if is_complex(g.type) else g
    if not isinstance(g.type, Array) or not isinstance(x.type, Array):
        return g
    have, want = g.type.dtype, x.type.dtype or ""
    if have == want or (have is None and want not in _NARROW):
        return g
    if have is None or want.startswith(("float", "complex")):
        return emit("astype", g, dtype=want)
    if have in ("float16", "float32"):
        return emit("astype", g, dtype="float64")  # of small integers NumPy makes small floats
    return g


def beside(g: Value, x: Value, other: Value) -> Value:
    """g, of the shape of x, in x's own type: a product with other may have made it complex or
    wider, which only shows at run time where x has no type."""
    unknown = isinstance(x.type, Array) and x.type.dtype is None
    return emit("unbroadcast", g, x) if unknown and not is_number(other.type) else g


def fitted(g: Value, x: Value) -> Value:
    """g in x's float type; a number for a number, where a function of NumPy made an array of it."""
    if is_number(x.type) and isinstance(g.type, Array) and g.type.shape == () and not g.type.scalar:
        g = sum_over(g)
    return narrowed(g, x)
