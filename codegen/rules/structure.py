"""Lists where NumPy takes arrays: a rule sees the array, and its cotangent goes back into the
list's structure.
"""

from __future__ import annotations

from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Index, Value
from codegen.ir.types import Array, ListFixed, ListOf, Scalar, TupleOf, Type


def is_sequence(t: Type) -> bool:
    return isinstance(t, ListOf | ListFixed | TupleOf)


def as_operand(x: Value) -> Value:
    """The array that a list stands for in a call of NumPy; anything else is itself."""
    return emit("asarray", x) if is_sequence(x.type) else x


def like_structure(g: Value, x: Value) -> Value:
    """The cotangent of np.asarray(x) as a cotangent of x: a list for a list."""
    return _unstacked(g, x.type) if is_sequence(x.type) and not is_sequence(g.type) else g


def _unstacked(g: Value, t: Type) -> Value:
    if isinstance(t, ListFixed | TupleOf):
        parts = [
            (
                _unstacked(emit("getitem", g, path=(Index((k,)),)), item)
                if is_sequence(item)
                else _element(g, k, item)
            )
            for k, item in enumerate(t.items)
        ]
        if isinstance(t, TupleOf):
            return emit("make_tuple", *parts)
        return emit_op("make_list", parts, {"fixed": True}).out
    assert isinstance(t, ListOf)
    if _numbers(t):
        return emit("tolist", g)
    if is_sequence(t.item):
        raise TypeError("a list of lists of arrays as an array: stack it step by step")
    return emit("unstack", g)


def _element(g: Value, k: int, item: Type) -> Value:
    return emit("getitem", g, path=(Index((k,)),))


def _numbers(t: Type) -> bool:
    """Numbers, or lists of numbers to any depth."""
    if isinstance(t, ListOf):
        return _numbers(t.item)
    return isinstance(t, Scalar) or (isinstance(t, Array) and t.scalar)
