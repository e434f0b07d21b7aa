import numpy as np


def log_of_base(x, z):
    """log(x) where z, a power of x, has a derivative by its exponent: x > 0, or z complex."""
    if np.iscomplexobj(z):
        return np.log(np.where(x != 0, x, 1) + 0j)
    return np.log(np.where(x > 0, x, 1))
