"""User functions: their arguments are bound, their statements traced in a frame of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import libcst as cst

from codegen.frontend.blocks import steps_of_function
from codegen.frontend.branches import sequence
from codegen.frontend.dispatch import evaluate
from codegen.frontend.slots import Dict, Function, Slot, TupleSlot, Unbound
from codegen.frontend.tracer import CODE, FOLLOWS, RAISED, RESULT, Tracer
from codegen.ir.graph import NEXT, RETURN, constant

_MOST_STATEMENTS = 20_000  # of all functions that are inlined


def inline(t: Tracer, f: Function, bound: dict[str, Slot]) -> Slot:
    """Trace the body in a new frame; its result."""
    if not f.library:
        t.inlined += statements_of(f.node)
        if t.inlined > _MOST_STATEMENTS:
            t.give_up(
                "CG044",
                "every call of a function is written out, which makes more than "
                f"{_MOST_STATEMENTS:,} statements here",
                "Where functions call others several times, keep the results in variables, or "
                "call them in a loop over the arguments.",
            )
    with opened(t, f, bound) as mine:
        run_body(t, f)
        result = t.state.names.get((mine, RESULT), Unbound())
        raised = t.code.const == RAISED
        t.pending.append(result)
    t.pending.pop()
    if raised:
        t.end("", None)
    if isinstance(result, Unbound):
        t.refuse(FOLLOWS, "")
    return t.usable(result, f"the result of {f.name}")


@lru_cache(maxsize=1024)
def statements_of(function: cst.CSTNode) -> int:
    """How many statements a function has, those in its branches and loops included."""
    found, nodes = 0, [function]
    while nodes:
        node = nodes.pop()
        found += isinstance(node, cst.BaseSmallStatement | cst.BaseCompoundStatement)
        nodes += node.children
    return found


@contextmanager
def opened(t: Tracer, f: Function, bound: dict[str, Slot]) -> Iterator[int]:
    """A frame of a call, which closes with what only it reads."""
    caller, frame = t.function, t.frame
    t.frames_used += 1
    t.frame, t.function = t.frames_used, f
    t.stack.append(f)
    mine = t.frame
    t.frames.append(mine)
    t.first_arguments[mine] = bound
    try:
        for name, slot in bound.items():
            if f.library:  # what the user gives keeps the user's names
                t.state.names[mine, name] = slot
            else:
                t.bind(name, slot)
        yield mine
    finally:
        t.stack.pop()
        del t.first_arguments[t.frames.pop()]
        t.frame, t.function = frame, caller
    if not _is_closed_over(t, mine):
        t.state.names = {key: slot for key, slot in t.state.names.items() if key[0] != mine}
    else:
        t.kept.add(mine)
        t.state.names.pop((mine, CODE), None)
        t.state.names.pop((mine, RESULT), None)


def run_body(t: Tracer, f: Function) -> None:
    """Trace a function's statements; every path ends in a result or an exception."""
    node = f.node
    if isinstance(node, cst.Lambda):
        t.state.names[t.frame, RESULT] = evaluate(t, node.body)
        t.leave(RETURN)
        return
    if node.asynchronous is not None:
        t.refuse("CG060", f"`{f.name}` is an async function", "Write a plain function.")

    def fall_off(_: object) -> bool:
        t.state.names[t.frame, RESULT] = constant(None)
        t.leave(RETURN)
        return False

    t.leave(NEXT)
    sequence(t, [*steps_of_function(t, node.body), fall_off])


def _is_closed_over(t: Tracer, frame: int) -> bool:
    """Whether a function that outlives the call reads the variables of its frame."""
    slots = [slot for (owner, _), slot in t.state.names.items() if owner != frame]
    return any(
        isinstance(part, Function) and frame in part.frames
        for slot in (*slots, *t.pending)
        for part in t.state.parts(slot)
    )


def bound_arguments(
    t: Tracer, f: Function, args: list[Slot], kwargs: dict[str, Slot]
) -> dict[str, Slot]:
    """Parameter name -> slot, as Python binds a call."""
    params = f.node.params
    names = [p.name.value for p in (*params.posonly_params, *params.params)]
    rest, named = list(args), dict(kwargs)
    found: dict[str, Slot] = {}
    for name in names:
        if rest:
            if name in named:
                t.refuse("CG045", f"{f.name}() gets two values for {name!r}")
            found[name] = rest.pop(0)
        elif name in named:
            found[name] = named.pop(name)
    if isinstance(params.star_arg, cst.Param):
        found[params.star_arg.name.value] = TupleSlot(tuple(rest))
        rest = []
    for parameter in params.kwonly_params:
        if parameter.name.value in named:
            found[parameter.name.value] = named.pop(parameter.name.value)
    if params.star_kwarg is not None:
        options = t.state.allocate(Dict(tuple(named), tuple(named.values())))
        found[params.star_kwarg.name.value] = options
        named = {}
    if rest or named:
        t.refuse("CG045", f"{f.name}() gets {len(rest) + len(named)} arguments too many")
    defaults = dict(f.defaults)
    for parameter in (*params.posonly_params, *params.params, *params.kwonly_params):
        name = parameter.name.value
        if name in found:
            continue
        if name in defaults:
            found[name] = defaults[name]
        elif parameter.default is not None:
            found[name] = _default(t, f, parameter.default)
        else:
            t.refuse("CG045", f"{f.name}() is called without {name!r}")
    return found


def _default(t: Tracer, f: Function, node: cst.BaseExpression) -> Slot:
    """The default of a function at the top of a file, evaluated among its own globals."""
    caller = t.function
    t.function = f
    try:
        slot = evaluate(t, node)
    finally:
        t.function = caller
    if not getattr(slot, "is_const", False) and slot != TupleSlot(()):
        t.refuse(
            "CG045",
            f"a default of {f.name}() that is not a literal",
            "Pass the argument in the call.",
        )
    return slot
