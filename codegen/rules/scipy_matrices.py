"""scipy.linalg: functions of a square matrix, and matrices of a pattern.

The derivative of a function f of a matrix at A, in the direction E, is the upper right block of
f([[A, E], [0, A]]) (Higham, "Functions of matrices", 2008, theorem 3.6); its transpose is the same
with A^T.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Slice, Value
from codegen.ir.types import Array, Length, TupleOf, Type, facts
from codegen.rules.kinds import linear, pullback
from codegen.rules.language import (
    added_at,
    item,
    matmul,
    rank_of,
    reshape_like,
    shape_of,
    transpose_of,
    zeros_like,
)
from codegen.rules.matrices import float_dtype
from codegen.rules.scipy_linalg import square

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _same_type(ins: Ins, attrs: Attrs) -> Type:
    t = square(ins[0].type)
    return Array(float_dtype(t.dtype), t.shape)


def _complex_or_not(ins: Ins, attrs: Attrs) -> Type:
    """SciPy looks at the values whether the result is real."""
    return Array(None, square(ins[0].type).shape)


def _blocks(a: Value, e: Value, f: Callable[[Value], Value]) -> Value:
    """The derivative of f at a in the direction e."""
    n = shape_of(a, 0)
    return _like(item(f(_triangle(a, e)), Slice(None, n), Slice(n, None)), a)


def _triangle(a: Value, e: Value) -> Value:
    """[[a, e], [0, a]]."""
    upper = emit("concatenate", a, e, axis=1)
    lower = emit("concatenate", zeros_like(a), a, axis=1)
    return emit("concatenate", upper, lower, axis=0)


pullback(
    "expm",
    ("A",),
    spellings="scipy.linalg.expm",
    result=_same_type,
    rule=lambda g, y, a: _frechet_of(transpose_of(a), g),
    raises=True,
)


def _frechet_type(ins: Ins, attrs: Attrs) -> Type:
    t = Array("float64", square(ins[0].type).shape)
    return t if attrs.get("compute_expm") is False else TupleOf((t, t))


def _frechet(
    g: Value, y: Value, a: Value, e: Value, compute_expm: bool = True, **kept: Any
) -> dict[int, Value]:
    if compute_expm:
        raise TypeError("expm_frechet with compute_expm=True: take expm(A) for itself")
    n = shape_of(a, 0)
    direction = emit("concatenate", zeros_like(g), g, axis=1)
    direction = emit("concatenate", direction, zeros_like(direction), axis=0)
    both = _frechet_of(transpose_of(_triangle(a, e)), direction)
    diagonal = item(both, Slice(None, n), Slice(None, n)) + item(
        both, Slice(n, None), Slice(n, None)
    )
    return {0: _like(diagonal, a), 1: _frechet_of(transpose_of(a), g)}


def _frechet_of(a: Value, e: Value) -> Value:
    return emit("expm_frechet", a, e, compute_expm=False)


def _like(found: Value, a: Value) -> Value:
    if isinstance(found.type, Array) and isinstance(a.type, Array):
        found.type = Array(found.type.dtype, a.type.shape)
    return found


pullback(
    "expm_frechet",
    ("A", "E"),
    options={"method": None, "compute_expm": True, "check_finite": True},
    spellings="scipy.linalg.expm_frechet",
    result=_frechet_type,
    rule=_frechet,
    raises=True,
)


def _of_matrix(name: str, result: Any = _same_type) -> None:
    pullback(
        name,
        ("A",),
        spellings=f"scipy.linalg.{name}",
        result=result,
        rule=lambda g, y, a: _blocks(transpose_of(a), g, lambda x: emit(name, x)),
        raises=True,
    )


for _name in ("sinm", "cosm", "tanm", "sinhm", "coshm", "tanhm"):
    _of_matrix(_name)
_of_matrix("logm", _complex_or_not)


def _power(g: Value, y: Value, a: Value, t: Value) -> dict[int, Value]:
    turned = transpose_of(a)
    found = {0: _blocks(turned, g, lambda x: emit("fractional_matrix_power", x, t))}
    if not t.is_const:
        found[1] = emit("sum", g * matmul(emit("logm", a), y))
    return found


pullback(
    "fractional_matrix_power",
    ("A", "t"),
    spellings="scipy.linalg.fractional_matrix_power",
    result=_complex_or_not,
    rule=_power,
    raises=True,
)


def _root(g: Value, y: Value, a: Value) -> Value:
    """Y X + X Y = g, with Y the transposed root."""
    turned = transpose_of(y)
    return emit("solve_sylvester", turned, turned, g)


pullback(
    "sqrtm",
    ("A",),
    spellings="scipy.linalg.sqrtm",
    result=_complex_or_not,
    rule=_root,
    raises=True,
)

# Matrices of a pattern


def _vector(value: Value) -> Array:
    t = array_type(value.type)
    if t.shape is None or len(t.shape) != 1:
        raise TypeError("a pattern of something that is no vector: ravel it")
    return t


def _toeplitz_type(ins: Ins, attrs: Attrs) -> Type:
    c, r = _vector(ins[0]), _vector(ins[0] if ins[1].const is None else ins[1])
    assert c.shape and r.shape
    dtype = c.dtype if c.dtype == r.dtype else float_dtype(c.dtype, r.dtype)
    return Array(dtype, (c.shape[0], r.shape[0]))


def _offsets(g: Value) -> Value:
    """Row less column, of every element of a matrix."""
    rows = emit("arange", shape_of(g, 0))
    return item(rows, Slice(), None) - emit("arange", shape_of(g, 1))


def _toeplitz(g: Value, y: Value, c: Value, r: Value) -> dict[int, Value]:
    """T[i, j] = c[i - j] or r[j - i]; r[0] is not read."""
    offsets = _offsets(g)
    if r.const is None:
        return {0: added_at(zeros_like(c), g, emit("abs", offsets), repeated=True)}
    below, above = emit("maximum", offsets, 0), emit("maximum", -offsets, 0)
    return {
        0: added_at(zeros_like(c), emit("tril", g), below, repeated=True),
        1: added_at(zeros_like(r), emit("triu", g, k=1), above, repeated=True),
    }


pullback(
    "toeplitz",
    ("c", "r"),
    defaults={"r": None},
    spellings="scipy.linalg.toeplitz",
    result=_toeplitz_type,
    rule=_toeplitz,
)


def _circulant_type(ins: Ins, attrs: Attrs) -> Type:
    t = _vector(ins[0])
    assert t.shape
    return Array(t.dtype, (t.shape[0], t.shape[0]))


def _circulant(g: Value, c: Value) -> Value:
    turns = emit("mod", _offsets(g), shape_of(c, 0))
    return added_at(zeros_like(c), g, turns, repeated=True)


linear(
    "circulant",
    ("c",),
    spellings="scipy.linalg.circulant",
    result=_circulant_type,
    transpose={"c": _circulant},
)


def _block_diag_type(ins: Ins, attrs: Attrs) -> Type:
    sides = [Length.of(0), Length.of(0)]
    for value in ins:
        t = array_type(value.type)
        if t.shape is None or len(t.shape) > 2:
            raise TypeError("block_diag of arrays with another number of axes than 0, 1 or 2")
        shape = (Length.of(1), Length.of(1), *t.shape)[-2:]
        sides = [facts().resolve(n) + facts().resolve(m) for n, m in zip(sides, shape)]
    dtypes = {array_type(value.type).dtype for value in ins}
    return Array(dtypes.pop() if len(dtypes) == 1 else float_dtype(*dtypes), tuple(sides))


def _block_diag(g: Value, y: Value, *arrays: Value) -> dict[int, Value]:
    found: dict[int, Value] = {}
    row: Value | int = 0
    column: Value | int = 0
    for k, x in enumerate(arrays):
        rank = rank_of(x) or 0
        below = row + (shape_of(x, 0) if rank == 2 else 1)
        right = column + (shape_of(x, rank - 1) if rank else 1)
        part = item(g, Slice(row, below), Slice(column, right))
        if rank == 2:
            found[k] = _like(part, x)
        else:
            found[k] = reshape_like(part, x)
        row, column = below, right
    return found


pullback(
    "block_diag",
    ("*arrs",),
    positional=("*arrs",),
    spellings="scipy.linalg.block_diag",
    result=_block_diag_type,
    rule=_block_diag,
)
