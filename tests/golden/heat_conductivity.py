# flags: --wrt u,k --at u=f64[n],k=float,steps=int
# arguments: random.normal(size=9), 0.1, 4
import numpy as np


def heat(u, k: float, steps: int):
    u = u.copy()
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    return np.sum(u**2)
