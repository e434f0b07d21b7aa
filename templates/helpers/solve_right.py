import numpy as np
from helpers.unbroadcast import unbroadcast


def solve_right(g, a, b):
    """The gradient of `np.linalg.solve(a, b)` with respect to b, for any ranks."""
    turned = np.swapaxes(a, -1, -2)
    vector = np.ndim(b) == 1
    db = np.linalg.solve(turned, np.expand_dims(g, -1) if vector else g)
    return unbroadcast(db[..., 0] if vector else db, b)
