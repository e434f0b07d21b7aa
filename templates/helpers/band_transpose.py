import numpy as np


def band_transpose(lower, upper, ab):
    """The transpose of a banded matrix, in the form of scipy.linalg.solve_banded both."""
    n = ab.shape[1]
    found = np.zeros_like(ab)
    for d in range(max(-upper, 1 - n), min(lower, n - 1) + 1):
        start, stop = max(-d, 0), n - max(d, 0)
        found[lower - d, start + d : stop + d] = ab[upper + d, start:stop]
    return found
