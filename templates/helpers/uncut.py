import numpy as np


def uncut(g, a, v):
    """The gradient of a cut convolution of a and v, with zeros where the full one goes on."""
    short = len(a) + len(v) - 1 - len(g)
    return np.pad(g, (short // 2, short - short // 2))
