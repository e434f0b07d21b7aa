"""scipy.fft: cosine and sine transforms, which are linear: Rao, Yip, Discrete Cosine Transform."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.types import Array, Type
from codegen.rules.kinds import linear
from codegen.rules.language import rank_of

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]


def _float(dtype: str | None) -> str | None:
    return dtype if dtype in (None, "float32") else "float64"


def _result(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.dtype is not None and t.dtype.startswith("complex"):
        raise TypeError("a cosine transform of complex numbers: transform the parts")
    if attrs.get("type", 2) not in (1, 2, 3, 4):
        raise TypeError("a cosine transform of a type that is no literal from 1 to 4")
    return Array(_float(t.dtype), t.shape)


def _back(name: str) -> Any:
    def back(g: Value, x: Value, **options: Any) -> Value:
        return emit("transform_back", g, name, **options)

    return back


for _name in ("dct", "idct", "dst", "idst"):
    linear(
        _name,
        options={"type": 2, "axis": -1, "norm": None},
        positional=("x", "type", "n", "axis", "norm"),
        spellings=f"scipy.fft.{_name}",
        result=_result,
        transpose={"x": _back(_name)},
        raises=True,
    )


def _forth(h: Value, g: Value, name: Value, **options: Any) -> Value:
    return emit(str(name.const), h, **options)


linear(
    "transform_back",
    ("g", "name"),
    options={"type": 2, "axis": -1, "norm": None},
    spellings="helpers.transform_back",
    result=lambda ins, attrs: Array(array_type(ins[0].type).dtype, array_type(ins[0].type).shape),
    transpose={"g": _forth},
)


def _along_axes(name: str) -> Any:
    """The transpose along each axis in turn."""

    def back(g: Value, x: Value, axes: Any = None, **options: Any) -> Value:
        rank = rank_of(x)
        if rank is None and axes is None:
            raise TypeError(f"scipy.fft.{name}n of an array of unknown rank: give `axes`")
        chosen = range(rank or 0) if axes is None else (axes,) if isinstance(axes, int) else axes
        for axis in chosen:
            g = emit("transform_back", g, name, axis=axis, **options)
        return g

    return back


for _name in ("dct", "idct", "dst", "idst"):
    linear(
        f"{_name}n",
        options={"type": 2, "axes": None, "norm": None},
        positional=("x", "type", "s", "axes", "norm"),
        spellings=f"scipy.fft.{_name}n",
        result=_result,
        transpose={"x": _along_axes(_name)},
        raises=True,
    )
