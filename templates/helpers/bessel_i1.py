import numpy as np


def bessel_i1(x):
    """The modified Bessel function I1: the mean of cos(t) sinh(x cos(t)) over a quarter turn.

    The midpoint rule converges faster than any power for a periodic function: 64 points do for all
    x for which I1 is finite. No term cancels another, so that small x lose no digits.
    """
    cosines = np.cos((np.arange(64) + 0.5) * (np.pi / 128))
    return np.mean(cosines * np.sinh(np.asarray(x)[..., np.newaxis] * cosines), axis=-1)
