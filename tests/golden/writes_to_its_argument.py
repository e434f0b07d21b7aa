# flags: --at a=f64[n],b=f64[n]
# arguments: random.normal(size=3), random.normal(size=3)
import numpy as np


def g(a, b):
    a *= 2
    return np.sum(a * b)
