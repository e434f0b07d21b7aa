"""Statements. What cannot be traced becomes a Problem, and the trace goes on: all are reported at
once."""

from __future__ import annotations

from dataclasses import replace

import libcst as cst

from codegen.frontend.assignment import assign, augmented
from codegen.frontend.branches import Way, branch, nothing
from codegen.frontend.conditions import condition
from codegen.frontend.dispatch import apply, evaluate, value_of
from codegen.frontend.expressions import make_function, subscript_index
from codegen.frontend.methods import call_method
from codegen.frontend.raising import exception_class
from codegen.frontend.replacing import replace_slice
from codegen.frontend.slots import (
    STRUCTURES,
    Buffer,
    FixedList,
    Function,
    Method,
    Named,
    Partial,
    Ref,
    SliceSlot,
    Slot,
    TupleSlot,
    Unbound,
)
from codegen.frontend.targets import names_assigned
from codegen.frontend.throwing import Thrown, is_caught, leave_function, leave_loop_body, throw
from codegen.frontend.tracer import CONTINUE, RESULT, Tracer
from codegen.frontend.yielding import yield_items
from codegen.ir.build import emit_op
from codegen.ir.graph import BREAK, NEXT, RETURN, constant

# ---------------------------------------------------------------- simple statements


def assignment(t: Tracer, node: cst.Assign, rest: Way | None) -> None:
    slot = evaluate(t, node.value)
    for target in node.targets:
        assign(t, target.target, slot)


def annotated(t: Tracer, node: cst.AnnAssign, rest: Way | None) -> None:
    if node.value is not None:
        assign(t, node.target, evaluate(t, node.value))


def augmented_assignment(t: Tracer, node: cst.AugAssign, rest: Way | None) -> None:
    augmented(t, node)


def expression(t: Tracer, node: cst.Expr, rest: Way | None) -> None:
    if isinstance(node.value, cst.Yield):
        yield_items(t, node.value)
    elif not isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
        evaluate(t, node.value)


def do_nothing(t: Tracer, node: cst.CSTNode, rest: Way | None) -> None:
    """Nothing to do."""


def return_result(t: Tracer, node: cst.Return, rest: Way | None) -> None:
    slot: Slot = constant(None) if node.value is None else evaluate(t, node.value)
    t.state.names[t.frame, RESULT] = slot
    leave_function(t)
    if t.code.const != NEXT:
        return
    if t.frame == 0:
        t.state.names[t.frame, RESULT] = _detached(t, t.state.names[t.frame, RESULT])
    t.leave(RETURN)


def _detached(t: Tracer, slot: Slot) -> Slot:
    """The result of the outermost function: nothing writes to it any more, under no other name."""
    if isinstance(slot, TupleSlot):
        return replace(slot, items=tuple(_detached(t, item) for item in slot.items))
    if not isinstance(slot, Ref):
        return slot
    entry = t.state.heap[slot.address]
    if isinstance(entry, STRUCTURES):
        items = tuple(_detached(t, item) for item in entry.items)
        return t.state.allocate(replace(entry, items=items))
    return t.state.allocate(Buffer(t.value(slot)))


def leave_loop(t: Tracer, node: cst.Break, rest: Way | None) -> None:
    leave_loop_body(t)
    t.leave(BREAK)


def leave_round(t: Tracer, node: cst.Continue, rest: Way | None) -> None:
    leave_loop_body(t)
    t.leave(CONTINUE)


def check(t: Tracer, node: cst.Assert, rest: Way | None) -> None:
    test = condition(t, node.test)
    if test.is_const and test.const:
        return
    if t.function.library and test.is_const:
        message = value_of(t, node.msg).const if node.msg is not None else ""
        t.refuse("CG042", str(message))
    if is_caught(t, "builtins.AssertionError"):

        def fail() -> None:
            message = () if node.msg is None else (value_of(t, node.msg),)
            throw(t, Thrown("builtins.AssertionError", message))

        branch(t, test, nothing, fail)
        return
    message = () if node.msg is None else (value_of(t, node.msg),)
    emit_op("assert", (test, *message))


