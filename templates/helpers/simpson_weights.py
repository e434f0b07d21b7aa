import numpy as np


def simpson_weights(y, x, dx=1.0, axis=-1):
    """What scipy.integrate.simpson multiplies the samples y with, as an array of their shape."""
    n = y.shape[axis]
    h = np.full(max(n - 1, 0), float(dx)) if x is None else np.diff(x)
    weights = np.zeros(n)
    last = n if n % 2 else n - 1
    first, second = h[: last - 1 : 2], h[1 : last - 1 : 2]
    both = (first + second) / 6
    weights[: max(last - 2, 0) : 2] += both * (2 - second / first)
    weights[1 : last - 1 : 2] += both * (first + second) ** 2 / (first * second)
    weights[2:last:2] += both * (2 - first / second)
    if n == 2:
        weights[:] = h / 2
    elif n % 2 == 0:
        a, b = h[-2:]
        weights[-1] += b * (2 * b + 3 * a) / (6 * (a + b))
        weights[-2] += b * (b + 3 * a) / (6 * a)
        weights[-3] -= b**3 / (6 * a * (a + b))
    shape = [1] * y.ndim
    shape[axis] = n
    return np.broadcast_to(weights.reshape(shape), y.shape)
