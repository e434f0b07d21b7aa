# flags: --at x=f64[n],y=f64[m]
import numpy as np


def f(x, y):
    return np.sum(x, out=y)


# error
# tests/errors/unknown_keyword.py:6:12: CG042 `np.sum` with the argument `out` is not supported
#     5 | def f(x, y):
#     6 |     return np.sum(x, out=y)
#       |            ^
# Use another form of the call, or write it with other functions of NumPy.