def raise_exception(t: Tracer, node: cst.Raise, rest: Way | None) -> None:
    exception, arguments = node.exc, []
    if isinstance(exception, cst.Call):
        arguments = [value_of(t, argument.value) for argument in exception.args]
        exception = exception.func
    if not isinstance(exception, cst.Name | cst.Attribute):
        t.refuse("CG060", "this form of `raise` is not supported", "Write `raise ValueError(...)`.")
    slot = evaluate(t, exception)
    dotted = slot.dotted if isinstance(slot, Named) else ""
    if exception_class(dotted) is None:
        t.refuse(
            "CG060",
            "only Python's own exceptions can be raised",
            "Raise ValueError, or another exception of Python's own.",
        )
    throw(t, Thrown(dotted, tuple(arguments)))


def delete(t: Tracer, node: cst.Del, rest: Way | None) -> None:
    targets = node.target.elements if isinstance(node.target, cst.Tuple) else [node]
    for element in targets:
        target = element.target if isinstance(element, cst.Del) else element.value
        if isinstance(target, cst.Subscript):
            base = evaluate(t, target.value)
            index = subscript_index(t, target)
            if isinstance(index, SliceSlot) and isinstance(base, Ref):
                replace_slice(t, base, index, t.state.allocate(FixedList(())))
            else:
                call_method(t, Method(base, "pop"), [index], {})
            continue
        if not isinstance(target, cst.Name):
            t.refuse("CG060", "`del` of an attribute is not supported", "Leave it as it is.")
        t.read(target.value)
        t.bind(target.value, Unbound())


def global_names(t: Tracer, node: cst.Global, rest: Way | None) -> None:
    """`global` only matters where it is written to."""
    written = names_assigned(t.function.node.body)
    for item in node.names:
        if item.name.value in written:
            t.refuse(
                "CG060",
                f"the global {item.name.value!r} is assigned",
                "Pass it as a parameter and return it.",
            )


def import_modules(t: Tracer, node: cst.Import, rest: Way | None) -> None:
    for alias in node.names:
        dotted = alias.evaluated_name
        name = alias.evaluated_alias
        t.bind(
            name or dotted.partition(".")[0], Named(dotted if name else dotted.partition(".")[0])
        )


def import_names(t: Tracer, node: cst.ImportFrom, rest: Way | None) -> None:
    if isinstance(node.names, cst.ImportStar) or node.relative or node.module is None:
        t.refuse("CG060", "this import is not supported in a function", "Import at the top.")
    module = t.source.text_of(node.module)
    for alias in node.names:
        dotted = f"{module}.{alias.evaluated_name}"
        t.bind(alias.evaluated_alias or alias.evaluated_name, Named(dotted))


def define(t: Tracer, node: cst.FunctionDef, rest: Way | None) -> None:
    if node.asynchronous is not None:
        t.refuse("CG060", "an async function is not supported", "Write a plain function.")
    decorators = [evaluate(t, each.decorator) for each in node.decorators if not _wraps(t, each)]
    slot: Slot = make_function(t, node)
    for decorator in reversed(decorators):
        manager = decorator == Named("contextlib.contextmanager")
        if not manager and not isinstance(decorator, Function | Partial):
            t.refuse(
                "CG060",
                "a function inside a function has a decorator that is not read",
                "Take the decorator off.",
            )
        slot = apply(t, decorator, [slot], {})
    t.bind(node.name.value, slot)


def _wraps(t: Tracer, node: cst.Decorator) -> bool:
    """functools.wraps(g) only says what the function is called."""
    call = node.decorator
    callee = evaluate(t, call.func) if isinstance(call, cst.Call) else None
    return isinstance(callee, Named) and callee.dotted == "functools.wraps"
