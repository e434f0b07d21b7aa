import numpy as np


def copied(x):
    """A copy of an array; a number is itself."""
    return x.copy() if isinstance(x, np.ndarray) else x
