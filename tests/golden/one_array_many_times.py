# flags: --wrt k --at k=f64[d],n=int
# arguments: random.normal(size=2), 3
import numpy as np


def stacked(k, n):
    h = np.zeros_like(k)
    hs = []
    for _ in range(n):
        h += k
        hs.append(h)
    return np.sum(np.stack(hs) ** 2)


# output
