# flags: --at x=f64[n]
# arguments: random.normal(size=6)
# arguments: random.normal(size=1)
import numpy as np


def scan(x):
    y = x.copy()
    for i in range(1, len(y)):
        y[i] = y[i] + np.sin(y[i - 1])
    return np.sum(y**2)
