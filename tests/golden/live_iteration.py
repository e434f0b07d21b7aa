# flags: --at x=f64[n]
# arguments: random.normal(size=4)
import numpy as np


def spread(x):
    x = x.copy()
    n = len(x)
    for i, xi in enumerate(x):
        x[(i + 1) % n] += xi
    return np.sum(x * x)
