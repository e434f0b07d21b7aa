"""Algebra of the backward part, until it reads as a person would have written it.

Rows are named and listed at the end. They work on the ops that reverse mode added, never on the
user's own arithmetic, so that they may change bits of a gradient but never of a value.

What is made of a negative product is a difference: `a + -b * c` is `a - b * c`.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from math import frexp, isfinite
from typing import Any

from codegen.ir.build import as_value, emit
from codegen.ir.graph import Op, Value
from codegen.ir.types import INT, Array, is_number
from codegen.optimize.complex_numbers import (
    cast_beside,
    cast_in_product,
    conjugate_of_cast,
    real_of_cast,
)
from codegen.optimize.parts import position
from codegen.optimize.products import Product, build, normal_product, positive, product_of
from codegen.optimize.rewrite import Rewrite, View, literal


def times_zero(op: Op, view: View) -> Value | None:
    """0 * a, where a rule's factor is the literal 0: the derivative is 0 even where a is not
    finite."""
    for zero, other in (op.ins, op.ins[::-1]):
        if literal(zero) == 0:
            return as_value(0.0) if is_number(op.out.type) else emit("zeros_like", other)
    return None


def negation(op: Op, view: View) -> Value | None:
    """-(-a), -(a * b), -(a / b), -(a - b)."""
    (x,) = op.ins
    number = literal(x)
    if number is not None:
        return as_value(-number)
    double = view.origin(x, "neg")
    if double is not None:
        return double.ins[0]
    if view.inner(x, "mul"):
        inner = product_of(x, view)
        return build(Product(-inner.coefficient, inner.factors))
    quotient = view.inner(x, "div")
    if quotient is not None:
        return -quotient.ins[0] / quotient.ins[1]
    difference = view.inner(x, "sub")
    if difference is not None:
        return difference.ins[1] - difference.ins[0]
    return None


def addition(op: Op, view: View) -> Value | None:
    """a + 0, a + a, a + -b, -a + b."""
    a, b = op.ins
    if literal(a) == 0:
        return b
    if literal(b) == 0:
        return a
    if a is b:
        return 2 * a
    if (opposite := positive(b, view)) is not None:
        return a - opposite
    if literal(a) is None and (opposite := positive(a, view)) is not None:
        return b - opposite
    return None


def subtraction(op: Op, view: View) -> Value | None:
    """a - 0, 0 - a, a - -b."""
    a, b = op.ins
    if literal(b) == 0:
        return a
    if literal(a) == 0:
        return -b
    opposite = positive(b, view)
    return a + opposite if opposite is not None else None


def counted_back(op: Op, view: View) -> Value | None:
    """n - 1 + 1, of integers, is n."""
    n, back = op.ins
    found = view.definition.get(n)
    if op.out.type != INT or found is None or found[0].name != "sub" or n.name is not None:
        return None
    inner = found[0].ins
    same = literal(back) is not None and literal(back) == literal(inner[1])
    return inner[0] if same and inner[0].type == INT else None


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
}


def constants(op: Op, view: View) -> Value | None:
    """Arithmetic of two literals: 2 - 1."""
    a, b = (literal(value) for value in op.ins)
    if a is None or b is None:
        return None
    try:
        found = _ARITHMETIC[op.name](a, b)
    except (ArithmeticError, ValueError):
        return None
    return as_value(found) if isinstance(found, int | float) and isfinite(found) else None


def power(op: Op, view: View) -> Value | None:
    """x ** 1."""
    return op.ins[0] if literal(op.ins[1]) == 1 else None


def _denominator(value: Value, view: View) -> tuple[int | float, Value | None]:
    """(2 * x) as (2, x), and (2 * x)**2 as (4, None) with the power left to `_cleared`."""
    for maker in (view.origin(value, "mul"), view.origin(value, "pow")):
        if maker is None:
            continue
        if maker.name == "mul":
            number = literal(maker.ins[0])
            if number is not None and number not in (0, 1, -1) and isfinite(number):
                return number, maker.ins[1]
        else:
            exponent = literal(maker.ins[1])
            number, base = _denominator(maker.ins[0], view)
            if base is not None and isinstance(exponent, int) and 0 < exponent < 10:
                return number**exponent, base
    return 1, None


def _cleared(value: Value, view: View) -> Value:
    """The denominator without its literal."""
    maker = view.origin(value, "pow")
    _, base = _denominator(value, view)
    assert base is not None
    return base ** literal(maker.ins[1]) if maker is not None else base  # type: ignore[operator]


def quotient(op: Op, view: View) -> Value | None:
    """a / 1, a / -b, and literals above and below the line that cancel: 2 * a / (2 * x)**2."""
    a, b = op.ins
    if literal(b) == 1:
        return a
    above = product_of(a, view)
    if literal(b) is None and (opposite := positive(b, view)) is not None:
        return build(Product(-above.coefficient, above.factors)) / opposite
    below, base = _denominator(b, view)
    inner = view.inner(a, "div")  # a / c / (2 * b)
    if inner is not None:
        above = product_of(inner.ins[0], view)
    over = above.coefficient
    if base is None or abs(over) == 1 or over == 0 or not above.factors:
        return None
    if over % below == 0 or (over % 1 and frexp(below)[0] == 0.5):  # exact: 0.5 / 2
        top = build(Product(_exact(over / below), above.factors))
        return (top if inner is None else top / inner.ins[1]) / _cleared(b, view)
    if inner is not None:
        return None
    if below % abs(over) == 0:
        sign = 1 if over > 0 else -1
        rest = _exact(below / abs(over))
        denominator = _cleared(b, view)
        denominator = denominator if rest == 1 else rest * denominator
        return build(Product(sign, above.factors)) / denominator
    return None


def nonzero(op: Op, view: View) -> Value | None:
    """a / y / (2 * where(y != 0, y, 1)) is a / y / (2 * y): a has no limit where y is 0."""
    above, below = op.ins
    number, guarded = _denominator(below, view)
    choice = view.inner(below if guarded is None else guarded, "where")
    if choice is None:
        return None
    test, y, otherwise = choice.ins
    asked = view.definition.get(test)
    if asked is None or asked[0].name != "ne" or asked[0].ins[0] is not y:
        return None
    if literal(asked[0].ins[1]) != 0 or literal(otherwise) != 1 or not _over(above, y, view):
        return None
    return above / (y if guarded is None else number * y)


def _over(value: Value, y: Value, view: View) -> bool:
    """Whether a product has y below the line."""
    for name in ("mul", "div", "neg"):
        maker = view.inner(value, name)
        if maker is not None:
            below = name == "div" and maker.ins[1] is y
            return below or any(_over(part, y, view) for part in maker.ins[: 1 + (name == "mul")])
    return False


def _exact(number: int | float) -> int | float:
    return int(number) if number == int(number) else number


def product_with_quotient(op: Op, view: View) -> Value | None:
    """2 * (a / b) is 2 * a / b, and a * (-1 / b) is -a / b; so is a number over an array."""
    for factor, other in (op.ins, op.ins[::-1]):
        inner = view.inner(other, "div")
        if inner is None:
            continue
        above, below = inner.ins
        passes = is_number(factor.type) or not is_number(below.type)  # over an array: no more
        if literal(factor) is not None or (is_number(above.type) and passes):
            return factor * above / below
        if literal(inner.ins[0]) is not None:
            return inner.ins[0] * factor / inner.ins[1]
    return None


def over_root(op: Op, view: View) -> Value | None:
    """x / sqrt(y) / sqrt(y) is x / y."""
    above, root = op.ins
    inner, found = view.inner(above, "div"), view.definition.get(root)
    if inner is None or inner.ins[1] is not root or found is None or found[0].name != "sqrt":
        return None
    return inner.ins[0] / found[0].ins[0]


def scaled_adjoint(op: Op, view: View) -> Value | None:
    """2 * dr, where nothing else reads the array dr = 0.25 * g: 0.5 * g, without the array dr."""
    factor = literal(op.ins[0])
    if factor in (None, 0, 1, -1) or is_number(op.out.type):
        return None
    return _scaled(op.ins[1], factor, view)


def _scaled(value: Value, factor: int | float | None, view: View) -> Value | None:
    """factor * value, where a product in it has a coefficient that takes it up."""
    over = view.inner(value, "div", named=True)
    if over is not None:
        above = _scaled(over.ins[0], factor, view)
        return None if above is None else above / over.ins[1]
    product = product_of(value, view, value.name)
    if factor is None or not product.factors or product.coefficient in (0, 1, -1):
        return None
    return build(Product(_exact(factor * product.coefficient), product.factors))


def spread_operand(op: Op, view: View) -> Value | None:
    """What is spread over an array's shape, next to an array of that shape, is spread by NumPy."""
    a, b = op.ins
    for value, other, first in ((a, b, True), (b, a, False)):
        spread = view.origin(value, "full_like")
        expanded = view.origin(value, "expand_dims")
        if expanded is not None:
            spread = view.inner(expanded.ins[0], "full_like")
            spread = spread if spread is not None and is_number(spread.ins[0].type) else None
        if spread is None or is_number(other.type) or not isinstance(other.type, Array):
            continue
        g = spread.ins[0]
        if _spreads(g) and other.type.shape is not None and other is not value:
            return emit(op.name, g, other) if first else emit(op.name, other, g)
    return None


