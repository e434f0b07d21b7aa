import math

import numpy as np


def exponential(x):
    """exp(x) without a branch, so that a loop takes several numbers at a time.

    x = k log(2) + r with a whole k and |r| <= log(2) / 2. A large number that is added and
    subtracted rounds to a whole one, whose bits are then the exponent of a power of two: two of
    them, for k from -1075 to 1024.
    """
    k = x * 1.4426950408889634 + 6755399441055744.0 - 6755399441055744.0
    r = x - k * 0.6931471803691238 - k * 1.9082149292705877e-10
    p = r * 1.6059043836821613e-10 + 2.08767569878681e-09
    p = p * r + 2.505210838544172e-08
    p = p * r + 2.755731922398589e-07
    p = p * r + 2.7557319223985893e-06
    p = p * r + 2.48015873015873e-05
    p = p * r + 0.0001984126984126984
    p = p * r + 0.001388888888888889
    p = p * r + 0.008333333333333333
    p = p * r + 0.041666666666666664
    p = p * r + 0.16666666666666666
    p = p * r + 0.5
    p = p * r * r + r + 1.0
    half = 0.5 * k + 6755399441055744.0
    rest = k - (half - 6755399441055744.0) + 6755399441055744.0
    one = np.int64((np.float64(half).view(np.int64) + 1023) << 52).view(np.float64)
    other = np.int64((np.float64(rest).view(np.int64) + 1023) << 52).view(np.float64)
    y = p * one * other
    y = 0.0 if x < -746.0 else y
    return math.inf if x > 709.782712893384 else y
