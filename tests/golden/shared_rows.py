# flags: --at x=float
# arguments: 1.5
import numpy as np


def shared(x):
    rows = [np.zeros(3)] * 3
    rows[0][0] = x
    return np.sum(rows[0] * rows[2])
