import numpy as np


def f(x):
    y = np.zeros(4)
    np.maximum.at(y, [0, 0, 1, 1], x)
    return np.sum(y)


# error
# tests/errors/at_may_repeat.py:6:5: CG042 np.maximum.at with indices that may repeat
#     5 |     y = np.zeros(4)
#     6 |     np.maximum.at(y, [0, 0, 1, 1], x)
#       |     ^
# Write a loop over the indices: x[i] = np.maximum(x[i], y[k]).
