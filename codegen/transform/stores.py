"""Adding to a part of a cotangent, and replacing it."""

from __future__ import annotations

from typing import Any

from codegen.ir.build import emit, emit_op
from codegen.ir.graph import Index, Path, Slice, Value, ViewOp
from codegen.ir.types import ListOf, Type


def added(
    base: Value, path: Path, g: Value, repeated: bool = False, hint: str | None = None
) -> Value:
    """base with g added at a path.

    A slice of a Python list is added to element by element (`+=` on it would insert), and what was
    re-shaped in between is taken out, changed and put back: the buffer need not be contiguous.
    """
    if slices_list(base.type, path):
        sum_ = emit("accumulate", emit("getitem", base, path=path), g, path=())
        return emit_op("update", (base, sum_), {"path": path}, hint=hint).out
    cut = _reshape_in(path)
    if cut is not None:
        before, step, after = path[:cut], path[cut], path[cut + 1 :]
        original = emit("getitem", base, path=before) if before else base
        inner = emit("getitem", original, path=(step,))
        inner = added(inner, after, g, repeated)
        restored = emit("reshape_like", inner, original)
        return (
            emit_op("update", (base, restored), {"path": before}, hint=hint).out
            if before
            else restored
        )
    attrs: dict[str, Any] = {"path": path}
    if repeated:
        attrs["repeated"] = True
    return emit_op("accumulate", (base, g), attrs, hint=hint).out


def stored(base: Value, path: Path, value: Value, hint: str | None = None) -> Value:
    """base with the part at a path replaced; as for `added`, not through a re-shaped view."""
    cut = _reshape_in(path)
    if cut is None:
        return emit_op("update", (base, value), {"path": path}, hint=hint).out
    before, step, after = path[:cut], path[cut], path[cut + 1 :]
    original = emit("getitem", base, path=before) if before else base
    inner = emit("getitem", original, path=(step,))
    inner = stored(inner, after, value) if after else emit("full_like", value, inner)
    restored = emit("reshape_like", inner, original)
    return (
        emit_op("update", (base, restored), {"path": before}, hint=hint).out if before else restored
    )


def _reshape_in(path: Path) -> int | None:
    """The position of the last step that re-arranges elements other than by exchanging axes."""
    exchange = ("transpose", "swapaxes", "moveaxis", "rollaxis")
    for k in range(len(path) - 1, -1, -1):
        step = path[k]
        if isinstance(step, ViewOp) and step.op not in exchange:
            return k
    return None


def slices_list(t: Type, path: Path) -> bool:
    """Whether the last step of a path slices a Python list."""
    for step in path:
        if not isinstance(t, ListOf):
            return False
        sliced_ = isinstance(step, Index) and isinstance(step.items[0], Slice)
        t = t if sliced_ else t.item
    last = path[-1] if path else None
    return isinstance(last, Index) and isinstance(last.items[0], Slice)
