"""Products in normal form: sign and literal, then numbers, then arrays: `-2 * g * x`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite

from codegen.ir.build import as_value
from codegen.ir.graph import Op, Value
from codegen.ir.types import is_number
from codegen.optimize.rewrite import View, literal


def numbers_first(values: Iterable[Value]) -> list[Value]:
    """Scalars before arrays: their product costs nothing."""
    values = list(values)
    first = [value for value in values if is_number(value.type)]
    return first + [value for value in values if not is_number(value.type)]


@dataclass(frozen=True)
class Product:
    """coefficient * the factors, in order."""

    coefficient: int | float
    factors: tuple[Value, ...]


def product_of(value: Value, view: View, name: str | None = None) -> Product:
    """A value as a product: nested products and negations that only it reads are taken apart.

    name: that of the product which the value is a factor of: a version of the same variable is no
    statement of its own.
    """
    same = name is not None and value.name == name
    number = literal(value)
    if number is not None and isfinite(number):
        return Product(number, ())
    negation = view.inner(value, "neg")
    if negation is not None:
        inner = product_of(negation.ins[0], view)
        return Product(-inner.coefficient, inner.factors)
    product = view.inner(value, "mul", named=same)
    if product is None:
        return Product(1, (value,))
    a, b = product_of(product.ins[0], view), product_of(product.ins[1], view)
    if not _flat(b):
        b = Product(1, (product.ins[1],))
    return Product(a.coefficient * b.coefficient, a.factors + b.factors)


def _flat(right: Product) -> bool:
    """Whether a right factor is worth taking apart: a product of several arrays stays in
    parentheses."""
    return (
        right.coefficient != 1
        or len(right.factors) == 0
        or any(is_number(value.type) for value in right.factors)
    )


def build(product: Product) -> Value:
    """The product in normal form. A coefficient of 1 vanishes, one of -1 is a sign."""
    factors = numbers_first(product.factors)
    coefficient = product.coefficient
    if not factors:
        return as_value(coefficient)
    result = factors[0]
    if coefficient == -1:
        result = -result
    elif coefficient != 1:
        result = coefficient * result
    for factor in factors[1:]:
        result = result * factor
    return result


def _leading(value: Value, view: View) -> list[Value]:
    """The factors of a chain of products, as they are printed: from the left, without
    parentheses."""
    found = []
    while (product := view.inner(value, "mul")) is not None:
        found.append(product.ins[1])
        value = product.ins[0]
    return [value, *reversed(found)]


def normal_product(op: Op, view: View) -> Value | None:
    """Sign and literals to the front, numbers before arrays, no parentheses around numbers."""
    a, b = op.ins
    left, right = product_of(a, view, op.out.name), product_of(b, view, op.out.name)
    if not _flat(right):
        right = Product(1, (b,))
    found = Product(left.coefficient * right.coefficient, left.factors + right.factors)
    if not found.factors:
        return as_value(found.coefficient)
    if found.coefficient == 0 or not isfinite(found.coefficient):
        return None
    printed = [*_leading(a, view), b]
    head = printed[0]
    wanted = numbers_first(found.factors)
    sign = view.inner(head, "neg")
    if found.coefficient == 1:
        normal = printed == wanted
    elif found.coefficient == -1:
        normal = sign is not None and [sign.ins[0], *printed[1:]] == wanted
    else:
        normal = literal(head) == found.coefficient and printed[1:] == wanted
    return None if normal else build(found)


def positive(value: Value, view: View) -> Value | None:
    """-value, where that is simpler than the value: None for what has no sign in front."""
    number = literal(value)
    if number is not None:
        return as_value(-number) if number < 0 else None
    negated = view.origin(value, "neg")
    if negated is not None:
        return negated.ins[0]
    if view.inner(value, "mul"):
        product = product_of(value, view)
        if product.coefficient < 0:
            return build(Product(-product.coefficient, product.factors))
    quotient = view.inner(value, "div")
    if quotient is not None:
        above = positive(quotient.ins[0], view)
        return above / quotient.ins[1] if above is not None else None
    return None
