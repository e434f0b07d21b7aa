# flags: --at x=f64[n],k=int
import numpy as np


def f(x, k):
    return np.sum(x, axis=k)


# error
# tests/errors/bad_axis.py:6:12: CG042 `axis` of `np.sum` must be a literal, not a run-time value
#     5 | def f(x, k):
#     6 |     return np.sum(x, axis=k)
#       |            ^
# Use another form of the call, or write it with other functions of NumPy.
