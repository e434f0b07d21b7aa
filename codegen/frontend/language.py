"""What of Python is read: every kind of expression and of function, and what handles it.

Statements have their table in `statements`, Python's own functions in `builtin`.
"""

from __future__ import annotations

import libcst as cst

from codegen.frontend.calls import call, call_choice, call_partial, library_call
from codegen.frontend.comprehensions import comprehension
from codegen.frontend.conditions import boolean, comparison, ternary
from codegen.frontend.dispatch import CALLABLES, EXPRESSIONS
from codegen.frontend.expressions import (
    attribute_of,
    binary_operation,
    dict_display,
    ellipsis,
    formatted,
    lambda_function,
    list_display,
    literal,
    name,
    string,
    subscript,
    tuple_display,
    unary_operation,
    walrus,
)
from codegen.frontend.methods import call_method
from codegen.frontend.recursion import call_function
from codegen.frontend.slots import Choice, Function, Method, Named, Partial

EXPRESSIONS.update(
    {
        cst.Name: name,
        cst.Integer: literal,
        cst.Float: literal,
        cst.Imaginary: literal,
        cst.SimpleString: string,
        cst.ConcatenatedString: string,
        cst.FormattedString: formatted,
        cst.Ellipsis: ellipsis,
        cst.Tuple: tuple_display,
        cst.List: list_display,
        cst.Dict: dict_display,
        cst.Lambda: lambda_function,
        cst.UnaryOperation: unary_operation,
        cst.BinaryOperation: binary_operation,
        cst.Comparison: comparison,
        cst.BooleanOperation: boolean,
        cst.IfExp: ternary,
        cst.NamedExpr: walrus,
        cst.Subscript: subscript,
        cst.Attribute: attribute_of,
        cst.Call: call,
        cst.ListComp: comprehension,
        cst.GeneratorExp: comprehension,
        cst.DictComp: comprehension,
    }
)

CALLABLES.update(
    {
        Named: library_call,
        Method: call_method,
        Function: call_function,
        Choice: call_choice,
        Partial: call_partial,
    }
)
