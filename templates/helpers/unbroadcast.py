import numpy as np


def unbroadcast(g, x):
    """Sum g over the axes that broadcasting gave x."""
    lead = np.ndim(g) - np.ndim(x)
    if lead > 0:
        g = np.sum(g, axis=tuple(range(lead)))
    ones = tuple(k for k, n in enumerate(np.shape(x)) if n == 1 and np.shape(g)[k] != 1)
    return np.sum(g, axis=ones, keepdims=True) if ones else g
