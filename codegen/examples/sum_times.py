"""f(x, y, z) = (x + y) z: an add gate feeds a multiply gate."""


def sum_times(x: float, y: float, z: float) -> float:
    q = x + y
    return q * z
