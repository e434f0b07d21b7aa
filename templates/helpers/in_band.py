import numpy as np


def in_band(lower, upper, rows, columns):
    """rows @ columns.T inside a band, in the form of scipy.linalg.solve_banded."""
    n = len(rows)
    found = np.zeros((lower + upper + 1, n), np.result_type(rows, columns))
    for d in range(max(-upper, 1 - n), min(lower, n - 1) + 1):
        start, stop = max(-d, 0), n - max(d, 0)
        products = rows[start + d : stop + d] * columns[start:stop]
        found[upper + d, start:stop] = products if rows.ndim == 1 else products.sum(axis=1)
    return found
