import numpy as np


def reshape_like(g, x):
    """g, which has as many elements as x, in the shape of x."""
    return np.reshape(g, x.shape) if isinstance(x, np.ndarray) else np.reshape(g, ())[()]
