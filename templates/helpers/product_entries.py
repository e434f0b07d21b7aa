import numpy as np
from helpers.located import located
from helpers.places import places


def product_entries(a, b, c):
    """The terms of c = a @ b: which entry of a, of b and of c each has to do with."""
    rows, middles = places(a)
    inner, columns = places(b)
    order = np.argsort(inner, kind="stable")
    order = order[inner[order] >= 0]  # what lies in the matrix
    counts = np.bincount(inner[order], minlength=b.shape[0])
    starts = np.cumsum(counts) - counts
    each = np.where(rows < 0, 0, counts[middles])
    of_a = np.repeat(np.arange(len(rows)), each)
    within = np.arange(len(of_a)) - np.repeat(np.cumsum(each) - each, each)
    of_b = order[starts[middles[of_a]] + within]
    return of_a, of_b, located(rows[of_a], columns[of_b], places(c), c.shape)
