"""Paths as text: subscripts, keys, attributes, views."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from codegen.emit.syntax import literal
from codegen.errors import InternalError
from codegen.ir.graph import Field, Index, Key, Path, Slice, Step, ViewOp

if TYPE_CHECKING:
    from codegen.emit.expressions import Expressions


def path_text(text: Expressions, base: str, path: Path) -> str:
    """base[...][...]."""
    for step in path:
        base = _step_text(text, base, step)
    return base


def _step_text(text: Expressions, base: str, step: Step) -> str:
    if isinstance(step, Index):
        return f"{base}[{index_text(text, step)}]"
    if isinstance(step, Key):
        return f"{base}[{literal(step.key)}]"
    if isinstance(step, Field):
        return f"{base}.{step.name}"
    if step.op in _FUNCTIONS:
        attrs = dict(step.attrs)
        given = [text.static(attrs[key]).text for key in _FUNCTIONS[step.op] if key in attrs]
        return f"{text.scope.numpy()}.{step.op}({', '.join([base, *given])})"
    return base + _view(text, step)


# Views that are functions of NumPy, with the order of their arguments
_FUNCTIONS = {"moveaxis": ("source", "destination")}


def index_text(text: Expressions, step: Index) -> str:
    """What stands between the brackets."""
    items = [_item(text, item) for item in step.items]
    return ", ".join(items) if items else "()"


def index_value(text: Expressions, step: Index) -> str:
    """The index as an argument of a function: `np.add.at(x, (rows, y), v)`."""
    inside = index_text(text, step)
    if any(isinstance(item, Slice) for item in step.items):
        return f"{text.scope.numpy()}.s_[{inside}]"
    return f"({inside})" if len(step.items) > 1 else inside


def _item(text: Expressions, item: Any) -> str:
    if not isinstance(item, Slice):
        return text.static(item).text
    start, stop = _bound(text, item.start), _bound(text, item.stop)
    step = _bound(text, item.step)
    spaced = any(" " in part for part in (start, stop))
    colon = f"{start} : {stop}" if spaced else f"{start}:{stop}"
    return f"{colon.strip()}:{step}" if step else colon.strip()


def _bound(text: Expressions, item: Any) -> str:
    if item is None:
        return ""
    shown = text.static(item).text
    return "" if shown == "None" else shown


def _view(text: Expressions, step: ViewOp) -> str:
    """A rearrangement as a method: `.T`, `.reshape(2, 3)`."""
    attrs = dict(step.attrs)
    name = step.op
    if name == "transpose":
        axes = attrs.get("axes")
        return ".T" if not axes else f".transpose({', '.join(text.static(a).text for a in axes)})"
    if name == "reshape":
        shape = attrs["shape"]
        parts = shape if isinstance(shape, tuple) and shape else (shape,)
        return f".reshape({', '.join(text.static(part).text for part in parts)})"
    if name in ("ravel", "squeeze", "swapaxes", "diagonal", "view"):
        positional = [attrs.pop(key) for key in ("axis1", "axis2") if key in attrs]
        shown = [text.static(part).text for part in positional]
        shown += [f"{key}={text.static(item)}" for key, item in attrs.items()]
        return f".{name}({', '.join(shown)})"
    if name == "expand_dims":
        axis = attrs["axis"]
        if isinstance(axis, int) and axis >= 0:
            return "[" + ":, " * axis + "None]"
        if axis == -1:
            return "[..., None]"
        if isinstance(axis, tuple) and min(axis) >= 0:
            places = ("None" if k in axis else ":" for k in range(max(axis) + 1))
            return f"[{', '.join(places)}]"
    if name in ("real", "imag"):
        return f".{name}"
    raise InternalError(f"the view {name!r} has no spelling in a path")
