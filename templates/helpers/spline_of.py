import numpy as np
import scipy.interpolate as scipy_interpolate


def spline_of(kind, x, y, t, nu=0, **options):
    """The value at t of the spline of a kind through y at x, or its nu-th derivative."""
    if kind == "interp1d" and nu == 1:  # of the piece that SciPy takes there
        made = scipy_interpolate.interp1d(x, y, **options)
        at = np.clip(np.searchsorted(made.x, t), 1, len(made.x) - 1)
        inside = (np.min(x) <= np.asarray(t)) & (np.asarray(t) <= np.max(x))
        slope = np.diff(made.y)[at - 1] / np.diff(made.x)[at - 1]
        return np.where(inside | (options.get("fill_value") == "extrapolate"), slope, 0.0)
    if kind == "interp1d":
        return scipy_interpolate.interp1d(x, y, **options)(t) * (nu == 0)
    if kind == "BSpline":
        return scipy_interpolate.BSpline(x, y, options.pop("k", 3), **options)(t, nu)
    return getattr(scipy_interpolate, kind)(x, y, **options)(t, nu)
