def without_duplicates(a):
    """A sparse matrix with one entry in a place."""
    if a.format == "dia" or a.has_canonical_format:
        return a
    result = a.copy()
    result.sum_duplicates()
    return result
