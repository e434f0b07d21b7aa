"""`try`: handlers that a `raise` leads to, handlers that raise in their turn, and `finally`.

Which statement of a block raised is known only at run time. A handler that goes on with other
values is read where a `raise` leads to it, or an operation that can be asked before whether it
fails (`attempts`): then it is a branch like others. One that raises in its turn is printed where it
stands. Every other one is refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial

import libcst as cst

from codegen.frontend.attempts import is_asked
from codegen.frontend.blocks import block
from codegen.frontend.branches import Way, branch
from codegen.frontend.dispatch import evaluate
from codegen.frontend.raising import catches, exception_class, exceptions_of, may_lead, may_raise
from codegen.frontend.slots import Named, Poison, Slot, TupleSlot, Unbound
from codegen.frontend.throwing import Catch, Final, Handler, Thrown, run_final
from codegen.frontend.tracer import Tracer
from codegen.ir.build import current, emit
from codegen.ir.graph import NEXT, Op, Region, Value, constant, walk
from codegen.ir.standing import Ensured, Guard

_ADVICE = "Test for the case before it arises, or compute this outside the `try`."


def try_statement(t: Tracer, node: cst.Try, rest: Way | None) -> None:
    """try, except, else, finally."""

    def inside() -> None:
        handlers = tuple(_handler(t, handler) for handler in node.handlers)
        handled(t, handlers, partial(block, t, node.body), node.orelse)

    if node.finalbody is None:
        inside()
        return
    ensure(t, node.finalbody, partial(block, t, node.finalbody.body), inside)


def ensure(
    t: Tracer, node: cst.CSTNode, closing: Way, inside: Way, always: bool = True, same: bool = True
) -> None:
    """inside(), and on every way out of it closing(). always: also where an exception leaves it;
    same: then it is no other."""
    final = Final(
        t.frame,
        t.standing.rounds,
        closing,
        t.standing.contexts,
        len(t.standing.catching),
        always,
        same,
    )
    since = len(current().ops)
    t.standing.finals = [*t.standing.finals, final]
    try:
        inside()
    finally:
        t.standing.finals = t.standing.finals[:-1]
    _finish(t, node, final, since)


# ------------------------------------------------------------------------------------ finally


def _finish(t: Tracer, node: cst.CSTNode, final: Final, since: int) -> None:
    """The `finally` of the path that comes to the end of the block."""
    code = t.code
    codes = t.codes(code)
    if codes == {NEXT}:
        run_final(t, final)
    elif NEXT in codes:

        def stay() -> None:
            t.leave(NEXT)
            run_final(t, final)

        branch(t, emit("eq", code, constant(NEXT)), stay, partial(_keep, t, code, codes - {NEXT}))
    if not final.always or (final.same and not final.visible):
        return
    own, made = set(final.ops), current().ops[since:]
    block_ops = [op for op in _all(made) if op not in own]
    if not any(may_raise(op) or op.name == "raise" for op in block_ops):
        return
    if not final.same:
        t.refuse(
            "CG060",
            "what is done on leaving `with` depends on the exception that its block may raise",
            "Do it after the block.",
            node,
        )
    whole = len(codes) == 1 and final.copies == 1 and any(op in own for op in made)
    if not whole or not _reads_before(final, block_ops):
        t.refuse(
            "CG064",
            "what `finally` does is seen from outside, also where its block raises",
            "Write to a copy, and do without the `finally`.",
            node,
        )
    t.standing.ensured += 1
    for place, op in enumerate(made, since):
        _mark(t, place, place + 1, Ensured(t.standing.ensured, last=op in own))


def _keep(t: Tracer, code: Value, codes: frozenset[int]) -> None:
    if len(codes) == 1:
        t.leave(next(iter(codes)))
    else:
        t.possible[code] = codes


def _reads_before(final: Final, block_ops: list[Op]) -> bool:
    """Whether the block reads nothing that its `try` computes, but writes over it."""
    made = {out for op in block_ops for out in op.outs}
    for op in final.ops:
        stored = op.ins[:1] if op.attrs.get("effect") else ()
        if any(value in made and value not in stored for value in op.operands()):
            return False
    return True


def _all(ops: Iterable[Op]) -> list[Op]:
    return list(walk(Region((), tuple(ops), ())))


def _mark(t: Tracer, since: int, end: int, mark: Guard | Ensured) -> None:
    """Note that these ops stand in a `try`."""
    depth = len(t.standing.contexts)

    def marked(op: Op) -> Op:
        regions = tuple(replace(inner, ops=tuple(map(marked, inner.ops))) for inner in op.regions)
        if op.origin is None:
            return op.with_(regions=regions)
        around = op.origin.contexts
        contexts = (*around[:depth], mark, *around[depth:])
        return op.with_(regions=regions, origin=replace(op.origin, contexts=contexts))

    ops = current().ops
    ops[since:end] = map(marked, ops[since:end])


# ------------------------------------------------------------------------------------ except


def handled(
    t: Tracer, handlers: tuple[Handler, ...], inside: Way, orelse: cst.Else | None = None
) -> None:
    """inside(), with handlers."""
    since = len(current().ops)
    if handlers:
        t.standing.catching = [*t.standing.catching, Catch(handlers, t.frame, t.standing.rounds)]
    try:
        inside()
    finally:
        if handlers:
            t.standing.catching = t.standing.catching[:-1]
    if handlers:
        _check_reached(t, handlers, since)
    code = t.code
    _go_on(t, orelse, handlers, code, t.codes(code))


def _go_on(
    t: Tracer,
    orelse: cst.Else | None,
    handlers: tuple[Handler, ...],
    code: Value,
    codes: frozenset[int],
) -> None:
    """The handlers that paths lead to, and `else`."""
    for handler in handlers:
        if handler.code not in codes:
            continue
        others = codes - {handler.code}
        if not others:
            _run(t, handler)
            return
        test = emit("eq", code, constant(handler.code))
        further = partial(_go_on, t, orelse, handlers, code, others)
        branch(t, test, partial(_run, t, handler), further)
        return
    if NEXT not in codes or orelse is None:
        _keep(t, code, codes)
        return

    def stay() -> None:
        t.leave(NEXT)
        block(t, orelse.body)

    if codes == {NEXT}:
        stay()
    else:
        branch(t, emit("eq", code, constant(NEXT)), stay, lambda: _keep(t, code, codes - {NEXT}))


def _run(t: Tracer, handler: Handler) -> None:
    t.leave(NEXT)
    if handler.body is None:
        return
    if handler.name:
        t.bind(handler.name, Poison("the exception itself is not read", "Decide by a flag."))
    block(t, handler.body)
    if handler.name:
        t.bind(handler.name, Unbound())


def handler_for(t: Tracer, node: cst.CSTNode, kinds: Sequence[Slot]) -> Handler:
    """A handler for exceptions of these classes, which goes on."""
    names = tuple(kind.dotted for kind in kinds if isinstance(kind, Named))
    if len(names) < len(kinds) or not all(map(exception_class, names)):
        t.refuse(
            "CG064",
            "only exceptions of Python's own and NumPy's are caught",
            "Catch ValueError, or another exception of Python's own.",
            node,
        )
    t.standing.caught -= 1
    return Handler(node, names, t.standing.caught)


def _handler(t: Tracer, node: cst.ExceptHandler) -> Handler:
    kinds: Sequence[Slot] = ()
    if node.type is not None:
        slot = evaluate(t, node.type)
        kinds = slot.items if isinstance(slot, TupleSlot) else (slot,)
    name = node.name.name if node.name is not None else None
    found = replace(
        handler_for(t, node.type or node, kinds),
        node=node,
        body=node.body,
        name=name.value if isinstance(name, cst.Name) else "",
    )
    statement = _first(node.body)
    if not isinstance(statement, cst.Raise):
        return found
    if statement.exc is None:
        return replace(found, again=True)
    raises = _raised(t, statement)
    return found if raises is None else replace(found, raises=raises)


def _first(body: cst.BaseSuite) -> cst.CSTNode:
    """The statement that a block begins with."""
    line = body.body[0]
    return line.body[0] if isinstance(line, cst.SimpleStatementLine) else line


def _raised(t: Tracer, node: cst.Raise) -> Thrown | None:
    """What a `raise` raises, where all of it is literal."""
    kind, arguments = node.exc, []
    if isinstance(kind, cst.Call):
        for argument in kind.args:
            if argument.star or argument.keyword is not None:
                return None
            if not isinstance(argument.value, cst.SimpleString | cst.BaseNumber):
                return None
            arguments.append(t.value(evaluate(t, argument.value)))
        kind = kind.func
    slot = evaluate(t, kind) if isinstance(kind, cst.Name | cst.Attribute) else None
    if not isinstance(slot, Named) or exception_class(slot.dotted) is None:
        return None
    return Thrown(slot.dotted, tuple(arguments))


def _check_reached(t: Tracer, handlers: tuple[Handler, ...], since: int) -> None:
    """Handlers to which more than a `raise` may lead must raise in their turn."""
    reached: dict[Handler, None] = {}
    for op in _all(current().ops[since:]):
        for kind in () if op.name == "raise" else exceptions_of(op):
            for handler in handlers:
                asked = is_asked(t, op, kind, handler)
                if may_lead(op, kind, handler.names) and not asked:
                    reached.setdefault(handler)
                    if handler.raises is None and not handler.again:
                        where = f"`{op.origin.text}`" if op.origin is not None else "its block"
                        t.refuse(
                            "CG064",
                            f"{where} may lead to this handler, which goes on with other values: "
                            "which statement raised is known only at run time",
                            _ADVICE,
                            handler.node,
                        )
                if catches(handler.names, kind):
                    break
    if not any(handler.raises is not None for handler in reached):
        return
    rows = tuple(
        (
            handler.names,
            None if handler.raises is None else handler.raises.name,
            () if handler.raises is None else tuple(v.const for v in handler.raises.arguments),
        )
        for handler in handlers
        if handler.again or handler.raises is not None
    )
    _mark(t, since, len(current().ops), Guard(rows))
