import numpy as np


def recurrence(x, factors):
    """y[0] = x[0] and y[k] = x[k] + factors[k - 1] * y[k - 1], along the first axis."""
    y = np.array(x)
    for k in range(1, len(y)):
        y[k] += factors[k - 1] * y[k - 1]
    return y
