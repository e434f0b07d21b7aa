import numpy as np


def places(a):
    """The rows and the columns of the stored entries of a sparse matrix."""
    if a.format == "coo":
        return a.row, a.col
    major = np.repeat(np.arange(len(a.indptr) - 1), np.diff(a.indptr))
    return (major, a.indices) if a.format == "csr" else (a.indices, major)