def _spreads(g: Value) -> bool:
    """A number, or an array whose axes are known: what NumPy makes of it is known too."""
    return is_number(g.type) or isinstance(g.type, Array) and g.type.shape is not None


def spread_choice(op: Op, view: View) -> Value | None:
    """where(c, full_like(g, x), 0) is where(c, g, 0): the condition has the shape."""
    test, *ways = op.ins
    for k, value in enumerate(ways):
        spread = view.origin(value, "full_like")
        if spread is not None and is_number(spread.ins[0].type):
            ways[k] = spread.ins[0]
            return emit("where", test, *ways)
    return None


def spread_again(op: Op, view: View) -> Value | None:
    """full_like(expand_dims(full_like(g, x)), y) is full_like(g, y)."""
    g = op.ins[0]
    expanded = view.inner(g, "expand_dims")
    spread = view.inner(expanded.ins[0] if expanded is not None else g, "full_like")
    if spread is None or not is_number(spread.ins[0].type):
        return None
    return emit("full_like", spread.ins[0], op.ins[1])


def spread_result(op: Op, view: View) -> Value | None:
    """What is small is computed before it is spread: -full_like(g, x) is full_like(-g, x)."""
    spread = view.inner(op.ins[0], "full_like")
    if spread is not None and _spreads(spread.ins[0]):
        if all(is_number(value.type) for value in op.ins[1:]):
            return emit("full_like", emit(op.name, spread.ins[0], *op.ins[1:]), spread.ins[1])
    if len(op.ins) == 2 and is_number(op.ins[0].type):
        spread = view.inner(op.ins[1], "full_like")
        if spread is not None and _spreads(spread.ins[0]):
            return emit("full_like", emit(op.name, op.ins[0], spread.ins[0]), spread.ins[1])
    return None


