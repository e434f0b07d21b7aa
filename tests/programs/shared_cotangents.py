"""Cotangents that several statements read, and one of them adds to."""

import numpy as np


def first_contribution_read_in_the_loop(x, b):
    """What dx starts as is also read in every round: it may not be added to."""
    buffer = np.zeros(4)
    s = 0.0
    for _ in range(3):
        buffer[:] = b * x
        s += np.sum(buffer * x * x)
    return np.sum(x * x) + s + s


def first_contribution_read_after_a_branch(x, b):
    buffer = np.zeros(4)
    s = 0.0
    for k in range(3):
        if k > 0:
            buffer[:] = b * x
        s += np.sum(buffer * x * x)
    return np.sum(x * x) + s + s


X = np.array([-1.2, -0.1, 0.8, 0.3])
CASES = [
    (first_contribution_read_in_the_loop, (X, 1.3)),
    (first_contribution_read_after_a_branch, (X, 1.3)),
]
