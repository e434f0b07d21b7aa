"""Calls of library functions: the op of a row, from the arguments as they are spelled."""

from __future__ import annotations

from typing import Any

from codegen.frontend.binding import NeedsLiteral, bind
from codegen.frontend.slots import Buffer, FixedList, Named, Ref, Slot, TupleSlot, View
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Op, Value, ViewOp, constant
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, Opaque, is_array

# The result is a view of the first argument whatever that is; of the other rows that may be views
# (reshape, ravel, asarray) it depends on the memory.
_VIEWS = frozenset("transpose swapaxes moveaxis expand_dims squeeze flip fliplr flipud".split())


def short(dotted: str) -> str:
    """A dotted name as people write it."""
    return dotted.replace("numpy.", "np.").replace("builtins.", "")


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
