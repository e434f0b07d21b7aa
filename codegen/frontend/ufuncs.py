"""`ufunc.at`: a store through an index that counts what is named twice."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from codegen.frontend.rows import emit_row
from codegen.frontend.slots import Ref, Slot
from codegen.frontend.subscripts import index_of, read_path, write
from codegen.frontend.tracer import Tracer
from codegen.ir.build import current
from codegen.ir.graph import Value, constant
from codegen.ir.ops import SPELLINGS
from codegen.ir.types import Array, Scalar

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]


def _at(name: str, extra: dict[str, Any] | None) -> Special:
    """np.add.at(x, index, y). extra: how the sum is stored; None: only an index that cannot name an
    element twice says what is meant."""

    def run(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        base, index, more = args
        if not isinstance(base, Ref):
            t.refuse("CG042", f"np.{name}.at of something that is not an array")
        step = index_of(t, index)
        if extra is not None:
            write(t, base, step, t.value(more), "accumulate", repeated=True, **extra)
        elif any(_may_repeat(item) for item in step.items):
            t.refuse(
                "CG042",
                f"np.{name}.at with indices that may repeat",
                f"Write a loop over the indices: x[i] = np.{name}(x[i], y[k]).",
            )
        else:
            old = read_path(t, base, (step,))
            row = SPELLINGS[f"numpy.{name}"]
            write(t, base, step, t.value(emit_row(t, row, f"numpy.{name}", [old, more], {})))
        return constant(None)

    return run


def _may_repeat(item: object) -> bool:
    """Whether an index may name an element twice: an array or a list of positions, unless they
    are literals that differ."""
    if not isinstance(item, Value) or item.is_const or isinstance(item.type, Scalar):
        return False
    if isinstance(item.type, Array):
        return item.type.rank != 0 and item.type.dtype != "bool"
    maker = next((op for op in current().ops[::-1] if item in op.outs), None)
    if maker is None or maker.name != "make_list":
        return True
    places = [value.const for value in maker.ins if value.is_const]
    plain = len(places) == len(maker.ins) and all(isinstance(k, int) and k >= 0 for k in places)
    return not plain or len(set(places)) < len(places)


AT: dict[str, Special] = {
    "numpy.add.at": _at("add", {}),
    "numpy.subtract.at": _at("subtract", {"negative": True}),
    **{
        f"numpy.{name}.at": _at(name, None)
        for name in ("multiply", "divide", "power", "maximum", "minimum", "fmax", "fmin")
    },
}
