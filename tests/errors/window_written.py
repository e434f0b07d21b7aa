# flags: --at x=f64[n]
import numpy as np


def f(x):
    y = x * 2
    pairs = np.lib.stride_tricks.sliding_window_view(y, 2)
    y[0] = 1.0
    return np.sum(pairs * pairs)


# error
# tests/errors/window_written.py:8:5: CG030 this array may not be written: the parts and windows of an array share its memory
#     7 |     pairs = np.lib.stride_tricks.sliding_window_view(y, 2)
#     8 |     y[0] = 1.0
#       |     ^
# Write to a copy of it: `y = y.copy()`.
