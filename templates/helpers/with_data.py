def with_data(a, data):
    """A sparse matrix of a's format and pattern, with other stored entries."""
    result = a.copy()
    result.data = data.reshape(a.data.shape).copy()
    return result
