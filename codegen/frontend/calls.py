"""Calls: library functions by their spelling, user functions inlined, recursion as a call."""

from __future__ import annotations

from typing import Any

import libcst as cst

from codegen.frontend.binding import NeedsLiteral, bind
from codegen.frontend.expressions import evaluate
from codegen.frontend.operators import spread
from codegen.frontend.slots import (
    Buffer,
    Choice,
    Dict,
    FixedList,
    Function,
    Method,
    Named,
    Partial,
    Ref,
    Slot,
    TupleSlot,
    View,
)
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Op, Value, ViewOp, constant
from codegen.ir.ops import REGISTRY, SPELLINGS
from codegen.ir.types import Array, Opaque, is_array

Arguments = tuple[list[Slot], dict[str, Slot]]

# The result is a view of the first argument whatever that is; of the other rows that may be views
# (reshape, ravel, asarray) it depends on the memory.
_VIEWS = frozenset("transpose swapaxes moveaxis expand_dims squeeze flip fliplr flipud".split())


def call(t: Tracer, node: cst.Call) -> Slot:
    """A call expression."""
    callee = evaluate(t, node.func)
    args, kwargs = arguments(t, node)
    return apply(t, callee, args, kwargs)


def arguments(t: Tracer, node: cst.Call) -> Arguments:
    """The evaluated arguments; `*xs` and `**options` are spread."""
    args: list[Slot] = []
    kwargs: dict[str, Slot] = {}
    for argument in node.args:
        slot = evaluate(t, argument.value)
        if argument.star == "*":
            args += spread(t, slot)
        elif argument.star == "**":
            entry = t.state.heap[slot.address] if isinstance(slot, Ref) else None
            if not isinstance(entry, Dict):
                t.refuse("CG015", "only a dict can be spread with `**`", "", argument.value)
            kwargs |= dict(zip(entry.keys, entry.items, strict=True))
        elif argument.keyword is not None:
            kwargs[argument.keyword.value] = slot
        else:
            args.append(slot)
    return args, kwargs


def apply(t: Tracer, callee: Slot, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """callee(*args, **kwargs)."""
    if isinstance(callee, Named):
        return library_call(t, callee.dotted, args, kwargs)
    if isinstance(callee, Method):
        from codegen.frontend.methods import call_method

        return call_method(t, callee, args, kwargs)
    if isinstance(callee, Function):
        from codegen.frontend.inlining import call_function

        return call_function(t, callee, args, kwargs)
    if isinstance(callee, Choice):
        from codegen.frontend.operators import choose

        return choose(
            t,
            callee.test,
            lambda: apply(t, callee.then, args, kwargs),
            lambda: apply(t, callee.otherwise, args, kwargs),
            "ternary",
        )
    if isinstance(callee, Partial):
        given = dict(callee.keywords)
        return apply(t, callee.function, [*callee.args, *args], {**given, **kwargs})
    t.refuse(
        "CG040",
        "this is not a function",
        "Call a function that is defined in the file, passed in, or imported from NumPy.",
    )


def short(dotted: str) -> str:
    """A dotted name as people write it."""
    return dotted.replace("numpy.", "np.").replace("builtins.", "")


def library_call(t: Tracer, dotted: str, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """A function of Python, math or NumPy, by its spelling."""
    from codegen.frontend.builtin import BUILTIN_SLOTS

    special = BUILTIN_SLOTS.get(dotted)
    if special is not None:
        return special(t, args, kwargs)
    name = SPELLINGS.get(dotted)
    if name is None:
        t.refuse(
            "CG041",
            f"`{short(dotted)}` is not a function that codegen knows",
            "Write it with functions of NumPy or math, or compute it outside and pass the result.",
        )
    return emit_row(t, name, dotted, args, kwargs)


def emit_row(
    t: Tracer, name: str, spelling: str, args: list[Slot], kwargs: dict[str, Slot]
) -> Slot:
    """The op of a row, as it is spelled; a result that is a view stays one."""
    row = REGISTRY[name]
    try:
        ins, attrs = bind(
            row,
            spelling,
            [as_argument(t, slot) for slot in args],
            {key: as_argument(t, slot) for key, slot in kwargs.items()},
        )
        op = emit_op(name, ins, attrs)
    except TypeError as error:
        if isinstance(error, NeedsLiteral):
            t.need_literal(error.value)
        t.refuse("CG042", str(error))
    except (ArithmeticError, IndexError):
        t.refuse("CG042", f"`{short(spelling)}` along an axis that the array does not have")
    if not op.outs:
        return constant(None)
    if len(op.outs) > 1:
        return TupleSlot(tuple(t.slot(out) for out in op.outs))
    if row.view and args and isinstance(args[0], Ref) and is_array(op.out.type):
        return _view(t, args[0], op)
    result = t.slot(op.out)
    if op.name.endswith("split") and args and isinstance(args[0], Ref):
        why = "the parts of an array that was split share its memory"
        for part in [*t.state.parts(args[0]), *t.state.parts(result)]:
            if isinstance(part, Ref) and not isinstance(t.state.heap[part.address], FixedList):
                t.state.freeze(part.address, why)
    return result


def as_argument(t: Tracer, slot: Slot) -> Any:
    """A slot as `bind` takes it: displays stay nested lists and tuples."""
    if isinstance(slot, TupleSlot):
        return tuple(as_argument(t, item) for item in slot.items)
    if isinstance(slot, Ref):
        entry = t.state.heap[slot.address]
        if isinstance(entry, FixedList):
            return [as_argument(t, item) for item in entry.items]
    if isinstance(slot, Named):
        return Value(Opaque(slot.dotted))
    return t.value(slot)


def _view(t: Tracer, base: Ref, op: Op) -> Slot:
    """The result of an op that NumPy gives as a view of its first operand, or perhaps does."""
    entry = t.state.heap[base.address]
    operand = op.ins[0].type
    makes = op.name == "diag" and isinstance(operand, Array) and operand.rank == 1
    if makes or not isinstance(entry, Buffer | View):
        return t.slot(op.out)
    if op.name in _VIEWS:
        step = ViewOp(op.name, tuple((k, v) for k, v in op.attrs.items() if k != "via"))
        return t.state.allocate(View(base.address, (step,), op.ins[0], op.out))
    slot = t.slot(op.out)
    if isinstance(slot, Ref):
        why = "whether this shares memory with another array depends on how that lies in memory"
        t.state.freeze(base.address, why)
        t.state.freeze(slot.address, why)
    return slot
