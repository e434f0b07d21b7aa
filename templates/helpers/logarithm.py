import math

import numpy as np


def logarithm(x):
    """log(x) without a branch, so that a loop takes several numbers at a time.

    x = 2**k m with m between 1 / sqrt(2) and sqrt(2), and log(m) by the series of fdlibm in
    s = (m - 1) / (m + 1).
    """
    tiny = x < 2.2250738585072014e-308
    bits = np.float64(x * 18014398509481984.0 if tiny else x).view(np.int64)
    power = (bits - 4604544271217802189) >> 52
    m = np.int64(bits - (power << 52)).view(np.float64)
    k = np.int64(power + 4843621399236968448).view(np.float64) - 6755399441055744.0
    k = k - 54.0 if tiny else k
    f = m - 1.0
    s = f / (2.0 + f)
    z = s * s
    p = z * 0.14798198605116586 + 0.15313837699209373
    p = p * z + 0.1818357216161805
    p = p * z + 0.22222198432149784
    p = p * z + 0.2857142874366239
    p = p * z + 0.3999999999940942
    p = p * z + 0.6666666666666735
    half = 0.5 * f * f
    y = k * 0.6931471803691238 - (half - (s * (half + p * z) + k * 1.9082149292705877e-10) - f)
    y = y if x < math.inf else x
    y = math.nan if x < 0.0 else y
    return -math.inf if x == 0.0 else y
