"""Staged scalar expression: the reference look of an emitted scalar gradient."""
import math


def f(x: float, y: float) -> float:
    sigy = 1.0 / (1 + math.exp(-y))
    num = x + sigy
    sigx = 1.0 / (1 + math.exp(-x))
    xpy = x + y
    xpysqr = xpy**2
    den = sigx + xpysqr
    invden = 1.0 / den
    return num * invden


# what a careful person writes


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

    # backward of: out = num * invden
    dnum = df * invden
    dinvden = df * num
    # backward of: invden = 1.0 / den
    dden = -dinvden * invden**2
    # backward of: den = sigx + xpysqr; xpysqr = xpy**2; xpy = x + y
    dxpy = dden * 2 * xpy
    dx = dxpy
    dy = dxpy
    # backward of: sigx = 1.0 / (1 + math.exp(-x))
    dx += dden * (1 - sigx) * sigx
    # backward of: num = x + sigy
    dx += dnum
    # backward of: sigy = 1.0 / (1 + math.exp(-y))
    dy += dnum * (1 - sigy) * sigy
    return out, (dx, dy)
