"""scipy.interpolate: an interpolator is made, and called where it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from codegen.frontend.output import library_op
from codegen.frontend.slots import Named, Partial, Slot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]
# the parameters, in order; those with a value are taken with this value alone
_KINDS: dict[str, dict[str, Any]] = {
    "CubicSpline": {"x": ..., "y": ..., "axis": 0, "bc_type": ..., "extrapolate": ...},
    "make_interp_spline": {"x": ..., "y": ..., "k": ..., "t": None, "bc_type": None, "axis": 0},
    "BSpline": {"t": ..., "c": ..., "k": ..., "extrapolate": ..., "axis": 0},
    "interp1d": {
        "x": ...,
        "y": ...,
        "kind": "linear",
        "axis": -1,
        "copy": True,
        "bounds_error": ...,
        "fill_value": ...,
        "assume_sorted": False,
    },
}


def _maker(kind: str, parameters: Mapping[str, Any]) -> Special:
    def make(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
        given = dict(zip(parameters, args, strict=False)) | kwargs
        for name, slot in list(given.items()):
            fixed = parameters.get(name, None)
            if fixed is not ... and (name not in parameters or t.value(slot).const != fixed):
                t.refuse(
                    "CG042",
                    f"scipy.interpolate.{kind} with this `{name}`",
                    "Leave it out, or compute the values outside of the function.",
                )
        first, second = list(parameters)[:2]
        if first not in given or second not in given:
            t.refuse("CG042", f"scipy.interpolate.{kind} without samples")
        samples = (constant(kind), given.pop(first), given.pop(second))
        options = {name: slot for name, slot in given.items() if parameters[name] is ...}
        return Partial(Named("scipy.interpolate.spline"), samples, tuple(options.items()))

    return make


def _read(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """spline(t), spline(t, nu)."""
    kind, x, y, place, *rest = args
    if len(rest) > 1:
        t.refuse("CG042", "a spline that is called with more than `x` and `nu`")
    order = {"nu": rest[0]} if rest else {}
    return library_op(t, "spline_of", "helpers.spline_of", [kind, x, y, place], kwargs | order)


INTERPOLATORS: dict[str, Special] = {
    **{f"scipy.interpolate.{kind}": _maker(kind, given) for kind, given in _KINDS.items()},
    "scipy.interpolate.spline": _read,
}
