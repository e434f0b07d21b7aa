"""numpy.fft and scipy.fft. The matrix of a transform is symmetric, so that its transpose is itself.

A transform first cuts its axis to length n, or pads it with zeros: the cotangent is padded or cut
back. A real signal has half a spectrum: the transpose of `rfft` takes the other half for 0, that
of `irfft` counts every frequency as often as it stands in the whole spectrum.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

import numpy as np

from codegen.infer.elementwise import array_type
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.ir.integers import length_of
from codegen.ir.ops import Row
from codegen.ir.types import Array, Length, Symbol, Type, facts
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import conj, known_rank, rank_of, same_shape, shape_of, sum_over

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

_OPPOSITE = {"forward": "backward", "backward": "forward", None: "forward", "ortho": "ortho"}


def half(n: Length) -> Length:
    """n // 2 + 1: how many frequencies a real signal of n points has."""
    n = facts().resolve(n)
    if n.known is not None:
        return Length.of(n.known // 2 + 1)
    name = re.sub(r"\W", "_", str(n))
    return Length.of(Symbol(f"half_of_{name}", not_one=facts().not_one(n)))


@cache
def _dtypes(dtype: str) -> tuple[str, str]:
    """The dtypes of a spectrum and of a real signal that belong to such an array."""
    sample = np.ones(2, dtype)
    return np.fft.fft(sample).dtype.name, np.fft.irfft(sample).dtype.name


def _result(t: Array, shape: tuple[Length, ...] | None, real: bool) -> Array:
    if t.dtype is None:  # perhaps complex64: no narrower than it says
        return Array(None if real else "complex128", shape)
    return Array(_dtypes(t.dtype)[real], shape)


def _axes(attrs: Attrs, rank: int | None, last: int) -> tuple[int, ...]:
    """The axes of a transform, the last of them that of half a spectrum. TypeError where that
    takes a rank that is not known."""
    if last == 1:
        return (attrs.get("axis", -1),)
    axes, s = attrs.get("axes", (-2, -1) if last == 2 else None), attrs.get("s")
    if axes is not None:
        return tuple(axes)
    if isinstance(s, tuple):
        return tuple(range(-len(s), 0))
    if rank is None:
        raise TypeError("a transform over all axes of an array of unknown rank: give `axes`")
    return tuple(range(-rank, 0))


def _sizes(attrs: Attrs, axes: tuple[int, ...], last: int) -> list[Any]:
    """What `n` or `s` says of each axis; None where nothing."""
    if last == 1:
        return [attrs.get("n")]
    s = attrs.get("s")
    if isinstance(s, Value):
        raise TypeError("`s` of a transform must be a tuple of known length: write it out")
    s = s or (None,) * len(axes)
    if len(s) != len(axes):
        raise TypeError("`s` and `axes` of different lengths")
    return [None if size == -1 else size for size in s]


class _Transform:
    """What the transforms of one kind have in common. axes: 1 (`fft`), 2 (`fft2`) or 0 (`fftn`)."""

    def __init__(self, name: str, axes: int) -> None:
        self.name = name
        self.count = axes
        self.suffix = {1: "", 2: "2", 0: "n"}[axes]

    def type_of(self, ins: Ins, attrs: Attrs) -> Type:
        t = array_type(ins[0].type)
        to_real = self.name in ("irfft", "hfft")
        axes = _axes(attrs, t.rank, self.count)
        sizes = _sizes(attrs, axes, self.count)
        if t.shape is None:
            return _result(t, None, to_real)
        if self.name in ("rfft", "ihfft") and t.dtype is not None and t.dtype.startswith("complex"):
            raise TypeError(f"np.fft.{self.name} of complex numbers: use np.fft.fft")
        shape = list(t.shape)
        for position, (axis, size) in enumerate(zip(axes, sizes, strict=True)):
            half = position == len(axes) - 1
            shape[axis] = self._length(shape[axis], size, half)
        return _result(t, tuple(shape), to_real)

    def _length(self, have: Length, size: Any, last: bool) -> Length:
        n = have if size is None else Length.of(size) if isinstance(size, int) else length_of(size)
        if not last or self.name in ("fft", "ifft"):
            return n
        if self.name in ("rfft", "ihfft"):
            return half(n)
        return (have - 1) * 2 if size is None else n

    def pullback(
        self, g: Value, x: Value, n: Any = None, s: Any = None, norm: str | None = None, **over: Any
    ) -> Value:
        attrs = over | {"n": n, "s": s}
        axes = _axes(attrs, rank_of(x), self.count)
        sizes = _sizes(attrs, axes, self.count)
        back = self._transposed(g, x, axes, sizes[-1], norm)
        for axis, size in zip(axes, sizes, strict=True):
            if size is not None or (self.name in ("irfft", "hfft") and axis == axes[-1]):
                back = _resized(back, x, axis, size is None)
        return back

    def _transposed(
        self, g: Value, x: Value, axes: tuple[int, ...], size: Any, norm: str | None
    ) -> Value:
        if self.name in ("fft", "ifft"):
            return self._apply(self.name, g, axes, None, norm)
        if self.name in ("rfft", "ihfft"):
            full = shape_of(x, _positive(x, axes[-1])) if size is None else size
            return self._apply("fft" if self.name == "rfft" else "ifft", g, axes, full, norm)
        if self.name == "irfft":
            half = conj(self._apply("rfft", g, axes, None, _OPPOSITE[norm]))
        else:
            half = self._apply("rfft", g, axes, None, norm)
        weights = emit("spectrum_weights", shape_of(g, _positive(g, axes[-1])))
        behind = -1 - (axes[-1] if axes[-1] < 0 else axes[-1] - known_rank(g))
        if behind:
            weights = emit("expand_dims", weights, axis=tuple(range(1, behind + 1)))
        return weights * half

    def _apply(
        self, name: str, g: Value, axes: tuple[int, ...], last: Any, norm: str | None
    ) -> Value:
        """The transform of g over the axes, the last one padded with zeros."""
        attrs: dict[str, Any] = {} if norm in (None, "backward") else {"norm": norm}
        if len(axes) == 1:
            attrs |= ({} if last is None else {"n": last}) | (
                {} if axes[0] == -1 else {"axis": axes[0]}
            )
            return emit(name, g, **attrs)
        if last is not None:
            others = tuple(shape_of(g, _positive(g, axis)) for axis in axes[:-1])
            attrs["s"] = (*others, last)
        return emit(f"{name}n", g, axes=axes, **attrs)


def _positive(x: Value, axis: int) -> int:
    rank = rank_of(x)
    return axis if rank is None else axis % rank


def _resized(g: Value, x: Value, axis: int, known: bool) -> Value:
    """g cut, or padded with zeros, to x's length on an axis. known: the lengths may be equal."""
    if isinstance(g.type, Array) and isinstance(x.type, Array) and same_shape(g.type, x.type):
        return g
    if known and isinstance(g.type, Array) and isinstance(x.type, Array):
        g.type = Array(g.type.dtype, x.type.shape)  # half a spectrum of what was half a spectrum
        return g
    return emit("resized", g, x, axis=axis)


def _resized_type(ins: Ins, attrs: Attrs) -> Type:
    g, x = array_type(ins[0].type), array_type(ins[1].type)
    if g.shape is None or x.shape is None:
        return Array(g.dtype, None)
    shape, axis = list(g.shape), attrs["axis"]
    shape[axis] = x.shape[axis]
    return Array(g.dtype, tuple(shape))


linear(
    "resized",
    ("g", "x"),
    options={"axis": None},
    spellings="helpers.resized",
    result=_resized_type,
    transpose={"g": lambda h, g, x, axis: emit("resized", h, g, axis=axis)},
    shape_only=frozenset({"x"}),
)
nondiff(
    "spectrum_weights",
    ("n",),
    spellings="helpers.spectrum_weights",
    result=lambda ins, attrs: Array("float64", (half(length_of(ins[0])),)),
)


def _register(name: str, axes: int) -> Row:
    transform = _Transform(name, axes)
    options: dict[str, Any] = {"n": None, "axis": -1} if axes == 1 else {"s": None, "axes": None}
    if axes == 2:
        options["axes"] = (-2, -1)
    full = name + transform.suffix
    return linear(
        full,
        options=options | {"norm": None},
        positional=("x", *options, "norm"),
        spellings=f"numpy.fft.{full} scipy.fft.{full}",
        result=transform.type_of,
        transpose={"x": transform.pullback},
        raises=True,
    )


for _name in ("fft", "ifft", "rfft", "irfft", "hfft", "ihfft"):
    for _count in (1,) if _name.startswith(("h", "ih")) else (1, 2, 0):
        _register(_name, _count)


def _shifted(opposite: str) -> Callable[..., Value]:
    def back(g: Value, x: Value, axes: Any = None) -> Value:
        return emit(opposite, g) if axes is None else emit(opposite, g, axes=axes)

    return back


for _name, _back in (("fftshift", "ifftshift"), ("ifftshift", "fftshift")):
    linear(
        _name,
        options={"axes": None},
        spellings=f"numpy.fft.{_name} scipy.fft.{_name}",
        result=lambda ins, attrs: array_type(ins[0].type),
        transpose={"x": _shifted(_back)},
    )


def _frequencies(name: str) -> None:
    def infer(ins: Ins, attrs: Attrs) -> Type:
        n = length_of(ins[0])
        return Array("float64", (n if name == "fftfreq" else half(n),))

    pullback(
        name,
        ("n", "d"),
        positional=("n", "d"),
        defaults={"d": 1.0},
        spellings=f"numpy.fft.{name} scipy.fft.{name}",
        result=infer,
        rule=lambda g, y, n, d: {1: sum_over(-g * y) / d},
        raises=True,
    )


_frequencies("fftfreq")
_frequencies("rfftfreq")
