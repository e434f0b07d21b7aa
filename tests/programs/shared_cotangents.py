"""Cotangents that several statements read, and one of them adds to; cotangents in other layouts."""

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


def reshaped_copy_of_a_transpose(x):
    """The cotangent of p has the layout of v.T: a store through its reshape would be lost."""
    v = np.full((4, 3), 0.5) - x
    p = v.T.copy()
    u = p.reshape((4, 3))
    p[1, -2] -= 0.32
    return np.sum(p * p) + np.sum(u * u * u)


X = np.array([-1.2, -0.1, 0.8, 0.3])
CASES = [
    (first_contribution_read_in_the_loop, (X, 1.3)),
    (first_contribution_read_after_a_branch, (X, 1.3)),
    (reshaped_copy_of_a_transpose, (0.3,)),
]
