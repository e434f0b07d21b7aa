"""`with` of the user's own context managers: what is done on entering and on leaving is traced
where the block begins and ends, as `finally` is.

An object with `__enter__` and `__exit__`, or a function under `@contextmanager` that yields once.
What a manager does only in view of an exception is not read: one that asks which it was, or keeps
it from the caller, is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import NoReturn, TypeGuard

import libcst as cst

from codegen.frontend.blocks import steps_of
from codegen.frontend.branches import Way, sequence
from codegen.frontend.dispatch import apply, evaluate
from codegen.frontend.exceptions import ensure
from codegen.frontend.inlining import bound_arguments
from codegen.frontend.objects import special
from codegen.frontend.slots import Function, Named, Partial, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import NEXT, constant

GENERATOR = Named("contextlib.generator")  # stands for what a call of such a function gives
Enter = Callable[[Slot], None]

_ADVICE = "Open and read outside the function, and pass what was read."


def opened(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """contextmanager(f)(*args), and contextmanager(f)."""
    if len(args) == 1 and not kwargs and not isinstance(args[0], Partial):
        return Partial(Named("contextlib.contextmanager"), (Partial(args[0], (), ()),), ())
    function = args[0]
    assert isinstance(function, Partial)
    return Partial(GENERATOR, (function.function, *args[1:]), tuple(kwargs.items()))


def managed(t: Tracer, node: cst.With, slot: Slot, enter: Enter, inside: Way) -> None:
    """with slot as target: inside. enter: what is done with what entering gives."""
    if isinstance(slot, Partial) and slot.function == GENERATOR:
        _generated(t, node, slot, enter, inside)
        return
    entering, leaving = special(t, slot, "__enter__"), special(t, slot, "__exit__")
    if entering is None or leaving is None:
        t.refuse("CG060", "`with` of something else than a context manager", _ADVICE)
    silent = _ignores_exceptions(t, leaving)
    enter(apply(t, entering, [], {}))
    nothing: list[Slot] = [constant(None)] * 3
    ensure(t, node, lambda: _call(t, leaving, nothing), inside, same=silent)


def _call(t: Tracer, function: Slot, args: list[Slot]) -> None:
    apply(t, function, args, {})


def _ignores_exceptions(t: Tracer, leaving: Slot) -> bool:
    """Whether `__exit__` does the same whether there is an exception or not. Refused where it may
    keep one from the caller."""
    function = leaving.function if isinstance(leaving, Partial) else leaving
    if not isinstance(function, Function) or not isinstance(function.node, cst.FunctionDef):
        t.refuse("CG060", "this `__exit__` is not read", "Write it as a method.")
    for each in _inside(function.node.body):
        if isinstance(each, cst.Return) and not _is_false(each.value):
            t.refuse(
                "CG060",
                "`with`: an `__exit__` that may keep an exception from the caller",
                "Let it return nothing.",
            )
    params = function.node.params
    stars = [params.star_arg] if isinstance(params.star_arg, cst.Param) else []
    names = {p.name.value for p in (*params.params[1:], *stars)}
    read = {each.value for each in _inside(function.node.body) if isinstance(each, cst.Name)}
    return not names & read


def _is_false(node: cst.BaseExpression | None) -> bool:
    return node is None or (isinstance(node, cst.Name) and node.value in ("None", "False"))


def _inside(node: cst.CSTNode) -> Iterator[cst.CSTNode]:
    yield node
    for child in node.children:
        yield from _inside(child)


# ---------------------------------------------------------------- functions that yield


@dataclass(frozen=True)
class _Generator:
    """A function that yields once, and the frame of its variables."""

    t: Tracer
    function: Function
    frame: int

    def run(self, statements: Sequence[cst.BaseStatement]) -> None:
        with self.entered():
            self.t.leave(NEXT)
            sequence(self.t, steps_of(self.t, cst.IndentedBlock(body=statements)))
            if self.t.code.const != NEXT:
                self.refuse("returns around its `yield`")

    def value(self, node: cst.Yield) -> Slot:
        if isinstance(node.value, cst.From):
            self.refuse("yields what another yields")
        with self.entered():
            return constant(None) if node.value is None else evaluate(self.t, node.value)

    @contextmanager
    def entered(self) -> Iterator[None]:
        t = self.t
        outer = t.frame, t.function
        t.frame, t.function = self.frame, self.function
        try:
            yield
        finally:
            t.frame, t.function = outer

    def refuse(self, why: str) -> NoReturn:
        self.t.refuse("CG060", f"`with {self.function.name}`: it {why}", _ADVICE)


def _generated(t: Tracer, node: cst.With, slot: Partial, enter: Enter, inside: Way) -> None:
    function, *args = slot.args
    if not isinstance(function, Function) or not isinstance(function.node, cst.FunctionDef):
        t.refuse("CG060", "`contextmanager` of something else than a plain function", _ADVICE)
    bound = bound_arguments(t, function, args, dict(slot.keywords))
    t.frames_used += 1
    generator = _Generator(t, function, t.frames_used)
    t.kept.add(generator.frame)
    t.opened.add(generator.frame)
    with generator.entered():
        for name, given in bound.items():
            t.bind(name, given)
    try:
        _around(generator, node, function.node.body.body, enter, inside)
    finally:
        t.opened.discard(generator.frame)


def _around(
    g: _Generator,
    node: cst.With,
    statements: Sequence[cst.BaseStatement | cst.BaseSmallStatement],
    enter: Enter,
    inside: Way,
) -> None:
    """The statements of a generator before and after its `yield`, and at that the block."""
    lines = [each for each in statements if isinstance(each, cst.BaseStatement)]
    places = [k for k, each in enumerate(lines) if _yields(each)]
    if len(places) != 1 or len(lines) != len(statements):
        g.refuse("does not yield in one place")
    before, at, after = lines[: places[0]], lines[places[0]], lines[places[0] + 1 :]
    g.run(before)
    closing = partial(g.run, after)
    if isinstance(at, cst.Try) and at.finalbody is not None and not at.handlers:
        final = partial(g.run, [each for each in at.finalbody.body.body if _is_line(each)])
        block = partial(_around, g, node, at.body.body, enter, inside)
        ensure(g.t, node, closing, lambda: ensure(g.t, node, final, block), always=False)
        return
    found = at.body[0] if isinstance(at, cst.SimpleStatementLine) else None
    if not isinstance(found, cst.Expr) or not isinstance(found.value, cst.Yield):
        g.refuse("yields inside of another statement")
    enter(g.value(found.value))
    ensure(g.t, node, closing, inside, always=False)


def _is_line(node: cst.CSTNode) -> TypeGuard[cst.BaseStatement]:
    return isinstance(node, cst.BaseStatement)


def _yields(node: cst.CSTNode) -> bool:
    return any(isinstance(each, cst.Yield) for each in _inside(node))
