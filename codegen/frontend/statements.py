"""Statements. What cannot be traced becomes a Problem, and the trace goes on: all are reported at
once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import libcst as cst

from codegen.frontend.assignment import assign, augmented
from codegen.frontend.branches import Step, Way, branch, sequence
from codegen.frontend.conditions import condition
from codegen.frontend.dispatch import evaluate, value_of
from codegen.frontend.expressions import make_function
from codegen.frontend.iteration import bounds_and_items, known_items
from codegen.frontend.loops import after_loop, trace_loop
from codegen.frontend.slots import (
    Buffer,
    Dict,
    FixedList,
    Named,
    Poison,
    Ref,
    Slot,
    TupleSlot,
    Unbound,
)
from codegen.frontend.targets import names_assigned
from codegen.frontend.tracer import CONTINUE, RAISED, RESULT, Raises, Refused, Tracer
from codegen.ir.build import current, emit_op
from codegen.ir.graph import BREAK, FINISHED, NEXT, RETURN, Value, constant


def block(t: Tracer, body: cst.BaseSuite) -> None:
    """Trace the statements of a block up to the first exit."""
    sequence(t, steps_of(t, body))


def steps_of(t: Tracer, body: cst.BaseSuite) -> list[Step]:
    steps: list[Step] = []
    for statement in body.body:
        if isinstance(statement, cst.SimpleStatementLine):
            steps += [_step(t, small, statement) for small in statement.body]
        else:
            steps.append(_step(t, statement, statement))
    return steps


def _step(t: Tracer, node: Any, line: cst.CSTNode) -> Step:
    def run(rest: Way | None) -> bool:
        outer, since = current().origin, len(t.pending)
        current().origin = t.source.origin(node, line)
        try:
            handler = _STATEMENTS.get(type(node))
            if handler is None:
                word = t.source.text_of(node).split()[0]
                t.refuse("CG060", f"`{word}` is not supported here", _ADVICE.get(word, ""))
            return bool(handler(t, node, rest))
        except Refused as refused:
            t.report(refused, node)
            for name in names_assigned(node):
                t.state.names[t.frame, name] = Poison("")
            if isinstance(node, cst.Return):
                t.state.names[t.frame, RESULT] = Poison("")
                t.leave(RETURN)
            return False
        except Raises as raised:
            emit_op("raise", (constant(raised.message),), {"exception": raised.exception})
            t.leave(RAISED)
            return False
        finally:
            current().origin = outer
            del t.pending[since:]

    return run


_ADVICE = {
    "try:": "Test for the case before it arises, or compute this outside.",
    "with": "Open and read outside the function, and pass what was read.",
    "global": "Pass it as a parameter and return it.",
    "nonlocal": "Return the new value and assign it outside.",
    "class": "Define it outside the function.",
    "match": "Write `if`, `elif` and `else`.",
    "async": "Write a plain function.",
}


# ---------------------------------------------------------------- simple statements


def _assign(t: Tracer, node: cst.Assign, rest: Way | None) -> None:
    slot = evaluate(t, node.value)
    for target in node.targets:
        assign(t, target.target, slot)


def _annotated(t: Tracer, node: cst.AnnAssign, rest: Way | None) -> None:
    if node.value is not None:
        assign(t, node.target, evaluate(t, node.value))


def _augmented(t: Tracer, node: cst.AugAssign, rest: Way | None) -> None:
    augmented(t, node)


def _expression(t: Tracer, node: cst.Expr, rest: Way | None) -> None:
    if not isinstance(node.value, cst.SimpleString | cst.ConcatenatedString):
        evaluate(t, node.value)


def _pass(t: Tracer, node: cst.CSTNode, rest: Way | None) -> None:
    """Nothing to do."""


def _return(t: Tracer, node: cst.Return, rest: Way | None) -> None:
    slot: Slot = constant(None) if node.value is None else evaluate(t, node.value)
    t.state.names[t.frame, RESULT] = _detached(t, slot) if t.frame == 0 else slot
    t.leave(RETURN)


def _detached(t: Tracer, slot: Slot) -> Slot:
    """The result of the outermost function: nothing writes to it any more, under no other name."""
    if isinstance(slot, TupleSlot):
        return TupleSlot(tuple(_detached(t, item) for item in slot.items))
    if not isinstance(slot, Ref):
        return slot
    entry = t.state.heap[slot.address]
    if isinstance(entry, FixedList | Dict):
        items = tuple(_detached(t, item) for item in entry.items)
        return t.state.allocate(replace(entry, items=items))
    return t.state.allocate(Buffer(t.value(slot)))


def _break(t: Tracer, node: cst.Break, rest: Way | None) -> None:
    t.leave(BREAK)


def _continue(t: Tracer, node: cst.Continue, rest: Way | None) -> None:
    t.leave(CONTINUE)


def _assert(t: Tracer, node: cst.Assert, rest: Way | None) -> None:
    test = condition(t, node.test)
    if test.is_const and test.const:
        return
    message = () if node.msg is None else (value_of(t, node.msg),)
    emit_op("assert", (test, *message))


def _raise(t: Tracer, node: cst.Raise, rest: Way | None) -> None:
    exception, arguments = node.exc, []
    if isinstance(exception, cst.Call):
        arguments = [value_of(t, argument.value) for argument in exception.args]
        exception = exception.func
    if not isinstance(exception, cst.Name | cst.Attribute):
        t.refuse("CG060", "this form of `raise` is not supported", "Write `raise ValueError(...)`.")
    slot = evaluate(t, exception)
    dotted = slot.dotted if isinstance(slot, Named) else ""
    if not dotted.startswith("builtins."):
        t.refuse(
            "CG060",
            "only Python's own exceptions can be raised",
            "Raise ValueError, or another exception of Python's own.",
        )
    emit_op("raise", arguments, {"exception": dotted.removeprefix("builtins.")})
    t.leave(RAISED)


def _delete(t: Tracer, node: cst.Del, rest: Way | None) -> None:
    targets = node.target.elements if isinstance(node.target, cst.Tuple) else [node]
    for element in targets:
        target = element.target if isinstance(element, cst.Del) else element.value
        if not isinstance(target, cst.Name):
            t.refuse(
                "CG060",
                "`del` of anything but a name is not supported: build a list without the item",
            )
        t.read(target.value)
        t.state.names[t.frame, target.value] = Unbound()


def _import(t: Tracer, node: cst.Import, rest: Way | None) -> None:
    for alias in node.names:
        dotted = alias.evaluated_name
        name = alias.evaluated_alias
        t.bind(
            name or dotted.partition(".")[0], Named(dotted if name else dotted.partition(".")[0])
        )


def _import_from(t: Tracer, node: cst.ImportFrom, rest: Way | None) -> None:
    if isinstance(node.names, cst.ImportStar) or node.relative or node.module is None:
        t.refuse("CG060", "this import is not supported in a function", "Import at the top.")
    module = t.source.text_of(node.module)
    for alias in node.names:
        dotted = f"{module}.{alias.evaluated_name}"
        t.bind(alias.evaluated_alias or alias.evaluated_name, Named(dotted))


def _define(t: Tracer, node: cst.FunctionDef, rest: Way | None) -> None:
    if node.asynchronous is not None:
        t.refuse("CG060", "an async function is not supported", "Write a plain function.")
    if node.decorators:
        t.refuse(
            "CG060",
            "a decorated function inside a function is not supported: take the decorator off",
        )
    t.bind(node.name.value, make_function(t, node))


# ---------------------------------------------------------------- branches and loops


def _leaves(body: cst.BaseSuite) -> bool:
    """Whether a block ends in return, break or continue on every path, by its text."""
    if not body.body:
        return False
    last = body.body[-1]
    if isinstance(last, cst.SimpleStatementLine):
        last = last.body[-1]
    if isinstance(last, cst.Return | cst.Break | cst.Continue):
        return True
    if isinstance(last, cst.If) and last.orelse is not None:
        other = last.orelse
        return _leaves(last.body) and (
            _leaves(other.body)
            if isinstance(other, cst.Else)
            else _leaves(cst.IndentedBlock(body=[other]))
        )
    return False


def _if(t: Tracer, node: cst.If, rest: Way | None) -> bool:
    test = condition(t, node.test)

    def then() -> None:
        block(t, node.body)

    def otherwise() -> None:
        if isinstance(node.orelse, cst.Else):
            block(t, node.orelse.body)
        elif isinstance(node.orelse, cst.If):
            sequence(t, [_step(t, node.orelse, node.orelse)])

    if test.is_const:
        (then if test.const else otherwise)()
        return False
    mine = _leaves(node.body)
    theirs = _branch_leaves(node.orelse)
    if rest is None or mine == theirs:
        branch(t, test, then, otherwise)
        return False

    def with_rest(way: Way) -> Way:
        def run() -> None:
            sequence(t, [_whole(way, False), _whole(rest, True)])

        return run

    branch(t, test, then if mine else with_rest(then), with_rest(otherwise) if mine else otherwise)
    return True


def _whole(way: Way, rest_too: bool) -> Step:
    """A way as a step; rest_too: it traces what follows as well."""

    def run(_: Way | None) -> bool:
        way()
        return rest_too

    return run


def _branch_leaves(node: cst.If | cst.Else | None) -> bool:
    if isinstance(node, cst.Else):
        return _leaves(node.body)
    if isinstance(node, cst.If):
        return _leaves(node.body) and _branch_leaves(node.orelse)
    return False


def _while(t: Tracer, node: cst.While, rest: Way | None) -> bool:
    def body(_: Value | None) -> None:
        test = condition(t, node.test)
        branch(t, test, lambda: block(t, node.body), lambda: t.leave(FINISHED))

    trace_loop(t, None, body)
    return after_loop(t, False, _orelse(t, node.orelse), rest)


def _orelse(t: Tracer, node: cst.Else | None) -> Way | None:
    if node is None:
        return None
    return lambda: block(t, node.body)


def _for(t: Tracer, node: cst.For, rest: Way | None) -> bool:
    if node.asynchronous is not None:
        t.refuse("CG060", "`async for` is not supported", "Write a plain loop.")
    since = len(t.pending)
    source = evaluate(t, node.iter)
    del t.pending[since:]  # held by a name of its own
    items = known_items(t, source)
    if items is not None:
        return _unrolled(t, node, items, rest)
    name = node.target.value if isinstance(node.target, cst.Name) else None
    held = t.held_names
    bounds, at = bounds_and_items(t, source, name)
    origin = current().origin

    def body(index: Value | None) -> None:
        assert index is not None
        current().origin = origin
        assign(t, node.target, at(index))
        block(t, node.body)

    trace_loop(t, bounds, body)
    t.drop_held(held)
    return after_loop(t, True, _orelse(t, node.orelse), rest)


def _unrolled(t: Tracer, node: cst.For, items: list[Slot], rest: Way | None) -> bool:
    """A loop over things of different kinds: one copy of the body for each."""

    held = t.held_names
    source = t.hold(TupleSlot(tuple(items)))

    def round_of(place: int) -> Step:
        def run(_: Way | None) -> bool:
            row = t.held(source)
            assert isinstance(row, TupleSlot)
            assign(t, node.target, row.items[place])
            block(t, node.body)
            codes = t.codes(t.code)
            if codes <= {NEXT, CONTINUE}:
                t.leave(NEXT)
            elif CONTINUE in codes:
                t.refuse("CG054", "`continue` and another exit in a loop over unlike things")
            return False

        return run

    sequence(t, [round_of(place) for place in range(len(items))])
    t.drop_held(held)
    return after_loop(t, True, _orelse(t, node.orelse), rest)


_STATEMENTS: dict[type[cst.CSTNode], Any] = {
    cst.Assign: _assign,
    cst.AnnAssign: _annotated,
    cst.AugAssign: _augmented,
    cst.Expr: _expression,
    cst.Pass: _pass,
    cst.Return: _return,
    cst.Break: _break,
    cst.Continue: _continue,
    cst.Assert: _assert,
    cst.Raise: _raise,
    cst.Del: _delete,
    cst.Import: _import,
    cst.ImportFrom: _import_from,
    cst.FunctionDef: _define,
    cst.If: _if,
    cst.While: _while,
    cst.For: _for,
}
