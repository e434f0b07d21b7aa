import numpy as np


def f(x):
    try:
        y = np.sqrt(x)
    except ValueError:
        y = x
    return y
