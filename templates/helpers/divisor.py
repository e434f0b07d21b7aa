def divisor(y):
    """The divisor y. Where it is zero, Python raises: a kernel gives up."""
    if y == 0:
        raise ArithmeticError
    return y
