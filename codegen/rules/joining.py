"""Concatenation and stacking; the operands are values, or one run-time list of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import concatenate_type, operand_types, stack_type
from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Key, Op, Slice, Value
from codegen.ir.ops import Infer, Row, register
from codegen.ir.types import Array, Length, ListFixed, ListOf, TupleOf, Type
from codegen.rules.construct import keeps
from codegen.rules.fitting import fitted
from codegen.rules.kinds import DERIVATIVES, Derivative, options_of
from codegen.rules.language import item, on_axis, rank_of, reshape_like
from codegen.rules.structure import is_sequence, like_structure

# (g, operands one by one, options) -> the part of g for each
Split = Callable[..., "list[Value]"]


def joining(
    name: str, result: Infer, split: Split, split_list: Split, spellings: str, **fields: Any
) -> None:
    """Register an op on several arrays. split: for known operands; split_list: for one run-time
    list.
    """

    def pullback(
        op: Op, cotangents: tuple[Value | None, ...], wanted: frozenset[int]
    ) -> dict[int, Value]:
        (g,) = cotangents
        if g is None:
            return {}
        options = options_of(op.attrs)
        if not keeps(options.pop("dtype", None)):
            return {}
        if len(op.ins) == 1 and 0 in wanted:
            (whole,) = op.ins
            if isinstance(whole.type, ListFixed | TupleOf):
                parts = [
                    emit("getitem", whole, path=(Key(k),)) for k in range(len(whole.type.items))
                ]
                pieces = [
                    piece if is_sequence(part.type) else fitted(piece, part)
                    for piece, part in zip(split(g, parts, **options), parts, strict=True)
                ]
                if isinstance(whole.type, TupleOf):
                    return {0: emit("make_tuple", *pieces)}
                return {0: emit_op("make_list", pieces, {"fixed": True}).out}
            return {0: split_list(g, whole, **options)[0]}
        pieces = split(g, list(op.ins), **options)
        return {k: _precise(pieces[k], op, k) for k in sorted(wanted)}

    def cast(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
        found = result(ins, attrs)
        dtype = attrs.get("dtype")
        return replace(found, dtype=dtype) if dtype and isinstance(found, Array) else found

    DERIVATIVES[name] = Derivative("linear", ())
    register(
        Row(
            name,
            ("*arrays",),
            spellings=tuple(spellings.split()),
            result=cast,
            pullback=pullback,
            raises=True,
            **fields,
        )
    )


def _precise(g: Value, op: Op, position: int) -> Value:
    """In the operand's own float type, where another one made the result wider."""
    x = op.ins[position]
    if is_sequence(x.type):
        return like_structure(g, x)
    if isinstance(x.type, Array) and x.type.dtype is None and len(op.ins) > 1:
        return emit("unbroadcast", g, x)
    return fitted(g, x)


def _unstack(g: Value, parts: list[Value], axis: int = 0) -> list[Value]:
    return [
        (
            reshape_like(item(g, *on_axis(axis, k)), part)
            if not is_sequence(part.type)
            else item(g, *on_axis(axis, k))
        )
        for k, part in enumerate(parts)
    ]


def _unstack_list(g: Value, whole: Value, axis: int = 0) -> list[Value]:
    """The cotangents of a run-time list, or of the rows of one array."""
    rows = g if axis == 0 else emit("moveaxis", g, source=axis, destination=0)
    if isinstance(whole.type, ListOf):
        return [like_structure(rows, whole)]
    return [reshape_like(rows, whole)]


joining(
    "stack",
    stack_type,
    _unstack,
    _unstack_list,
    "numpy.stack",
    options={"axis": 0, "dtype": None},
    positional=("arrays", "axis", "out"),
)


def _length_on(part: Value, axis: int) -> int | Value:
    t = array_type(part.type)
    if t.shape is not None:
        known = t.shape[axis].known
        if known is not None:
            return known
    return emit("shape", part, axis=axis)


def _split(g: Value, parts: list[Value], axis: int | None = 0) -> list[Value]:
    """Consecutive slices of g; the boundaries are sums of the operands' lengths."""
    if axis is None:
        flat = [emit("ravel", part) for part in parts]
        return [
            reshape_like(piece, part) for piece, part in zip(_split(g, flat, 0), parts, strict=True)
        ]
    pieces: list[Value] = []
    start: int | Value = 0
    for k, part in enumerate(parts):
        length = _length_on(part, axis)
        last = k == len(parts) - 1
        if isinstance(start, int) and start == 0:
            stop: int | Value = length
        else:
            stop = start + length
        bounds = Slice(None if k == 0 else start, None if last else stop)
        piece = item(g, *on_axis(axis, bounds))
        # a slice of run-time bounds has the operand's own shape: the types need not find out
        if (
            isinstance(part.type, Array)
            and isinstance(piece.type, Array)
            and part.type.shape is not None
        ):
            piece.type = Array(piece.type.dtype, part.type.shape)
        pieces.append(piece)
        start = stop
    return pieces


