import numpy as np
from helpers.unbroadcast import unbroadcast


def dot_right(g, a, b):
    """The gradient of `np.dot(a, b)` with respect to b, for any ranks."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(g * a, b)
    axes = tuple(range(np.ndim(a) - 1))
    db = np.tensordot(a, g, (axes, axes))
    return unbroadcast(db if np.ndim(b) == 1 else np.moveaxis(db, 0, -2), b)
