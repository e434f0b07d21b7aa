# flags: --at x=f64[n]
import numpy as np


def f(x):
    return np.piecewise(x, [True, False], [1.0, 2.0])


# error
# tests/errors/one_condition.py:6:12: CG042 np.piecewise with one condition outside of a list
#     5 | def f(x):
#     6 |     return np.piecewise(x, [True, False], [1.0, 2.0])
#       |            ^
# Write [condition].
