"""Gradients of parameters, in the structure of the argument.

In the graph the cotangent of an object is a dict of its attributes. What is handed out is what the
argument was: a dataclass or named tuple like it, with gradients in place of its numbers and arrays
(zero for one that has none); a dict by attribute for a plain object. It is made from the argument
itself, so that no module imports the classes of the user.
"""

from __future__ import annotations

from codegen.infer.activity import differentiable
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Value, constant
from codegen.ir.types import (
    Array,
    DictOf,
    ListOf,
    NoneType,
    Scalar,
    TupleOf,
    Type,
    children,
    holds_objects,
    is_array,
    record_of,
)
from codegen.transform.adjoints import build, build_part
from codegen.transform.cotangents import Cotangent, Keys, Parts, keys_of, part, part_of, part_type

_ZEROS = {"bool": False, "int": 0, "float": 0.0, "complex": 0j}


def gradient(x: Value, g: Cotangent, left: Value) -> Value:
    """The gradient of a parameter, zeros where nothing was added. left: the argument as f leaves
    it, of which an object is made anew."""
    return _gradient(x, x.type, (), g, left) if holds_objects(x.type) else build(x, g)


def whole_names(t: Type) -> frozenset[str]:
    """The attributes without a gradient, of all objects in a type."""
    record = record_of(t)
    own = record.whole if record is not None else frozenset()
    return own.union(*map(whole_names, children(t)))


def _without_gradient(x: Value, keys: Keys, left: Value) -> Value | None:
    """What stands for an attribute without a gradient; None: what the object has there.

    Zero for a number, so that `p - lr * g` of every attribute leaves a count or a mask what it is.
    Text stays, so that the gradient has the methods of its argument; what f has put in its place
    does not, since an array may be the caller's.
    """
    t = part_type(x.type, keys)
    if isinstance(t, Scalar):
        return constant(_ZEROS[t.kind])
    if isinstance(t, Array) and t.scalar:
        return constant(False if t.dtype == "bool" else 0)
    if is_array(t):
        return emit("array_zeros_like", part(x, keys), via="numpy.zeros_like")
    return None if left is x or part_type(left.type, keys) == t != NoneType() else constant(None)


def _gradient(x: Value, t: Type, keys: Keys, g: Cotangent, left: Value) -> Value:
    if not holds_objects(t):
        return build_part(x, t, keys, g)
    own = keys_of(t)
    if own is None:
        assert isinstance(t, ListOf)
        without = tuple(sorted(whole_names(t)))
        operands = (build_part(x, t, keys, g), part(left, keys))
        return emit_op("as_argument", operands, {"without": without} if without else {}).out
    record = record_of(t)
    items, names = [], []
    for key in own:
        inner = part_type(t, (key,))
        name = record.fields[key] if record is not None and isinstance(key, int) else key
        if record is not None and (not differentiable(inner) or name in record.whole):
            found = _without_gradient(x, (*keys, key), left) if record.form != "plain" else None
            if found is not None:
                items.append(found)
                names.append(name)
            continue
        below = g.items.get(key) if isinstance(g, Parts) else None
        if isinstance(g, Value):
            below = part_of(g, key)
        items.append(_gradient(x, inner, (*keys, key), below, left))
        names.append(name)
    if record is None or record.form == "plain":
        if isinstance(t, DictOf):
            return emit("make_dict", *items, keys=tuple(names))
        if isinstance(t, TupleOf):
            return emit("make_tuple", *items)
        return emit("make_list", *items, fixed=True)
    whole = part(left, keys)
    if not items:
        return whole
    how = "_replace" if isinstance(t, TupleOf) else "replace" if record.remade else "helper"
    return emit_op("replace", (whole, *items), {"names": tuple(names), "how": how}).out
