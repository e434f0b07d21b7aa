import numpy as np


def lagged(u, x, b, axis=-1):
    """The sums of u times x shifted by 0, 1, ... places along an axis, as many as b has items."""
    u, x = np.moveaxis(u, axis, -1), np.moveaxis(x, axis, -1)
    n = u.shape[-1]
    return np.array([np.sum(u[..., k:] * x[..., : max(n - k, 0)]) for k in range(len(b))], u.dtype)
