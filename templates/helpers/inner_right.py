import numpy as np
from helpers.unbroadcast import unbroadcast


def inner_right(g, a, b):
    """The gradient of `np.inner(a, b)` with respect to b, for any ranks."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(g * a, b)
    free = tuple(range(np.ndim(a) - 1))
    return unbroadcast(np.tensordot(g, a, (free, free)), b)
