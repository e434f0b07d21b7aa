import math


def f_value_and_grad(x, y, df=1.0):
    """Value of `f` and its gradient with respect to (x, y), scaled by `df`."""
    # forward
    sigy = 1.0 / (1 + math.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1 + math.exp(-x))
    xpy = x + y
    xpysqr = xpy**2
    den = sigx + xpysqr
    invden = 1.0 / den
    out = num * invden

    # backward of: num * invden
    dnum = df * invden
    dinvden = df * num
    # backward of: invden = 1.0 / den
    dden = -dinvden * invden**2
    # backward of: xpysqr = xpy**2
    dxpy = dden * 2 * xpy
    # backward of: xpy = x + y
    dx = dxpy
    dy = dxpy
    # backward of: sigx = 1.0 / (1 + math.exp(-x))
    dx += dden * (1 - sigx) * sigx
    # backward of: num = x + sigy
    dx += dnum
    # backward of: sigy = 1.0 / (1 + math.exp(-y))
    dy += dnum * (1 - sigy) * sigy
    return out, (dx, dy)
