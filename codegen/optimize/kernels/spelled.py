"""What is short for several operations, by these."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import normal_axes
from codegen.ir.build import Builder, building, emit, emit_op
from codegen.ir.graph import Index, Op, Slice, Value
from codegen.ir.ops import row_of
from codegen.ir.types import Array, Length, facts, is_number
from codegen.optimize.kernels.extents import lengths


def spelled_out(op: Op, makers: Mapping[Value, Op]) -> list[Op]:
    """The op by simpler ones; itself where there are none. makers: of values, before."""
    builder = Builder(origin=op.origin, backward=op.backward)
    with building(builder):
        if _parts(op, makers) is None:
            return [op]
    return [*builder.ops[:-1], builder.ops[-1].with_(outs=(op.out,))]


def _parts(op: Op, makers: Mapping[Value, Op]) -> Value | None:
    """The op by simpler ones."""
    if op.name == "sum" and (found := _at_once(op, makers)) is not None:
        return found
    if op.name == "sum" and op.attrs.get("keepdims") and lengths(op.ins[0]):
        return _kept(op.ins[0], normal_axes(op.attrs.get("axis"), len(lengths(op.ins[0]))))
    if op.name == "sum" and is_number(op.ins[0].type):
        return emit_op("pos", op.ins, {}, types=(op.out.type,)).out
    if op.name == "array" and (found := _of_numbers(op, makers)) is not None:
        return found
    if not op.ins or not lengths(op.ins[0]):
        return None
    if op.name == "update" and (found := _where_masked(op)) is not None:
        return found
    if op.name == "clip" and not set(op.attrs) - {"via"} and all(map(_is_real, op.ins)):
        least, most = op.ins[1:]
        return emit("minimum", emit("maximum", op.ins[0], least), most)
    if op.name in ("var", "std") and set(op.attrs) <= {"via", "axis", "keepdims"}:
        return _spread(op)
    if op.name == "norm" and not set(op.attrs) - {"via"} and _is_real(op.ins[0]):
        return emit("sqrt", emit("sum", emit("mul", op.ins[0], op.ins[0])))
    if op.name in ("max", "min") and set(op.attrs) <= {"via", "axis", "keepdims"}:
        return _extreme(op)
    if op.name in ("argmax", "argmin") and set(op.attrs) <= {"via", "axis", "keepdims"}:
        return _place_of_extreme(op)
    if op.name == "expand_dims" and isinstance(op.attrs["axis"], tuple):
        return _expanded(op.ins[0], op.attrs["axis"])
    if op.name in ("reshape_like", "reshape"):
        return _squeezed(op)
    if op.name == "mean" and set(op.attrs) <= {"via", "axis", "keepdims"}:
        axes = normal_axes(op.attrs.get("axis"), len(lengths(op.ins[0])))
        return _mean(op.ins[0], axes, bool(op.attrs.get("keepdims")))
    if op.name == "unbroadcast":
        return _summed(op.ins[0], lengths(op.out))
    ranks = [len(lengths(value)) for value in op.ins]
    if op.name in ("dot", "matmul", "inner") and ranks == [1, 1]:
        return emit("sum", emit("mul", *op.ins))
    if op.name in ("dot", "matmul") and ranks in ([2, 1], [1, 2]):
        return _matrix_and_vector(op, makers)
    if op.name in ("dot", "matmul") and ranks == [2, 2]:
        operands = [_in_order(value, makers) for value in op.ins]
        return emit_op("matmul", operands, {}, types=(op.out.type,), hint=op.out.name).out
    if op.name == "vdot" and ranks[0] == ranks[1]:
        return emit("sum", emit("mul", *op.ins))
    if op.name == "einsum" and len(op.ins) > 1:
        return _contraction(op)
    if op.name == "outer" and ranks == [1, 1]:
        return emit("mul", emit("expand_dims", op.ins[0], axis=1), op.ins[1])
    return None


def _is_real(value: Value) -> bool:
    """A real number, or an array of float64."""
    t = value.type
    return is_number(t) if not isinstance(t, Array) else t.dtype == "float64"


def _mean(x: Value, axes: tuple[int, ...], keepdims: bool) -> Value:
    count: Any = None
    for axis in axes:
        extent = emit("shape", x, axis=axis)
        count = extent if count is None else count * extent
    if keepdims:
        total = _kept(x, axes)
    else:
        whole = len(axes) == len(lengths(x))
        total = emit("sum", x) if whole else emit("sum", x, axis=axes)
    return emit("div", total, count)


def _spread(op: Op) -> Value | None:
    """A variance, or its root."""
    x = op.ins[0]
    axes = normal_axes(op.attrs.get("axis"), len(lengths(x)))
    if not axes or not _is_real(x):
        return None
    whole = len(axes) == len(lengths(x))
    away = emit("sub", x, _mean(x, axes, not whole))
    found = _mean(emit("mul", away, away), axes, bool(op.attrs.get("keepdims")))
    return emit("sqrt", found) if op.name == "std" else found


def _of_numbers(op: Op, makers: Mapping[Value, Op]) -> Value | None:
    """An array of a few real numbers that stand one by one."""
    maker = makers.get(op.ins[0])
    t = op.out.type
    if maker is None or maker.name != "make_list" or not isinstance(t, Array):
        return None
    if set(op.attrs) - {"via"} or t.dtype != "float64" or len(lengths(op.out)) != 1:
        return None
    if not maker.ins or not all(is_number(value.type) for value in maker.ins):
        return None
    array = emit_op("empty", (), {"shape": (len(maker.ins),)}, types=(t,)).out
    for place, value in enumerate(maker.ins):
        array = emit_op("update", (array, value), {"path": (Index((place,)),)}, types=(t,)).out
    return array


def mask_of(op: Op) -> Value | None:
    """The mask of all places of an array at which an op stores; None where it is no such store."""
    path = op.attrs.get("path", ())
    items = path[0].items if len(path) == 1 and isinstance(path[0], Index) else ()
    mask = items[0] if len(items) == 1 else None
    if not isinstance(mask, Value) or not isinstance(mask.type, Array) or mask.type.dtype != "bool":
        return None
    return mask if lengths(mask) and len(lengths(mask)) == len(lengths(op.ins[0])) else None


def _where_masked(op: Op) -> Value | None:
    """A number that is stored where a mask holds."""
    mask = mask_of(op)
    if mask is None or not is_number(op.ins[1].type) or not _is_real(op.ins[0]):
        return None
    if op.attrs.get("effect"):
        return None
    return emit_op("where", (mask, *op.ins[1::-1]), {}, types=(op.ins[0].type,)).out


def _at_once(op: Op, makers: Mapping[Value, Op]) -> Value | None:
    """A sum of sums over other axes as one over all of them."""
    inner = makers.get(op.ins[0])
    if inner is None or inner.name != "sum" or set(inner.attrs) - {"via", "axis"}:
        return None
    if not lengths(op.ins[0]) or set(op.attrs) - {"via", "axis", "keepdims"}:
        return None
    rank = len(lengths(inner.ins[0]))
    first = normal_axes(inner.attrs.get("axis"), rank)
    left = [axis for axis in range(rank) if axis not in first]
    rest = normal_axes(op.attrs.get("axis"), len(left))
    axes = tuple(sorted((*first, *(left[axis] for axis in rest))))
    whole = len(axes) == rank
    total = emit("sum", inner.ins[0]) if whole else emit("sum", inner.ins[0], axis=axes)
    return _expanded(total, rest) if op.attrs.get("keepdims") else total


def _contraction(op: Op) -> Value | None:
    """The sum of a product, where no operand has to be transposed for it."""
    left, arrow, out = str(op.attrs["subscripts"]).replace(" ", "").partition("->")
    terms = left.split(",")
    if not arrow or "." in left or any(len({*term}) != len(term) for term in terms):
        return None
    order = "".join(dict.fromkeys("".join(terms)))
    if any([order.index(k) for k in t] != sorted(order.index(k) for k in t) for t in (*terms, out)):
        return None
    product: Value | None = None
    for term, value in zip(terms, op.ins, strict=True):
        for axis, label in enumerate(order):
            if label not in term:
                value = emit("expand_dims", value, axis=axis)
        product = value if product is None else emit("mul", product, value)
    assert product is not None
    axes = tuple(axis for axis, label in enumerate(order) if label not in out)
    if not axes:
        return product
    if len(axes) == len(order):
        return emit("sum", product)
    return emit("sum", product, axis=axes if len(axes) > 1 else axes[0])


def _kept(x: Value, axes: tuple[int, ...]) -> Value:
    total = emit("sum", x, axis=axes if len(axes) > 1 else axes[0])
    for axis in axes:
        total = emit("expand_dims", total, axis=axis)
    return total


def _summed(g: Value, shape: tuple[Length, ...]) -> Value | None:
    """g summed down to a shape."""
    lead = len(lengths(g)) - len(shape)
    found = lengths(g)[lead:]
    axes = tuple(range(lead)) + tuple(
        lead + k
        for k, (mine, wanted) in enumerate(zip(found, shape))
        if facts().is_one(wanted) and not facts().is_one(mine)
    )
    if not axes:
        return emit_op("pos", (g,), {}).out
    total = emit("sum", g, axis=axes if len(axes) > 1 else axes[0])
    for axis in axes[lead:]:
        total = emit("expand_dims", total, axis=axis - lead)
    return total


def _extreme(op: Op) -> Value | None:
    """The greatest or least of numbers among which one may be nan: then it is that.

    The nan are counted beside, so that the comparison itself may take it that there are none.
    """
    x = op.ins[0]
    axes = normal_axes(op.attrs.get("axis"), len(lengths(x)))
    if not axes or not isinstance(x.type, Array) or x.type.dtype != "float64":
        return None
    for axis in axes:
        if not (lengths(x)[axis].known or 0) > 0:
            emit_op("require", (emit("gt", emit("shape", x, axis=axis), 0),))
    count = emit("where", emit("ne", x, x), 1.0, 0.0)
    options: dict[str, Any] = {}
    if len(axes) < len(lengths(x)):
        options["axis"] = axes if axes[1:] else axes[0]
    spoiled = emit("gt", emit("sum", count, **options), 0)
    top = emit("where", spoiled, math.nan, emit(_EXTREMES[op.name], x, **options))
    if op.attrs.get("keepdims"):
        return _expanded(top, axes) if lengths(op.out) else None
    return top


def _place_of_extreme(op: Op) -> Value | None:
    """The first place along an axis that attains the extreme, or holds a nan."""
    x = op.ins[0]
    rank, axis = len(lengths(x)), op.attrs.get("axis")
    if rank == 1 and axis is None:
        axis = 0
    if not isinstance(axis, int) or not isinstance(x.type, Array) or x.type.dtype != "float64":
        return None
    axis %= rank
    options: dict[str, Any] = {"axis": axis} if rank > 1 else {}
    kept = options | {"keepdims": True} if options else options
    top = _extreme(emit_op(op.name[3:], (x,), kept))
    assert top is not None
    places = emit("arange", emit("shape", x, axis=axis))
    for _ in range(rank - axis - 1):
        places = emit("expand_dims", places, axis=len(lengths(places)))
    hit = emit("logical_or", emit("eq", x, top), emit("ne", x, x))
    found = emit("least", emit("where", hit, places, math.inf), **options)
    if op.attrs.get("keepdims"):
        found = _expanded(found, (axis,))
    return emit("int64", found)


_EXTREMES = {"max": "greatest", "min": "least"}


def _expanded(x: Value, axes: tuple[int, ...]) -> Value:
    rank = len(lengths(x)) + len(axes)
    for axis in sorted(axis % rank for axis in axes):
        x = emit("expand_dims", x, axis=axis)
    return x


def _squeezed(op: Op) -> Value | None:
    """A new shape that only leaves out axes of length 1."""
    wide = lengths(op.ins[0])
    narrow = lengths(op.out)
    if len(wide) == len(narrow) and all(map(facts().equal, wide, narrow)):
        return emit_op("pos", op.ins[:1], {}, types=(op.out.type,)).out
    kept = [k for k, length in enumerate(wide) if not facts().is_one(length)]
    if len(kept) != len(narrow) or len(kept) == len(wide) or not kept:
        return None
    if not all(facts().equal(wide[k], length) for k, length in zip(kept, narrow)):
        return None
    items = tuple(Slice() if k in kept else 0 for k in range(len(wide)))
    return emit_op("getitem", op.ins[:1], {"path": (Index(items),)}, types=(op.out.type,)).out


def _in_order(matrix: Value, makers: Mapping[Value, Op]) -> Value:
    """A matrix whose rows or columns lie one behind the other, as BLAS wants them."""
    maker = makers.get(matrix)
    if maker is not None and maker.name == "transpose" and not maker.attrs.get("axes"):
        inner = _in_order(maker.ins[0], makers)
        return matrix if inner is maker.ins[0] else emit("transpose", inner)
    if maker is not None and not maker.regions and not row_of(maker).view:
        return matrix
    return emit("asarray", matrix, via="numpy.ascontiguousarray")


def _matrix_and_vector(op: Op, makers: Mapping[Value, Op]) -> Value:
    """The product of a matrix and a vector, by rows of the matrix as it lies in memory."""
    left = len(lengths(op.ins[0])) == 1
    matrix, vector = op.ins[::-1] if left else op.ins
    maker = makers.get(matrix)
    turned = maker is not None and maker.name == "transpose" and not maker.attrs.get("axes")
    if turned:
        assert maker is not None
        matrix = maker.ins[0]
    if left == turned:
        return emit("sum", emit("mul", matrix, vector), axis=1)
    return emit("sum", emit("mul", matrix, emit("expand_dims", vector, axis=1)), axis=0)
