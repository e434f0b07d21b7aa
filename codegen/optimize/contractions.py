"""Sums of products in the backward part are contractions, which make no array of the products.

`(a * b).sum()` is `np.vdot(a, b)`, `(a * b).sum(axis=1)` is `np.einsum("ij,ij->i", a, b)`: from
some fifty elements on in a third of the time or less (BLAS, or one pass over memory where three
were), and without the memory. A factor that does not vary along the axes of the sum is taken out
of it.

Only float64 arrays of known axes: float32 sums are better off pairwise. Where it is not known
whether two lengths are equal, np.einsum stretches a length of 1 as the product does.
"""

from __future__ import annotations

from dataclasses import dataclass

from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Index, Op, Slice, Value
from codegen.ir.types import Array, Shape, facts, is_complex, is_number
from codegen.optimize.products import Product, build, product_of
from codegen.optimize.rewrite import Rewrite, View, same_type

_LETTERS = "ijklmnpq"


@dataclass(frozen=True)
class _Factor:
    """An array and, for each of its axes, the axis of the product; None: a length of 1 that
    NumPy stretches. exact: none of the others is stretched, as far as is known."""

    value: Value
    axes: tuple[int | None, ...]
    exact: bool = True


def summed_axes(op: Op) -> tuple[int, ...] | None:
    """The axes of a sum, counted from the front; None where they are not known."""
    axis, kind = op.attrs.get("axis"), op.ins[0].type
    if not isinstance(kind, Array) or kind.rank is None:
        return None
    if op.attrs.keys() - {"axis", "keepdims", "via"}:
        return None
    if axis is None:
        return tuple(range(kind.rank))
    axes = axis if isinstance(axis, tuple) else (axis,)
    if not axes or not all(isinstance(a, int) for a in axes):
        return None
    return tuple(sorted(a % kind.rank for a in axes))


def contraction(op: Op, view: View) -> Value | None:
    """sum(a * b), with what does not vary along the axes in front."""
    (x,) = op.ins
    axes, kind = summed_axes(op), x.type
    if axes is None or not isinstance(kind, Array) or not kind.shape or kind.dtype != "float64":
        return None
    if view.inner(x, "mul") is None and view.inner(x, "neg") is None:
        return None
    product = product_of(x, view)
    numbers = [value for value in product.factors if is_number(value.type)]
    arrays = [_factor(v, kind.shape) for v in product.factors if not is_number(v.type)]
    known = [each for each in arrays if each is not None]
    if len(known) < max(len(arrays), 1):
        return None
    outside = [each for each in known if not set(each.axes) & set(axes)]
    inside = [each for each in known if each not in outside]
    left = tuple(k for k in range(len(kind.shape)) if k not in axes)
    if op.attrs.get("keepdims") and not left or not _covers(inside, kind.shape):
        return None
    if len(inside) == 1:
        if not outside:
            return None
        value = _summed(inside[0].value, axes)
    else:
        result = Array("float64", tuple(kind.shape[k] for k in left), scalar=not left)
        value = _contracted(inside, left, result, view)
    for each in outside:
        value = value * _without(each, axes, len(kind.shape), view)
    if numbers or product.coefficient != 1:
        value = build(Product(product.coefficient, (*numbers, value)))
    if op.attrs.get("keepdims"):
        value = emit("expand_dims", value, axis=axes[0] if len(axes) == 1 else axes)
    return value


def _factor(value: Value, shape: Shape) -> _Factor | None:
    """An array as a factor of a product of that shape; None where its axes are not known."""
    kind = value.type
    if not isinstance(kind, Array) or kind.dtype != "float64" or kind.generic:
        return None
    if not kind.shape or len(kind.shape) > len(shape) or len(shape) > len(_LETTERS):
        return None
    behind = len(shape) - len(kind.shape)
    pairs = tuple(zip(kind.shape, shape[behind:], strict=True))
    ones = [facts().is_one(mine) and not facts().equal(mine, all_of) for mine, all_of in pairs]
    axes = tuple(None if one else behind + k for k, one in enumerate(ones))
    return _Factor(value, axes, all(facts().equal(*pair) for pair in pairs))


def _covers(factors: list[_Factor], shape: Shape) -> bool:
    """Whether the product of the factors has all axes of the shape."""
    return {k for each in factors for k in each.axes} - {None} == set(range(len(shape)))


def _summed(value: Value, axes: tuple[int, ...]) -> Value:
    assert isinstance(value.type, Array)
    if len(axes) == value.type.rank:
        return emit("sum", value)
    return emit("sum", value, axis=axes[0] if len(axes) == 1 else axes)


