# flags: --at x=float
import numpy as np


def f(x):
    y = np.zeros(3, dtype=int)
    y[0] = x
    return y.sum()


# error
# tests/errors/integer_store.py:7:5: CG071 an active value is stored into an integer array, which would truncate it
#     6 |     y = np.zeros(3, dtype=int)
#     7 |     y[0] = x
#       |     ^
# Make the array one of floats: `dtype=float`.
