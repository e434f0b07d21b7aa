def whole(y, estimate):
    """The integer y, if 64 bits hold it by its estimate as a float: else a kernel gives up."""
    if not -4e18 < estimate < 4e18:
        raise ArithmeticError
    return y
