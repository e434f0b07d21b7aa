# flags: --at x=float
import numpy as np


def f(x):
    y = np.zeros(3, dtype=int)
    y[0] = x
    return y.sum()
