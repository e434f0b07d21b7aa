# flags: --at x=f64[n],y=f64[n]
# arguments: random.normal(size=5), random.normal(size=5)
# arguments: np.ones(1), np.ones(1)
import numpy as np


def f(x, y):
    # dx and dy start as one array: neither may be added to in place before they part
    sigy = 1.0 / (1 + np.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1 + np.exp(-x))
    xpy = x + y
    xpysqr = xpy**2
    den = sigx + xpysqr
    invden = 1.0 / den
    return num * invden
