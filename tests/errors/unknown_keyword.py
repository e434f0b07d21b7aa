# flags: --at x=f64[n]
import numpy as np


def f(x):
    return np.sum(x, where=x > 0)


# error
# tests/errors/unknown_keyword.py:6:12: CG042 `np.sum` with the argument `where` is not supported
#     5 | def f(x):
#     6 |     return np.sum(x, where=x > 0)
#       |            ^
# Use another form of the call, or write it with other functions of NumPy.
