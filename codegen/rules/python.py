"""Python's own functions: sum, max and min of scalars and lists, conversions, math's functions of
lists.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.infer.elementwise import array_type, elementwise_type
from codegen.infer.samples import sampled
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Key, Op, Value
from codegen.ir.indexing import element_type
from codegen.ir.joins import join
from codegen.ir.ops import Row, register
from codegen.ir.types import FLOAT, INT, Array, ListFixed, ListOf, Scalar, TupleOf, Type, is_number
from codegen.rules.extremes import first_extreme
from codegen.rules.fitting import unbroadcast
from codegen.rules.kinds import DERIVATIVES, Derivative, nondiff, pullback, scalar
from codegen.rules.language import (
    equal,
    full_like,
    not_equal,
    rank_of,
    reshape_like,
    same_shape,
    where,
    with_item,
    zeros_like,
)
from codegen.rules.products import product_slope
from codegen.rules.structure import is_sequence

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]
Cotangents = tuple["Value | None", ...]


def item_types(t: Type) -> list[Type]:
    """What iterating over a value yields: one type, or one per item."""
    if isinstance(t, ListFixed | TupleOf):
        return list(t.items)
    if isinstance(t, ListOf):
        return [element_type(t.item)]
    whole = array_type(t)
    if whole.shape is None:
        return [Array(whole.dtype, None, generic=True)]
    if not whole.shape:
        raise TypeError("a number cannot be iterated over")
    rest = whole.shape[1:]
    return [Array(whole.dtype, rest, scalar=not rest)]


# The sum of a list, a tuple or the rows of an array


def _sum_type(ins: Ins, attrs: Attrs) -> Type:
    total = Value(INT) if len(ins) == 1 else ins[1]
    items = item_types(ins[0].type)
    if not all(isinstance(t, Scalar | Array) for t in items):
        raise TypeError("sum of anything but numbers and arrays")
    for t in items:
        total = Value(elementwise_type("add", (total, Value(t)), {}))
    return total.type


def _sum(op: Op, cotangents: Cotangents, wanted: frozenset[int]) -> dict[int, Value]:
    (g,) = cotangents
    if g is None:
        return {}
    found: dict[int, Value] = {}
    if 0 in wanted:
        found[0] = _for_each(g, op.ins[0])
    if 1 in wanted:
        found[1] = unbroadcast(g, op.ins[1])
    return found


def _for_each(g: Value, x: Value) -> Value:
    """g as the cotangent of every item of x."""
    t = x.type
    if isinstance(t, ListFixed | TupleOf):
        parts = []
        for k, item in enumerate(t.items):
            numbers = is_number(g.type) or (is_number(item) and rank_of(g) is not None)
            original = Value(item) if numbers else emit("getitem", x, path=(Key(k),))
            parts.append(unbroadcast(g, original))
        return _rebuilt(parts, t)
    if isinstance(t, ListOf):
        if is_number(g.type) or _same_type(g, t.item):
            return emit("list_repeat", emit("make_list", g), times=emit("len", x))
        return emit("unbroadcast_each", g, x)
    return full_like(g, x)


def _same_type(g: Value, item: Type) -> bool:
    """Summing does not broadcast: every item has the shape of the sum."""
    return isinstance(item, Array) and isinstance(g.type, Array) and same_shape(g.type, item)


def _rebuilt(parts: list[Value], t: ListFixed | TupleOf) -> Value:
    if isinstance(t, TupleOf):
        return emit("make_tuple", *parts)
    return emit_op("make_list", parts, {"fixed": True}).out


DERIVATIVES["python_sum"] = Derivative("linear", ())
register(
    Row(
        "python_sum",
        ("items", "*start"),
        positional=("items", "*start"),
        spellings=("builtins.sum", "math.fsum"),
        result=lambda ins, attrs: (
            FLOAT if attrs.get("via") == "math.fsum" else _sum_type(ins, attrs)
        ),
        pullback=_sum,
        raises=True,
        access="reduce",
    )
)

# max and min: of several numbers, or of the items of one list


def _extreme_type(ins: Ins, attrs: Attrs) -> Type:
    types = [value.type for value in ins] if len(ins) > 1 else item_types(ins[0].type)
    found: Type | None = types[0]
    for t in types:
        if isinstance(t, Array) and not is_number(t) and t.shape is not None:
            raise TypeError("max and min of arrays: use np.maximum or np.max")
        if not isinstance(t, Scalar | Array):
            raise TypeError("max and min of anything but numbers")
        found = join(found, t) if found is not None else None
    if found is None:
        raise TypeError("max and min of unlike things")
    if isinstance(found, Array) and found.generic and all(map(is_number, types)):
        return Array(found.dtype, (), scalar=True)  # one or the other: immutable, a number
    return found


def _extreme(
    name: str, better: str
) -> Callable[[Op, Cotangents, frozenset[int]], dict[int, Value]]:
    def rule(op: Op, cotangents: Cotangents, wanted: frozenset[int]) -> dict[int, Value]:
        (g,) = cotangents
        if g is None:
            return {}
        if len(op.ins) > 1:
            return {k: _routed(g, op, k, better) for k in sorted(wanted)}
        (x,) = op.ins
        if isinstance(x.type, ListFixed | TupleOf):
            place = emit("position", x, op.out)
            parts = [where(equal(place, k), g, 0.0) for k in range(len(x.type.items))]
            return {0: _rebuilt(parts, x.type)}
        if is_sequence(x.type):
            return {0: with_item(zeros_like(x), g, emit("position", x, op.out))}
        return {0: reshape_like(first_extreme(name)(g, op.out, x), x)}

    return rule


def _routed(g: Value, op: Op, k: int, better: str) -> Value:
    """The max gate: everything goes to the first operand that attains the value."""
    if len(op.ins) == 2:
        x, y = op.ins
        return (
            g * emit(better, x, y) if k == 0 else g * emit({"ge": "lt", "le": "gt"}[better], x, y)
        )
    product = g * equal(op.ins[k], op.out)
    for earlier in op.ins[:k]:
        product = product * not_equal(earlier, op.out)
    return product


for _name, _better in {"max": "ge", "min": "le"}.items():
    DERIVATIVES[f"python_{_name}"] = Derivative("pullback", ())
    register(
        Row(
            f"python_{_name}",
            ("*items",),
            positional=("*items",),
            spellings=(f"builtins.{_name}",),
            result=_extreme_type,
            pullback=_extreme(_name, _better),
            raises=True,
            access="reduce",
        )
    )
nondiff(
    "position",
    ("items", "value"),
    spellings="builtins.list.index",
    result=lambda ins, attrs: INT,
    noun="place",
)

# sorted


def _sorted_type(ins: Ins, attrs: Attrs) -> Type:
    types = item_types(ins[0].type)
    found: Type | None = types[0]
    for t in types:
        if not is_number(t) and not (isinstance(t, Array) and t.generic):
            raise TypeError("sorted of anything but numbers")
        found = join(found, t) if found is not None else None
    if found is None:
        raise TypeError("sorted of unlike things")
    return ListFixed((found,) * len(types)) if len(types) > 1 else ListOf(found)


def _sorted(g: Value, y: Value, x: Value, reverse: bool = False) -> Value:
    """Every cotangent goes back to where its element came from."""
    order = emit("argsort", x)
    back = emit("asarray", g)
    return with_item(zeros_like(x), emit("flip", back) if reverse else back, order)


pullback(
    "python_sorted",
    options={"reverse": False},
    positional=("x",),
    spellings="builtins.sorted",
    result=_sorted_type,
    rule=_sorted,
    raises=True,
)

nondiff(
    "order_of",
    ("keys",),
    options={"reverse": False},
    spellings="helpers.order_of",
    result=lambda ins, attrs: ListOf(INT),
    noun="order",
    raises=True,
)
nondiff(
    "place_of",
    ("keys",),
    options={"largest": False},
    spellings="helpers.place_of",
    result=lambda ins, attrs: INT,
    noun="place",
    raises=True,
)

# math's functions of lists


def _float(ins: Ins, attrs: Attrs) -> Type:
    return FLOAT


def _math_prod(g: Value, y: Value, x: Value) -> Value:
    return product_slope(g, x)


pullback("math_prod", spellings="math.prod", result=_float, rule=_math_prod, raises=True)
pullback(
    "dist",
    ("x", "y"),
    spellings="math.dist",
    result=_float,
    rule=lambda g, z, x, y: {
        0: g * (x - y) / where(not_equal(z, 0), z, 1),
        1: g * (y - x) / where(not_equal(z, 0), z, 1),
    },
    raises=True,
)
# Conversions

scalar("float", lambda g, y, x: g, spellings="builtins.float", result=_float, raises=True)
nondiff("int", spellings="builtins.int", result=lambda ins, attrs: INT, raises=True)
nondiff("bool", spellings="builtins.bool", result=lambda ins, attrs: Scalar("bool"), raises=True)


def _round_type(ins: Ins, attrs: Attrs) -> Type:
    via = attrs.get("via", "builtins.round")
    if via == "builtins.round" and isinstance(ins[0].type, Scalar):
        return INT if attrs.get("decimals") is None else ins[0].type
    if via == "builtins.round" and is_number(ins[0].type) and attrs.get("decimals") is None:
        return INT
    kind = sampled("round", ins, "numpy.round")
    if not isinstance(kind, str | None):
        raise TypeError("`round` of this")
    t = array_type(ins[0].type)
    return Array(kind, t.shape, scalar=t.shape == (), generic=t.generic)


nondiff(
    "round",
    options={"decimals": None},
    positional=("x", "decimals"),
    spellings="builtins.round numpy.round numpy.around numpy.ndarray.round",
    result=_round_type,
)
