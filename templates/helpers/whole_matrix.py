import numpy as np


def whole_matrix(a, x):
    """The sparse matrix a of x's elements, with an entry also where x is 0."""
    if a.nnz == x.size:
        return a
    result = type(a)(np.ones_like(x))
    result.data = (x.T if a.format == "csc" else x).ravel()
    return result