def _split_list(g: Value, whole: Value, axis: int | None = 0) -> list[Value]:
    if isinstance(whole.type, ListOf):
        if axis is None:
            raise TypeError("concatenate(axis=None) of a run-time list")
        return [emit("split_like", g, whole, axis=axis)]
    raise TypeError("concatenate of the rows of one array: use reshape")


joining(
    "concatenate",
    concatenate_type,
    _split,
    _split_list,
    "numpy.concatenate numpy.concat",
    options={"axis": 0, "dtype": None},
    positional=("arrays", "axis", "out"),
    noun="joined",
)


def _lifted(t: Array, least: int, column: bool) -> Array:
    """The type after atleast_1d, atleast_2d, or as a column."""
    shape = t.shape
    if shape is None:
        return t
    if len(shape) == 0:
        shape = (Length.of(1),)
    if len(shape) < least:
        shape = (*shape, Length.of(1)) if column else (Length.of(1), *shape)
    return Array(t.dtype, shape)


def _stacking(name: str, least: int, axis_of: Callable[[int], int], column: bool = False) -> None:
    """hstack, vstack, column_stack: a concatenation of operands with at least so many axes."""

    def operands(ins: tuple[Value, ...]) -> tuple[Value, ...]:
        parts = operand_types(ins)
        if parts is None:
            t = ins[0].type
            inner = array_type(t.item) if isinstance(t, ListOf) else None
            if inner is None:
                raise TypeError(f"{name} of the rows of one array")
            return (Value(ListOf(_lifted(inner, least, column))),)
        return tuple(Value(_lifted(t, least, column)) for t in parts)

    def result(ins: tuple[Value, ...], attrs: Any) -> Type:
        lifted = operands(ins)
        first = lifted[0].type.item if isinstance(lifted[0].type, ListOf) else lifted[0].type
        rank = first.rank if isinstance(first, Array) else None
        if rank is None:
            return Array(array_type(first).dtype, None)
        found = concatenate_type(lifted, {"axis": axis_of(rank)})
        return found

    def split(g: Value, parts: list[Value]) -> list[Value]:
        rank = rank_of(g)
        if rank is None:
            raise TypeError(
                f"{name} of arrays of unknown rank: annotate the parameters, or use concatenate"
            )
        axis = axis_of(rank)
        lifted = [_as_lifted(part, least, column) for part in parts]
        return [
            reshape_like(piece, part) if not is_sequence(part.type) else lowered(piece, part)
            for piece, part in zip(_split(g, lifted, axis), parts, strict=True)
        ]

    def lowered(piece: Value, part: Value) -> Value:
        """The piece of a list of numbers is a row or a column of its own."""
        if least == 1 or array_type(part.type).rank != 1:
            return piece
        return item(piece, Slice(), 0) if column else item(piece, 0)

    def split_list(g: Value, whole: Value) -> list[Value]:
        inner = array_type(whole.type.item) if isinstance(whole.type, ListOf) else None
        rank = rank_of(g)
        if inner is None or inner.rank is None or rank is None:
            raise TypeError(f"{name} of arrays of unknown rank: use np.concatenate or np.stack")
        if inner.rank >= least:
            return [emit("split_like", g, whole, axis=axis_of(rank))]
        if inner.rank == 0 and least == 1:
            return [like_structure(g, whole)]
        if inner.rank == 1:
            return [like_structure(g if not column else emit("transpose", g), whole)]
        raise TypeError(f"{name} of numbers in a run-time list: use np.array")

    options = {} if column else {"dtype": None}
    joining(
        name, result, split, split_list, f"numpy.{name}", positional=("arrays",), options=options
    )


def _as_lifted(part: Value, least: int, column: bool) -> Value:
    """A stand-in whose type says which lengths the operand takes; read for its shape only."""
    t = array_type(part.type)
    lifted = _lifted(t, least, column)
    if t.shape is not None and lifted.shape is not None and len(t.shape) == len(lifted.shape):
        return part
    if column and t.shape is not None and len(t.shape) == 1:
        return emit("expand_dims", part, axis=1)
    return emit("atleast_1d" if least == 1 else "atleast_2d", part)


_stacking("hstack", 1, lambda rank: 0 if rank == 1 else 1)
_stacking("vstack", 2, lambda rank: 0)
_stacking("column_stack", 2, lambda rank: 1, column=True)
