"""Ops that rules emit: what NumPy has no one-line spelling for, or what types leave open.

`helpers.name` is a spelling: the function in `templates/helpers/name.py`, which an emitted module
carries. A row without derivative that is not `inactive` is refused when it is differentiated
again.
"""

from __future__ import annotations

from codegen.infer.elementwise import array_type
from codegen.infer.shapes import Attrs, Ins
from codegen.ir.build import emit
from codegen.ir.ops import Infer, Row, register
from codegen.ir.results import tangent_type
from codegen.ir.types import BOOL, COMPLEX, FLOAT, Array, ListOf, Scalar, Type, is_complex
from codegen.rules.kinds import bilinear, linear, nondiff, scalar
from codegen.rules.language import full_like


def _shaped_as(position: int) -> Infer:
    """A cotangent has its operand's shape."""

    def infer(ins: Ins, attrs: Attrs) -> Type:
        t = array_type(ins[position].type)
        return Array(t.dtype, t.shape, scalar=t.shape == (), generic=t.generic)

    return infer


def _sides(name: str) -> None:
    """The cotangents of a product of unknown ranks are products again: with f the product,
    <h, left(g, a, b)> = <g, f(h, b)> for every h, and likewise for the right."""
    left, right = f"{name}_left", f"{name}_right"
    bilinear(
        left,
        ("g", "a", "b"),
        spellings=f"helpers.{left}",
        result=_shaped_as(1),
        transpose={
            "g": lambda h, g, a, b: emit(name, h, b),
            "b": lambda h, g, a, b: emit(right, g, h, b),
        },
        shape_only=frozenset({"a"}),
        access="contraction",
    )
    bilinear(
        right,
        ("g", "a", "b"),
        spellings=f"helpers.{right}",
        result=_shaped_as(2),
        transpose={
            "g": lambda h, g, a, b: emit(name, a, h),
            "a": lambda h, g, a, b: emit(left, g, a, h),
        },
        shape_only=frozenset({"b"}),
        access="contraction",
    )


for _name in ("matmul", "dot", "inner"):
    _sides(_name)


register(
    Row(
        "as_argument",
        ("g", "x"),
        options={"without": ()},
        spellings=("helpers.as_argument",),
        result=lambda ins, attrs: ins[0].type,
        shape_only=frozenset({"x"}),
        view=True,
    )
)
nondiff(
    "in_order",
    ("x",),
    spellings="helpers.in_order",
    result=lambda ins, attrs: BOOL,
)
nondiff(
    "is_numeric",
    ("x",),
    options={"lists": False},
    spellings="helpers.is_numeric",
    result=lambda ins, attrs: BOOL,
)
linear(
    "diag_back",
    ("g", "x"),
    options={"k": 0},
    spellings="helpers.diag_back",
    result=lambda ins, attrs: tangent_type(ins[1].type),
    transpose={"g": lambda h, g, x, k=0: emit("diag", h, **({"k": k} if k else {}))},
    shape_only=frozenset({"x"}),
)
for _name, _operands in (("solve_right", ("g", "a", "b")), ("solve_left", ("g", "x", "a", "b"))):
    register(
        Row(
            _name,
            _operands,
            spellings=(f"helpers.{_name}",),
            result=_shaped_as(len(_operands) - (1 if _name == "solve_right" else 2)),
            raises=True,
        )
    )


def _like_list(ins: Ins, attrs: Attrs) -> Type:
    """One cotangent for each item of the list."""
    return ins[1].type


linear(
    "split_like",
    ("g", "arrays"),
    options={"axis": 0},
    spellings="helpers.split_like",
    result=_like_list,
    transpose={"g": lambda h, g, arrays, axis=0: emit("concatenate", h, axis=axis)},
    shape_only=frozenset({"arrays"}),
)
linear(
    "unbroadcast_each",
    ("g", "arrays"),
    spellings="helpers.unbroadcast_each",
    result=_like_list,
    transpose={"g": lambda h, g, arrays: full_like(emit("python_sum", h), g)},
    shape_only=frozenset({"arrays"}),
)


linear(
    "put_along",
    ("g", "x"),
    options={"places": None, "axis": None},
    positional=("g", "x", "places", "axis"),
    spellings="helpers.put_along",
    result=lambda ins, attrs: tangent_type(ins[1].type),
    transpose={
        "g": lambda h, g, x, places, axis: emit("take_along_axis", h, indices=places, axis=axis)
    },
    shape_only=frozenset({"x"}),
)


def _rows(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        return ListOf(Array(t.dtype, None, generic=True))
    rest = t.shape[1:]
    return ListOf(Array(t.dtype, rest, scalar=not rest))


linear("unstack", result=_rows, transpose={"x": lambda g, x: emit("stack", g)}, view=True)


def _numbers(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None:
        raise TypeError("`.tolist()` of an array of unknown rank: annotate the parameter")
    found: Type = Scalar("int") if (t.dtype or "").startswith(("int", "uint")) else FLOAT
    found = COMPLEX if is_complex(t) else found
    for _ in t.shape:
        found = ListOf(found)
    return found


linear(
    "tolist",
    spellings="numpy.ndarray.tolist",
    result=_numbers,
    transpose={"x": lambda g, x: emit("asarray", g) if not isinstance(x.type, Scalar) else g},
)


def _number(ins: Ins, attrs: Attrs) -> Type:
    return ins[0].type if isinstance(ins[0].type, Scalar) else array_type(ins[0].type)


scalar(
    "digamma",
    lambda g, y, x: g * emit("trigamma", x),
    spellings="helpers.digamma",
    result=_number,
)
register(Row("trigamma", ("x",), spellings=("helpers.trigamma",), result=_number))
