"""scipy.ndimage: filters with a kernel, with every mode at the edges.

A correlation is one part of a trilinear form T(x, w, g): by g it is correlate(x, w), by x the
helper filtered_back(g, w), by w the helper kernel_back(g, x). So each has the others for
derivatives. A symmetric kernel is its own transpose where the edges reflect, wrap or are zeros.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from codegen.infer.elementwise import array_type
from codegen.ir.build import as_value, emit
from codegen.ir.graph import Value
from codegen.ir.types import Type
from codegen.rules.kinds import Factor, bilinear, linear, pullback
from codegen.rules.language import exp, item, known_rank, rank_of, reshape_like, sum_over
from codegen.rules.scipy_special import unknown

Ins = tuple[Value, ...]
Attrs = Mapping[str, Any]

EDGES: dict[str, Any] = {"mode": "reflect", "cval": 0.0, "origin": 0}
_EVEN = frozenset("reflect grid-mirror constant grid-constant wrap grid-wrap".split())
_MODES = _EVEN | {"nearest", "mirror"}


def _type(ins: Ins, attrs: Attrs) -> Type:
    t = array_type(ins[0].type)
    if t.shape is None or not t.shape:
        raise TypeError("a filter needs the number of axes of its input, at least 1")
    if attrs.get("mode", "reflect") not in _MODES:
        raise TypeError("a filter with another mode for every axis: one axis at a time")
    if attrs.get("axes") is not None:
        raise TypeError("a filter over some axes: correlate1d, one axis at a time")
    if t.dtype is not None and not t.dtype.startswith(("float", "complex")):
        raise TypeError("a filter of integers gives integers: take x.astype(float)")
    return t


def _changed(**options: Any) -> dict[str, Any]:
    """The options that are not the default."""
    defaults = EDGES | {"axis": -1, "convolution": False, "axes": None}
    return {k: v for k, v in options.items() if v != defaults[k]}


def _again(x: Value, w: Value, convolution: bool = False, **options: Any) -> Value:
    name = "ndimage_convolve" if convolution else "ndimage_correlate"
    return emit(name, x, w, **_changed(**options))


def _without_constant(cval: float = 0.0, **options: Any) -> dict[str, Any]:
    return options


bilinear(
    "filtered_back",
    ("g", "w"),
    options={"mode": "reflect", "origin": 0, "convolution": False},
    spellings="helpers.filtered_back",
    result=lambda ins, attrs: array_type(ins[0].type),
    transpose={
        "g": lambda h, g, w, **options: _again(h, w, **options),
        "w": lambda h, g, w, **options: emit("kernel_back", g, h, w, **options),
    },
)
bilinear(
    "kernel_back",
    ("g", "x", "w"),
    options=EDGES | {"convolution": False},
    spellings="helpers.kernel_back",
    result=lambda ins, attrs: array_type(ins[2].type),
    transpose={
        "g": lambda v, g, x, w, **options: _again(x, v, **options),
        "x": lambda v, g, x, w, **options: emit(
            "filtered_back", g, v, **_without_constant(**options)
        ),
    },
    shape_only=frozenset({"w"}),
)


def _filter(convolution: bool) -> Any:
    def rule(
        g: Value, y: Value, x: Value, w: Value, axes: Any = None, **given: Any
    ) -> dict[int, Value]:
        options = _changed(**given, convolution=convolution)
        return {
            0: emit("filtered_back", g, w, **_without_constant(**options)),
            1: emit("kernel_back", g, x, w, **options),
        }

    return rule


def _along(w: Value, x: Value, axis: int) -> Value:
    """A kernel along one axis, as one with the axes of x."""
    others = tuple(k for k in range(known_rank(x)) if k != axis % known_rank(x))
    return emit("expand_dims", w, axis=others[0] if len(others) == 1 else others) if others else w


def _placed(origin: int, x: Value, axis: int) -> int | tuple[int, ...]:
    rank = known_rank(x)
    return tuple(origin if k == axis % rank else 0 for k in range(rank)) if origin else 0


def _filter_along(convolution: bool) -> Any:
    def rule(
        g: Value, y: Value, x: Value, w: Value, axis: int = -1, origin: int = 0, **given: Any
    ) -> dict[int, Value]:
        wide = _along(w, x, axis)
        options = _changed(**given, origin=_placed(origin, x, axis), convolution=convolution)
        back = emit("kernel_back", g, x, wide, **options)
        return {
            0: emit("filtered_back", g, wide, **_without_constant(**options)),
            1: reshape_like(back, w),
        }

    return rule


for _name in ("convolve", "correlate"):
    pullback(
        f"ndimage_{_name}",
        ("input", "weights"),
        options=EDGES | {"axes": None},
        positional=("input", "weights", "output", "mode", "cval", "origin", "axes"),
        spellings=f"scipy.ndimage.{_name}",
        result=_type,
        rule=_filter(_name == "convolve"),
        raises=True,
        access="contraction",
    )
    pullback(
        f"ndimage_{_name}1d",
        ("input", "weights"),
        options={"axis": -1} | EDGES,
        positional=("input", "weights", "axis", "output", "mode", "cval", "origin"),
        spellings=f"scipy.ndimage.{_name}1d",
        result=_type,
        rule=_filter_along(_name == "convolve"),
        raises=True,
        access="contraction",
    )


def _per_axis(given: Any, rank: int) -> tuple[Any, ...]:
    return tuple(given) if isinstance(given, tuple) else (given,) * rank


def _uniform(along: bool) -> Factor:
    name = "uniform_filter1d" if along else "uniform_filter"

    def transpose(
        g: Value,
        x: Value,
        size: Any = 3,
        axis: int = -1,
        mode: str = "reflect",
        cval: float = 0.0,
        origin: Any = 0,
        axes: Any = None,
    ) -> Value:
        rank = known_rank(x)
        sizes, origins = _per_axis(size, rank), _per_axis(origin, rank)
        if mode in _EVEN and not any(origins) and all(n % 2 for n in sizes):
            options = _changed(mode=mode, axis=axis) | (
                {"size": size} if along or size != 3 else {}
            )
            return emit(name, g, **options)
        for k in reversed((axis,) if along else range(rank)):
            kernel = emit("full", 1 / sizes[k], shape=sizes[k])
            options = _changed(mode=mode, origin=_placed(origins[k], x, k))
            g = emit("filtered_back", g, _along(kernel, x, k), **options)
        return g

    return transpose


linear(
    "uniform_filter",
    ("input",),
    options={"size": 3} | EDGES | {"axes": None},
    positional=("input", "size", "output", "mode", "cval", "origin", "axes"),
    spellings="scipy.ndimage.uniform_filter",
    result=_type,
    transpose={"input": _uniform(False)},
    raises=True,
)
linear(
    "uniform_filter1d",
    ("input",),
    options={"size": None, "axis": -1} | EDGES,  # SciPy has no size of its own here
    positional=("input", "size", "axis", "output", "mode", "cval", "origin"),
    spellings="scipy.ndimage.uniform_filter1d",
    result=_type,
    transpose={"input": _uniform(True)},
    raises=True,
)

# Gaussians


def _bell(sigma: Value, truncate: float, radius: int | None) -> Value:
    """The kernel: the normal density at the integers, to `truncate` standard deviations."""
    reach = emit("int", truncate * sigma + 0.5) if radius is None else as_value(radius)
    places = emit("arange", -reach, reach + 1)
    heights = exp(-0.5 / (sigma * sigma) * places**2)
    return heights / sum_over(heights)


def _gaussian(along: bool) -> Any:
    name = "gaussian_filter1d" if along else "gaussian_filter"

    def transpose(
        g: Value,
        x: Value,
        sigma: Value,
        axis: int = -1,
        order: Any = 0,
        mode: str = "reflect",
        cval: float = 0.0,
        truncate: float = 4.0,
        radius: Any = None,
        axes: Any = None,
    ) -> Value:
        rank = known_rank(x)
        orders, radii = _per_axis(order, 1 if along else rank), _per_axis(radius, rank)
        turned = any(k % 2 for k in orders)
        if mode in _EVEN and not (turned and mode in ("reflect", "grid-mirror")):
            kept = {"order": order, "truncate": truncate, "radius": radius}
            kept = {k: v for k, v in kept.items() if v != _BELL.get(k)}
            back = emit(name, g, sigma, **_changed(mode=mode, axis=axis), **kept)
            return -back if sum(orders) % 2 else back
        if any(orders):
            raise TypeError(f"the derivative of a {name} of order {order} with mode={mode!r}")
        for k in reversed((axis,) if along else range(rank)):
            own = sigma if rank_of(sigma) == 0 else item(sigma, k)
            kernel = _bell(own, truncate, radii[k])
            g = emit("filtered_back", g, _along(kernel, x, k), **_changed(mode=mode))
        return g

    return {"input": transpose, "sigma": unknown(name, "sigma", "scipy.ndimage")}


_BELL: dict[str, Any] = {"order": 0, "mode": "reflect", "cval": 0.0, "truncate": 4.0}
bilinear(
    "gaussian_filter",
    ("input", "sigma"),
    options=_BELL | {"radius": None, "axes": None},
    positional=("input", "sigma", "order", "output", "mode", "cval", "truncate", "radius", "axes"),
    spellings="scipy.ndimage.gaussian_filter",
    result=_type,
    transpose=_gaussian(False),
    raises=True,
)
bilinear(
    "gaussian_filter1d",
    ("input", "sigma"),
    options={"axis": -1} | _BELL | {"radius": None},
    positional=("input", "sigma", "axis", "order", "output", "mode", "cval", "truncate", "radius"),
    spellings="scipy.ndimage.gaussian_filter1d",
    result=_type,
    transpose=_gaussian(True),
    raises=True,
)
