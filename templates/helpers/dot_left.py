import numpy as np
from helpers.unbroadcast import unbroadcast


def dot_left(g, a, b):
    """The gradient of `np.dot(a, b)` with respect to a, for any ranks."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(g * b, a)
    if np.ndim(b) == 1:
        return unbroadcast(np.expand_dims(g, -1) * b, a)
    axes = tuple(range(np.ndim(a) - 1, np.ndim(g)))
    return unbroadcast(np.tensordot(g, b, (axes, (*range(np.ndim(b) - 2), np.ndim(b) - 1))), a)
