import numpy as np


def put_along(g, x, places, axis):
    """Zeros in x's shape, with g where `places` points along an axis."""
    dx = np.zeros(x.shape, x.dtype if x.dtype.kind in "fc" else float)
    np.put_along_axis(dx, places, g, axis)
    return dx
