import numpy as np
from helpers.unbroadcast import unbroadcast


def matmul_left(g, a, b):
    """The gradient of `a @ b` with respect to a, for any ranks."""
    if np.ndim(b) == 1:
        return unbroadcast(np.expand_dims(g, -1) * b, a)
    if np.ndim(a) == 1:
        return unbroadcast((b @ np.expand_dims(g, -1))[..., 0], a)
    return unbroadcast(g @ np.swapaxes(b, -1, -2), a)
