import numpy as np
from helpers.located import located
from helpers.places import places


def kron_entries(a, b, c):
    """The terms of c = kron(a, b): which entry of a, of b and of c each has to do with."""
    (rows, columns), (inner_rows, inner_columns) = places(a), places(b)
    of_a = np.repeat(np.arange(len(rows)), len(inner_rows))
    of_b = np.tile(np.arange(len(inner_rows)), len(rows))
    down = rows[of_a].astype(np.int64) * b.shape[0] + inner_rows[of_b]
    across = columns[of_a].astype(np.int64) * b.shape[1] + inner_columns[of_b]
    return of_a, of_b, located(down, across, places(c), c.shape)
