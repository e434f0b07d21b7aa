import numpy as np


def largest(x):
    y = np.sum(v * v for v in x)
    return y + np.max(v * v for v in x) * np.any(v > 3 for v in x)


# error
# tests/errors/generator_for_numpy.py:6:16: CG055 a generator is passed to `np.max`
#     5 |     y = np.sum(v * v for v in x)
#     6 |     return y + np.max(v * v for v in x) * np.any(v > 3 for v in x)
#       |                ^
# Pass a list.
