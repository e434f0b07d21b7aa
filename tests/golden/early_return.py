# flags: --at x=f64[n],limit=float
# arguments: np.array([0.5, 0.25, 2.0, 1.0]), 1.0
# arguments: np.array([0.5, 0.25]), 10.0
import numpy as np


def until(x, limit):
    s = np.zeros(2)
    for i in range(3):
        for xi in x:
            s = s + xi * np.array([1.0, 2.0])
            if s[0] > limit:
                return np.sum(s * s) * limit
    return np.sum(s)
