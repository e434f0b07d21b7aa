import numpy as np


def of_diagonal(values, c, k, like):
    """Of numbers for the entries of a matrix of diagonals, those that its k-th one has, in the
    shape of what it was made of: a number, or a vector that may be longer."""
    offset, (rows, columns) = c.offsets[k], c.shape
    start, length = max(0, offset), min(rows + offset, columns - offset, rows, columns)
    part = values.reshape(c.data.shape)[k, start : start + length]
    if np.size(like) == 1:
        return np.sum(part).reshape(np.shape(like))
    result = np.zeros(len(like), values.dtype)
    result[:length] = part
    return result
