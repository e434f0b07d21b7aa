"""What NumPy knows of numbers before the run, and functions that it makes of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from codegen.frontend.binding import dtype_name
from codegen.frontend.rows import as_argument, emit_row
from codegen.frontend.slots import Named, Partial, Slot, TupleSlot
from codegen.frontend.tracer import Tracer
from codegen.ir.graph import constant

Special = Callable[[Tracer, list[Slot], dict[str, Slot]], Slot]

_LIMITS = ("eps", "epsneg", "max", "min", "tiny", "smallest_normal", "resolution")
_COUNTS = ("bits", "nmant", "nexp", "precision", "maxexp", "minexp")


def _dtype(t: Tracer, name: str, args: list[Slot], kwargs: dict[str, Slot]) -> Any:
    try:
        (slot,) = (*args, *kwargs.values())
        found = dtype_name(f"numpy.{name}", as_argument(t, slot))
    except (TypeError, ValueError) as error:
        t.refuse("CG042", str(error))
    return np.dtype(found)


def _finfo(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.finfo(dtype): the limits are numbers of that dtype."""
    dtype = _dtype(t, "finfo", args, kwargs)
    if dtype.kind not in "fc":
        t.refuse("CG042", f"np.finfo of {dtype}", "Use np.iinfo.")
    info = np.finfo(dtype)
    row = str(info.dtype)
    limits = [
        emit_row(t, row, f"numpy.{row}", [constant(float(getattr(info, name)))], {})
        for name in _LIMITS
    ]
    counts = [constant(int(getattr(info, name))) for name in _COUNTS]
    return TupleSlot((*limits, *counts), names=(*_LIMITS, *_COUNTS))


def _iinfo(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    dtype = _dtype(t, "iinfo", args, kwargs)
    if dtype.kind not in "iu":
        t.refuse("CG042", f"np.iinfo of {dtype}", "Use np.finfo.")
    info = np.iinfo(dtype)
    names = ("max", "min", "bits")
    return TupleSlot(tuple(constant(int(getattr(info, name))) for name in names), names=names)


def _vectorize(t: Tracer, args: list[Slot], kwargs: dict[str, Slot]) -> Slot:
    """np.vectorize(f, otypes=[float]): f with what its results become."""
    options = {key: slot for key, slot in kwargs.items() if key not in ("pyfunc", "cache", "doc")}
    given = [*args, *(slot for key, slot in kwargs.items() if key == "pyfunc")]
    if len(given) == 2 and "otypes" not in options:
        options["otypes"] = given.pop()
    if set(options) - {"otypes"} or len(given) != 1:
        t.refuse("CG042", "np.vectorize with these options", "Write the loop.")
    dtype: Slot = constant(None)
    if "otypes" in options:
        words = as_argument(t, options["otypes"])
        try:
            (word,) = words if isinstance(words, list | tuple) else (words,)
            dtype = constant(dtype_name("numpy.vectorize", word))
        except (TypeError, ValueError):
            t.refuse("CG042", "np.vectorize with several results, or types not written out")
    return vectorized(given[0], dtype)


def vectorized(function: Slot, dtype: Slot) -> Slot:
    return Partial(Named("numpy.vectorized"), (function, dtype), ())


NUMERICS: dict[str, Special] = {
    "numpy.finfo": _finfo,
    "numpy.iinfo": _iinfo,
    "numpy.vectorize": _vectorize,
}
