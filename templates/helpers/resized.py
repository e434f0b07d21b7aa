import numpy as np


def resized(g, x, axis):
    """g cut, or padded with zeros, to the length of x on an axis."""
    missing = x.shape[axis] - g.shape[axis]
    if missing <= 0:
        return np.take(g, range(x.shape[axis]), axis)
    widths = [(0, 0)] * g.ndim
    widths[axis] = (0, missing)
    return np.pad(g, widths)
