# flags: --at x=f64[n],y=f64[m]
import numpy as np


def f(x, y):
    return np.sum(np.exp(x, signature="d->d") * y)


# error
# tests/errors/unknown_keyword.py:6:19: CG042 `np.exp` with the argument `signature` is not supported
#     5 | def f(x, y):
#     6 |     return np.sum(np.exp(x, signature="d->d") * y)
#       |                   ^
# Use another form of the call, or write it with other functions of NumPy.
