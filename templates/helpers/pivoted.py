import numpy as np


def pivoted(x, piv, back=False):
    """The rows of x in the order that the row exchanges `piv` of scipy.linalg.lu_factor give them;
    back: from that order."""
    order = np.arange(len(piv))
    for i, k in enumerate(piv):
        order[i], order[k] = order[k], order[i]
    if not back:
        return x[order]
    found = np.empty_like(x)
    found[order] = x
    return found
