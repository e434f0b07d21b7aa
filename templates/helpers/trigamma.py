import math


def trigamma(x):
    """The second derivative of log gamma: reflection, recurrence, asymptotic series."""
    if x <= 0.0:
        return (math.pi / math.sin(math.pi * x)) ** 2 - trigamma(1.0 - x)
    total = 0.0
    while x < 10.0:
        total += 1.0 / (x * x)
        x += 1.0
    s = 1.0 / (x * x)
    series = 0.0
    for coefficient in (-691 / 2730, 5 / 66, -1 / 30, 1 / 42, -1 / 30, 1 / 6):
        series = s * (coefficient + series)
    return total + (1.0 + 0.5 / x + series) / x
