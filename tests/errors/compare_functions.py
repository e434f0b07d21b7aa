# flags: --at x=float
import math


def f(x):
    g = math.sin
    if g == math.sin:
        return g(x)
    return x


# error
# tests/errors/compare_functions.py:7:8: CG016 functions and types are compared
#     6 |     g = math.sin
#     7 |     if g == math.sin:
#       |        ^
# Decide it by a flag: a bool parameter.
