import numpy as np
from helpers.unbroadcast import unbroadcast


def inner_left(g, a, b):
    """The gradient of `np.inner(a, b)` with respect to a, for any ranks."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return unbroadcast(g * b, a)
    free = tuple(range(np.ndim(b) - 1))
    behind = tuple(range(np.ndim(a) - 1, np.ndim(g)))
    return unbroadcast(np.tensordot(g, b, (behind, free)), a)
