import numpy as np


def band_matmul(lower, upper, ab, x):
    """The product of a banded matrix (the form of scipy.linalg.solve_banded) and x."""
    n = len(x)
    found = np.zeros(x.shape, np.result_type(ab, x))
    for d in range(max(-upper, 1 - n), min(lower, n - 1) + 1):
        start, stop = max(-d, 0), n - max(d, 0)
        found[start + d : stop + d] += (ab[upper + d, start:stop] * x[start:stop].T).T
    return found
