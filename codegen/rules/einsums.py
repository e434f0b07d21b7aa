"""np.einsum: a cotangent is the contraction of the other operands with the result's.

Subscripts are brought to one form first: no spaces, an arrow, letters in place of an ellipsis.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from string import ascii_letters
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.infer.samples import sampled
from codegen.ir.build import emit
from codegen.ir.graph import Op, Value, constant
from codegen.ir.ops import Row, register
from codegen.ir.types import Array, Length, Type, facts, fresh_length
from codegen.rules.fitting import fitted
from codegen.rules.kinds import DERIVATIVES, Derivative
from codegen.rules.language import full_like, rank_of, shape_of, times


def letters(subscripts: str, ranks: Sequence[int | None]) -> tuple[list[str], str]:
    """The subscripts of each operand and of the result, a letter for every axis. TypeError for
    what NumPy refuses, or where an ellipsis stands for axes whose number is not known."""
    text = subscripts.replace(" ", "")
    left, arrow, result = text.partition("->")
    operands = left.split(",")
    if len(operands) != len(ranks):
        raise TypeError("np.einsum with another number of operands than of subscripts")
    if not arrow:
        singles = sorted(c for c in set(left) - {",", "."} if left.count(c) == 1)
        result = ("..." if "..." in left else "") + "".join(singles)
    if "..." in left:
        free = [c for c in reversed(ascii_letters) if c not in text]
        longest = 0
        for k, (each, rank) in enumerate(zip(operands, ranks, strict=True)):
            if "..." not in each:
                continue
            if rank is None:
                raise TypeError("np.einsum with an ellipsis: annotate the parameters with ranks")
            count = rank - (len(each) - 3)
            if count < 0:
                raise TypeError("np.einsum: the subscripts do not fit an operand")
            longest = max(longest, count)
            operands[k] = each.replace("...", "".join(free[:count][::-1]))
        result = result.replace("...", "".join(free[:longest][::-1]))
    return operands, result


def _form(op_ins: Sequence[Value], attrs: Mapping[str, Any]) -> tuple[list[str], str]:
    return letters(attrs["subscripts"], [array_type(value.type).rank for value in op_ins])


def _type(ins: tuple[Value, ...], attrs: Mapping[str, Any]) -> Type:
    operands, result = _form(ins, attrs)
    lengths: dict[str, Length] = {}
    types = [array_type(value.type) for value in ins]
    for each, t in zip(operands, types, strict=True):
        if t.shape is None:
            return Array(None, None, generic=True) if result else Array(None, (), scalar=True)
        if len(t.shape) != len(each):
            raise TypeError("np.einsum: the subscripts do not fit an operand")
        for letter, length in zip(each, t.shape, strict=True):
            before = lengths.get(letter)
            lengths[letter] = length if before is None else _wider(before, length)
    dtype = types[0].dtype
    for value, t in zip(ins[1:], types[1:], strict=True):
        pair = Array(dtype, ())
        kind = sampled("mul", (value, value), "numpy.multiply", types=(pair, t))
        dtype = kind if isinstance(kind, str) else None
    return Array(dtype, tuple(lengths[c] for c in result), scalar=not result)


def _wider(one: Length, other: Length) -> Length:
    """The length of both under one letter: NumPy stretches a length of 1."""
    known = facts()
    if known.equal(one, other) or known.is_one(other):
        return one
    if known.is_one(one):
        return other
    if known.not_one(one) and known.not_one(other):
        known.unify(one, other)
    if known.not_one(one) or known.not_one(other):
        return one if known.not_one(one) else other
    return fresh_length()


def _settled(ins: Sequence[Value], operands: Sequence[str]) -> bool:
    """Whether it is known of every axis if NumPy stretches it."""
    lengths: dict[str, Length] = {}
    for value, each in zip(ins, operands, strict=True):
        shape = array_type(value.type).shape
        if shape is None:
            return False
        for letter, length in zip(each, shape, strict=True):
            if facts().is_one(length):
                if each.count(letter) > 1:
                    return False
                continue
            if not facts().equal(lengths.setdefault(letter, length), length):
                return False
    return True


def _pullback(
    op: Op, cotangents: Sequence[Value | None], wanted: frozenset[int]
) -> dict[int, Value]:
    (g,) = cotangents
    if g is None:
        return {}
    operands, result = _form(op.ins, op.attrs)
    return {k: _of_operand(g, op, k, operands, result) for k in sorted(wanted)}


def _of_operand(g: Value, op: Op, position: int, operands: list[str], result: str) -> Value:
    x = op.ins[position]
    rest = [k for k in range(len(operands)) if k != position]
    others, subscripts = [op.ins[k] for k in rest], [operands[k] for k in rest]
    own, ones, pairs = _without_repeats(x, operands, position)
    others, subscripts = others + ones, subscripts + pairs
    if not _settled(op.ins, operands):  # as wide as all of them, then summed where x was stretched
        wide = [*others, full_like(constant(1.0), x)]
        return fitted(
            emit("unbroadcast", _contracted(g, result, wide, [*subscripts, own], own), x), x
        )
    # a length of 1 is broadcast against the others'
    seen = _along(op, position, own, operands, result) + "".join(pairs)
    kept = "".join(c for c in own if c in seen)
    part = _contracted(g, result, others, subscripts, kept)
    missing = tuple(k for k, c in enumerate(own) if c not in seen)
    if missing:  # summed over in this operand alone
        if kept:
            axes = missing[0] if len(missing) == 1 else missing
            part = emit("expand_dims", part, axis=axes)
        part = full_like(part, x)
    return fitted(part, x)


def _without_repeats(
    x: Value, operands: list[str], position: int
) -> tuple[str, list[Value], list[str]]:
    """The operand's letters, each once: where one stands again it gets another name, and an
    identity matrix says that both are the same."""
    free = [c for c in ascii_letters if c not in "".join(operands)]
    own, ones, pairs = "", [], []
    for axis, letter in enumerate(operands[position]):
        if letter in own:
            new = free.pop(0)
            ones.append(emit("eye", shape_of(x, axis)))
            pairs.append(letter + new)
            letter = new
        own += letter
    return own, ones, pairs


def _along(op: Op, position: int, own: str, operands: list[str], result: str) -> str:
    """The letters of an operand whose length is that of the result or of another operand."""

    def has_one(k: int, letter: str) -> bool:
        shape = array_type(op.ins[k].type).shape
        return shape is not None and facts().is_one(shape[operands[k].index(letter)])

    found = ""
    for letter in own:
        if letter not in operands[position]:
            continue
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
        {"subscripts": None, "optimize": False},
        positional=("subscripts", "*operands"),
        spellings=("numpy.einsum",),
        result=_type,
        pullback=_pullback,
        raises=True,
        access="contraction",
    )
)
