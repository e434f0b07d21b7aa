"""A scalar gate with a thousand terms: plain floats in a loop."""

import math

WRT = ("x", "y")
AT = "x=float,y=float,n=int"
SIZES = {"large": 1000}


def arguments(random, size):
    return 0.7, 0.3, size


def gate(x, y, n):
    total = 0.0
    for k in range(n):
        s = 1.0 / (1.0 + math.exp(-(x + k * 0.001)))
        total = total + s * math.sin(y * k) + x * y
    return total


def gate_value_and_grad(x, y, n, dtotal=1.0):
    total = 0.0
    ss, sines = [], []
    for k in range(n):
        s = 1.0 / (1.0 + math.exp(-(x + k * 0.001)))
        sine = math.sin(y * k)
        total = total + s * sine + x * y
        ss.append(s)
        sines.append(sine)
    dx = dy = 0.0
    for k in range(n - 1, -1, -1):
        s = ss.pop()
        dx += dtotal * (sines.pop() * s * (1.0 - s) + y)
        dy += dtotal * (s * math.cos(y * k) * k + x)
    return total, (dx, dy)


def gate_for_numba(x, y, n, dtotal=1.0):
    total = dx = dy = 0.0
    for k in range(n):
        s = 1.0 / (1.0 + math.exp(-(x + k * 0.001)))
        sine = math.sin(y * k)
        total += s * sine + x * y
        dx += dtotal * (sine * s * (1.0 - s) + y)
        dy += dtotal * (s * math.cos(y * k) * k + x)
    return total, (dx, dy)
