import numpy as np


def spectrum_weights(n):
    """How often the frequencies of n real numbers stand in the whole spectrum: twice, but those
    that are their own mirror image, 0 and n / 2, once."""
    weights = np.full(n // 2 + 1, 2.0)
    weights[0] = 1.0
    if n % 2 == 0:
        weights[-1] = 1.0
    return weights
