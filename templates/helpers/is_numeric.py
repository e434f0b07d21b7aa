import numpy as np


def is_numeric(x, lists=False):
    """Whether x is a number, an array, or, with lists, a list of numbers."""
    if lists and isinstance(x, list):
        return all(isinstance(item, (int, float, complex)) for item in x)
    return isinstance(x, (int, float, complex, np.ndarray, np.generic))
