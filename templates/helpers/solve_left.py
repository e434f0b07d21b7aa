import numpy as np
from helpers.unbroadcast import unbroadcast


def solve_left(g, x, a, b):
    """The gradient of `x = np.linalg.solve(a, b)` with respect to a, for any ranks."""
    vector = np.ndim(b) == 1
    right = np.linalg.solve(np.swapaxes(a, -1, -2), np.expand_dims(g, -1) if vector else g)
    across = np.expand_dims(x, -2) if vector else np.swapaxes(x, -1, -2)
    return unbroadcast(-right @ across, a)
