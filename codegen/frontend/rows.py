"""Calls of library functions: the op of a row, from the arguments as they are spelled."""

from __future__ import annotations

from typing import Any

from codegen.frontend.binding import NeedsLiteral, bind
from codegen.frontend.cells import LAYOUT, TYPES
from codegen.frontend.slots import Buffer, FixedList, Named, Ref, SliceSlot, Slot, TupleSlot, View
from codegen.frontend.tracer import Tracer
from codegen.ir.build import emit_op
from codegen.ir.graph import Index, Op, Slice, Step, Value, ViewOp, constant
from codegen.ir.ops import REGISTRY
from codegen.ir.types import Array, Opaque, is_array, is_complex

# The result is a view of the first argument whatever that is; of the other rows that may be views
# (reshape, ravel, asarray) it depends on the memory.
_VIEWS = frozenset("transpose matrix_transpose swapaxes moveaxis expand_dims squeeze".split())
_FLIPS = frozenset({"flip", "fliplr", "flipud"})
# New arrays that lie in memory in order
_IN_ORDER = frozenset("zeros ones empty full arange linspace eye identity tile repeat".split())


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
    if op.name in _IN_ORDER:
        t.in_order.add(op.out)
    result = t.slot(op.out)
    if row.parts and isinstance(result, TupleSlot):
        return TupleSlot(result.items, names=row.parts)
    if (
        (op.name.endswith("split") or op.name == "sliding_window_view")
        and args
        and isinstance(args[0], Ref)
    ):
        why = "the parts and windows of an array share its memory"
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
    if isinstance(slot, SliceSlot):  # as a value it would be a tuple of numbers
        t.refuse("CG042", "a slice as an argument", "Pass the positions: `np.arange(a, b)`.")
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
    step: Step = ViewOp(op.name, tuple((k, v) for k, v in op.attrs.items() if k != "via"))
    if op.name == "matrix_transpose":
        step = ViewOp("swapaxes", (("axis1", -1), ("axis2", -2)))
    if op.name in _FLIPS and isinstance(operand, Array) and operand.rank is not None:
        step = _reversed(op, operand.rank)
    if op.name in _VIEWS or isinstance(step, Index):
        return t.state.allocate(View(base.address, (step,), op.ins[0], op.out))
    if op.name.startswith("atleast") and isinstance(operand, Array) and operand.rank is not None:
        return _at_least(t, base, op, operand.rank)
    in_order = _in_order(t, entry, op) if op.name in ("reshape", "ravel") else None
    if in_order is None:
        view = View(base.address, (step,), op.ins[0], op.out, uncertain=LAYOUT)
    else:
        view = View(base.address, (step,), op.ins[0], op.out, laid_out=not in_order)
    return t.state.allocate(view)


def flat(t: Tracer, base: Ref) -> Slot:
    """x.flat: parts of it are copies, but it shows what is written to x: it is not read then."""
    op = emit_op("flatten", [t.value(base)], {"via": "numpy.ndarray.flatten"})
    step = ViewOp("ravel", ())
    return t.state.allocate(View(base.address, (step,), op.ins[0], op.out, uncertain=LAYOUT))


def conjugate(t: Tracer, base: Ref) -> Slot:
    """x.conj(): x itself where that is real, as NumPy does it; a new array where it is complex."""
    value = t.value(base)
    if is_complex(value.type):
        return t.slot(t.emit("conj", value, via="numpy.ndarray.conj"))
    if isinstance(value.type, Array) and value.type.dtype is not None:
        return base
    op = emit_op("conj", [value], {"via": "numpy.ndarray.conj"})
    step = ViewOp("conj", ())
    return t.state.allocate(View(base.address, (step,), value, op.out, uncertain=TYPES))


def _reversed(op: Op, rank: int) -> Index:
    """The slices that a flip means."""
    axis = {"flipud": 0, "fliplr": 1}.get(op.name, op.attrs.get("axis"))
    axes = range(rank) if axis is None else axis if isinstance(axis, tuple) else (axis,)
    turned = {a % rank for a in axes}
    return Index(tuple(Slice(None, None, -1 if k in turned else None) for k in range(rank)))


def _at_least(t: Tracer, base: Ref, op: Op, rank: int) -> Slot:
    """np.atleast_2d(x): x itself, or a view with more axes."""
    wanted = int(op.name[8])
    if rank >= wanted:
        return base
    after = 1 if wanted == 3 and rank else 0
    items = (None,) * (wanted - rank - after) + (Ellipsis,) + (None,) * after
    return t.state.allocate(View(base.address, (Index(items),), op.ins[0], op.out))


def _in_order(t: Tracer, entry: Buffer | View, op: Op) -> bool | None:
    """Whether an array lies in memory in order, so that `reshape` gives a view; None: surely not
    always, or not to be asked of the array at run time. One axis can be divided wherever its
    elements lie; `ravel` copies it where they do not lie side by side."""
    value = op.ins[0]
    if not isinstance(value.type, Array) or value.type.shape is None:
        return None
    if value in t.in_order or (value.type.rank == 1 and op.name == "reshape"):
        return True
    steps = entry.path if isinstance(entry, View) else ()
    certain = not isinstance(entry, View) or not entry.uncertain
    return False if certain and all(map(_may_be_in_order, steps)) else None


def _may_be_in_order(step: Step) -> bool:
    """Not what leaves elements out: x[::2]."""
    items = step.items if isinstance(step, Index) else ()
    strides = [item.step for item in items if isinstance(item, Slice)]
    return isinstance(step, Index) and all(each in (None, 1) for each in strides)
