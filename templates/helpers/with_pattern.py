from helpers.sum_entries import sum_entries


def with_pattern(result, pattern):
    """A result of SciPy, which stores no entries that cancel, with all of a pattern: a change of
    the operands changes these, too."""
    if result.nnz == pattern.nnz:
        return result
    pattern.data = sum_entries(result.data, result, pattern)
    return pattern
