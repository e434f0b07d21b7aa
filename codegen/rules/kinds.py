"""The kinds of derivative. An op has one derivative, of one of these kinds, and forward mode
reads the same.

- `scalar`: an element-wise function. One factor per operand, written as the product with the
  (co)tangent g: `lambda g, y, x: g * (1 - y**2)`. A diagonal map is its own transpose, so the
  lambda is the tangent too; the engine sums over what was broadcast.
- `linear`: linear in the named operands together (sum, reshape, concatenate): the transpose of
  each.
- `bilinear`: linear in each operand with the rest fixed (matmul): likewise.
- `pullback`: written out where none of these fits.
- `nondiff`: derivative zero or none, on purpose.

A derivative that is None, or a lambda that returns None, contributes nothing. `y` is the result,
`x` the arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from codegen.infer.elementwise import elementwise
from codegen.ir.build import current
from codegen.ir.graph import Op, Value
from codegen.ir.ops import Infer, Row, register
from codegen.ir.types import Array, is_complex, is_number
from codegen.rules.fitting import fitted, narrowed, unbroadcast
from codegen.rules.structure import as_operand, like_structure

Factor = Callable[..., Value | None]


@dataclass(frozen=True)
class Derivative:
    """kind: "scalar", "linear", "bilinear" or "pullback"; parts: one per operand (the last also
    for the rest).
    """

    kind: str
    parts: tuple[Factor | None, ...]


DERIVATIVES: dict[str, Derivative] = {}

# A ufunc casts its operands to `dtype`; a cotangent is in the operand's own precision anyhow.
CAST: dict[str, Any] = {"options": {"dtype": None}}


def options_of(attrs: Mapping[str, Any]) -> dict[str, Any]:
    """The static arguments that a rule sees: how the user spelled the call is none of its
    business.
    """
    return {key: item for key, item in attrs.items() if key not in ("via", "store", "effect")}


def _broadcasts(op: Op, position: int) -> bool:
    """Whether another operand may have widened this one."""
    return any(
        not is_number(other.type)
        for k, other in enumerate(op.ins)
        if k != position and other is not op.ins[position]
    )


def cotangent_of(
    op: Op, position: int, g: Value, arrays: tuple[Value, ...], wide: bool = False
) -> Value:
    """g, of the shape of an element-wise result, summed down to that of one operand (as array).
    wide: it may have a larger shape than the result."""
    x = arrays[position]
    if wide or _broadcasts(op, position) or is_number(x.type):
        return unbroadcast(g, x)
    others = op.ins[:position] + op.ins[position + 1 :]
    if isinstance(x.type, Array) and x.type.dtype is None and any(map(_is_strong, others)):
        return unbroadcast(g, x)  # np.float64 widens float32, a complex number real ones
    return narrowed(g, x)


def _unsummed(op: Op, g: Value) -> Value:
    """g before it was summed down to the result at run time: what is made of it is summed down to
    each operand, and the result need not be kept for its shape."""
    if len(op.ins) < 2 or any(is_number(x.type) for x in op.ins):
        return g
    for maker in current().ops[:-_RECENT:-1]:
        if g in maker.outs:
            plain = maker.name == "unbroadcast" and maker.ins[1] is op.out
            return maker.ins[0] if plain else g
    return g


_RECENT = 40  # ops back: a cotangent is mostly read where it was made


def _is_strong(x: Value) -> bool:
    return isinstance(x.type, Array) or is_complex(x.type)


def _part(parts: tuple[Factor | None, ...], position: int) -> Factor | None:
    return parts[min(position, len(parts) - 1)]


def scalar(
    name: str,
    *factors: Factor | None,
    spellings: str,
    operands: tuple[str, ...] = (),
    result: Infer | None = None,
    **fields: Any,
) -> Row:
    """Register an element-wise op. factors: one per operand, `lambda g, y, *x, **options: product
    with g`.
    """
    names = operands or ("x", "y", "z", "w")[: len(factors)]
    if result is None and "options" not in fields and "numpy." in spellings:
        fields = {"positional": names} | fields | CAST

    def pullback(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        (g,) = cotangents
        found: dict[int, Value] = {}
        if g is None:
            return found
        arrays = tuple(as_operand(x) for x in op.ins)
        summed, g = g, _unsummed(op, g)
        options = {key: item for key, item in options_of(op.attrs).items() if key != "dtype"}
        for position in sorted(wanted):
            factor = _part(factors, position)
            product = factor and factor(g, op.out, *arrays, **options)
            if product is not None:
                part = cotangent_of(op, position, product, arrays, g is not summed)
                found[position] = like_structure(part, op.ins[position])
        return found

    DERIVATIVES[name] = Derivative("scalar", factors)
    return register(
        Row(
            name,
            names,
            spellings=tuple(spellings.split()),
            result=result or elementwise(name),
            pullback=pullback,
            access="map",
            **fields,
        )
    )


def _mapped(
    kind: str,
    name: str,
    operands: tuple[str, ...],
    parts: Mapping[str, Factor],
    spellings: str,
    result: Infer,
    fields: dict[str, Any],
) -> Row:
    by_position = tuple(parts.get(operand.lstrip("*")) for operand in operands)

    def pullback(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        (g,) = cotangents
        found: dict[int, Value] = {}
        if g is None:
            return found
        arrays = tuple(as_operand(x) for x in op.ins)
        for position in sorted(wanted):
            part = _part(by_position, position)
            cotangent = part and part(g, *arrays, **options_of(op.attrs))
            if cotangent is not None:
                cotangent = fitted(cotangent, arrays[position])
                found[position] = like_structure(cotangent, op.ins[position])
        return found

    DERIVATIVES[name] = Derivative(kind, by_position)
    return register(
        Row(
            name,
            operands,
            spellings=tuple(spellings.split()),
            result=result,
            pullback=pullback,
            **fields,
        )
    )


def linear(
    name: str,
    operands: tuple[str, ...] = ("x",),
    *,
    spellings: str = "",
    result: Infer,
    transpose: Mapping[str, Factor],
    **fields: Any,
) -> Row:
    """Register an op that is linear in the operands named in `transpose`: `lambda g, *x,
    **options: cotangent`.
    """
    return _mapped("linear", name, operands, transpose, spellings, result, fields)


def bilinear(
    name: str,
    operands: tuple[str, ...] = ("a", "b"),
    *,
    spellings: str = "",
    result: Infer,
    transpose: Mapping[str, Factor],
    **fields: Any,
) -> Row:
    """Register an op that is linear in each operand with the rest fixed; the same lambdas as
    `linear`.
    """
    return _mapped("bilinear", name, operands, transpose, spellings, result, fields)


def pullback(
    name: str,
    operands: tuple[str, ...] = ("x",),
    *,
    spellings: str = "",
    result: Infer,
    rule: Callable[..., Any],
    structured: bool = False,
    **fields: Any,
) -> Row:
    """Register an op with one lambda for all operands: `rule(g, y, *x, **options)` gives the
    cotangent of the
    first operand, or a dict {position: cotangent}. Only wanted positions are used. structured: the
    rule sees tuples as they are, not as arrays."""

    def pull(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        (g,) = cotangents
        if g is None:
            return {}
        arrays = op.ins if structured else tuple(as_operand(x) for x in op.ins)
        found = rule(g, op.out, *arrays, **options_of(op.attrs))
        if found is None:
            return {}
        if not isinstance(found, dict):
            found = {0: found}
        return {
            position: like_structure(fitted(cotangent, arrays[position]), op.ins[position])
            for position, cotangent in found.items()
            if position in wanted and cotangent is not None
        }

    DERIVATIVES[name] = Derivative("pullback", (rule,))
    return register(
        Row(
            name,
            operands,
            spellings=tuple(spellings.split()),
            result=result,
            pullback=pull,
            **fields,
        )
    )


def nondiff(
    name: str,
    operands: tuple[str, ...] = ("x",),
    *,
    spellings: str = "",
    result: Infer | None = None,
    **fields: Any,
) -> Row:
    """Register an op without a derivative: piecewise constant, or not a number at all."""
    if result is None and "options" not in fields and "numpy." in spellings:
        fields = {"positional": operands} | fields | CAST
    return register(
        Row(
            name,
            operands,
            spellings=tuple(spellings.split()),
            result=result or elementwise(name),
            inactive=True,
            **fields,
        )
    )
