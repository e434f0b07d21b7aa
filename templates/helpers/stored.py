def stored(a):
    """The stored entries of a sparse matrix, as a vector."""
    return a.data.ravel()
