"""Names and lengths that some way through the function does not bind."""

import numpy as np


def leaves_before_its_inner_loops(a, x):
    k = 0
    while k < 1:
        k += 1
        if a > 1.0:
            break
        for c in [0.5, -0.3]:
            if c <= a:
                s = np.tanh(np.ones((3, 4)))
                for i in range(3):
                    for j in range(4):
                        if s[i, j] > x[k % 3] + 1.0:
                            return s[i, j] * x[(k + 0) % 3]
            np.tanh(a)
        else:
            np.sin(a)
    return a * np.sum(x * x)


CASES = [
    (leaves_before_its_inner_loops, (2.0, np.array([0.5, -0.2, -0.3]))),
    (leaves_before_its_inner_loops, (0.4, np.array([0.5, -0.2, -0.3]))),
    (leaves_before_its_inner_loops, (0.4, np.array([0.5, -0.8, -0.3]))),
]
