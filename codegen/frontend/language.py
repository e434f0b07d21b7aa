"""What of Python is read: every kind of statement, expression and function, and what handles it.

Python's own functions have their table in `builtin`.
"""

from __future__ import annotations

import libcst as cst

from codegen.frontend.blocks import STATEMENTS
from codegen.frontend.calls import call, call_choice, call_partial, library_call
from codegen.frontend.classes import Class, Descriptor
from codegen.frontend.comprehensions import comprehension, generator
from codegen.frontend.conditions import boolean, comparison, ternary
from codegen.frontend.contexts import with_statement
from codegen.frontend.control import for_loop, if_statement, while_loop
from codegen.frontend.dispatch import CALLABLES, EXPRESSIONS
from codegen.frontend.enums import construct_or_find
from codegen.frontend.exceptions import try_statement
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
from codegen.frontend.generators import BODIES
from codegen.frontend.inlining import run_body
from codegen.frontend.methods import call_method
from codegen.frontend.objects import call_descriptor, call_object
from codegen.frontend.patterns import match_statement
from codegen.frontend.recursion import call_function
from codegen.frontend.set_methods import set_display
from codegen.frontend.slots import Choice, Function, Method, Named, Partial, Ref, TupleSlot
from codegen.frontend.statements import (
    annotated,
    assignment,
    augmented_assignment,
    check,
    define,
    delete,
    do_nothing,
    expression,
    global_names,
    import_modules,
    import_names,
    leave_loop,
    leave_round,
    raise_exception,
    return_result,
)
from codegen.frontend.yielding import run_expression

BODIES.update({cst.FunctionDef: run_body, cst.Lambda: run_expression})

STATEMENTS.update(
    {
        cst.Assign: assignment,
        cst.AnnAssign: annotated,
        cst.AugAssign: augmented_assignment,
        cst.Expr: expression,
        cst.Pass: do_nothing,
        cst.Return: return_result,
        cst.Break: leave_loop,
        cst.Continue: leave_round,
        cst.Assert: check,
        cst.Raise: raise_exception,
        cst.Del: delete,
        cst.Import: import_modules,
        cst.ImportFrom: import_names,
        cst.FunctionDef: define,
        cst.If: if_statement,
        cst.While: while_loop,
        cst.For: for_loop,
        cst.With: with_statement,
        cst.Match: match_statement,
        cst.Try: try_statement,
        cst.Nonlocal: do_nothing,
        cst.Global: global_names,
    }
)

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
        cst.Set: set_display,
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
        cst.GeneratorExp: generator,
        cst.DictComp: comprehension,
        cst.SetComp: comprehension,
    }
)

CALLABLES.update(
    {
        Named: library_call,
        Method: call_method,
        Function: call_function,
        Choice: call_choice,
        Partial: call_partial,
        Class: construct_or_find,
        Ref: call_object,
        TupleSlot: call_object,
        Descriptor: call_descriptor,
    }
)
