import numpy as np
from helpers.unbroadcast import unbroadcast


def matmul_right(g, a, b):
    """The gradient of `a @ b` with respect to b, for any ranks."""
    if np.ndim(a) == 1:
        db = g * a if np.ndim(b) == 1 else np.expand_dims(a, -1) * np.expand_dims(g, -2)
        return unbroadcast(db, b)
    if np.ndim(b) == 1:
        return unbroadcast(np.tensordot(g, a, np.ndim(g)), b)
    return unbroadcast(np.swapaxes(a, -1, -2) @ g, b)
