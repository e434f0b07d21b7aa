import math


def digamma(x):
    """The derivative of log gamma: reflection, recurrence up to 10, then the asymptotic series."""
    if x <= 0.0:
        return digamma(1.0 - x) - math.pi / math.tan(math.pi * x)
    total = 0.0
    while x < 10.0:
        total -= 1.0 / x
        x += 1.0
    s = 1.0 / (x * x)
    series = 0.0
    for coefficient in (-691 / 32760, 1 / 132, -1 / 240, 1 / 252, -1 / 120, 1 / 12):
        series = s * (coefficient + series)
    return total + math.log(x) - 0.5 / x - series
