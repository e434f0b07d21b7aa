import numpy as np


def split_like(g, arrays, axis=0):
    """The parts of g that belong to the arrays that were concatenated along an axis."""
    parts = []
    start = 0
    for x in arrays:
        stop = start + np.shape(x)[axis]
        parts.append(np.take(g, range(start, stop), axis))
        start = stop
    return parts