def _contracted(factors: list[_Factor], left: tuple[int, ...], t: Array, view: View) -> Value:
    """The sum of the product of several arrays: of the last with the product of the others.

    t: the type of the sum. The rules of the ops are not asked for it: to them two lengths under
    one letter are equal.
    """
    *others, last = factors
    first = others[0]
    if len(others) > 1:
        product = others[0].value
        for each in others[1:]:
            product = product * each.value
        assert isinstance(product.type, Array) and product.type.rank is not None
        rank = product.type.rank
        width = max(len(each.axes) for each in others)
        places: list[int | None] = [None] * width
        for each in others:
            for k, axis in enumerate(each.axes, width - len(each.axes)):
                places[k] = axis if axis is not None else places[k]
        assert rank == width
        first = _Factor(product, tuple(places), False)
    if not left and first.exact and last.exact and first.axes == last.axes:
        function = "dot" if len(first.axes) == 1 else "vdot"
        return emit_op(function, (first.value, last.value), types=(t,)).out
    narrow = [_narrow(each, view) for each in (first, last)]
    subscripts = ",".join(
        "".join(_LETTERS[k] for k in each.axes if k is not None) for each in narrow
    )
    result = "".join(_LETTERS[k] for k in left)
    attrs = {"subscripts": f"{subscripts}->{result}"}
    return emit_op("einsum", [each.value for each in narrow], attrs, types=(t,)).out


def _narrow(factor: _Factor, view: View) -> _Factor:
    """The array without its axes of length 1 that are stretched."""
    if None not in factor.axes:
        return factor
    kept = tuple(axis for axis in factor.axes if axis is not None)
    ones = tuple(k for k, axis in enumerate(factor.axes) if axis is None)
    return _Factor(_dropped(factor.value, ones, view), kept)


def _dropped(value: Value, ones: tuple[int, ...], view: View) -> Value:
    """The array without these axes of length 1."""
    spread = view.inner(value, "expand_dims")
    if spread is not None:
        axes = spread.attrs["axis"]
        axes = axes if isinstance(axes, tuple) else (axes,)
        assert isinstance(value.type, Array) and value.type.rank is not None
        if tuple(sorted(axis % value.type.rank for axis in axes)) == ones:
            return spread.ins[0]
    taken = view.inner(value, "getitem")
    if taken is not None and len(taken.attrs["path"]) == 1:
        (step,) = taken.attrs["path"]
        if isinstance(step, Index) and _plain(step.items, ones):
            rest = tuple(item for k, item in enumerate(step.items) if k not in ones)
            return emit("getitem", taken.ins[0], path=(Index(rest),)) if rest else taken.ins[0]
    items = tuple(0 if k in ones else Slice() for k in range(max(ones) + 1))
    return emit("getitem", value, path=(Index(items),))


def _plain(items: tuple[object, ...], ones: tuple[int, ...]) -> bool:
    """Whether a subscript has None exactly at these axes of its result, and slices before them."""
    inserted = tuple(k for k, item in enumerate(items) if item is None)
    return inserted == ones and all(item is None or isinstance(item, Slice) for item in items)


def _without(factor: _Factor, axes: tuple[int, ...], rank: int, view: View) -> Value:
    """The array, of a product of this rank, without the axes of the sum, along which it does not
    vary."""
    behind = rank - len(factor.axes)
    ones = tuple(k for k in range(len(factor.axes)) if behind + k in axes)
    return _dropped(factor.value, ones, view) if ones else factor.value


def kept_product(op: Op, view: View) -> Value | None:
    """einsum(g, a) * b is einsum(g, p) where f has p = a * b and g is a multiple of p: p is kept
    for g, and a need not be."""
    for inner, b in (op.ins, op.ins[::-1]):
        found = next((f for name in _SUMS if (f := view.inner(inner, name)) is not None), None)
        if found is None or len(found.ins) != 2 or is_complex(found.out.type):
            continue
        for g, a in (found.ins, found.ins[::-1]):
            p = view.forward_product(a, b)
            if p is None or not _fits(found, a, b, p) or not _is_multiple(g, p, view, _DEPTH):
                continue
            ins = [p if value is a else value for value in found.ins]
            return emit_op(found.name, ins, found.attrs, types=(found.out.type,)).out
    return None


_SUMS = ("einsum", "dot", "vdot")
_DEPTH = 4


def _fits(found: Op, a: Value, b: Value, p: Value) -> bool:
    """Whether the factor b does not vary along the axes of the sum, and stretches nothing."""
    if found.ins[0] is found.ins[1] or not same_type(a.type, p.type):
        return False
    if is_number(b.type):
        return True
    terms, arrow, result = str(found.attrs.get("subscripts", "")).partition("->")
    letters = terms.split(",")[found.ins.index(a)] if arrow else ""
    return bool(result) and letters.endswith(result) and same_type(b.type, found.out.type)


def _is_multiple(g: Value, p: Value, view: View, depth: int) -> bool:
    """Whether g is a product with p among its factors: where p is not finite g is not, either."""
    if g is p:
        return True
    maker = view.definition.get(g)
    if maker is None or not depth or not maker[0].backward or maker[0].name not in ("mul", "neg"):
        return False
    return any(_is_multiple(value, p, view, depth - 1) for value in maker[0].ins)


CONTRACTIONS = (
    Rewrite("sum(a * b)", ("sum",), contraction),
    Rewrite("sum(g * a) * b", ("mul",), kept_product),
)
