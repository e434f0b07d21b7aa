import numpy as np
from helpers.unbroadcast import unbroadcast


def matmul_right(g, a, b):
    """The gradient of `a @ b` with respect to b, for any ranks."""
    if np.ndim(a) == 1:
        return g * a if np.ndim(b) == 1 else np.expand_dims(a, -1) * np.expand_dims(g, -2)
    if np.ndim(b) == 1:
        return np.tensordot(g, a, np.ndim(g))
    return unbroadcast(np.swapaxes(a, -1, -2) @ g, b)
