"""Chains of matrices, powers, tensor equations, and the products of stacks of vectors."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.products import contraction_dtype
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Op, Slice, Value
from codegen.ir.indexing import broadcast_shapes
from codegen.ir.ops import Row, register
from codegen.ir.types import Array, ListFixed, Shape, TupleOf, Type, facts
from codegen.rules.decompositions import square
from codegen.rules.fitting import fitted, unbroadcast
from codegen.rules.kinds import DERIVATIVES, Derivative, bilinear, pullback
from codegen.rules.language import conj, item, known_rank, matmul, part_of, reshape_like, swap_last
from codegen.rules.matrices import float_dtype

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _column(x: Value) -> Value:
    return item(x, Ellipsis, None)


def _row(x: Value) -> Value:
    return item(x, Ellipsis, None, Slice())


# ---------------------------------------------------------------- stacks of vectors


def _shapes(ins: Ins) -> tuple[Shape, Shape]:
    a, b = array_type(ins[0].type).shape, array_type(ins[1].type).shape
    if a is None or b is None:
        raise TypeError("a product of arrays of unknown rank: annotate the parameters, or use `@`")
    if not a or not b:
        raise TypeError("a product of vectors takes no numbers: use `*`")
    return a, b


def _result(ins: Ins, shape: Shape) -> Array:
    return Array(contraction_dtype(ins), shape, scalar=not shape)


def _vecdot_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = _shapes(ins)
    axis = attrs.get("axis", -1)
    if axis != -1:
        if len(a) != len(b):
            raise TypeError("np.vecdot with `axis` of operands of different ranks: move the axes")
        axis %= len(a)
        a, b = ((*s[:axis], *s[axis + 1 :], s[axis]) for s in (a, b))
    facts().unify(a[-1], b[-1])
    return _result(ins, broadcast_shapes([a[:-1], b[:-1]]))


def _spread(g: Value, axis: int) -> Value:
    return g if axis == -1 and known_rank(g) == 0 else emit("expand_dims", g, axis=axis)


bilinear(
    "vecdot",
    options={"axis": -1},
    positional=("a", "b"),
    spellings="numpy.vecdot numpy.linalg.vecdot",
    result=_vecdot_type,
    transpose={
        "a": lambda g, a, b, axis=-1: unbroadcast(conj(_spread(g, axis) * b), a),
        "b": lambda g, a, b, axis=-1: unbroadcast(_spread(g, axis) * conj(a), b),
    },
    raises=True,
    access="contraction",
)


def _matvec_type(ins: Ins, attrs: Attrs) -> Type:
    a, v = _shapes(ins)
    facts().unify(a[-1], v[-1])
    return _result(ins, (*broadcast_shapes([a[:-2], v[:-1]]), a[-2]))


def _vecmat_type(ins: Ins, attrs: Attrs) -> Type:
    v, a = _shapes(ins)
    facts().unify(a[-2], v[-1])
    return _result(ins, (*broadcast_shapes([a[:-2], v[:-1]]), a[-1]))


def _times_vector(a: Value, v: Value) -> Value:
    """The matrices of a times the vectors of v."""
    if known_rank(v) == 1:
        return matmul(a, v)
    return item(matmul(a, _column(v)), Ellipsis, 0)


bilinear(
    "matvec",
    spellings="numpy.matvec",
    result=_matvec_type,
    transpose={
        "a": lambda g, a, b: unbroadcast(_column(g) * _row(b), a),
        "b": lambda g, a, b: unbroadcast(_times_vector(swap_last(a), g), b),
    },
    raises=True,
    access="contraction",
)
bilinear(
    "vecmat",
    spellings="numpy.vecmat",
    result=_vecmat_type,
    transpose={
        "a": lambda g, a, b: unbroadcast(conj(_times_vector(b, g)), a),
        "b": lambda g, a, b: unbroadcast(_column(conj(a)) * _row(g), b),
    },
    raises=True,
    access="contraction",
)

# ---------------------------------------------------------------- powers


def _power_type(ins: Ins, attrs: Attrs) -> Type:
    t = square(array_type(ins[0].type))
    n = attrs.get("n")
    if not isinstance(n, int):
        raise TypeError("np.linalg.matrix_power with another exponent than an integer")
    return Array(float_dtype(t.dtype) if n < 0 else t.dtype, t.shape)


def _power(g: Value, y: Value, x: Value, n: int) -> Value | None:
    """By repeated squares, as the power itself: every product of the chain is reversed."""
    if n == 0:
        return None
    if n < 0:
        back = emit("inv", x)
        inner = _power(g, y, back, -n)
        assert inner is not None
        turned = swap_last(back)
        return -matmul(matmul(turned, inner), turned)
    squares = [x]
    while 2 ** len(squares) <= n:
        squares.append(matmul(squares[-1], squares[-1]))
    used = [k for k in range(len(squares)) if n >> k & 1]
    products = [squares[used[0]]]
    for k in used[1:]:
        products.append(matmul(products[-1], squares[k]))
    found: list[Value | None] = [None] * len(squares)
    for place in range(len(used) - 1, 0, -1):
        found[used[place]] = matmul(swap_last(products[place - 1]), g)
        g = matmul(g, swap_last(squares[used[place]]))
    found[used[0]] = g
    for k in range(len(squares) - 1, 0, -1):
        dsquare = found[k]
        if dsquare is None:
            continue
        turned = swap_last(squares[k - 1])
        both = matmul(turned, dsquare) + matmul(dsquare, turned)
        below = found[k - 1]
        found[k - 1] = both if below is None else below + both
    return found[0]


pullback(
    "matrix_power",
    options={"n": None},
    positional=("x", "n"),
    spellings="numpy.linalg.matrix_power",
    result=_power_type,
    rule=_power,
    raises=True,
)

# ---------------------------------------------------------------- chains


def _operands(ins: Ins) -> list[Array]:
    whole = ins[0].type
    items = whole.items if len(ins) == 1 and isinstance(whole, ListFixed | TupleOf) else None
    types = [array_type(t) for t in items or [value.type for value in ins]]
    ranks = [t.rank for t in types]
    if len(types) < 2:
        raise TypeError("np.linalg.multi_dot of a list that is made at run time: write the list")
    if (
        None in ranks
        or any(r not in (1, 2) for r in (ranks[0], ranks[-1]))
        or any(r != 2 for r in ranks[1:-1])
    ):
        raise TypeError("np.linalg.multi_dot takes matrices, and vectors at its ends")
    return types


def _chain_type(ins: Ins, attrs: Attrs) -> Type:
    types = _operands(ins)
    found = types[0]
    for t in types[1:]:
        assert found.shape is not None and t.shape is not None
        facts().unify(found.shape[-1], t.shape[0])
        dtype = contraction_dtype((Value(found), Value(t)))
        found = Array(dtype, (*found.shape[:-1], *t.shape[1:]))
    return Array(found.dtype, found.shape, scalar=found.shape == ())


def _chain(
    op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
) -> dict[int, Value]:
    """L^T g R^T, L and R the products to the left and to the right; vectors are rows, columns."""
    (g,) = cotangents
    if g is None:
        return {}
    if len(op.ins) == 1:
        (whole,) = op.ins
        count = len(_operands(op.ins))
        found = _of_matrices(g, op, [part_of(whole, k) for k in range(count)], range(count))
        if isinstance(whole.type, TupleOf):
            return {0: emit("make_tuple", *found.values())}
        return {0: emit_op("make_list", found.values(), {"fixed": True}).out}
    return _of_matrices(g, op, list(op.ins), sorted(wanted))


def _of_matrices(
    g: Value, op: Op, operands: list[Value], wanted: Iterable[int]
) -> dict[int, Value]:
    matrices = list(operands)
    if known_rank(matrices[0]) == 1:
        g = _row(g) if known_rank(op.out) else emit("reshape", g, shape=(1, 1))
        matrices[0] = _row(matrices[0])
    if known_rank(matrices[-1]) == 1:
        g = g if known_rank(g) == 2 else _column(g)
        matrices[-1] = _column(matrices[-1])
    found = {}
    for k in wanted:
        inner = g
        if k:
            inner = matmul(swap_last(_product(matrices[:k])), inner)
        if k < len(matrices) - 1:
            inner = matmul(inner, swap_last(_product(matrices[k + 1 :])))
        found[k] = fitted(reshape_like(inner, operands[k]), operands[k])
    return found


def _product(matrices: list[Value]) -> Value:
    found = matrices[0]
    for each in matrices[1:]:
        found = matmul(found, each)
    return found


DERIVATIVES["multi_dot"] = Derivative("bilinear", ())
register(
    Row(
        "multi_dot",
        ("*arrays",),
        spellings=("numpy.linalg.multi_dot",),
        result=_chain_type,
        pullback=_chain,
        raises=True,
        access="contraction",
    )
)

# ---------------------------------------------------------------- tensor equations


def _order(rank: int, axes: tuple[int, ...] | None) -> tuple[int, ...]:
    """The axes of a as np.linalg.tensorsolve takes them: those of `axes` last."""
    last = [] if axes is None else [axis % rank for axis in axes]
    return (*(k for k in range(rank) if k not in last), *last)


def _tensorsolve_type(ins: Ins, attrs: Attrs) -> Type:
    a, b = _shapes(ins)
    order = _order(len(a), attrs.get("axes"))
    dtype = float_dtype(array_type(ins[0].type).dtype, array_type(ins[1].type).dtype)
    return Array(dtype, tuple(a[k] for k in order[len(b) :]))


def _tensorsolve(g: Value, x: Value, a: Value, b: Value, axes: Any = None) -> dict[int, Value]:
    rank, first = known_rank(a), known_rank(b)
    order = _order(rank, axes)
    moved = emit("transpose", a, axes=order) if axes is not None else a
    swapped = (*range(first, rank), *range(first))
    db = emit("tensorsolve", emit("transpose", moved, axes=swapped), g)
    da = -emit("tensordot", db, x, axes=0)
    if axes is not None:
        da = emit("transpose", da, axes=tuple(order.index(k) for k in range(rank)))
    return {0: da, 1: db}


pullback(
    "tensorsolve",
    ("a", "b"),
    options={"axes": None},
    positional=("a", "b", "axes"),
    spellings="numpy.linalg.tensorsolve",
    result=_tensorsolve_type,
    rule=_tensorsolve,
    raises=True,
)


def _tensorinv_type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        raise TypeError("np.linalg.tensorinv of an array of unknown rank: annotate the parameter")
    ind = attrs.get("ind", 2)
    return Array(float_dtype(t.dtype), t.shape[ind:] + t.shape[:ind])


def _tensorinv(g: Value, y: Value, x: Value, ind: int = 2) -> Value:
    """-Y^T g Y^T, its axes in groups."""
    rank = known_rank(x)
    rows, columns = tuple(range(rank - ind)), tuple(range(rank - ind, rank))
    first = emit("tensordot", y, g, axes=(rows, rows))
    return -emit("tensordot", first, y, axes=(tuple(range(ind, 2 * ind)), columns))


pullback(
    "tensorinv",
    options={"ind": 2},
    positional=("x", "ind"),
    spellings="numpy.linalg.tensorinv",
    result=_tensorinv_type,
    rule=_tensorinv,
    raises=True,
)
