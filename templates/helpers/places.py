import numpy as np


def places(a):
    """The rows and the columns of the stored entries of a sparse matrix."""
    if a.format == "coo":
        return a.row, a.col
    if a.format == "dia":  # what its array holds beyond the matrix has negative rows
        count = a.data.shape[1]
        columns = np.tile(np.arange(count), len(a.offsets))
        rows = columns - np.repeat(a.offsets, count)
        outside = (rows < 0) | (rows >= a.shape[0]) | (columns >= a.shape[1])
        return np.where(outside, -1, rows), np.where(outside, 0, columns)
    major = np.repeat(np.arange(len(a.indptr) - 1), np.diff(a.indptr))
    return (major, a.indices) if a.format == "csr" else (a.indices, major)
