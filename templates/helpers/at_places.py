import numpy as np


def at_places(a, rows, columns, like):
    """The elements of the sparse matrix a in these places, as a vector like another."""
    return np.asarray(a[rows, columns]).ravel().astype(a.dtype)
