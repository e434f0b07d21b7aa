# flags: --wrt u --at u=f64[n],n=int
# arguments: random.normal(size=6), 3
# arguments: random.normal(size=6), 4
# arguments: random.normal(size=6), 0
import numpy as np


def wave(u, n):
    u = u.copy()
    v = np.zeros_like(u)
    for _ in range(n):
        v[1:-1] = np.sin(u[2:]) + u[:-2] * u[1:-1]
        u, v = v, u
    return np.sum(u * u)
