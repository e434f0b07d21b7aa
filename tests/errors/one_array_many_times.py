# flags: --wrt k --at k=f64[d],n=int
import numpy as np


def stacked(k, n):
    h = np.zeros_like(k)
    hs = []
    for _ in range(n):
        h += k
        hs.append(h)
    return np.sum(np.stack(hs) ** 2)


# error
# tests/errors/one_array_many_times.py:9:9: CG030 this array may not be written: it was put into a list; append a copy
#     8 |     for _ in range(n):
#     9 |         h += k
#       |         ^
# Write to a copy of it: `h = h.copy()`.
