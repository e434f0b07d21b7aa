# flags: --at x=f64[n]
import numpy as np

WEIGHTS = np.array([1.0, 2.0])


def f(x):
    return np.sum(WEIGHTS * x)


# error
# tests/errors/global_array.py:8:19: CG010 the global 'WEIGHTS' is not a literal number, text or tuple of them
#     7 | def f(x):
#     8 |     return np.sum(WEIGHTS * x)
#       |                   ^
# Pass it as a parameter: the file is read here, never run.
