import numpy as np
from helpers.unbroadcast import unbroadcast


def matmul_left(g, a, b):
    """The gradient of `a @ b` with respect to a, for any ranks."""
    if np.ndim(b) == 1:
        return g * b if np.ndim(a) == 1 else np.expand_dims(g, -1) * b
    if np.ndim(a) == 1:
        da = (b @ np.expand_dims(g, -1))[..., 0]
        return da.sum(axis=tuple(range(np.ndim(da) - 1)))
    return unbroadcast(g @ np.swapaxes(b, -1, -2), a)
