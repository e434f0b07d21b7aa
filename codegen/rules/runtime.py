"""Ops that only rules emit: what NumPy has no one-line spelling for, or what types leave open.

`helpers.name` is a spelling: the function in `templates/helpers/name.py`, which an emitted module carries.
"""

from __future__ import annotations

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import Attrs, Ins
from codegen.ir.types import FLOAT, Array, ListOf, Scalar, Type
from codegen.rules.kinds import nondiff


def _gradient(position: int):  # type: ignore[no-untyped-def]
    def infer(ins: Ins, attrs: Attrs) -> Type:
        """A cotangent has its operand's shape."""
        t = array_type(ins[position].type)
        return Array(t.dtype, t.shape, scalar=t.shape == (), generic=t.generic)

    return infer


for _name in ("matmul", "dot"):
    for _position, _side in enumerate(("left", "right"), 1):
        nondiff(
            f"{_name}_{_side}",
            ("g", "a", "b"),
            spellings=f"helpers.{_name}_{_side}",
            result=_gradient(_position),
            access="contraction",
        )


def _split(ins: Ins, attrs: Attrs) -> Type:
    """One part of g for each operand: the list that was concatenated."""
    return ins[1].type


nondiff("split_like", ("g", "arrays"), options={"axis": 0}, spellings="helpers.split_like", result=_split)


def _rows(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        return ListOf(Array(t.dtype, None, generic=True))
    rest = t.shape[1:]
    return ListOf(Array(t.dtype, rest, scalar=not rest))


nondiff("unstack", ("x",), result=_rows, view=True)


def _numbers(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    found: Type = FLOAT
    for _ in t.shape if t.shape is not None else (None,):
        found = ListOf(found)
    return found


nondiff("tolist", ("x",), spellings="numpy.ndarray.tolist", result=_numbers)
nondiff("digamma", ("x",), spellings="helpers.digamma", result=lambda ins, attrs: _same(ins))


def _same(ins: Ins) -> Type:
    t = ins[0].type
    return t if isinstance(t, Scalar) else array_type(t)
