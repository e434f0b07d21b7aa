"""Functions that the programs import from another file."""

import numpy as np

WEIGHTS = np.array([0.3, -0.7])
FACTOR = 1.5


def cube(v):
    return v * v * v


def pair_of(a, b):
    return a + b, a * b


def weighted(a, b):
    return FACTOR * a + cube(b)
