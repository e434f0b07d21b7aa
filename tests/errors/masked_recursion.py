# flags: --at x=f64[n]
import numpy as np


def roots(x, n):
    if n == 0:
        return np.sqrt(x)
    return roots(x, n - 1) + np.sqrt(x)


def f(x):
    return np.sum(np.where(x > 0, roots(x, 2), 0.0))


# error
# tests/errors/masked_recursion.py:12:5: CG072 part of the result of `roots` is not used, and its derivative may be infinite there
#    11 | def f(x):
#    12 |     return np.sum(np.where(x > 0, roots(x, 2), 0.0))
#       |     ^
# Choose in `roots`, where it computes.
