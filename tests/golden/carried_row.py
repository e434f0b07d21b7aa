# flags: --at A=f64[n,d]
# arguments: random.normal(size=(4, 3))
import numpy as np


def running(A):
    B = A * 1.0
    prev = B[0]
    for i in range(1, B.shape[0]):
        cur = B[i]
        cur += prev
        prev = cur
    return np.sum(B**2)
