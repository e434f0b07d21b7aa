import numpy as np


def f(x):
    return np.apply_along_axis(lambda row: 0 if row[0] > 0.5 else row[1] * 1.5, 1, x)


# error
# tests/errors/along_axis_of_two_types.py:5:12: CG016 the answer of `isinstance` is not known before the run
#     4 | def f(x):
#     5 |     return np.apply_along_axis(lambda row: 0 if row[0] > 0.5 else row[1] * 1.5, 1, x)
#       |            ^
# Annotate the parameter, compare its `ndim` or `shape`, or give it one type on every path.
