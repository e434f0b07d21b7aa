"""np.einsum with letters, np.tensordot: a cotangent is the contraction of the other operands with
the result's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.products import contracted, tensordot_type
from codegen.infer.samples import sampled
from codegen.ir.build import emit
from codegen.ir.graph import Op, Value
from codegen.ir.ops import Row, register
from codegen.ir.types import Array, Length, Type, facts
from codegen.rules.fitting import fitted
from codegen.rules.kinds import DERIVATIVES, Derivative, bilinear
from codegen.rules.language import full_like, rank_of, times, transpose_of


def letters(subscripts: str, count: int) -> tuple[list[str], str]:
    """The subscripts of each operand and of the result. TypeError for what is not supported."""
    text = subscripts.replace(" ", "")
    if "." in text:
        raise TypeError("np.einsum with an ellipsis: name every axis by a letter")
    left, arrow, result = text.partition("->")
    operands = left.split(",")
    if len(operands) != count:
        raise TypeError("np.einsum with another number of operands than of subscripts")
    if any(len(set(each)) != len(each) for each in operands):
        raise TypeError("np.einsum with a letter twice in one operand: take the diagonal first")
    if not arrow:
        result = "".join(sorted(c for c in set(left) - {","} if left.count(c) == 1))
    return operands, result


def _type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    operands, result = letters(attrs["subscripts"], len(ins))
    lengths: dict[str, Length] = {}
    types = [array_type(value.type) for value in ins]
    for each, t in zip(operands, types, strict=True):
        if t.shape is None:
            return Array(None, None, generic=True) if result else Array(None, (), scalar=True)
        if len(t.shape) != len(each):
            raise TypeError("np.einsum: the subscripts do not fit an operand")
        for letter, length in zip(each, t.shape, strict=True):
            ones = [each for each in (length, lengths.get(letter)) if each and facts().is_one(each)]
            if letter in lengths and not ones:
                facts().unify(lengths[letter], length)
            if letter not in lengths or facts().is_one(lengths[letter]):
                lengths[letter] = length
    dtype = types[0].dtype
    for value, t in zip(ins[1:], types[1:], strict=True):
        pair = Array(dtype, ())
        kind = sampled("mul", (value, value), "numpy.multiply", types=(pair, t))
        dtype = kind if isinstance(kind, str) else None
    return Array(dtype, tuple(lengths[c] for c in result), scalar=not result)


def _pullback(
    op: Op, cotangents: Sequence[Value | None], wanted: frozenset[int]
) -> dict[int, Value]:
    (g,) = cotangents
    if g is None:
        return {}
    operands, result = letters(op.attrs["subscripts"], len(op.ins))
    found: dict[int, Value] = {}
    for position in sorted(wanted):
        own = operands[position]
        rest = [k for k in range(len(operands)) if k != position]
        known = all(array_type(value.type).shape is not None for value in op.ins)
        seen = result + "".join(operands[k] for k in rest)
        if known:  # a length of 1 is broadcast against the others'
            seen = _along(op, position, operands, result)
        kept = "".join(c for c in own if c in seen)
        part = _contracted(g, result, [op.ins[k] for k in rest], [operands[k] for k in rest], kept)
        missing = tuple(k for k, c in enumerate(own) if c not in seen)
        if missing:  # summed over in this operand alone
            if kept:
                axes = missing[0] if len(missing) == 1 else missing
                part = emit("expand_dims", part, axis=axes)
            part = full_like(part, op.ins[position])
        if not known:
            part = full_like(emit("unbroadcast", part, op.ins[position]), op.ins[position])
        found[position] = fitted(part, op.ins[position])
    return found


def _along(op: Op, position: int, operands: list[str], result: str) -> str:
    """The letters of an operand whose length is that of the result or of another operand."""

    def has_one(k: int, letter: str) -> bool:
        shape = array_type(op.ins[k].type).shape
        return shape is not None and facts().is_one(shape[operands[k].index(letter)])

    found = ""
    for letter in operands[position]:
        others = [k for k, each in enumerate(operands) if k != position and letter in each]
        wide = letter in result or any(not has_one(k, letter) for k in others)
        narrow = has_one(position, letter) and not all(has_one(k, letter) for k in others)
        if (wide or (others and has_one(position, letter))) and not narrow:
            found += letter
    return found


def _contracted(
    g: Value, result: str, others: list[Value], subscripts: list[str], kept: str
) -> Value:
    """The einsum of g with the other operands; a number g stays a factor in front."""
    if rank_of(g) == 0:
        if not others:
            return g
        return times(emit("einsum", *others, subscripts=f"{','.join(subscripts)}->{kept}"), g)
    return emit("einsum", g, *others, subscripts=f"{','.join([result, *subscripts])}->{kept}")


DERIVATIVES["einsum"] = Derivative("bilinear", ())
register(
    Row(
        "einsum",
        ("*operands",),
        {"subscripts": None},
        positional=("subscripts", "*operands"),
        spellings=("numpy.einsum",),
        result=_type,
        pullback=_pullback,
        raises=True,
        access="contraction",
    )
)


def _tensordot(position: int) -> Any:
    def part(g: Value, a: Value, b: Value, axes: Any = 2) -> Value:
        ranks = rank_of(a), rank_of(b)
        if ranks[0] is None or ranks[1] is None:
            raise TypeError("np.tensordot of arrays of unknown rank: annotate the parameters")
        over = contracted(axes, ranks[0], ranks[1])
        mine, other = over[position], over[1 - position]
        x, y = (a, b) if position == 0 else (b, a)
        free_x = [k for k in range(ranks[position] or 0) if k not in mine]
        free_y = [k for k in range(ranks[1 - position] or 0) if k not in other]
        first = len(free_x) if position == 0 else 0
        where_y = tuple(range(first, first + len(free_y)))
        if rank_of(g) == 0:
            product = times(y, g)
        else:
            product = emit("tensordot", g, y, axes=(where_y, tuple(free_y)))
        # its axes: x's free ones, then y's contracted ones in y's order, which are x's contracted
        # ones
        labels = free_x + [mine[other.index(k)] for k in sorted(other)]
        order = tuple(labels.index(k) for k in range(len(labels)))
        return product if order == tuple(range(len(order))) else transpose_of(product, order)

    return part


bilinear(
    "tensordot",
    options={"axes": 2},
    spellings="numpy.tensordot",
    result=tensordot_type,
    transpose={"a": _tensordot(0), "b": _tensordot(1)},
    raises=True,
    access="contraction",
)
