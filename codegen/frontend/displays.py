"""What NumPy makes of subscripts: joined arrays, grids, indices."""

from __future__ import annotations

from collections.abc import Callable

from codegen.frontend.defined import definition
from codegen.frontend.dispatch import apply
from codegen.frontend.rows import short
from codegen.frontend.slots import Named, SliceSlot, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import Value, constant
from codegen.ir.types import Array, Scalar, Str


def _items(index: Slot) -> tuple[Slot, ...]:
    return index.items if isinstance(index, TupleSlot) else (index,)


def _joined(t: Tracer, dotted: str, index: Slot) -> Slot:
    """np.r_[...], np.c_[...]."""
    name, items = dotted.rpartition(".")[2], _items(index)
    parts = [_range(t, item) if isinstance(item, SliceSlot) else item for item in items]
    types = [t.value(part).type for part in parts]
    if any(isinstance(kind, Str) for kind in types):
        t.refuse("CG042", f"np.{name} with a string", "Use np.concatenate.")
    weak = any(isinstance(kind, Scalar) for kind in types)
    if weak and any(isinstance(k, Array) and k.dtype not in ("float64", "int64") for k in types):
        t.refuse(
            "CG042",
            f"np.{name} of Python numbers and arrays of another precision",
            "Use np.concatenate.",
        )
    return apply(t, definition(dotted), parts, {})


def _range(t: Tracer, item: SliceSlot) -> Slot:
    start, step = item.start or constant(0), item.step or constant(1)
    if item.stop is None:
        t.refuse("CG042", "a slice without an end in np.r_", "Write np.arange out.")
    if isinstance(step.const, complex):
        count = constant(int(abs(step.const)))
        return apply(t, Named("numpy.linspace"), [start, item.stop, count], {})
    return apply(t, Named("numpy.arange"), [start, item.stop, step], {})


def _grid(t: Tracer, dotted: str, index: Slot) -> Slot:
    """np.mgrid[...], np.ogrid[...]: NumPy counts the steps first, so that bits differ from ranges
    where they are no integers."""
    parts: list[Slot] = []
    items = _items(index)
    for item in items:
        if not isinstance(item, SliceSlot) or item.stop is None:
            t.refuse("CG042", f"`{short(dotted)}` of anything but slices with an end")
        start, step = item.start or constant(0), item.step or constant(1)
        if isinstance(step.const, complex):
            count = constant(int(abs(step.const)))
            parts.append(apply(t, definition("numpy.grid_of"), [start, item.stop, count], {}))
        elif len(items) == 1 or all(is_integer(t.value(x)) for x in (start, item.stop, step)):
            parts.append(_range(t, item))
        else:
            given: list[Slot] = [start, item.stop, step]
            parts.append(apply(t, definition("numpy.grid_by"), given, {}))
    return apply(t, definition(dotted), parts, {})


def is_integer(value: Value) -> bool:
    kind = value.type
    return isinstance(kind, Scalar) and kind.kind in ("int", "bool")


def _index(t: Tracer, dotted: str, index: Slot) -> Slot:
    """np.s_[...], np.index_exp[...]: the index itself."""
    return TupleSlot(_items(index)) if dotted == "numpy.index_exp" else index


MAKERS: dict[str, Callable[[Tracer, str, Slot], Slot]] = {
    "numpy.r_": _joined,
    "numpy.c_": _joined,
    "numpy.mgrid": _grid,
    "numpy.ogrid": _grid,
    "numpy.s_": _index,
    "numpy.index_exp": _index,
}
