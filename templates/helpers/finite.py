import math


def finite(y):
    """y. Where it is not finite, Python may have raised: a kernel gives up."""
    if not math.isfinite(y):
        raise ArithmeticError
    return y
