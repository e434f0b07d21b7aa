import numpy as np


def in_diagonal(part, c, k):
    """The entries of a matrix like c of which the k-th diagonal is made of part, the rest is 0."""
    offset, (rows, columns) = c.offsets[k], c.shape
    start, length = max(0, offset), min(rows + offset, columns - offset, rows, columns)
    values = np.zeros(c.data.shape, np.asarray(part).dtype)
    values[k, start : start + length] = np.ravel(part)[:length]
    return values.ravel()
