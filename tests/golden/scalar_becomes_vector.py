# flags: --at x=f64[t,d]
# arguments: random.normal(size=(4, 3))
import numpy as np


def total(x):
    s = 0.0
    for t in range(x.shape[0]):
        s = s + x[t]
    return np.sum(s * s)
