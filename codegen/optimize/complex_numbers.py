"""A real cotangent of a complex value is made complex only where nothing else does it."""

from __future__ import annotations

from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.types import Array, Scalar, is_complex
from codegen.optimize.products import Product, build, product_of
from codegen.optimize.rewrite import View


def real_inside(value: Value, view: View) -> Value | None:
    """g, where a value is complex(g) or g.astype(complex) of a real g."""
    for name in ("complex", "astype"):
        cast = view.origin(value, name)
        if cast is not None and len(cast.ins) == 1 and is_complex(cast.out.type):
            return cast.ins[0] if _is_real(cast.ins[0]) else None
    return None


def _is_real(value: Value) -> bool:
    t = value.type
    if isinstance(t, Array):
        return t.dtype is not None and not is_complex(t)
    return isinstance(t, Scalar) and not is_complex(t)


def cast_in_product(op: Op, view: View) -> Value | None:
    """complex(g) * z is g * z."""
    left, right = (product_of(value, view, op.out.name) for value in op.ins)
    coefficient, all_factors = left.coefficient * right.coefficient, left.factors + right.factors
    insides = [real_inside(factor, view) for factor in all_factors]
    others = [
        factor
        for factor, inside in zip(all_factors, insides, strict=True)
        if inside is None and is_complex(factor.type)
    ]
    if not others or all(inside is None for inside in insides):
        return None
    factors = tuple(
        factor if inside is None else inside
        for factor, inside in zip(all_factors, insides, strict=True)
    )
    return build(Product(coefficient, factors))


def cast_beside(op: Op, view: View) -> Value | None:
    """complex(g) / z, complex(g) + z, z - complex(g)."""
    for k, value in enumerate(op.ins):
        other = op.ins[1 - k]
        inside = real_inside(value, view)
        if inside is None or not is_complex(other.type) or real_inside(other, view) is not None:
            continue
        return emit(op.name, *((inside, other) if k == 0 else (other, inside)))
    return None


def conjugate_of_cast(op: Op, view: View) -> Value | None:
    """conj(complex(g)) is complex(g), conj(conj(g)) is g."""
    if real_inside(op.ins[0], view) is not None:
        return op.ins[0]
    double = view.origin(op.ins[0], "conj")
    return double.ins[0] if double is not None else None


def real_of_cast(op: Op, view: View) -> Value | None:
    """complex(g).real is g, conj(g).real is g.real."""
    inside = real_inside(op.ins[0], view)
    if inside is not None:
        return inside
    turned = view.origin(op.ins[0], "conj")
    return emit("real", turned.ins[0]) if turned is not None else None