def double_transpose(op: Op, view: View) -> Value | None:
    """transpose(transpose(x)) with the axes reversed twice."""
    inner = view.origin(op.ins[0], "transpose")
    if inner is not None and not (op.attrs.keys() | inner.attrs.keys()) - {"via"}:
        return inner.ins[0]
    return None


def part_of_display(op: Op, view: View) -> Value | None:
    """(a, b)[0]."""
    made = view.origin(op.ins[0], "make_tuple")
    path = op.attrs["path"]
    if made is None or len(path) != 1:
        return None
    place = position(made.out.type, path[0])
    return made.ins[place] if isinstance(place, int) else None


def decided_choice(op: Op, view: View) -> Value | None:
    """where(True, a, b)."""
    test, first, second = op.ins
    return {True: first, False: second}[test.const] if isinstance(test.const, bool) else None


ALGEBRA = (
    Rewrite("(a, b)[0]", ("getitem",), part_of_display),
    Rewrite("where(True, a, b)", ("where",), decided_choice),
    Rewrite("constants", ("add", "sub", "mul", "div", "pow"), constants),
    Rewrite("0 * a", ("mul",), times_zero),
    Rewrite("x ** 1", ("pow",), power),
    Rewrite("full_like(g, x) * y", ("add", "sub", "mul", "div"), spread_operand),
    Rewrite("where(c, full_like(g, x), 0)", ("where",), spread_choice),
    Rewrite("full_like(full_like(g, x), y)", ("full_like",), spread_again),
    Rewrite("-full_like(g, x)", ("neg", "mul", "div"), spread_result),
    Rewrite("complex(g) * z", ("mul",), cast_in_product),
    Rewrite("complex(g) / z", ("div", "add", "sub"), cast_beside),
    Rewrite("conj(complex(g))", ("conj",), conjugate_of_cast),
    Rewrite("complex(g).real", ("real",), real_of_cast),
    Rewrite("2 * (a / b)", ("mul",), product_with_quotient),
    Rewrite("2 * (0.25 * g)", ("mul",), scaled_adjoint),
    Rewrite("signs and literals first", ("mul",), normal_product),
    Rewrite("-(-a)", ("neg",), negation),
    Rewrite("n - 1 + 1", ("add",), counted_back),
    Rewrite("a + -b", ("add",), addition),
    Rewrite("a - -b", ("sub",), subtraction),
    Rewrite("2 * a / (2 * b)", ("div",), quotient),
    Rewrite("x / sqrt(y) / sqrt(y)", ("div",), over_root),
    Rewrite("a / y / where(y != 0, y, 1)", ("div",), nonzero),
    Rewrite("x.T.T", ("transpose",), double_transpose),
)
