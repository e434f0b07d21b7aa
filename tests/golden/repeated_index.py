# flags: --at x=f64[m]
# arguments: random.normal(size=3)
import numpy as np


def bump(x):
    y = np.ones(4)
    y[[0, 0, 2]] += x
    return np.sum(y**3)
