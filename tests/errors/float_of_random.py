# flags: --at x=float
import random


def f(x):
    return x * random.random()


# error
# tests/errors/float_of_random.py:6:16: CG011 the name 'random.random' is not bound here
#     5 | def f(x):
#     6 |     return x * random.random()
#       |                ^
# Bind it on every path before it is read, or import it.
