"""y * (1 - p) - (1 - y) * p is y - p: what the two logarithms of a cross-entropy leave."""

from __future__ import annotations

from codegen.ir.graph import Op, Value
from codegen.ir.types import Array
from codegen.optimize.products import Product, build, product_of
from codegen.optimize.rewrite import Rewrite, View, literal

_EXACT = frozenset(("bool", "int32", "int64", "float16", "float32", "float64"))


def complements(op: Op, view: View) -> Value | None:
    """g * y * (1 - p) - g * (1 - y) * p, in any order."""
    if op.name == "accumulate" and op.attrs["path"]:
        return None
    first, second = (product_of(value, view, op.out.name) for value in op.ins)
    minus = op.name == "sub" or bool(op.attrs.get("negative"))
    if first.coefficient != (second.coefficient if minus else -second.coefficient):
        return None
    for y in first.factors:
        for rest in first.factors:
            p = _taken_from_one(rest, view)
            if p is None or p not in second.factors:
                continue
            opposite = next((v for v in second.factors if _taken_from_one(v, view) is y), None)
            if opposite is None or not (_is_exact(y) and _is_exact(p)):
                continue
            shared = _without(first.factors, y, rest)
            if shared == _without(second.factors, p, opposite):
                return build(Product(first.coefficient, (*shared, y - p)))
    return None


def _taken_from_one(value: Value, view: View) -> Value | None:
    """p, where the value is 1 - p."""
    found = view.definition.get(value)
    if found is None or found[0].name != "sub" or literal(found[0].ins[0]) != 1:
        return None
    return found[0].ins[1]


def _is_exact(y: Value) -> bool:
    """Whether 1 - y is that: of small integers and those without a sign it may have overflowed."""
    return not isinstance(y.type, Array) or y.type.dtype in _EXACT


def _without(factors: tuple[Value, ...], *taken: Value) -> list[Value]:
    rest = list(factors)
    for value in taken:
        rest.remove(value)
    return rest


COMPLEMENTS = (Rewrite("y * (1 - p) - (1 - y) * p", ("accumulate", "add", "sub"), complements),)
