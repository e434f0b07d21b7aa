import numpy as np
from helpers.spline_of import spline_of


def spline_weights(kind, x, y, t, nu=0, **options):
    """What each of the samples y counts in the value at every t: a row for each of these."""
    units = np.eye(len(y))
    if kind == "interp1d":
        columns = [spline_of(kind, x, unit, np.ravel(t), nu, **options) for unit in units]
        return np.stack(columns, axis=1)
    return spline_of(kind, x, units, np.ravel(t), nu, **options)
