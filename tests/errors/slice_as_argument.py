# flags: --at x=f64[n]
import numpy as np


def f(x):
    return np.sum(np.take(x, slice(0, 2, 1)))


# error
# tests/errors/slice_as_argument.py:6:19: CG042 a slice as an argument
#     5 | def f(x):
#     6 |     return np.sum(np.take(x, slice(0, 2, 1)))
#       |                   ^
# Pass the positions: `np.arange(a, b)`.
