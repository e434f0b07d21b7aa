"""Statements of a `try` that may lead to a handler which goes on with other values.

    try:
        L = np.linalg.cholesky(A)
    except np.linalg.LinAlgError:
        L = np.eye(3)

is read as `if fails(cholesky, A): L = np.eye(3)`, with the statement itself on the other path: the
gradient is that of the path taken. For this, nothing that a handler sees may be done in the
statement before the operation that fails. What cannot be asked so is left to `exceptions`, which
refuses it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import libcst as cst

from codegen.frontend.branches import Way, branch
from codegen.frontend.raising import catches, is_strict, may_lead, may_raise
from codegen.frontend.slots import Entry, View
from codegen.frontend.state import State
from codegen.frontend.throwing import Catch, Handler, Thrown, throw
from codegen.frontend.tracer import Tracer
from codegen.ir.build import Builder, building, current, emit_op
from codegen.ir.graph import NEXT, Op
from codegen.ir.ops import REGISTRY
from codegen.ir.types import BOOL

_SIMPLE = (cst.Assign, cst.AnnAssign, cst.AugAssign, cst.Expr, cst.Return)
_MOST = 4  # questions of one statement


def is_attempt(t: Tracer, node: cst.CSTNode) -> bool:
    """Whether a statement stands in a `try` with a handler that goes on, of the same function and
    the same loop."""
    if not isinstance(node, _SIMPLE) or not t.standing.catching:
        return False
    if is_strict(t.standing.contexts):  # what NumPy warns of is not asked for
        return False
    catch: Catch = t.standing.catching[-1]
    here = catch.frame == t.frame and catch.rounds == t.standing.rounds
    return here and any(_goes_on(handler) for handler in catch.handlers)


def _goes_on(handler: Handler) -> bool:
    return handler.raises is None and not handler.again


def attempt(t: Tracer, statement: Callable[[], Any], rest: Way | None) -> bool:
    """Trace a statement; where it may fail, on the path where it does not, with what follows: then
    True."""
    trial, since = _Trial(t), len(t.pending)
    t.state = trial.before.copy()
    try:
        with building(trial):
            statement()
    except BaseException:
        current().ops += trial.ops
        raise
    del t.pending[since:]
    risks = _risks(t, trial)
    if not risks:
        current().ops += trial.ops
        return False
    after, t.state = t.state, trial.before
    _ask(t, trial.ops, risks, partial(_go_on, t, after, rest))
    return True


class _Trial(Builder):
    """A statement under way. untouched: of each op, whether everything still was as it was before
    the statement when it was added."""

    def __init__(self, t: Tracer) -> None:
        super().__init__(origin=current().origin)
        self.before, self._tracer = t.state, t
        self.untouched: list[bool] = []

    def add(self, op: Op) -> Op:
        names, heap = self._tracer.state.names, self._tracer.state.heap
        self.untouched.append(
            all(names.get(name) == slot for name, slot in self.before.names.items())
            and all(_is_same(heap.get(key), entry) for key, entry in self.before.heap.items())
            and not any(op.name == "raise" or REGISTRY[op.name].impure for op in self.ops)
        )
        return super().add(op)


def _is_same(now: Entry | None, before: Entry) -> bool:
    if isinstance(now, View) and isinstance(before, View):  # but for what was read through it
        return (now.base, now.path) == (before.base, before.path)
    return now == before


@dataclass(frozen=True)
class _Risk:
    """An op that may lead to a handler."""

    op: Op
    handler: Handler


def _risks(t: Tracer, trial: _Trial) -> list[_Risk]:
    """What a statement has to be asked; none where not all of it can be asked."""
    found: list[_Risk] = []
    for op, untouched in zip(trial.ops, trial.untouched, strict=True):
        reached = _reached(op, t.standing.catching[-1].handlers)
        if any(_goes_on(handler) for handler in reached):
            if not untouched or _question(op) is None or not all(map(_goes_on, reached)):
                return []
            found += [_Risk(op, handler) for handler in reached]
    return found if len(found) <= _MOST else []


def _question(op: Op) -> Op | None:
    """What fails exactly where the op does."""
    if op.name in ("update", "accumulate"):
        return None if ValueError in may_raise(op) else Op("getitem", op.ins[:1], (), op.attrs)
    plain = op.outs and not op.regions and op.name not in ("call", "append", "extend", "pop")
    return op if plain else None


def _reached(op: Op, handlers: tuple[Handler, ...]) -> list[Handler]:
    """The handlers that an operation may lead to, as Python looks for them."""
    found: list[Handler] = []
    for kind in () if op.name == "raise" else may_raise(op):
        for handler in handlers:
            if may_lead(op, kind, handler.names) and handler not in found:
                found.append(handler)
            if catches(handler.names, kind):
                break
    return [handler for handler in handlers if handler in found]


def _ask(t: Tracer, ops: list[Op], risks: list[_Risk], go_on: Way) -> None:
    """The ops up to the first question; the others on the path where the answer is no."""
    if not risks:
        current().ops += ops
        go_on()
        return
    risk, *later = risks
    place = ops.index(risk.op)
    current().ops += ops[:place]
    asked = _question(risk.op)
    assert asked is not None
    names = risk.handler.names or ("builtins.Exception",)
    static = {key: item for key, item in asked.attrs.items() if key != "via"}
    static |= {"of": (asked.name, asked.attrs.get("via", "")), "exceptions": names}
    failed = emit_op("fails", asked.ins, static, types=(BOOL,)).out
    t.standing.asked[risk.op] = (*t.standing.asked.get(risk.op, ()), *names)
    further = partial(_ask, t, ops[place:], later, go_on)
    branch(t, failed, partial(throw, t, Thrown(names[0])), further)


def _go_on(t: Tracer, after: State, rest: Way | None) -> None:
    """The statement has been traced, and nothing failed."""
    hidden = {name: slot for name, slot in t.state.names.items() if name[0] < 0}
    after.names = {**hidden, **after.names}
    t.state = after
    if rest is not None and t.code.const == NEXT:
        rest()


def is_asked(t: Tracer, op: Op, kind: type[BaseException], handler: Handler) -> bool:
    """Whether the op was asked whether it fails so."""
    asked = t.standing.asked.get(op, ())
    return bool(asked) and (catches(asked, kind) or {*handler.names} <= {*asked})
