"""Rows of the structural ops: control flow, paths, containers, shape reads, effects, comparisons.

They register themselves when this module is imported. Their derivatives are not rules but part of
the reverse and forward transformations; `STRUCTURAL` names them, so that a test can tell a missing
rule from a missing need. Arithmetic and the functions of NumPy are rows of `codegen.rules`.

Attrs, beside the conventions in `codegen.ir.graph`:

- `getitem`, `update`, `accumulate`: path, a tuple of steps; `accumulate` may have the path ().
- `accumulate`: repeated=True: indices may repeat, every one counts (np.add.at); negative=True: it
  subtracts (prints as `dx -= g`, or `dx - g` where it is no store and the path is ()).
- `update`, `accumulate`: effect=True: a store into an argument of the function.
- every op in STORING: store=True: it may write its first operand's buffer (set by the in-place
pass).
- `make_list`: fixed=True: the type is ListFixed, not ListOf. `make_dict`: keys.
- `replace`: names, of the attributes that are replaced; how: "replace" (of dataclasses), "_replace"
  or "helper".
- `pop`: index (absent: the last); `insert`: index; `list_repeat`: times; `shape`: axis (absent: the
  whole tuple).
- `print`: sep, end; `raise`: exception; `format`: template; `call`: callee.
"""

from __future__ import annotations

from codegen.ir.ops import Row, register
from codegen.ir.results import (
    accumulate_type,
    always,
    append_type,
    comparison_type,
    extend_type,
    full_like_type,
    getitem_type,
    insert_type,
    list_repeat_type,
    make_dict_type,
    make_list_type,
    make_tuple_type,
    operand_type,
    pop_type,
    shape_type,
    shaped_like_type,
    update_type,
    zeros_like_type,
)
from codegen.ir.types import BOOL, INT, Str

STORING = frozenset(
    {"update", "accumulate", "append", "extend", "pop", "insert"}
)  # ops that take store=True
# ops of the backward part that take it, too: the result lies in the memory of the first operand
REUSING = frozenset({"add", "sub", "mul", "div"})


def _rows() -> list[Row]:
    x = frozenset({"x"})
    rows = [
        Row("if", ("condition",)),
        Row("loop", ("*carries",)),
        Row("call", ("*arguments",), raises=True),
        Row("getitem", ("base",), result=getitem_type, view=True, raises=True, access="gather"),
        Row("update", ("base", "value"), result=update_type, raises=True, access="scatter"),
        Row("accumulate", ("base", "value"), result=accumulate_type, raises=True, access="scatter"),
        Row("make_list", ("*items",), result=make_list_type, noun="items"),
        Row("make_tuple", ("*items",), result=make_tuple_type, noun="pair"),
        Row("make_dict", ("*items",), result=make_dict_type),
        Row("replace", ("base", "*items"), options={"names": (), "how": ""}, result=operand_type),
        Row("append", ("base", "item"), result=append_type),
        Row("extend", ("base", "more"), result=extend_type),
        Row("pop", ("base",), result=pop_type, raises=True),
        Row("insert", ("base", "item"), result=insert_type),
        Row("list_concat", ("a", "b"), result=extend_type),
        Row("list_repeat", ("a",), result=list_repeat_type),
        Row(
            "copy",
            ("x",),
            spellings=("numpy.copy", "numpy.ndarray.copy"),
            result=operand_type,
            access="map",
        ),
        Row(
            "len",
            ("x",),
            spellings=("builtins.len",),
            result=always(INT),
            inactive=True,
            shape_only=x,
        ),
        Row(
            "shape",
            ("x",),
            {"axis": None},
            spellings=("numpy.shape",),
            result=shape_type,
            inactive=True,
            shape_only=x,
        ),
        Row(
            "size",
            ("x",),
            spellings=("numpy.size",),
            result=always(INT),
            inactive=True,
            shape_only=x,
        ),
        Row(
            "ndim",
            ("x",),
            spellings=("numpy.ndim",),
            result=always(INT),
            inactive=True,
            shape_only=x,
        ),
        Row(
            "zeros_like",
            ("x",),
            result=zeros_like_type,
            inactive=True,
            shape_only=x,
        ),
        Row("full_like", ("g", "x"), result=full_like_type, shape_only=x),
        Row("unbroadcast", ("g", "x"), result=shaped_like_type, shape_only=x),
        Row("reshape_like", ("g", "x"), result=shaped_like_type, shape_only=x, view=True),
        Row(
            "print",
            ("*values",),
            {"sep": " ", "end": "\n"},
            result=always(),
            impure=True,
            raises=True,
            inactive=True,
        ),
        Row("assert", ("condition", "message"), result=always(), raises=True, inactive=True),
        Row("fails", ("*operands",), result=always(BOOL), inactive=True),
        Row("raise", ("*arguments",), result=always(), raises=True, inactive=True),
        Row("format", ("*values",), result=always(Str()), raises=True, inactive=True),
        Row(
            "not",
            ("x",),
            spellings=("operator.not_",),
            result=always(BOOL),
            inactive=True,
            raises=True,
        ),
        Row("is", ("a", "b"), spellings=("operator.is_",), result=always(BOOL), inactive=True),
        Row(
            "is_not",
            ("a", "b"),
            spellings=("operator.is_not",),
            result=always(BOOL),
            inactive=True,
        ),
        Row("in", ("a", "b"), result=always(BOOL), inactive=True, raises=True),
        Row("not_in", ("a", "b"), result=always(BOOL), inactive=True, raises=True),
    ]
    comparisons = [("lt", "less"), ("le", "less_equal"), ("gt", "greater"), ("ge", "greater_equal")]
    comparisons += [("eq", "equal"), ("ne", "not_equal")]
    for name, function in comparisons:
        spellings = (f"operator.{name}", f"numpy.{function}")
        rows.append(
            Row(
                name,
                ("a", "b"),
                spellings=spellings,
                result=comparison_type,
                inactive=True,
                noun="mask",
                access="map",
            )
        )
    return rows


STRUCTURAL = frozenset(register(row).name for row in _rows())
