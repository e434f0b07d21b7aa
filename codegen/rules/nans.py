"""Reductions and scans that leave nan out: as if these elements were not there."""

from __future__ import annotations

from codegen.infer.elementwise import Axis, reduction
from codegen.ir.build import emit
from codegen.ir.graph import Value
from codegen.rules.extremes import first_hit
from codegen.rules.kinds import linear, nondiff, pullback
from codegen.rules.language import expand, full_like, rank_of, reshape_like, where
from codegen.rules.products import product_slope
from codegen.rules.reduce import (
    AXES,
    mask_of,
    masked,
    nonzero,
    over,
    reducing,
    spread,
)
from codegen.rules.scans import SCAN, cumulative_product, scan_type, scanned_back

Mask = Value | bool


def missing(x: Value, where: Mask = True) -> Value:
    """What does not count: nan, and what the mask leaves out."""
    mask = mask_of(where)
    gone = emit("isnan", x)
    return gone if mask is None else emit("logical_or", gone, emit("logical_not", mask))


def _counted(gone: Value, axis: Axis, keepdims: bool) -> Value:
    return emit("sum", emit("logical_not", gone), **over(axis, keepdims))


def _nansum(
    g: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Mask = True,
) -> Value:
    return _present(missing(x, where), spread(g, x, axis, keepdims))


def _present(gone: Value, g: Value) -> Value:
    return where(gone, 0.0, g)


def _nanmean(
    g: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Mask = True,
) -> Value:
    gone = missing(x, where)
    return _present(gone, spread(g / _counted(gone, axis, keepdims), x, axis, keepdims))


for _name, _rule in {"nansum": _nansum, "nanmean": _nanmean}.items():
    _fields = masked(_name) | {"spellings": f"numpy.{_name}"}
    linear(_name, transpose={"x": _rule}, **_fields)


def _nanprod(
    g: Value,
    y: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    dtype: str | None = None,
    where: Mask = True,
) -> Value:
    gone = missing(x, where)
    if rank_of(x) == 0:
        return _present(gone, full_like(g, x))
    return _present(gone, product_slope(g, _filled(gone, 1, x), axis, keepdims, dtype))


def _filled(gone: Value, number: int, x: Value) -> Value:
    return where(gone, number, x)


pullback("nanprod", rule=_nanprod, **(masked("nanprod") | {"spellings": "numpy.nanprod"}))


def _nanvar(
    g: Value,
    y: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    ddof: float = 0,
    dtype: str | None = None,
    where: Mask = True,
) -> Value:
    gone = missing(x, where)
    mask = mask_of(where)
    attrs = over(axis, keepdims=True) | ({} if mask is None else {"where": mask})
    n = _counted(gone, axis, True)
    slope = 2 * (x - emit("nanmean", x, **attrs)) / (n - ddof if ddof else n)
    return _present(gone, expand(g, x, axis, keepdims) * slope)


def _nanstd(
    g: Value,
    y: Value,
    x: Value,
    axis: Axis = None,
    keepdims: bool = False,
    ddof: float = 0,
    dtype: str | None = None,
    where: Mask = True,
) -> Value:
    share = g / (2 * nonzero(y))
    return _nanvar(share, y, x, axis, keepdims, ddof, dtype, where)


for _name, _slope in {"nanvar": _nanvar, "nanstd": _nanstd}.items():
    _fields = masked(_name) | {
        "options": AXES | {"dtype": None, "ddof": 0, "where": True},
        "positional": ("x", "axis", "dtype", "out", "ddof", "keepdims"),
        "spellings": f"numpy.{_name}",
    }
    pullback(_name, rule=_slope, **_fields)


def _nanextreme(g: Value, y: Value, x: Value, axis: Axis = None, keepdims: bool = False) -> Value:
    """nan equals nothing, so that it is never the first to attain the value."""
    return first_hit(g, x, y, axis, keepdims)


for _name in ("nanmax", "nanmin"):
    _fields = reducing(_name) | {
        "positional": ("x", "axis", "out", "keepdims"),
        "spellings": f"numpy.{_name}",
    }
    pullback(_name, rule=_nanextreme, **_fields)
for _name in ("nanargmax", "nanargmin"):
    nondiff(
        _name,
        options=AXES,
        positional=("x", "axis", "out", "keepdims"),
        spellings=f"numpy.{_name}",
        result=reduction(_name),
        noun="place",
        raises=True,
        access="reduce",
    )


def _nancumsum(g: Value, x: Value, axis: int | None = None, dtype: str | None = None) -> Value:
    return _present(emit("isnan", x), reshape_like(scanned_back(g, axis), x))


def _nancumprod(
    g: Value, y: Value, x: Value, axis: int | None = None, dtype: str | None = None
) -> Value:
    gone = emit("isnan", x)
    return _present(gone, cumulative_product(g, y, _filled(gone, 1, x), axis))


linear(
    "nancumsum",
    spellings="numpy.nancumsum",
    result=scan_type("nancumsum"),
    transpose={"x": _nancumsum},
    **SCAN,
)
pullback(
    "nancumprod",
    spellings="numpy.nancumprod",
    result=scan_type("nancumprod"),
    rule=_nancumprod,
    **SCAN,
)
