import numpy as np
from helpers.located import located
from helpers.places import places


def read_entries(values, c, a, down=0, across=0):
    """For every stored entry of a, which stands further down and across in c: the one of values,
    numbers for c's entries, that belongs to its place; 0 where c stores nothing."""
    rows, columns = places(a)
    found = located(rows + down, columns + across, places(c), c.shape)
    return np.append(values, np.zeros(1, values.dtype))[np.where(rows < 0, len(values), found)]
